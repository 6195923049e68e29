from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from ..flow import moves
from .engine_key import with_engine

OPEN = ("running", "suspended")
# Macro within macro; a chain that is longer is a mistake somewhere.
DEPTH = 10


class SopProcess(models.Model):
    """A step of a macro process calls a micro process, and waits for it.

    The micro process starts with the visit of the step, in the same transaction. Its executors have their task all the
    same: they are responsible, and confirm that the next step may go on (PermenPAN-RB 35/2012, page 24); they can when
    the micro process is done, or, with a reason, when it was cancelled. A micro process whose visit is left or whose
    macro process is cancelled is cancelled with it; it is suspended and resumed with it. One that cannot start does not
    stop its macro process: the step waits with the reason, and an officer starts it later.
    """

    _inherit = "sop.process"

    parent_id = fields.Many2one(
        "sop.process", string="Macro process", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    parent_step_id = fields.Many2one(
        "sop.template.step", string="Called by step", readonly=True, copy=False, ondelete="restrict"
    )
    parent_visit = fields.Integer(string="Visit of the step", readonly=True, copy=False)
    child_ids = fields.One2many("sop.process", "parent_id", string="Micro processes", readonly=True)
    suspended_by_parent = fields.Boolean(readonly=True, copy=False)
    micro_failure = fields.Text(string="Why the micro SOP has not started", readonly=True, copy=False)

    _one_child_a_visit = models.UniqueIndex(
        "(parent_id, parent_step_id, parent_visit) WHERE parent_id IS NOT NULL AND state <> 'cancelled'",
        "The micro process of this step has been started already.",
    )

    # Moves

    def _play_locked(self, move, feedback, attachment_ids, current):
        if move.kind == moves.FINISH:
            for process in current._mine().process_id:
                process._check_micro_done(feedback)
        return super()._play_locked(move, feedback, attachment_ids, current)

    def _record(self, steps, *args, **kwargs):
        messages = super()._record(steps, *args, **kwargs)
        macro = [step for step in steps if step.process.template_id._frozen().calls_micro]
        if macro:
            self._move_children(macro)
            self._call_micro([step.process for step in macro if step.enters])
        ended = [step.process for step in steps if step.after.step is None and step.process.parent_id]
        if ended:
            self._tell_parents(ended)
        return messages

    def _write_state(self, steps, now):
        done = super()._write_state(steps, now)
        for step in steps:
            if step.move.kind == moves.RESUME and step.process.suspended_by_parent:
                step.process.suspended_by_parent = False  # whoever suspends it from now on does so for its own sake
        return done

    def _sent_from(self, current):
        sent_from = super()._sent_from(current)
        # Calling back cancels the micro process, and what somebody has done in it would be lost.
        is_begun = sent_from and self._called_root() and self._present_child()._is_begun()
        return None if is_begun else sent_from

    def _is_begun(self):
        """Whether somebody has opened or done what a micro process asks of him."""
        return any(task.date_read or task.state in ("done", "returned") for task in self.task_ids)

    def _check_micro_done(self, feedback):
        """:raises UserError: the present step waits for a micro process; one that was cancelled needs a reason"""
        if self.state != "running" or not self._called_root():
            return
        child = self._present_child()
        if child.state == "done" or (child.state == "cancelled" and (feedback or "").strip()):
            return
        raise UserError(self._micro_refusal(child))

    def _micro_refusal(self, child):
        if not child:
            return self.env._(
                "This step waits for a micro process that has not started: %(reason)s An officer can start it.",
                reason=self.micro_failure or "",
            )
        if child.state == "cancelled":
            return self.env._(
                "The micro process “%(micro)s” was cancelled. Say why the step is finished all the same, or ask an "
                "officer to start it anew.",
                micro=child.display_name,
            )
        return self.env._(
            "This step waits for the micro process “%(micro)s”, which is not done yet.", micro=child.display_name
        )

    # The micro process of the present visit

    def _called_root(self):
        """Id of the first version of the SOP that the present step calls, False when it calls none."""
        step = self.current_step_id.id
        return step and self.template_id._frozen().rows[step].micro

    def _present_child(self):
        return self._present_children()[self.id]

    def _present_children(self):
        """The micro processes of the present visits; of several the one that is not cancelled, else the last.

        :return: dict id of a process -> sop.process, empty where there is none
        """
        # Whoever takes part in the macro process may know how its micro process stands.
        children = defaultdict(self.sudo().browse)
        found = self.sudo().search([("parent_id", "in", self.ids)], order="id")
        for child in found.sorted(lambda child: child.state != "cancelled"):
            if child._place() == child.parent_id._present_place():
                children[child.parent_id.id] = child
        return children

    def _place(self):
        return self.parent_step_id.id, self.parent_visit

    def _present_place(self):
        return self.current_step_id.id, self._visit_now()

    # Starting

    def _call_micro(self, processes):
        """Start the micro processes of the steps these have just come to; what cannot start is kept on its process."""
        entered = self.browse().union(*processes)
        entered.filtered("micro_failure").write({"micro_failure": False})
        calling = entered.filtered(lambda process: process._called_root())
        failure = calling and calling._failure_to_call()
        if failure and len(calling) > 1:
            for process in calling:
                self._call_micro([process])
        elif failure:
            calling._note_micro_failure(failure)

    def _failure_to_call(self):
        """Start the micro processes of these, all or none.

        :return: why they cannot start; '' when they have
        """
        asked = self._asked_now().grouped("process_id")
        try:
            with self.env.cr.savepoint():
                micros = self._micros_in_force()
                values = [process._micro_values(micros, asked) for process in self]
                self._join_children(self._launch(values).sudo(), asked)
        except UserError as refusal:
            return str(refusal)
        return ""

    def _micros_in_force(self):
        """dict id of a first version -> the version in force of the SOPs that the present steps call."""
        roots = [process._called_root() for process in self]
        # A step may call an SOP that the person who comes to it knows nothing of.
        found = self.env["sop.template"].sudo()._in_force_of(roots)
        return {template.root_id.id: template for template in found}

    def _micro_values(self, micros, asked):
        """:raises UserError: the SOP is not in force, or calls itself"""
        micro = micros.get(self._called_root())
        if not micro:
            name = self.env["sop.template"].sudo().browse(self._called_root()).name
            raise UserError(self.env._("No version of “%(sop)s” is in force.", sop=name))
        self._check_no_way_back(micro)
        step, visit = self._present_place()
        people = asked[self].user_id if self in asked else self.requester_id
        return {
            "template_id": micro.id,
            "name": f"{self.name}: {micro.name}",
            "period": self.period,
            "requester_id": people[:1].id,
            "parent_id": self.id,
            "parent_step_id": step,
            "parent_visit": visit,
        }

    def _check_no_way_back(self, micro):
        """Two SOPs that call each other may have come into force at the same moment."""
        above, depth = self, 0
        while above and depth < DEPTH:
            if above.template_id.root_id == micro.root_id:
                raise UserError(self.env._("“%(sop)s” would call itself.", sop=micro.name))
            above, depth = above.parent_id, depth + 1
        if above:
            raise UserError(self.env._("Micro SOPs call one another more than %(depth)s deep.", depth=DEPTH))

    def _asked_now(self):
        return (
            self.env["sop.task"]
            .sudo()
            .search([("process_id", "in", self.ids), ("state", "=", "open"), ("is_current", "=", True)], order="id")
        )

    def _join_children(self, children, asked):
        """Those who answer for the step take part in its micro process, and both chatters name the other."""
        for child in children:
            parent = child.parent_id
            people = asked[parent].user_id if parent in asked else self.env["res.users"]
            with_engine(child)._participate(people)
            child._message_log(body=child._called_by_words())
            parent._message_log(body=self.env._("Micro process started: %(micro)s.", micro=child._linked_name()))

    def _called_by_words(self):
        return self.env._(
            "Called by step %(step)s of %(macro)s.",
            step=self.parent_step_id.display_name,
            macro=self.parent_id._linked_name(),
        )

    def _linked_name(self):
        return self._get_html_link(title=self.display_name)

    def _note_micro_failure(self, reason):
        with_engine(self.sudo()).micro_failure = reason
        self.sudo()._message_log(body=self.env._("The micro SOP could not start: %(reason)s", reason=reason))

    # What the macro process does to the micro process

    def _move_children(self, steps):
        """A visit that is left takes its micro process along; so do suspending, resuming and cancelling."""
        children = self.sudo().search([("parent_id", "in", [step.process.id for step in steps]), ("state", "in", OPEN)])
        if not children:
            return
        by_parent = children.grouped("parent_id")
        for step in steps:
            mine = by_parent.get(step.process, self.browse()).sudo()
            if step.closes_visit:
                mine._left_by(step)._follow_parent(moves.CANCEL, step)
            elif step.move.kind == moves.SUSPEND:
                mine.filtered(lambda child: child.state == "running")._follow_parent(moves.SUSPEND, step)
            elif step.move.kind == moves.RESUME:
                held = mine.filtered(lambda child: child.state == "suspended" and child.suspended_by_parent)
                held._follow_parent(moves.RESUME, step)

    def _left_by(self, step):
        """Those of these micro processes that end with a visit: its own, or all when their macro process is cancelled;
        one of an earlier visit that was reopened goes on."""
        place = step.before.step, step.before.visit
        return self.filtered(lambda child: step.move.kind == moves.CANCEL or child._place() == place)

    def _follow_parent(self, kind, step):
        """Make a move on micro processes because their macro process made one; nobody is asked whether he may."""
        children = self._locked().filtered(lambda child: child.state in OPEN)
        if not children:
            return
        current = children._current_tasks().grouped("process_id")
        none = with_engine(self.env["sop.task"].sudo())
        move = moves.Move(kind, reason=self._reason_of_parent(step))
        children.suspended_by_parent = kind == moves.SUSPEND
        steps = [child._unjudged(move, current.get(child, none)) for child in children if child.state in OPEN]
        children._record(steps)

    def _reason_of_parent(self, step):
        return self.env._(
            "With its macro process “%(macro)s”: %(reason)s",
            macro=step.process.display_name,
            reason=step.move.reason or "-",
        )

    # What the micro process says to its macro process

    def _tell_parents(self, children):
        """Say in the macro process that its micro process has ended, and tell those who answer for the step."""
        parents = self.browse([child.parent_id.id for child in children])
        asked, present = parents._asked_now().grouped("process_id"), parents._present_children()
        for child in children:
            parent = child.parent_id
            if parent.state in OPEN and child == present[parent.id]:
                people = asked[parent].user_id if parent in asked else self.env["res.users"]
                parent.message_post(
                    body=child._ended_words(),
                    partner_ids=people.partner_id.ids,
                    attachment_ids=child._outputs_for(parent).ids,
                    subtype_xmlid="mail.mt_note",
                )

    def _ended_words(self):
        if self.state == "done":
            return self.env._(
                "The micro process %(micro)s is done; the step can be finished.", micro=self._linked_name()
            )
        return self.env._("The micro process %(micro)s was cancelled.", micro=self._linked_name())

    def _outputs_for(self, parent):
        """The files of a micro process that is done, as files of its macro process: it takes its outputs."""
        File = self.env["ir.attachment"].sudo()
        if self.state != "done":
            return File
        files = File.search([("res_model", "=", self._name), ("res_id", "=", self.id)], order="id")
        return File.union(*(file.copy({"res_model": self._name, "res_id": parent.id}) for file in files))

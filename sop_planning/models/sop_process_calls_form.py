from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SopProcess(models.Model):
    """What the form of a macro process shows of its micro processes, and the way from one to the other."""

    _inherit = "sop.process"

    child_count = fields.Integer(string="Number of micro processes", compute="_compute_child_count")
    micro_note = fields.Char(string="Waits for the micro process", compute="_compute_micro_note")
    can_call_micro = fields.Boolean(compute="_compute_micro_note")

    def _compute_child_count(self):
        counts = dict(self._read_group([("parent_id", "in", self.ids)], ["parent_id"], ["__count"]))
        for process in self:
            process.child_count = counts.get(process, 0)

    @api.depends("state", "current_step_id", "micro_failure")
    @api.depends_context("uid", "lang")
    def _compute_micro_note(self):
        self.micro_note, self.can_call_micro = False, False
        calling = self.filtered(lambda process: process.state == "running" and process._called_root())
        children = calling and calling._present_children()
        officer = self.env.user.has_group("sop_planning.group_sop_officer")
        for process in calling:
            child = children[process.id]
            process.micro_note = process._note_on_child(child)
            process.can_call_micro = officer and (not child or child.state == "cancelled")

    def _note_on_child(self, child):
        if not child:
            return self.env._("The micro SOP has not started: %(reason)s", reason=self.micro_failure or "-")
        return child._progress_words()

    def _progress_words(self):
        """How a micro process stands, in one line."""
        state = dict(self._fields["state"]._description_selection(self.env))[self.state]
        if self.state not in ("running", "suspended"):
            return self.env._("%(micro)s: %(state)s", micro=self.display_name, state=state)
        return self.env._(
            "%(micro)s: %(state)s, step %(step)s (%(progress)s%%)",
            micro=self.display_name,
            state=state,
            step=self.current_step_id.display_name,
            progress=self.progress,
        )

    @api.depends("state", "current_step_id")
    def _compute_progress(self):
        done = super()._compute_progress()
        calling = self.filtered(lambda process: process.state in ("running", "suspended") and process._called_root())
        children = calling and calling._present_children()
        for process in calling:
            child = children[process.id]
            if child.state != "cancelled":
                process.progress += round(child.progress / len(process.template_id._frozen().flow.steps))
        return done

    def _row_note(self, tasks, spent):
        note = super()._row_note(tasks, spent)
        children = self.child_ids.filtered(lambda child: child.parent_step_id == tasks.step_id).sorted("id")
        lines = [self._child_line(child) for child in children]
        return Markup("<br/>").join(part for part in (note, *lines) if part)

    def _child_line(self, child):
        """How a micro process stands; with the way to it for those who take part in it."""
        if not child.sudo(False).has_access("read"):
            return escape(child._progress_words())
        return Markup('<a href="/odoo/sop-processes/%s">%s</a>') % (child.id, child._progress_words())

    # Actions

    def action_open_children(self):
        """Open the micro processes of this one."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_process_action")
        return {**action, "domain": [("parent_id", "=", self.id)], "context": {}}

    def action_open_parent(self):
        """Open the macro process that called this one."""
        self.ensure_one()
        self.check_access("read")
        return self.parent_id._open()

    def action_call_micro(self):
        """Start the micro process of the present step, which could not start or was cancelled.

        :raises AccessError: not an officer
        :raises UserError: there is nothing to start now, or why it cannot start
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("sop_planning.group_sop_officer"):
            raise AccessError(self.env._("Only an officer may start the micro process of a step."))
        process = self._locked()
        if not process.can_call_micro:
            raise UserError(self.env._("This step has no micro process to start now."))
        failure = process._failure_to_call()
        if failure:
            raise UserError(failure)
        process.micro_failure = False
        return process._present_child().with_env(self.env)._open()

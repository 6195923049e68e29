from odoo import models
from odoo.exceptions import RedirectWarning, UserError

from ..flow import signing


class SopTask(models.Model):
    """A step that asks for a paraf, a signature or a stamp is not passed without it.

    What was signed in the present visit of the step counts, as long as none of its documents has been corrected since.
    """

    _inherit = "sop.task"

    def _check_passable(self):
        done = super()._check_passable()
        self._check_signed()
        return done

    def _check_signed(self, branch=None):
        """:param branch: sop.template.branch chosen; one that leads back needs no signature
        :raises RedirectWarning: the person has still to sign
        :raises UserError: somebody else signs first
        """
        for task, kinds in self._owing_signatures(branch).items():
            task._check_signing_turn(kinds[0])
            raise RedirectWarning(
                task._signing_words(kinds[0]),
                self.env.ref("sop_planning.sop_signature_write_action").id,
                task._signing_button(kinds[0]),
                {"default_process_id": task.process_id.id, "default_kind": kinds[0]},
            )

    def _owing_signatures(self, branch=None):
        """What the persons of these open tasks have still to give.

        :return: dict of sop.task -> words of `flow.signing.KINDS` in their order; tasks that owe nothing are not in it
        """
        asking = self.filtered(lambda task: task.state == "open" and task._signs())
        if not asking:
            return {}
        asking -= asking._going_back(branch)
        given = asking.process_id._signed_by()
        owed = {
            task: [
                kind
                for kind in task._signs()
                if (task.process_id.id, task.step_id.id, task.visit, kind, task.user_id.id) not in given
            ]
            for task in asking
        }
        return {task: kinds for task, kinds in owed.items() if kinds}

    def _signs(self):
        """What the step asks the column of this task for: words of `flow.signing.KINDS`."""
        sop = self.template_id._frozen()
        kinds = sop.rows[self.step_id.id].signs
        return signing.asked_of(sop.flow.step(self.step_id.id), self.executor_id.id, kinds) if kinds else ()

    def _going_back(self, branch=None):
        """Those of these tasks whose step leaves by an exit that leads back, by what is chosen now or has been."""
        deciding = self.filtered(lambda task: task.template_id._frozen().flow.step(task.step_id.id).exits)
        if not deciding:
            return deciding
        choices = {task: branch for task in deciding if branch}
        if not branch:
            chosen = self.search(
                [
                    ("process_id", "in", deciding.process_id.ids),
                    ("is_current", "=", True),
                    ("state", "=", "done"),
                    ("branch_id", "!=", False),
                ]
            ).grouped("process_id")
            choices = {task: chosen[task.process_id].branch_id for task in deciding if task.process_id in chosen}
        return deciding.filtered(lambda task: task in choices and task._leads_back(choices[task][:1]))

    def _leads_back(self, branch):
        return self.process_id._leads_back(self.step_id.id, branch.id)

    def _check_refusal(self, branch, feedback):
        """:raises UserError: an exit leads back from where a signature is asked, without a reason"""
        if feedback and feedback.strip():
            return
        if branch and self.filtered(lambda task: task._signs() and task._leads_back(branch)):
            raise UserError(self.env._("Say why you do not sign: whoever it goes back to will read it."))

    # Whose turn it is

    def _check_signing_turn(self, kind):
        """:raises UserError: names those who sign before"""
        waiting = self._signs_after(kind)
        if waiting:
            raise UserError(
                self.env._(
                    "It is not your turn to sign “%(step)s”: %(people)s comes first.",
                    step=self._step_title(),
                    people=", ".join(waiting),
                )
            )

    def _signs_after(self, kind):
        """Names of those who sign before the person of this open task and have not done so; none for a stamp."""
        sop = self.template_id._frozen()
        step, order = sop.flow.step(self.step_id.id), sop.rows[self.step_id.id].signing_order
        first = signing.before(tuple(sop.columns), step, self.executor_id.id, order) if kind != signing.STAMP else ()
        if not first:
            return []
        given = self.process_id._signed_by()
        current = self.process_id._current_tasks()
        return [name for column in first for name in self._awaited(column, kind, current, given)]

    def _awaited(self, column, kind, current, given):
        """Names of the people of a column while none of them has signed or finished."""
        tasks = current.filtered(lambda task: task.executor_id.id == column and task.state in ("open", "done"))
        place = (self.process_id.id, self.step_id.id, self.visit, kind)
        if any(task.state == "done" or (*place, task.user_id.id) in given for task in tasks):
            return []
        names = list(dict.fromkeys(task._person() for task in tasks))
        return names or [self.template_id._frozen().columns[column]]

    # Words

    def _signing_words(self, kind):
        return {
            signing.PARAF: self.env._("“%(step)s” asks for your initials (paraf).", step=self._step_title()),
            signing.SIGNATURE: self.env._("“%(step)s” asks for your signature.", step=self._step_title()),
            signing.STAMP: self.env._("“%(step)s” asks for the stamp.", step=self._step_title()),
        }[kind]

    def _signing_button(self, kind):
        return {
            signing.PARAF: self.env._("Initial"),
            signing.SIGNATURE: self.env._("Sign"),
            signing.STAMP: self.env._("Stamp"),
        }[kind]

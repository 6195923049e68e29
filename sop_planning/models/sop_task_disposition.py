from odoo import models
from odoo.exceptions import RedirectWarning, UserError

from ..flow.graph import ANY


class SopTask(models.Model):
    """A step that asks for a disposition is not passed without one.

    Where several do the step together, the main executor gives it; where any one is enough, whoever finishes. One sent
    in the present visit of the step counts, unless it was recalled from everybody.
    """

    _inherit = "sop.task"

    def _check_passable(self):
        done = super()._check_passable()
        for task in self._owing_disposition():
            raise RedirectWarning(
                self.env._("“%(step)s” asks for a disposition: write it.", step=task._step_title()),
                self.env.ref("sop_planning.sop_task_finish_action").id,
                self.env._("Write the disposition"),
                {"default_process_id": task.process_id.id, "default_with_disposition": True},
            )
        return done

    def _check_disposition_given(self):
        """:raises UserError: a step asks for a disposition, and its executor has not sent one"""
        for task in self._owing_disposition():
            raise UserError(
                self.env._("“%(step)s” asks for a disposition: write it when you finish.", step=task._step_title())
            )

    def _owing_disposition(self):
        """Those of these open tasks whose person has still to write the disposition that the step asks for."""
        asking = self.filtered(lambda task: task.state == "open" and task._asks_of_main("asks_disposition"))
        if not asking:
            return asking
        # Secret ones count as well.
        sent = (
            self.env["sop.disposition"]
            .sudo()
            .search(
                [
                    ("process_id", "in", asking.process_id.ids),
                    ("step_id", "in", asking.step_id.ids),
                    ("recipient_ids.state", "!=", "recalled"),
                ]
            )
        )
        given = {(one.process_id.id, one.step_id.id, one.visit, one.user_id.id) for one in sent}
        return asking.filtered(
            lambda task: (task.process_id.id, task.step_id.id, task.visit, task.user_id.id) not in given
        )

    def _asks_of_main(self, ask):
        """Whether the step asks something of this person's column: of the main one, or of whoever does the step.

        :param ask: name of a field of `FrozenRow`
        """
        sop = self.template_id._frozen()
        if not getattr(sop.rows[self.step_id.id], ask):
            return False
        step = sop.flow.step(self.step_id.id)
        return step.joint == ANY or step.executors[0] == self.executor_id.id

    def _step_title(self):
        return self.template_id._frozen().rows[self.step_id.id].title

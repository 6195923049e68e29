from odoo import models


class SopProcess(models.Model):
    """What was escalated is off the head's list when it is done."""

    _inherit = "sop.process"

    def _close_tasks(self, steps, feedback, attachment_ids, now):
        done = super()._close_tasks(steps, feedback, attachment_ids, now)
        # Nothing that is in time was escalated, so that ordinary steps need not look.
        late = self.env["sop.task"].union(
            *(
                step.current.filtered(
                    lambda task: task.state != "open" and task.date_deadline and task.date_deadline < now
                )
                for step in steps
            )
        )
        if late:
            notices = self.env["sop.notice"].sudo().search([("task_id", "in", late.ids), ("kind", "=", "escalation")])
            notices._close_activities()
        return done

from odoo import api, fields, models


class SopTaskFinish(models.TransientModel):
    """Finishing a step with a disposition: both or neither."""

    _name = "sop.task.finish"
    _inherit = ["sop.task.finish", "sop.disposition.draft"]

    cc_ids = fields.Many2many(relation="sop_task_finish_cc_rel")
    letter_ids = fields.Many2many(relation="sop_task_finish_letter_rel")
    owes_disposition = fields.Boolean(compute="_compute_owes_disposition")
    with_disposition = fields.Boolean(
        string="With a disposition", compute="_compute_with_disposition", store=True, readonly=False
    )
    can_dispose = fields.Boolean(related="process_id.can_dispose")

    @api.depends("process_id", "task_ids")
    def _compute_owes_disposition(self):
        self._check_subject()
        for wizard in self:
            wizard.owes_disposition = bool(wizard.process_id._my_tasks()._owing_disposition())

    @api.depends("owes_disposition")
    def _compute_with_disposition(self):
        for wizard in self:
            wizard.with_disposition = wizard.owes_disposition

    @api.depends("branch_id", "with_disposition")
    def _compute_to_ids(self):
        return super()._compute_to_ids()

    def _proposed(self):
        if not self.with_disposition or not self.process_id:
            return self.env["res.users"]
        return self.process_id.sudo()._next_people(self.branch_id)  # who is asked next is no secret

    def action_finish(self):
        """Finish the step; send the disposition first, so that it belongs to the step."""
        if not self.with_disposition:
            return super().action_finish()
        self.env.flush_all()  # as the person; a savepoint flushes as whoever opened the transaction
        with self.env.cr.savepoint():  # both or neither
            self.process_id.check_access("read")
            self._send()
            return super().action_finish()

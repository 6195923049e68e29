from odoo import api, fields, models


class SopProcessReplan(models.TransientModel):
    """Another deadline for the present step, with a reason.

    Access: officers.
    """

    _name = "sop.process.replan"
    _description = "Change the deadline of an SOP step"
    _inherit = ["sop.process.dialog"]

    date_deadline = fields.Datetime(
        string="New deadline", required=True, compute="_compute_date_deadline", store=True, readonly=False
    )

    @api.depends("process_id")
    def _compute_date_deadline(self):
        self._check_subject()
        for wizard in self:
            wizard.date_deadline = wizard.process_id.date_deadline

    def action_confirm(self):
        """Change the deadline.

        :raises UserError: the step is another one by now, or the deadline has passed
        """
        self._check_seen()
        self.process_id._set_deadline(self.date_deadline, self.reason)
        return {"type": "ir.actions.act_window_close"}

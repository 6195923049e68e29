from odoo import api, fields, models


class SopProcessReplan(models.TransientModel):
    """Another deadline for the present step, with a reason.

    Access: officers.
    """

    _name = "sop.process.replan"
    _description = "Change the deadline of an SOP step"
    _inherit = ["sop.dialog"]
    _subject = "process_id"

    process_id = fields.Many2one("sop.process", required=True)
    date_deadline = fields.Datetime(
        string="New deadline", required=True, compute="_compute_date_deadline", store=True, readonly=False
    )
    reason = fields.Text(required=True)
    # Kept from the opening of the dialog: another step may have come since.
    seen = fields.Char(compute="_compute_seen", store=True)

    @api.depends("process_id")
    def _compute_date_deadline(self):
        self._check_subject()
        for wizard in self:
            wizard.date_deadline = wizard.process_id.date_deadline

    @api.depends("process_id")
    def _compute_seen(self):
        self._check_subject()
        for wizard in self:
            wizard.seen = wizard.process_id._whereabouts()

    def action_confirm(self):
        """Change the deadline.

        :raises UserError: the step is another one by now, or the deadline has passed
        """
        self.ensure_one()
        self.process_id.check_access("read")
        if self.seen != self.process_id._whereabouts():
            self.process_id._refuse("moved_on")
        self.process_id._set_deadline(self.date_deadline, self.reason)
        return {"type": "ir.actions.act_window_close"}

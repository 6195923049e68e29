from odoo import api, fields, models


class SopProcessDialog(models.AbstractModel):
    """A dialog that does something with a process for a reason, and only where the person saw it stand."""

    _name = "sop.process.dialog"
    _description = "Dialog about where a process stands"
    _inherit = ["sop.dialog"]
    _subject = "process_id"

    process_id = fields.Many2one("sop.process", required=True)
    reason = fields.Text(required=True)
    # Kept from the opening of the dialog: what the person decided on may no longer be what stands there.
    seen = fields.Char(compute="_compute_seen", store=True)

    @api.depends("process_id")
    def _compute_seen(self):
        self._check_subject()
        for wizard in self:
            wizard.seen = wizard.process_id._whereabouts()

    def _check_seen(self):
        """:raises UserError: the process has moved on since the dialog was opened"""
        self.ensure_one()
        self.process_id.check_access("read")
        if self.seen != self.process_id._whereabouts():
            self.process_id._refuse("moved_on")

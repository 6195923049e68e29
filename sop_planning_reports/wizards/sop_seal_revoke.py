from odoo import fields, models


class SopSealRevoke(models.TransientModel):
    """Revoking the seal of a printed paper, with a reason.

    Access: officers.
    """

    _name = "sop.seal.revoke"
    _description = "Revoke a printed paper"
    _inherit = ["sop.dialog"]
    _subject = "seal_id"

    seal_id = fields.Many2one("sop.seal", string="Printed paper", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """From now on the check page knows this paper no more."""
        self.ensure_one()
        self.seal_id._revoke(self.reason)
        return {"type": "ir.actions.act_window_close"}

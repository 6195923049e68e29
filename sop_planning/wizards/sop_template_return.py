from odoo import fields, models


class SopTemplateReturn(models.TransientModel):
    """Returning a version in review to its writers, with a reason.

    Access: officers.
    """

    _name = "sop.template.return"
    _description = "Return an SOP to its writers"
    _inherit = ["sop.dialog"]
    _subject = "template_id"

    template_id = fields.Many2one("sop.template", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Make the version a draft again and tell its writers why."""
        self.ensure_one()
        self.template_id._return(self.reason)
        return {"type": "ir.actions.act_window_close"}

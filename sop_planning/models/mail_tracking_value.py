from odoo import api, models


class MailTrackingValue(models.Model):
    """Tracked changes of a started process belong to its messages, and stay as they do."""

    _inherit = "mail.tracking.value"

    def write(self, vals):
        self.mail_message_id._check_sop_evidence()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sop_evidence(self):
        self.mail_message_id._check_sop_evidence()

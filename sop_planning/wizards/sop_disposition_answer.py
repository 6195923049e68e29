from odoo import fields, models


class SopDispositionAnswer(models.TransientModel):
    """A recipient's report on a disposition, or his reason for returning it."""

    _name = "sop.disposition.answer"
    _description = "Answer a disposition"
    _inherit = ["sop.dialog"]
    _subject = "recipient_id"

    recipient_id = fields.Many2one("sop.disposition.recipient", string="Disposition", required=True)
    kind = fields.Selection(
        [("done", "Report"), ("returned", "Return")], string="Answer", required=True, default="done"
    )
    report = fields.Text(string="Report or reason", required=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    def action_confirm(self):
        """Report, or return the disposition.

        :raises UserError: it is not his to answer, is answered already, or was recalled
        """
        self.ensure_one()
        self.recipient_id.check_access("read")
        self.recipient_id._answer(self.kind, self.report, self.attachment_ids.ids)
        return {"type": "ir.actions.act_window_close"}

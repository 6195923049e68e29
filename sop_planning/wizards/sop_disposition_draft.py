from odoo import api, fields, models

from ..models.sop_disposition import LETTER, SECRECIES, URGENCIES


class SopDispositionDraft(models.AbstractModel):
    """A disposition while it is written; it lives in a dialog only, and is nobody's until it is sent."""

    _name = "sop.disposition.draft"
    _description = "Disposition being written"

    company_id = fields.Many2one(related="process_id.company_id", string="Agency")
    process_id = fields.Many2one("sop.process", required=True)
    to_ids = fields.Many2many(
        "res.users",
        compute="_compute_to_ids",
        store=True,
        readonly=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id), ('id', '!=', uid)]",
    )
    cc_ids = fields.Many2many(
        "res.users",
        "sop_disposition_draft_cc_rel",  # each dialog names a table of its own
        string="Copy to",
        domain="[('share', '=', False), ('company_ids', 'in', company_id), ('id', '!=', uid)]",
    )
    phrase_ids = fields.Many2many(
        "sop.disposition.phrase", string="Please", domain="[('company_id', 'in', (False, company_id))]"
    )
    words = fields.Text(string="Own words")
    urgency = fields.Selection(URGENCIES, required=True, default="normal")
    secrecy = fields.Selection(SECRECIES, required=True, default="ordinary")
    date_due = fields.Date(string="Due")
    letter_from = fields.Char(string="Letter from")
    letter_number = fields.Char(string="Letter number")
    letter_date = fields.Date(string="Date of the letter")
    letter_received = fields.Date(string="Letter received")
    letter_subject = fields.Char(string="Subject of the letter")
    letter_ids = fields.Many2many("ir.attachment", string="Letter and enclosures")

    @api.depends("process_id")
    def _compute_to_ids(self):
        self._check_subject()
        for draft in self:
            draft.to_ids = draft._proposed()

    def _proposed(self):
        """The recipients a disposition is proposed to: whom the process asks next."""
        if not self.process_id:
            return self.env["res.users"]
        return self.process_id.sudo()._next_people(self.env["sop.template.branch"])  # who is asked next is no secret

    def _send(self, parent=None):
        """Send what was written.

        :return: sop.disposition
        """
        phrases = self.phrase_ids
        phrases.check_access("read")
        values = {name: self[name] for name in ("words", "urgency", "secrecy", "date_due", *LETTER)}
        values |= {
            "phrase_ids": [fields.Command.set(phrases.ids)],
            "asked": "\n".join(phrases.sorted().mapped("name")) or False,
        }
        return self.process_id._send_disposition(values, self.to_ids, self.cc_ids, parent, self.letter_ids.ids)

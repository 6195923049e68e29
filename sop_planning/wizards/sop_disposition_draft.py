from odoo import api, fields, models

from ..models.res_company_dispositions import HOURS
from ..models.res_users import colleagues
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
        domain=colleagues(but_me=True),
    )
    cc_ids = fields.Many2many(
        "res.users",
        "sop_disposition_draft_cc_rel",  # each dialog names a table of its own
        string="Copy to",
        domain=colleagues(but_me=True),
    )
    phrase_ids = fields.Many2many(
        "sop.disposition.phrase", string="Please", domain="[('company_id', 'in', (False, company_id))]"
    )
    words = fields.Text(string="Own words")
    urgency = fields.Selection(
        URGENCIES, required=True, compute="_compute_grades", store=True, readonly=False, precompute=True
    )
    secrecy = fields.Selection(
        SECRECIES, required=True, compute="_compute_grades", store=True, readonly=False, precompute=True
    )
    urgencies = fields.Json(compute="_compute_offered_grades")
    secrecies = fields.Json(compute="_compute_offered_grades")
    date_due = fields.Date(string="Due", compute="_compute_date_due", store=True, readonly=False)
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

    @api.depends("process_id")
    def _compute_grades(self):
        for draft in self:
            company = draft._agency()
            draft.urgency = draft.urgency or company.sop_urgency
            draft.secrecy = draft.secrecy or company.sop_secrecy

    @api.depends("process_id")
    def _compute_offered_grades(self):
        for draft in self:
            company = draft._agency()
            draft.urgencies, draft.secrecies = company._sop_urgencies(), company._sop_secrecies()

    @api.depends("process_id", "urgency")
    def _compute_date_due(self):
        """The day that the urgency means; where the agency gives no urgency a time, what the sender writes."""
        for draft in self:
            company = draft._agency()
            graded = any(company[hours] for hours in HOURS.values())
            draft.date_due = company._sop_due(draft.urgency or company.sop_urgency) if graded else draft.date_due

    def _agency(self):
        # What grades an agency uses is no secret, whoever may read its settings.
        return (self.process_id.sudo().company_id or self.env.company).sudo()

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

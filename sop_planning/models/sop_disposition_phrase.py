from odoo import fields, models


class SopDispositionPhrase(models.Model):
    """A ready phrase of dispositions, as the paper prints it beside a box.

    Access: users read those of their agencies and those of all; administrators write those of their agencies. What a
    disposition has said stays as it was written, whatever becomes of the phrase.
    """

    _name = "sop.disposition.phrase"
    _description = "Phrase of dispositions"
    _order = "sequence, id"

    name = fields.Char(string="Phrase", required=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", string="Agency", index=True, default=lambda self: self.env.company, help="Empty: all agencies."
    )

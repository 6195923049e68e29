from odoo import fields, models

KINDS = [
    ("disposition", "Disposition sent"),
    ("disposition_report", "Disposition reported on"),
    ("disposition_return", "Disposition returned"),
    ("disposition_recall", "Disposition recalled"),
]


class SopEvent(models.Model):
    """What dispositions say in the journal: that there was one, and its words only where everyone may read them."""

    _inherit = "sop.event"

    kind = fields.Selection(selection_add=KINDS, ondelete={kind: "cascade" for kind, _label in KINDS})

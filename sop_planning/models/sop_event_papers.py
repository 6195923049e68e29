from odoo import fields, models

from .sop_signature import KINDS as SIGNATURES

KINDS = [("paper", "Document filed"), *SIGNATURES, ("archive", "Archived")]


class SopEvent(models.Model):
    """What is done with papers, in the journal: each line seals the papers it has written."""

    _inherit = "sop.event"

    kind = fields.Selection(selection_add=KINDS, ondelete={kind: "cascade" for kind, _label in KINDS})

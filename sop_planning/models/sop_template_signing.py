from odoo import fields, models

from ..flow import signing
from .sop_signature import PARAF_KINDS

# Columns stand by rank in some SOPs and by sequence in others (SOP_FORMAT.md, "Table"), so an order that nobody has
# chosen would be a guess, and could keep people waiting for one another; so the usual order is none.
USUAL_SIGNING = {"paraf_kind": "hierarchy", "signing_order": signing.FREE}


class SopTemplateStep(models.Model):
    """What a step that asks for a paraf or a signature says besides: which kind of paraf, and who signs first."""

    _inherit = "sop.template.step"

    paraf_kind = fields.Selection(
        PARAF_KINDS, string="Kind of paraf", required=True, default=USUAL_SIGNING["paraf_kind"]
    )
    signing_order = fields.Selection(
        [
            (signing.FREE, "In any order"),
            (signing.LEFT, "From the left column to the right"),
            (signing.RIGHT, "From the right column to the left"),
        ],
        string="Order of signing",
        required=True,
        default=USUAL_SIGNING["signing_order"],
        help="In which order the executors of a joint step initial and sign.",
    )

    def _signs(self):
        return tuple(kind for kind in signing.KINDS if self[f"asks_{kind}"])

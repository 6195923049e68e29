from odoo import fields, models
from odoo.addons.sop_planning.models.sop_template import PAPERS

from ..paper import A4, F4, LEGAL, Paper

SIZES = {"a4": A4, "f4": F4, "legal": LEGAL}


class ResCompany(models.Model):
    _inherit = "res.company"

    sop_paper = fields.Selection(PAPERS, string="SOP paper", required=True, default="a4")
    sop_margin_top = fields.Float(string="SOP margin, top (mm)", default=10)
    sop_margin_right = fields.Float(string="SOP margin, right (mm)", default=10)
    sop_margin_bottom = fields.Float(string="SOP margin, bottom (mm)", default=10)
    sop_margin_left = fields.Float(string="SOP margin, left (mm)", default=10)

    _sop_margins = models.Constraint(
        "CHECK (LEAST(sop_margin_top, sop_margin_right, sop_margin_bottom, sop_margin_left) >= 0"
        " AND GREATEST(sop_margin_top, sop_margin_right, sop_margin_bottom, sop_margin_left) <= 40)",
        "A margin of SOP paper is between 0 and 40 mm.",
    )

    def _sop_paper(self, size=False):
        """The agency's paper.Paper, on another of PAPERS where `size` says so.

        Size and margins are no secret, though a user may not read the settings.
        """
        company = self.sudo()
        paper = SIZES[size or company.sop_paper]
        margins = (company.sop_margin_top, company.sop_margin_right, company.sop_margin_bottom, company.sop_margin_left)
        return Paper(paper.width, paper.height, margins)

from odoo import fields, models
from odoo.addons.sop_planning.models.sop_template import PAPERS


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

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sop_paper = fields.Selection(related="company_id.sop_paper", readonly=False)
    sop_margin_top = fields.Float(related="company_id.sop_margin_top", readonly=False)
    sop_margin_right = fields.Float(related="company_id.sop_margin_right", readonly=False)
    sop_margin_bottom = fields.Float(related="company_id.sop_margin_bottom", readonly=False)
    sop_margin_left = fields.Float(related="company_id.sop_margin_left", readonly=False)

from odoo import fields, models


class SopSettingsPage(models.AbstractModel):
    _inherit = "sop.settings.page"

    sop_paper = fields.Selection(related="company_id.sop_paper", readonly=False)
    sop_margin_top = fields.Float(related="company_id.sop_margin_top", readonly=False)
    sop_margin_right = fields.Float(related="company_id.sop_margin_right", readonly=False)
    sop_margin_bottom = fields.Float(related="company_id.sop_margin_bottom", readonly=False)
    sop_margin_left = fields.Float(related="company_id.sop_margin_left", readonly=False)
    sop_check_page = fields.Boolean(related="company_id.sop_check_page", readonly=False)
    sop_check_url = fields.Char(related="company_id.sop_check_url", readonly=False)
    sop_check_nip = fields.Boolean(related="company_id.sop_check_nip", readonly=False)

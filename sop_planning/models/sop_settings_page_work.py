from odoo import fields, models


class SopSettingsPage(models.AbstractModel):
    _inherit = "sop.settings.page"

    sop_heading = fields.Text(related="company_id.sop_heading", readonly=False)
    sop_number_pattern = fields.Char(related="company_id.sop_number_pattern", readonly=False)
    sop_send_back = fields.Boolean(related="company_id.sop_send_back", readonly=False)
    sop_skip = fields.Boolean(related="company_id.sop_skip", readonly=False)
    sop_claim = fields.Boolean(related="company_id.sop_claim", readonly=False)
    sop_first_use = fields.Boolean(related="company_id.sop_first_use", readonly=False)

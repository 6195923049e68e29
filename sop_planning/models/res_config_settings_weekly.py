from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sop_weekly = fields.Boolean(related="company_id.sop_weekly", readonly=False)
    sop_weekly_day = fields.Selection(related="company_id.sop_weekly_day", readonly=False)

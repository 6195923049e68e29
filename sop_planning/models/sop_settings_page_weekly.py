from odoo import fields, models


class SopSettingsPage(models.AbstractModel):
    _inherit = "sop.settings.page"

    sop_weekly = fields.Boolean(related="company_id.sop_weekly", readonly=False)
    sop_weekly_day = fields.Selection(related="company_id.sop_weekly_day", readonly=False)

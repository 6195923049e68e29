from odoo import fields, models


class SopSettingsPage(models.AbstractModel):
    _inherit = "sop.settings.page"

    sop_code = fields.Char(related="company_id.sop_code", readonly=False)
    sop_reopen_days = fields.Integer(related="company_id.sop_reopen_days", readonly=False)
    sop_disposition_pattern = fields.Char(related="company_id.sop_disposition_pattern", readonly=False, required=False)


class ResConfigSettings(models.TransientModel):
    """What concerns the server, and what holds SOP administrators in check themselves: for those alone who administer
    the whole system."""

    _inherit = "res.config.settings"

    sop_heads_folder = fields.Char(related="company_id.sop_heads_folder", readonly=False)
    sop_self_approval = fields.Boolean(related="company_id.sop_self_approval", readonly=False)

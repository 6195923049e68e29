from odoo import fields, models


class SopSettingsPage(models.AbstractModel):
    _inherit = "sop.settings.page"

    sop_file_mb = fields.Integer(related="company_id.sop_file_mb", readonly=False)
    sop_file_types = fields.Char(related="company_id.sop_file_types", readonly=False)
    sop_requirement_gate = fields.Selection(
        related="company_id.sop_requirement_gate",
        readonly=False,
        required=False,
        string="When a requirement is missing",
    )
    sop_retention_years = fields.Integer(related="company_id.sop_retention_years", readonly=False)
    sop_archive_fate = fields.Selection(
        related="company_id.sop_archive_fate", readonly=False, required=False, string="After that time"
    )
    sop_archive_pattern = fields.Char(related="company_id.sop_archive_pattern", readonly=False, required=False)

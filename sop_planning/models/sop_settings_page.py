from odoo import fields, models


class SopSettingsPage(models.AbstractModel):
    """The settings of an agency, as Odoo's Settings and the administrators' own page both show them."""

    _name = "sop.settings.page"
    _description = "Page of SOP settings"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

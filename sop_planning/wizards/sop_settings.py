from odoo import api, models
from odoo.exceptions import AccessError


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings", "sop.settings.page"]


class SopSettings(models.TransientModel):
    """The settings of the agency a person works in now, for its SOP administrators.

    Odoo's Settings ask for the right to administer the whole system. This page has the SOP settings alone, those that
    `sop.settings.page` names: it writes nothing else of an agency, and none but the one chosen above. What concerns
    the server (the folder for heads of journals), the agency's own data (logo, address) and what holds the
    administrators in check themselves (four eyes) stay with Odoo's Settings.
    Access: SOP administrators; each page is its maker's.
    """

    _name = "sop.settings"
    _description = "SOP settings"
    _inherit = ["sop.settings.page"]

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        company = self.env.company
        for vals in vals_list:
            vals["company_id"] = company.id
        # Nobody but Odoo's administrators writes agencies; the fields of this page are all that is written here.
        return super(SopSettings, self.sudo()).create(vals_list).sudo(False)

    def write(self, vals):
        self.check_access("write")
        if "company_id" in vals or self.company_id - self.env.company:
            raise AccessError(self.env._("These are the settings of the agency you work in now."))
        return super(SopSettings, self.sudo()).write(vals)  # as in create

    def execute(self):
        """Show everything anew; what was changed is saved already."""
        self.check_access("write")
        return {"type": "ir.actions.client", "tag": "reload"}

    def cancel(self):
        """Show the settings as they are."""
        self.check_access("read")
        return {"type": "ir.actions.client", "tag": "reload"}

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """The page of Odoo's Settings, without what this model does not have."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            # Whoever may see this page need not be allowed to see the settings of the whole system.
            everything, _view = self.env["res.config.settings"].sudo()._get_view(view_type="form")
            (page,) = everything.xpath("//app[@name='sop_planning']")
            for setting in page.xpath(".//setting"):
                if not self._has_all_of(setting):
                    setting.getparent().remove(setting)
            arch.append(page)
        return arch, view

    def _has_all_of(self, setting):
        buttons = setting.xpath(".//button[@type='object']/@name")
        return set(setting.xpath(".//field/@name")) <= self._fields.keys() and all(
            hasattr(self, name) for name in buttons
        )

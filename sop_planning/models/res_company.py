from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sop_self_approval = fields.Boolean(
        string="Writers may put their own SOPs in force", help="Without it, somebody else must (four eyes)."
    )
    sop_code = fields.Char(string="SOP agency code", help="Names this agency in SOP interchange files.")

    _sop_code_unique = models.UniqueIndex("(sop_code)", "Two agencies cannot have the same SOP agency code.")

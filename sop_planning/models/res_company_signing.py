from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sop_sign_confirm = fields.Selection(
        [("none", "Nothing more"), ("password", "Their password"), ("pin", "Their PIN")],
        string="Signers confirm with",
        required=True,
        default="none",
        help="What whoever initials, signs or stamps has to type each time.",
    )
    # In the table itself: files of a record are read by whoever reads the record, and the stamp is not for everybody.
    sop_stamp = fields.Binary(
        string="Stamp of the agency",
        attachment=False,
        groups="sop_planning.group_sop_administrator",
        help="Put on documents by the executor whom a step asks for the stamp; nobody else can take it from here.",
    )


class SopSettingsPage(models.AbstractModel):
    _inherit = "sop.settings.page"

    sop_sign_confirm = fields.Selection(related="company_id.sop_sign_confirm", readonly=False)
    sop_stamp = fields.Binary(
        related="company_id.sop_stamp", readonly=False, groups="sop_planning.group_sop_administrator"
    )

from odoo import api, fields, models

from ..models.res_users import colleagues


class SopStartDialog(models.AbstractModel):
    """What dialogs ask that start processes: of which SOP, what about, for which period, at whose request."""

    _name = "sop.start.dialog"
    _description = "Dialog that starts SOP processes"
    _inherit = ["sop.dialog"]
    _subject = "template_id"

    template_id = fields.Many2one(
        "sop.template",
        string="SOP",
        required=True,
        domain="[('state', '=', 'effective'), ('company_id', 'in', allowed_company_ids)]",
    )
    company_id = fields.Many2one(related="template_id.company_id")
    name = fields.Char(string="Subject")
    period = fields.Char()
    requester_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        domain=colleagues(),
    )

    @api.onchange("template_id")
    def _onchange_template_id(self):
        if not self.name:
            self.name = self.template_id.name

from odoo import api, fields, models

from .sop_disposition_agenda import AGENDA_PATTERN, check_pattern


class ResCompany(models.Model):
    _inherit = "res.company"

    sop_self_approval = fields.Boolean(
        string="Writers may put their own SOPs in force", help="Without it, somebody else must (four eyes)."
    )
    sop_code = fields.Char(string="SOP agency code", help="Names this agency in SOP interchange files.")

    sop_disposition_pattern = fields.Char(
        string="Agenda number of dispositions",
        required=True,
        default=AGENDA_PATTERN,
        help="{number}, {month} (in Roman numerals) and {year} stand for what they say.",
    )

    _sop_code_unique = models.UniqueIndex("(sop_code)", "Two agencies cannot have the same SOP agency code.")

    @api.constrains("sop_disposition_pattern")
    def _check_sop_disposition_pattern(self):
        for company in self:
            check_pattern(self.env, company.sop_disposition_pattern)

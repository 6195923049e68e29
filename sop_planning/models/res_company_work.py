from odoo import api, fields, models

from .sop_disposition_agenda import check_pattern


class ResCompany(models.Model):
    """What an agency allows in its runs, how it numbers and heads its SOPs, and whether it is shown the first steps."""

    _inherit = "res.company"

    sop_heading = fields.Text(
        string="Heading of new SOPs", help="Agency and units as printed above the table, one line each."
    )
    sop_number_pattern = fields.Char(
        string="SOP number",
        help="{number}, {month} (in Roman numerals) and {year} stand for what they say; empty: written by hand.",
    )
    sop_send_back = fields.Boolean(
        string="Executors may send back", default=True, help="To an earlier step, with a reason."
    )
    sop_skip = fields.Boolean(
        string="Administrators may skip a step", default=True, help="With a reason, which the journal keeps."
    )
    sop_claim = fields.Boolean(
        string="One of several may take a step on",
        default=True,
        help="The others who are asked for the same part are then no longer asked.",
    )
    sop_first_use = fields.Boolean(
        string="Show the first steps", default=True, help="To administrators, above the list of SOPs."
    )

    @api.constrains("sop_number_pattern")
    def _check_sop_number_pattern(self):
        for company in self.filtered("sop_number_pattern"):
            check_pattern(self.env, company.sop_number_pattern)

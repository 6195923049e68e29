from odoo import fields, models

from .sop_template import DATE_STYLES, ROW_NUMBER_STYLES


class ResCompany(models.Model):
    """What agencies print differently in the official form: new SOPs begin so, those that are there keep their own."""

    _inherit = "res.company"

    sop_head_units = fields.Integer(
        string="Units in the heading", help="How many levels of units, from above, a new SOP of a unit is headed with."
    )
    sop_date_style = fields.Selection(DATE_STYLES, string="Dates", required=True, default="date")
    sop_row_number_style = fields.Selection(ROW_NUMBER_STYLES, string="Row numbers", required=True, default="dot")
    sop_date_boxes = fields.Boolean(string="Tick boxes beside the dates")
    sop_column_numbers = fields.Boolean(string="Row of column numbers")
    sop_print_total = fields.Boolean(string="Row with the total time")

    _sop_head_units_few = models.Constraint(
        "CHECK (sop_head_units BETWEEN 0 AND 4)", "A heading has 0 to 4 levels of units."
    )


class SopSettingsPage(models.AbstractModel):
    _inherit = "sop.settings.page"

    sop_head_units = fields.Integer(related="company_id.sop_head_units", readonly=False)
    sop_date_style = fields.Selection(related="company_id.sop_date_style", readonly=False, required=False)
    sop_row_number_style = fields.Selection(related="company_id.sop_row_number_style", readonly=False, required=False)
    sop_date_boxes = fields.Boolean(related="company_id.sop_date_boxes", readonly=False)
    sop_column_numbers = fields.Boolean(related="company_id.sop_column_numbers", readonly=False)
    sop_print_total = fields.Boolean(related="company_id.sop_print_total", readonly=False)

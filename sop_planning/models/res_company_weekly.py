from odoo import fields, models

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class ResCompany(models.Model):
    """The weekly digest, as each agency wants it."""

    _inherit = "res.company"

    sop_weekly = fields.Boolean(string="Weekly digest of the work", default=True)
    sop_weekly_day = fields.Selection(WEEKDAYS, string="Day of the weekly digest", required=True, default="0")

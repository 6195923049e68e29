from odoo import fields, models


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    nip = fields.Char(readonly=True)
    rank = fields.Char(readonly=True)

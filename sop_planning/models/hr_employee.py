from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    nip = fields.Char(string="NIP", groups="base.group_user", help="Nomor Induk Pegawai, as printed.")
    rank = fields.Char(groups="base.group_user", help="Pangkat and golongan, as printed.")

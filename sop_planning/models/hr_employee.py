from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import nip as numbers
from .registry_cache import forget


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    nip = fields.Char(string="NIP", groups="base.group_user", help="Nomor Induk Pegawai, as printed.")
    rank = fields.Char(groups="base.group_user", help="Pangkat and golongan, as printed.")
    title_before = fields.Char(string="Titles before the name", groups="base.group_user", help="E.g. 'Dr. Drs.'.")
    title_after = fields.Char(string="Titles after the name", groups="base.group_user", help="E.g. 'S.Sos., M.M.'.")

    @api.constrains("nip")
    def _check_nip(self):
        for employee in self.filtered("nip"):
            fault = numbers.fault(employee.nip)
            if fault:
                raise ValidationError(
                    self.env._(
                        "NIP “%(nip)s” of %(employee)s: %(fault)s",
                        nip=employee.nip,
                        employee=employee.name,
                        fault=self._nip_fault_words(fault),
                    )
                )

    def _nip_fault_words(self, fault):
        return {
            "length": self.env._("it must have 18 digits."),
            "birth": self.env._("the first eight digits are no date of birth (year, month, day)."),
            "service": self.env._("digits 9 to 14 are no year and month in which service began."),
            "sex": self.env._("digit 15 must be 1 (man) or 2 (woman)."),
            "serial": self.env._("the last three digits are a serial number from 001."),
        }[fault]

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        self._forget_heads({name for vals in vals_list for name in vals})
        return employees

    def write(self, vals):
        done = super().write(vals)
        self._forget_heads(vals.keys())
        return done

    def _forget_heads(self, names):
        """Who heads which unit is part of what a user may read, and that is kept."""
        if "user_id" in names:
            forget(self.env)

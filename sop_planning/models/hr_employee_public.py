from odoo import fields, models


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    nip = fields.Char(readonly=True)
    rank = fields.Char(readonly=True)
    title_before = fields.Char(readonly=True)
    title_after = fields.Char(readonly=True)

    def _sop_printed_name(self):
        """The name with its titles, as official paper prints it: 'Drs. NAMA, M.M.'."""
        name = " ".join(part for part in (self.title_before, self.name) if part)
        return ", ".join(part for part in (name, self.title_after) if part)

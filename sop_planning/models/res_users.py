from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _sop_office(self, company):
        """The office a person holds in an agency, as paper and messages print it; '' without one.

        :param company: res.company of the agency
        :return: str, e.g. 'Kepala Badan'
        """
        # The public employee: taking part never needs rights on employees.
        employee = self.env["hr.employee.public"].search(
            [("user_id", "=", self.id), ("company_id", "=", company.id)], limit=1
        )
        return employee.job_title or employee.job_id.name or ""

from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _sop_office(self, company):
        """The office a person holds in an agency, as paper and messages print it; '' without one.

        :param company: res.company of the agency
        :return: str, e.g. 'Kepala Badan'
        """
        return self._sop_offices(company)[self]

    def _sop_offices(self, company):
        """The same for many at once: dict res.users -> str."""
        employees = self._sop_employees(company)
        return {user: employee.job_title or employee.job_id.name or "" for user, employee in employees.items()}

    def _sop_employees(self, company):
        """Who these users are in an agency: dict res.users -> hr.employee.public, empty for who is no employee."""
        # The public employee: taking part never needs rights on employees.
        employees = self.env["hr.employee.public"].search(
            [("user_id", "in", self.ids), ("company_id", "=", company.id)]
        )
        # The public employee asks the employee for each of its fields; so these are read for all at once.
        employees.sudo().employee_id.mapped("job_title")
        found = employees.grouped("user_id")
        return {user: found.get(user, employees.browse())[:1] for user in self}

from odoo import api, fields, models
from odoo.fields import Domain


class SopTemplateExecutor(models.Model):
    """Columns of SOPs in force that nobody could be asked for today: found before a run waits for them."""

    _inherit = "sop.template.executor"

    vacancy = fields.Char(
        string="Why nobody",
        compute="_compute_vacancy",
        search="_search_vacancy",
        help="Why nobody could be asked for this column today.",
    )

    @api.depends("rule", "job_id", "department_id", "user_ids")
    @api.depends_context("lang")
    def _compute_vacancy(self):
        for executor, people in self._found(self.env["res.users"]).items():
            executor.vacancy = not people and executor.rule != "requester" and executor._vacancy_words()

    def _vacancy_words(self):
        if self.rule == "job":
            return self._vacant_job_words()
        if self.rule == "head":
            unit = self.department_id
            # Who heads a unit is public in an office, though the employee record is not.
            if not unit.sudo().manager_id:
                return self.env._("%(unit)s has no head.", unit=unit.name)
            return self.env._("The head of %(unit)s has no active user account.", unit=unit.name)
        gone = ", ".join(self.with_context(active_test=False).user_ids.mapped("name"))
        return self.env._("No longer active: %(people)s.", people=gone)

    def _vacant_job_words(self):
        job, unit = self.job_id.name, self.department_id.name
        if not unit:
            return self.env._("Nobody with a user account holds the job “%(job)s”.", job=job)
        return self.env._("Nobody with a user account holds the job “%(job)s” in %(unit)s.", job=job, unit=unit)

    def _search_vacancy(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        columns = self.search([("template_id.state", "=", "effective"), ("rule", "!=", "requester")])
        vacant = Domain("id", "in", columns.filtered("vacancy").ids)
        return ~vacant if (operator == "in") == (False in value) else vacant

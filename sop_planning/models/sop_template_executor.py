from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .res_users import colleagues
from .standing import Standing

RULES = [
    ("job", "A job in a unit"),
    ("head", "The head of a unit"),
    ("person", "A person"),
    ("team", "A team or forum"),
    ("requester", "The requester"),
    ("outside", "An outside party, recorded by a person"),
]
# The fields each rule needs.
NEEDS = {
    "job": ("job_id",),
    "head": ("department_id",),
    "person": ("user_ids",),
    "team": ("user_ids",),
    "requester": (),
    "outside": ("user_ids",),
}


class SopTemplateExecutor(models.Model):
    """A Pelaksana column: its printed label and the rule that finds its people.

    Access: as the version it belongs to.
    """

    _name = "sop.template.executor"
    _description = "SOP executor"
    _inherit = ["sop.template.part"]
    _order = "template_id, sequence, id"
    _check_company_auto = True

    template_id = fields.Many2one("sop.template", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="template_id.company_id")
    sequence = fields.Integer(default=10)
    code = fields.Char(help="Names the column in interchange files.")
    name = fields.Char(string="Printed label", required=True)
    rule = fields.Selection(RULES, string="Who it is", required=True, default="job")
    # A frozen version would otherwise change, without a write, when what its columns name is deleted.
    job_id = fields.Many2one("hr.job", check_company=True, ondelete="restrict")
    department_id = fields.Many2one("hr.department", string="Unit", check_company=True, ondelete="restrict")
    user_ids = fields.Many2many(
        "res.users",
        string="People",
        domain=colleagues(),
        ondelete="restrict",
    )

    @api.constrains("rule", "job_id", "department_id", "user_ids")
    def _check_rule(self):
        for executor in self:
            if any(not executor[name] for name in NEEDS[executor.rule]):
                raise ValidationError(
                    self.env._("Executor “%(executor)s”: say which job, unit or people it is.", executor=executor.name)
                )

    def _resolve(self, requester):
        """The people each column means today.

        :param requester: res.users who asks for the process
        :return: dict executor -> res.users, empty where nobody holds the place; no rights on employees are needed
        """
        holders = self._job_holders()
        return {executor: executor._people(requester, holders).filtered("active") for executor in self}

    def _found(self, requester):
        """The people each column means today, and for vacant places those who stand in.

        :param requester: res.users who asks for the process
        :return: dict executor -> list of Standing, empty where there is nobody
        """
        Acting = self.env["sop.acting"]
        return {
            executor: [Standing(user) for user in users] or executor._vacant_place(Acting._periods(executor.company_id))
            for executor, users in self._resolve(requester).items()
        }

    def _found_for_each(self, requesters):
        """The same for many processes; only columns of the requester differ.

        :param requesters: res.users
        :return: dict res.users -> dict executor -> list of Standing
        """
        same = self._found(self.env.user)
        askers = self.filtered(lambda executor: executor.rule == "requester")
        return {user: same | dict.fromkeys(askers, [Standing(user)] if user.active else []) for user in requesters}

    def _vacant_place(self, periods):
        """Who stands in for the vacant place this column means.

        :param periods: the acting periods in force, sop_acting.Period
        :return: list of Standing
        """
        vacancies = (period for period in periods if not period.user_id and self._is_place(period))
        return [
            Standing(self.env["res.users"].browse(period.deputy_id), period.id, period.label) for period in vacancies
        ]

    def _is_place(self, period):
        if self.rule == "head":
            return period.department_id == self.department_id.id and not period.job_id
        in_unit = not self.department_id or period.department_id in (False, self.department_id.id)
        return self.rule == "job" and period.job_id == self.job_id.id and in_unit

    def _people(self, requester, holders):
        if self.rule == "job":
            return self._holders_in_unit(holders)
        if self.rule == "head":
            return self.department_id._sop_head()
        if self.rule == "requester":
            return requester
        return self.user_ids

    def _job_holders(self):
        jobs = self.filtered(lambda executor: executor.rule == "job").job_id
        return (
            self.env["hr.employee.public"].search_fetch(
                [("job_id", "in", jobs.ids), ("user_id", "!=", False), ("company_id", "in", self.company_id.ids)],
                ["job_id", "department_id", "user_id"],
            )
            if jobs
            else self.env["hr.employee.public"]
        )

    def _holders_in_unit(self, holders):
        found = holders.filtered(lambda employee: employee.job_id == self.job_id)
        if self.department_id:
            inside = self.department_id.parent_path or f"{self.department_id.id}/"
            found = found.filtered(lambda employee: (employee.department_id.parent_path or "").startswith(inside))
        return found.user_id

    def _file_code(self):
        """Name of the column in an interchange file; columns written in the application get one from their place."""
        return self.code or f"column-{list(self.template_id.executor_ids).index(self) + 1}"

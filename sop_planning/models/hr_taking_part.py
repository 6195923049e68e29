from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .sop_taking_part import IN_FORCE, UNDER_WAY

PERSONS = ("person", "team", "outside")


class SopTakingPartPerson(models.AbstractModel):
    """The same for a person: he stands in runs as their member, and in SOPs by his job, his unit or his name."""

    _name = "sop.taking.part.person"
    _description = "A person takes part in SOPs"
    _inherit = ["sop.taking.part"]

    def _sop_run_counts(self):
        domain = Domain("user_id", "in", self.user_id.ids) & Domain("process_id", "any", UNDER_WAY)
        counts = dict(self.env["sop.process.member"]._read_group(domain, ["user_id"], ["process_id:count_distinct"]))
        return {person.id: counts.get(person.user_id, 0) for person in self._origin}

    def _sop_run_domain(self):
        # Somebody without a user takes part in nothing.
        return Domain("member_ids.user_id", "in", self.user_id.ids)

    def _sop_versions(self):
        headed = self._sop_headed()
        units = set().union(*headed.values())
        columns = self._sop_columns(
            Domain("user_ids", "in", self.user_id.ids)
            | Domain("job_id", "in", self.job_id.ids)
            | Domain("department_id", "in", sorted(units))
        )
        return {
            person.id: {column.template_id.id for column in columns if person._sop_stands_in(column, headed)}
            for person in self._origin
        }

    def _sop_headed(self):
        """Ids of the units that each of these people is the head of, by id of the employee."""
        # Who heads a unit is public in an office, though the employee record is not.
        units = self.env["hr.department"].sudo().search_fetch([("manager_id", "in", self._origin.ids)], ["manager_id"])
        return {manager.id: set(found.ids) for manager, found in units.grouped("manager_id").items()}

    def _sop_stands_in(self, column, headed):
        if column.rule == "job":
            return column.job_id == self.job_id and self._sop_works_in(column.department_id)
        if column.rule == "head":
            return column.department_id.id in headed.get(self.id, ())
        return column.rule in PERSONS and bool(self.user_id) and self.user_id in column.user_ids

    def _sop_works_in(self, unit):
        """Whether the person works in a unit or below it; anywhere, where a column names none."""
        return not unit or (self.department_id.parent_path or "").startswith(unit.parent_path or f"{unit.id}/")


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "sop.taking.part.person"]


class HrEmployeePublic(models.Model):
    _name = "hr.employee.public"
    _inherit = ["hr.employee.public", "sop.taking.part.person"]


class HrDepartment(models.Model):
    """A unit takes part in its own SOPs, and in those of which a column names it."""

    _name = "hr.department"
    _inherit = ["hr.department", "sop.taking.part"]

    def _sop_run_counts(self):
        domain = UNDER_WAY & Domain("department_id", "in", self._origin.ids)
        groups = self.env["sop.process"]._read_group(domain, ["department_id"], ["__count"])
        return {unit.id: count for unit, count in groups}

    def _sop_run_domain(self):
        return Domain("department_id", "=", self.id)

    def _sop_versions(self):
        domain = Domain("department_id", "in", self._origin.ids)
        found = defaultdict(set)
        for version in self.env["sop.template"].search_fetch(IN_FORCE & domain, ["department_id"]):
            found[version.department_id.id].add(version.id)
        for column in self._sop_columns(domain & Domain("rule", "in", ("job", "head"))):
            found[column.department_id.id].add(column.template_id.id)
        return found


class HrJob(models.Model):
    """A job takes part in the SOPs of which a column names it, and in their runs."""

    _name = "hr.job"
    _inherit = ["hr.job", "sop.taking.part"]

    def _sop_run_counts(self):
        Member = self.env["sop.process.member"]
        query = Member._search(self._sop_members() & Domain("process_id", "any", UNDER_WAY))
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT place.job_id, count(DISTINCT %(process)s) FROM %(source)s
                         JOIN sop_template_executor place ON place.id = %(column)s WHERE %(where)s GROUP BY 1""",
                    process=Member._field_to_sql(query.table, "process_id", query),
                    column=Member._field_to_sql(query.table, "executor_id", query),
                    source=query.from_clause,
                    where=query.where_clause,
                )
            )
        )

    def _sop_run_domain(self):
        return Domain("member_ids", "any", self._sop_members())

    def _sop_members(self):
        return Domain("executor_id", "any", [("rule", "=", "job"), ("job_id", "in", self._origin.ids)])

    def _sop_versions(self):
        found = defaultdict(set)
        for column in self._sop_columns(Domain("rule", "=", "job") & Domain("job_id", "in", self._origin.ids)):
            found[column.job_id.id].add(column.template_id.id)
        return found

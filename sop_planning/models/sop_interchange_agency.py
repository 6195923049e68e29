from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..interchange import reader

ROLES = {
    "user": "sop_planning.group_sop_user",
    "officer": "sop_planning.group_sop_officer",
    "administrator": "sop_planning.group_sop_administrator",
}


class SopInterchangeAgency(models.AbstractModel):
    """An agency file in: company, units, jobs and people. What is there already is left as it is, so that importing
    the same file twice changes nothing and never undoes what the office has changed since."""

    _inherit = "sop.interchange"

    def _import_agency(self, document):
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only an administrator of the system may import agencies."))
        there = self.env["res.company"].search([("sop_code", "=", document["code"])])
        if there:
            return "unchanged"
        company = self._create_company(document)
        units = self._create_units(document, company)
        employees = self._create_people(document, company, units)
        for unit in document["units"]:
            if "head" in unit:
                units[unit["name"]].manager_id = employees[unit["head"]]
        return "created"

    def _create_company(self, document):
        company = self.env["res.company"].create(
            {
                "name": document["name"],
                "sop_code": document["code"],
                "street": document.get("street"),
                "city": document.get("city"),
                "country_id": self.env.ref("base.id").id,
            }
        )
        company.resource_calendar_id.tz = self._timezone(document)
        self.env.user.company_ids |= company
        return company

    def _timezone(self, document):
        zone = document["timezone"]
        if zone not in dict(self.env["resource.calendar"]._fields["tz"]._description_selection(self.env)):
            raise reader.FaultyFile([reader.Fault("timezone", "wrong_value", {"value": zone})])
        return zone

    def _create_units(self, document, company):
        units = {}
        for unit in document["units"]:
            parent = units[unit["parent"]].id if "parent" in unit else False
            units[unit["name"]] = (
                self.env["hr.department"]
                .with_company(company)
                .create({"name": unit["name"], "parent_id": parent, "company_id": company.id})
            )
        return units

    def _create_people(self, document, company, units):
        """Users and employees, all at once: one by one they cost five times as much.

        :return: dict of login -> hr.employee
        """
        people = document["people"]
        self._check_new(people)
        Users, Employees = self.env["res.users"].with_context(no_reset_password=True), self.env["hr.employee"]
        users = Users.create([self._user_values(person, document, company) for person in people])
        jobs = self._create_jobs(people, company)
        employees = Employees.with_company(company).create(
            [
                self._employee_values(person, document, company)
                | {"user_id": user.id, "job_id": jobs[person["job"]].id, "department_id": units[person["unit"]].id}
                for person, user in zip(people, users)
            ]
        )
        return {person["login"]: employee for person, employee in zip(people, employees)}

    def _check_new(self, people):
        """:raises FaultyFile: somebody's login is taken, or named twice"""
        logins = [person["login"] for person in people]
        taken = self.env["res.users"].with_context(active_test=False).search([("login", "in", logins)])
        twice = taken.mapped("login") + [login for login in logins if logins.count(login) > 1]
        if twice:
            raise reader.FaultyFile([reader.Fault("people", "twice", {"value": twice[0]})])

    def _create_jobs(self, people, company):
        names = list(dict.fromkeys(person["job"] for person in people))
        Jobs = self.env["hr.job"].with_company(company)
        return dict(zip(names, Jobs.create([{"name": name, "company_id": company.id} for name in names])))

    def _user_values(self, person, document, company):
        return {
            "login": person["login"],
            "email": person["login"],
            "name": person["name"],
            "tz": document["timezone"],
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.link(self.env.ref(ROLES[person.get("role", "user")]).id)],
        }

    def _employee_values(self, person, document, company):
        return {
            "name": person["name"],
            "company_id": company.id,
            "job_title": person["job"],
            "work_email": person["login"],
            "nip": person.get("nip"),
            "rank": person.get("rank"),
            "tz": document["timezone"],
            "resource_calendar_id": company.resource_calendar_id.id,
        }

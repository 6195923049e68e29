from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..interchange import reader
from .sop_interchange import SCHEDULES_FORMAT

# Where a file names none: the first year of a national plan (RPJPN), from which five-year plans have been counted.
FIRST_YEAR = 2025
# Entry of a file -> field, for values that are written as they stand.
PLAIN = {"every": "every", "day": "day", "subject": "subject", "period": "period", "remark": "remark"}


class SopInterchangeSchedules(models.AbstractModel):
    """The schedules of an agency in and out; a schedule is known by its name within the agency.

    One that is there already is brought in line with the file, one that the file does not name is left alone.
    """

    _inherit = "sop.interchange"

    # Import

    def _import_schedules(self, document):
        company = self._company(document["agency"])
        self.env["sop.schedule"].check_access("create")
        outcomes = {
            self._import_schedule(entry, company, f"schedules[{index}]")
            for index, entry in enumerate(document["schedules"])
        }
        return outcomes.pop() if len(outcomes) == 1 else "updated"

    def _import_schedule(self, entry, company, place):
        Schedule = self.env["sop.schedule"].with_company(company)
        there = Schedule.search([("name", "=", entry["name"]), ("company_id", "=", company.id)], limit=1)
        if there and self._schedule_entry(there) == self._in_full(entry):
            return "unchanged"
        values = self._schedule_values(entry, company, place)
        if there:
            there.write({**values, "member_ids": [Command.clear(), *values["member_ids"]]})
            return "updated"
        Schedule.create({**values, "name": entry["name"], "company_id": company.id})
        return "created"

    def _in_full(self, entry):
        """An entry as the export writes it: with the month that was left out, without one that means nothing."""
        people = [{**choice, "logins": sorted(choice["logins"])} for choice in entry.get("people", ())]
        people.sort(key=lambda choice: choice["executor"])
        interval = entry.get("interval", 1)
        month = entry.get("month", 1) if entry["every"] != "month" or interval > 1 else False
        several = {"interval": interval, "first_year": entry.get("first_year", FIRST_YEAR)} if interval > 1 else {}
        single = {key: value for key, value in entry.items() if key not in ("interval", "first_year")}
        return self._filled({**single, **several, "month": month, "people": people})

    def _schedule_values(self, entry, company, place):
        template = self._sop(company, entry["sop"], f"{place}.sop")
        officer = self._people(company, [entry["officer"]], f"{place}.officer")
        requester = self._people(company, [entry[key] for key in ("requester",) if key in entry], f"{place}.requester")
        return {
            **{field: entry.get(key, False) for key, field in PLAIN.items()},
            "template_id": template.id,
            "is_on": entry.get("on", False),
            "interval": entry.get("interval", 1),
            "first_year": entry.get("first_year", FIRST_YEAR),
            "month": str(entry.get("month", 1)),
            "working_days_before": entry.get("working_days_before", 0),
            "officer_id": officer.id,
            "requester_id": requester.id,
            "member_ids": self._chosen_people(entry, company, template, place),
        }

    def _sop(self, company, code, place):
        """The newest version of the SOP with a file code.

        :raises reader.FaultyFile: the agency has none
        """
        found = self.env["sop.template"].search(
            [("company_id", "=", company.id), ("code", "=", code)], order="version desc", limit=1
        )
        if not found:
            raise reader.FaultyFile([reader.Fault(place, "unknown_sop", {"value": code})])
        return found

    def _chosen_people(self, entry, company, template, place):
        columns = {executor._file_code(): executor for executor in template.executor_ids}
        members = []
        for index, choice in enumerate(entry.get("people", ())):
            here = f"{place}.people[{index}]"
            if choice["executor"] not in columns:
                raise reader.FaultyFile(
                    [reader.Fault(f"{here}.executor", "unknown_executor", {"value": choice["executor"]})]
                )
            column = columns[choice["executor"]].id
            people = self._people(company, choice["logins"], f"{here}.logins")
            members += [Command.create({"executor_id": column, "user_id": user.id}) for user in people]
        return members

    # Export

    @api.model
    def _export_schedules(self, schedules):
        """The interchange file of schedules of one agency.

        :return: bytes
        :raises UserError: their agency or an SOP has no code
        """
        schedules.check_access("read")
        company = schedules.company_id.sudo()
        if len(company) != 1 or not company.sop_code or not all(schedules.template_id.mapped("code")):
            raise UserError(
                self.env._(
                    "Schedules are exported for one agency at a time; it needs an SOP agency code, and its SOPs need "
                    "file codes."
                )
            )
        entries = [self._schedule_entry(schedule) for schedule in schedules.sorted(lambda one: (one.name, one.id))]
        return reader.write({"format": SCHEDULES_FORMAT, "agency": company.sop_code, "schedules": entries})

    def _schedule_entry(self, schedule):
        # Users are named, not opened.
        schedule = schedule.sudo()
        several = schedule.interval > 1
        return self._filled(
            {
                "name": schedule.name,
                "sop": schedule.template_id.code,
                "on": schedule.is_on,
                "every": schedule.every,
                "interval": several and schedule.interval,
                "first_year": several and schedule.first_year,
                "month": int(schedule.month) if schedule.every != "month" or several else False,
                "day": schedule.day,
                "working_days_before": schedule.working_days_before or False,
                "subject": schedule.subject,
                "period": schedule.period,
                "officer": schedule.officer_id.login,
                "requester": schedule.requester_id.login,
                "people": self._people_of_schedule(schedule),
                "remark": schedule.remark,
            }
        )

    def _people_of_schedule(self, schedule):
        people = schedule.member_ids.grouped(lambda member: member.executor_id._file_code())
        return [
            {"executor": code, "logins": sorted(members.user_id.mapped("login"))}
            for code, members in sorted(people.items())
        ]

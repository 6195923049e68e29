"""Deadlines follow the agency's working calendar and its public holidays; offices here work 8-12 and 13-17."""

from datetime import datetime, timedelta
from random import Random
from unittest.mock import patch

import pytz
from freezegun import freeze_time

from odoo.addons.sop_planning.models import resource_resource
from odoo.fields import Command, Datetime

from .common import SopCase

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


class TestDeadlines(SopCase):
    sops = ("rkt",)

    def local(self, zone, *when):
        """A local moment as naive UTC."""
        return pytz.timezone(zone).localize(datetime(*when)).astimezone(pytz.utc).replace(tzinfo=None)

    def check(self, start, value, unit, expected):
        for zone in ZONES:
            self.calendar = self.company.resource_calendar_id
            self.calendar.tz = zone
            deadline = self.calendar._sop_deadline(self.local(zone, *start), value, unit)
            self.assertEqual(deadline, self.local(zone, *expected), (zone, value, unit))

    def test_minutes_and_hours(self):
        self.check((2026, 11, 23, 9, 0), 45, "minute", (2026, 11, 23, 9, 45))
        self.check((2026, 11, 23, 11, 30), 2, "hour", (2026, 11, 23, 14, 30))
        self.check((2026, 11, 23, 16, 45), 30, "minute", (2026, 11, 24, 8, 15))

    def test_over_the_weekend(self):
        self.check((2026, 11, 27, 15, 0), 1, "day", (2026, 11, 30, 15, 0))
        self.check((2026, 11, 28, 10, 0), 10, "minute", (2026, 11, 30, 8, 10))

    def test_week_and_month(self):
        self.check((2026, 11, 23, 9, 0), 1, "week", (2026, 11, 30, 9, 0))
        self.check((2026, 11, 23, 9, 0), 1, "month", (2026, 12, 23, 9, 0))
        self.check((2026, 1, 31, 9, 0), 1, "month", (2026, 3, 2, 8, 0))

    def test_on_a_sunday(self):
        """Asked on a Sunday, the time begins on Monday; a month that ends on a Sunday ends on Monday morning."""
        self.check((2026, 11, 22, 10, 0), 1, "day", (2026, 11, 23, 17, 0))
        self.check((2026, 10, 22, 10, 0), 1, "month", (2026, 11, 23, 8, 0))

    def test_months_end_where_the_office_is(self):
        """Early on the first of a month in the east of the country, it is the month before in UTC."""
        self.check((2026, 12, 1, 7, 30), 1, "month", (2027, 1, 1, 8, 0))
        self.check((2026, 10, 1, 7, 30), 5, "month", (2027, 3, 1, 8, 0))

    def test_as_core_plans(self):
        """Hours after hours, in calendars of one week and of two, as `plan_hours` of the calendar finds them."""
        calendar, random = self.company.resource_calendar_id, Random(5)
        self.holiday("2026-12-24 16:00:00", "2026-12-25 15:59:59")
        for turn in range(60):
            if turn == 30:
                calendar.switch_calendar_type()
                calendar.attendance_ids.filtered(
                    lambda line: line.week_type == "1" and line.dayofweek in ("2", "4") and not line.display_type
                ).unlink()
            start = datetime(2026, 11, 20) + timedelta(minutes=random.randrange(60 * 24 * 40))
            hours = random.choice((0, 1, 7.5, 8, 40, 100, 333))
            expected = calendar.plan_hours(hours, start, compute_leaves=True)
            working = calendar._sop_working_time(self.company)
            self.assertEqual(working.after(start, hours), expected.replace(microsecond=0), (start, hours))

    def test_flexible_calendar(self):
        calendar = self.company.resource_calendar_id
        calendar.schedule_type = "flexible"
        start = self.local("Asia/Makassar", 2026, 11, 23, 9, 0)
        self.assertGreater(calendar._sop_deadline(start, 1, "day"), start)

    def holiday(self, start, end, company=None, calendar=True):
        company = company or self.company
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Libur",
                "company_id": company.id,
                "calendar_id": calendar and company.resource_calendar_id.id,
                "date_from": start,
                "date_to": end,
            }
        )

    def test_whoever_is_deleted_leaves_no_holiday(self):
        calendar, start = self.company.resource_calendar_id, self.local("Asia/Makassar", 2026, 11, 23, 9, 0)
        due = calendar._sop_deadline(start, 1, "day")
        resource = self.env["resource.resource"].create({"name": "Pegawai", "company_id": self.company.id})
        away = self.holiday("2026-11-23 16:00:00", "2026-11-24 15:59:59")
        self.assertGreater(calendar._sop_deadline(start, 1, "day"), due)
        away.resource_id = resource
        self.assertEqual(calendar._sop_deadline(start, 1, "day"), due)
        resource.unlink()
        self.assertFalse(away.exists())
        self.assertEqual(calendar._sop_deadline(start, 1, "day"), due)

    def test_a_deleted_calendar_leaves_its_holidays_to_the_agency(self):
        """As core does it: they name no calendar then."""
        calendar, start = self.company.resource_calendar_id, self.local("Asia/Makassar", 2026, 11, 23, 9, 0)
        due = calendar._sop_deadline(start, 1, "day")
        other = calendar.copy({"company_id": self.company.id})
        self.holiday("2026-11-23 16:00:00", "2026-11-24 15:59:59").calendar_id = other
        self.assertEqual(calendar._sop_deadline(start, 1, "day"), due)
        other.unlink()
        self.assertGreater(calendar._sop_deadline(start, 1, "day"), due)

    def test_holiday_of_another_agency(self):
        """A holiday that names no calendar counts in its own agency only."""
        other = self.import_agency("bappeda-kalbar")
        leave = (
            self.env["resource.calendar.leaves"]
            .with_company(other)
            .create({"name": "Libur", "date_from": "2026-11-22 16:00:00", "date_to": "2026-11-23 15:59:59"})
        )
        self.assertEqual(leave.company_id, other)
        start = self.local("Asia/Makassar", 2026, 11, 23, 9, 0)
        self.assertEqual(
            self.company.resource_calendar_id._sop_deadline(start, 1, "hour"),
            self.local("Asia/Makassar", 2026, 11, 23, 10, 0),
        )
        leave.company_id = self.company
        self.assertEqual(
            self.company.resource_calendar_id._sop_deadline(start, 1, "hour"),
            self.local("Asia/Makassar", 2026, 11, 24, 9, 0),
        )

    def test_public_holiday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Hari Raya Natal",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-12-24 16:00:00",
                "date_to": "2026-12-25 15:59:59",
            }
        )
        self.company.resource_calendar_id.tz = "Asia/Makassar"
        start = self.local("Asia/Makassar", 2026, 12, 24, 15, 0)
        deadline = self.company.resource_calendar_id._sop_deadline(start, 1, "day")
        self.assertEqual(deadline, self.local("Asia/Makassar", 2026, 12, 28, 15, 0))

    def test_empty_calendar(self):
        self.company.resource_calendar_id.attendance_ids.unlink()
        process = self.start(self.templates["rkt"], self.person("kaban"))
        self.assertFalse(process.date_deadline or process.date_planned_end)
        self.assertFalse(process.task_ids.date_deadline)
        self.assertEqual(len(self.inbox(self.person("kaban"))), 1)
        self.done(self.person("kaban"), process)
        self.assertEqual(process.current_step_id.number, 2)

    def test_no_calendar_at_all(self):
        self.env.cr.execute("UPDATE res_company SET resource_calendar_id = NULL WHERE id = %s", [self.company.id])
        self.env["resource.resource"].search([("company_id", "=", self.company.id)]).calendar_id = False
        self.env.invalidate_all()
        process = self.start(self.templates["rkt"], self.person("kaban"))
        self.assertFalse(process.date_deadline)
        self.assertIn("Kepala Badan", process.with_user(self.person("kaban")).table_html)

    def test_step_and_activity(self):
        with freeze_time("2026-11-23 01:00:00"):
            process = self.start(self.templates["rkt"], self.person("kaban"))
        self.assertEqual(process.date_deadline, Datetime.to_datetime("2026-11-24 01:00:00"))
        self.assertEqual(str(self.inbox(self.person("kaban")).date_deadline), "2026-11-24")
        with freeze_time("2026-11-24 02:00:00"):
            self.env.invalidate_all()
            self.assertTrue(process.is_late)
            self.assertEqual(process.search([("is_late", "=", True)]), process)
            self.assertEqual(process.with_user(self.person("kaban")).table_html.count('class="step late"'), 1)
        with freeze_time("2026-11-23 03:30:00"):
            self.env.invalidate_all()
            self.assertFalse(process.is_late)
            self.done(self.person("kaban"), process)
            self.assertTrue("2 h 30 min" in process.with_user(self.person("kaban")).table_html)


class PlanCase(SopCase):
    """SOPs made for the test, of people and standard times."""

    @classmethod
    def sop(cls, *rows, joint="all"):
        """An SOP in force: each row is its people, and its standard time as value and unit."""
        people = dict.fromkeys(name for names, _value, _unit in rows for name in names.split())
        template = cls.env["sop.template"].create(
            {
                "name": "Uji waktu",
                "company_id": cls.company.id,
                "executor_ids": [
                    Command.create({"name": name, "rule": "person", "user_ids": [Command.set(cls.person(name).ids)]})
                    for name in people
                ],
            }
        )
        columns = dict(zip(people, template.executor_ids.ids))
        cls.env["sop.template.step"].create(
            [
                {
                    "template_id": template.id,
                    "sequence": number,
                    "name": f"Langkah {number}",
                    "duration": value,
                    "duration_unit": unit,
                    "joint": joint,
                    "executor_ids": [Command.set([columns[name] for name in names.split()])],
                }
                for number, (names, value, unit) in enumerate(rows, start=1)
            ]
        )
        cls.put_in_force(template)
        return template

    def local(self, moment, zone="Asia/Makassar"):
        """Naive UTC as a clock there shows it, to the minute."""
        return f"{pytz.utc.localize(moment).astimezone(pytz.timezone(zone)):%Y-%m-%d %H:%M}"


class TestPlan(PlanCase):
    """When steps and processes are due, for people of one office and of several."""

    def test_planned_end_along_the_rows(self):
        template = self.sop(("kaban", 1, "day"), ("staf", 0, "minute"), ("sekretaris", 2, "day"), ("kaban", 1, "week"))
        with freeze_time("2026-11-26 01:00:00"):  # Thursday, 9 o'clock
            process = self.start(template, self.person("kaban"))
        self.assertEqual(self.local(process.date_deadline), "2026-11-27 09:00")
        self.assertEqual(self.local(process.date_planned_end), "2026-12-08 09:00")
        table = process.with_user(self.person("kaban")).with_context(lang="en_US").table_html
        self.assertEqual(table.count("Planned"), 3)
        with freeze_time("2026-11-26 03:00:00"):  # finished a day early
            self.done(self.person("kaban"), process)
        self.assertFalse(process.date_deadline)  # row 2 has no standard time
        self.assertEqual(self.local(process.date_planned_end), "2026-12-07 11:00")
        with freeze_time("2026-11-30 01:00:00"):
            self.done(self.person("staf"), process)
            self.done(self.person("sekretaris"), process)
            self.assertEqual(self.local(process.date_planned_end), "2026-12-07 09:00")
            self.done(self.person("kaban"), process)
        self.assertEqual(process.state, "done")

    def test_each_by_his_own_calendar(self):
        """The secretary works elsewhere, an hour further east, and on Mondays only; the step waits for the last."""
        mondays = self.env["resource.calendar"].create(
            {"name": "Senin", "company_id": self.company.id, "tz": "Asia/Jayapura"}
        )
        mondays.attendance_ids.filtered(lambda line: line.dayofweek != "0").unlink()
        secretary = self.env["hr.employee"].search([("user_id", "=", self.person("sekretaris").id)])
        secretary.write({"resource_calendar_id": mondays.id, "tz": "Asia/Jayapura"})
        self.person("sekretaris").tz = "Asia/Jayapura"
        template = self.sop(("kaban sekretaris", 2, "hour"), ("kaban", 1, "hour"))
        with freeze_time("2026-11-24 01:00:00"):  # Tuesday
            process = self.start(template, self.person("kaban"))
        due = {task.user_id.login.split("@")[0]: task.date_deadline for task in process.task_ids}
        self.assertEqual(self.local(due["kaban"]), "2026-11-24 11:00")
        self.assertEqual(self.local(due["sekretaris"], "Asia/Jayapura"), "2026-11-30 10:00")
        self.assertEqual(process.date_deadline, due["sekretaris"])
        self.assertEqual(self.local(process.date_planned_end), "2026-11-30 10:00")
        self.assertEqual(str(self.inbox(self.person("sekretaris")).date_deadline), "2026-11-30")

    def test_hours_of_people_are_known_as_they_change(self):
        """What the registry keeps of them: hired, moved, away for good, a calendar deleted, a person deleted."""
        user, hours = self.person("kaban"), self.env["resource.resource"]._sop_hours
        employee = self.env["hr.employee"].search([("user_id", "=", user.id)])
        office = self.company.resource_calendar_id
        self.assertEqual(hours(self.company.id)[user.id], (office.id, "Asia/Makassar"))
        other = office.copy({"company_id": self.company.id})
        employee.write({"resource_calendar_id": other.id, "tz": "Asia/Jakarta"})
        self.assertEqual(hours(self.company.id)[user.id], (other.id, "Asia/Jakarta"))
        other.unlink()
        self.assertEqual(hours(self.company.id)[user.id], (False, "Asia/Jakarta"))
        employee.active = False
        self.assertNotIn(user.id, hours(self.company.id))
        employee.active = True
        self.assertIn(user.id, hours(self.company.id))
        employee.unlink()
        self.assertNotIn(user.id, hours(self.company.id))
        resource = {"name": "Kepala", "user_id": user.id, "company_id": self.company.id, "tz": "Asia/Jayapura"}
        self.env["resource.resource"].create({**resource, "calendar_id": office.id})
        self.assertEqual(hours(self.company.id)[user.id], (office.id, "Asia/Jayapura"))

    def test_hours_are_kept_while_nobody_changes(self):
        """A write that changes nothing, or the name, lets the registry keep them, and nothing is planned again."""
        resource = self.env["hr.employee"].search([("user_id", "=", self.person("kaban").id)]).resource_id
        with (
            patch.object(resource_resource, "forget") as forget,
            patch.object(type(self.env["sop.replan"]), "_ask") as ask,
        ):
            resource.write({"tz": resource.tz, "calendar_id": resource.calendar_id.id, "name": "Kepala"})
            self.assertFalse(forget.called or ask.called)
            resource.tz = "Asia/Jayapura"
            self.assertTrue(forget.called and ask.called)

    def test_who_is_gone_is_known_whatever_the_client_shows(self):
        """A list that shows archived records asks for them in its context; the registry keeps what is so."""
        user, Resource = self.person("kaban"), self.env["resource.resource"]
        self.env["hr.employee"].search([("user_id", "=", user.id)]).active = False
        self.assertNotIn(user.id, Resource.with_context(active_test=False)._sop_hours(self.company.id))
        self.assertNotIn(user.id, Resource._sop_hours(self.company.id))

    def test_in_three_time_zones(self):
        """The same hours of the clock, in an office of each zone."""
        template = self.sop(("kaban", 90, "minute"), ("kaban", 1, "day"))
        employee = self.env["hr.employee"].search([("user_id", "=", self.person("kaban").id)])
        for zone in ZONES:
            self.company.resource_calendar_id.tz = employee.tz = zone
            noon = pytz.timezone(zone).localize(datetime(2026, 12, 31, 11, 30)).astimezone(pytz.utc)
            with freeze_time(noon.replace(tzinfo=None)):
                process = self.start(template, self.person("kaban"))
            self.assertEqual(self.local(process.date_deadline, zone), "2026-12-31 14:00", zone)
            self.assertEqual(self.local(process.date_planned_end, zone), "2027-01-01 14:00", zone)

    def test_a_person_without_calendar(self):
        """Fully flexible hours are no frame; the agency's is."""
        self.env["hr.employee"].search([("user_id", "=", self.person("kaban").id)]).resource_calendar_id = False
        with freeze_time("2026-11-24 01:00:00"):
            process = self.start(self.sop(("kaban", 1, "day")), self.person("kaban"))
        self.assertEqual(self.local(process.task_ids.date_deadline), "2026-11-25 09:00")

    def test_absurd_times(self):
        template = self.sop(("kaban", 2**31 - 1, "month"), ("kaban", 2**31 - 1, "week"))
        process = self.start(template, self.person("kaban"))
        self.assertFalse(process.date_deadline or process.date_planned_end)

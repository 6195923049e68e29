"""Planned against real working time, kept on tasks as they close; what is late now; who sees which row."""

from ast import literal_eval
from datetime import datetime
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.fields import Command

from .common import SopCase

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


def utc(zone, text):
    """A local moment, as text in UTC that freezegun understands."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S")


class ReportingCase(SopCase):
    """Offices work 8-12 and 13-17 from Monday to Friday; 23 November 2026 is a Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kaban, cls.sekretaris = cls.person("kaban"), cls.person("sekretaris")
        cls.calendar = cls.company.resource_calendar_id

    def sop(self, *times, name="Uji"):
        """An effective SOP whose rows the head and the secretary do in turn; a time is a value and its unit."""
        people = (self.kaban, self.sekretaris)
        template = self.env["sop.template"].create(
            {
                "name": name,
                "company_id": self.company.id,
                "department_id": self.unit_of(self.kaban).id,
                "executor_ids": [
                    Command.create({"name": user.name, "rule": "person", "user_ids": [Command.set(user.ids)]})
                    for user in people
                ],
            }
        )
        columns = template.executor_ids
        self.env["sop.template.step"].create(
            [
                {
                    "template_id": template.id,
                    "sequence": row,
                    "name": f"Langkah {row}",
                    "duration": value,
                    "duration_unit": unit,
                    "executor_ids": [Command.set(columns[row % 2].ids)],
                }
                for row, (value, unit) in enumerate(times)
            ]
        )
        self.put_in_force(template)
        return template

    def unit_of(self, user):
        return self.env["hr.employee"].search([("user_id", "=", user.id)]).department_id

    def begin(self, template, zone, moment):
        self.calendar.tz = zone
        with freeze_time(utc(zone, moment)):
            return self.start(template, self.kaban)

    def finish(self, process, user, zone, moment):
        """Finish the step at a local moment.

        :return: the task that was closed
        """
        with freeze_time(utc(zone, moment)):
            self.done(user, process)
        return process.task_ids.filtered(lambda task: task.state == "done").sorted("id")[-1]

    def hours(self, task):
        return round(task.planned_hours, 2), round(task.worked_hours, 2), round(task.late_hours, 2)

    def holiday(self, zone, day):
        start, end = (utc(zone, f"{day} {hour}") for hour in ("00:00:00", "23:59:59"))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Libur",
                "company_id": self.company.id,
                "calendar_id": self.calendar.id,
                "date_from": start,
                "date_to": end,
            }
        )

    def rows(self, domain=(), user=None):
        Report = self.as_person(self.env["sop.task.report"], user or self.person("pengelola"))
        return Report.search([*domain])


class TestWorkingTime(ReportingCase):
    def test_over_a_weekend_and_a_holiday(self):
        """Asked on Friday at 15:00, done on Tuesday at 10:00, Monday being a holiday: two hours and two."""
        for zone in ZONES:
            with self.subTest(zone=zone):
                self.env["resource.calendar.leaves"].search([("calendar_id", "=", self.calendar.id)]).unlink()
                self.holiday(zone, "2026-11-30")
                process = self.begin(self.sop((1, "day"), (1, "hour"), name=zone), zone, "2026-11-27 15:00:00")
                task = self.finish(process, self.kaban, zone, "2026-12-01 10:00:00")
                self.assertEqual(self.hours(task), (8, 4, 0))

    def test_late(self):
        """An hour was planned; it took a day and a half of work, and the deadline was a working day ago."""
        process = self.begin(self.sop((1, "hour"), (1, "hour")), "Asia/Makassar", "2026-11-23 09:00:00")
        task = self.finish(process, self.kaban, "Asia/Makassar", "2026-11-24 14:00:00")
        self.assertEqual(self.hours(task), (1, 12, 11))

    def test_units(self):
        for time, hours in (((90, "minute"), 1.5), ((2, "day"), 16), ((1, "week"), 40), ((0, "minute"), 0)):
            with self.subTest(time=time):
                process = self.begin(self.sop(time, name=str(time)), "Asia/Jakarta", "2026-11-23 09:00:00")
                task = self.finish(process, self.kaban, "Asia/Jakarta", "2026-11-23 10:30:00")
                self.assertEqual(self.hours(task), (hours, 1.5, 0))

    def test_a_month_is_a_calendar_month_with_its_holidays(self):
        """From Monday 1 to Monday 29 February 2027 there are 20 working days, one of them a holiday."""
        self.calendar.tz = "Asia/Jakarta"
        self.holiday("Asia/Jakarta", "2027-02-08")
        process = self.begin(self.sop((1, "month")), "Asia/Jakarta", "2027-02-01 08:00:00")
        task = self.finish(process, self.kaban, "Asia/Jakarta", "2027-02-01 09:00:00")
        self.assertEqual(self.hours(task), (19 * 8, 1, 0))

    def test_a_later_holiday_does_not_change_the_past(self):
        process = self.begin(self.sop((1, "day"), (1, "day")), "Asia/Makassar", "2026-11-23 09:00:00")
        task = self.finish(process, self.kaban, "Asia/Makassar", "2026-11-24 09:00:00")
        self.holiday("Asia/Makassar", "2026-11-23")
        self.assertEqual(self.hours(task), (8, 8, 0))

    def test_time_in_which_it_was_suspended_does_not_count(self):
        zone, officer = "Asia/Makassar", self.person("pengelola")
        process = self.begin(self.sop((3, "day"), (1, "day")), zone, "2026-11-23 09:00:00")
        Move = self.as_person(self.env["sop.process.move"], officer)
        for suspended, resumed in (("2026-11-23 10:00:00", "2026-11-23 15:00:00"), ("2026-11-24 08:00:00",) * 2):
            with freeze_time(utc(zone, suspended)):
                Move.create({"process_id": process.id, "kind": "suspend", "reason": "Rapat"}).action_confirm()
            with freeze_time(utc(zone, resumed)):
                self.as_person(process, officer).action_resume()
        task = self.finish(process, self.kaban, zone, "2026-11-24 09:00:00")
        self.assertEqual((task.paused_hours, task.worked_hours), (4, 4))

    def test_passed_on_while_it_was_suspended(self):
        """Suspended on Monday at ten, given to another on Tuesday at nine, resumed on Wednesday at nine: he has a day
        less of waiting behind him, and has worked for an hour."""
        zone, officer, staf = "Asia/Makassar", self.person("pengelola"), self.person("staf")
        process = self.begin(self.sop((3, "day"), (1, "day")), zone, "2026-11-23 09:00:00")
        Move = self.as_person(self.env["sop.process.move"], officer)
        with freeze_time(utc(zone, "2026-11-23 10:00:00")):
            Move.create({"process_id": process.id, "kind": "suspend", "reason": "Rapat"}).action_confirm()
        period = {"user_id": self.kaban.id, "deputy_id": staf.id, "company_id": self.company.id}
        with freeze_time(utc(zone, "2026-11-24 09:00:00")):
            days = {"date_from": "2026-11-24", "date_to": "2026-11-30"}
            self.as_person(self.env["sop.acting"], officer).create({**period, **days}).action_confirm()
        with freeze_time(utc(zone, "2026-11-25 09:00:00")):
            self.as_person(process, officer).action_resume()
        task = self.finish(process, staf, zone, "2026-11-25 10:00:00")
        self.assertEqual((task.paused_hours, task.worked_hours), (8, 1))

    def test_an_empty_calendar(self):
        self.calendar.attendance_ids.unlink()
        process = self.begin(self.sop((1, "hour"), (1, "hour")), "Asia/Makassar", "2026-11-23 09:00:00")
        task = self.finish(process, self.kaban, "Asia/Makassar", "2026-11-24 14:00:00")
        self.assertEqual(self.hours(task), (1, 0, 0))

    def test_sent_back(self):
        zone = "Asia/Makassar"
        process = self.begin(self.sop((1, "hour"), (1, "hour")), zone, "2026-11-23 09:00:00")
        self.finish(process, self.kaban, zone, "2026-11-23 09:30:00")
        with freeze_time(utc(zone, "2026-11-23 11:30:00")):
            values = {"process_id": process.id, "kind": "send_back", "reason": "Lengkapi"}
            self.as_person(self.env["sop.process.move"], self.sekretaris).create(values).action_confirm()
        task = process.task_ids.filtered(lambda task: task.state == "returned")
        self.assertEqual(self.hours(task), (1, 2, 1))


class TestReport(ReportingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone = "Asia/Makassar"

    def setUp(self):
        super().setUp()
        self.template = self.sop((1, "hour"), (1, "hour"), (1, "day"))
        self.quick = self.begin(self.template, self.zone, "2026-11-23 08:00:00")
        self.finish(self.quick, self.kaban, self.zone, "2026-11-23 09:00:00")
        self.finish(self.quick, self.sekretaris, self.zone, "2026-11-23 12:00:00")
        self.slow = self.begin(self.template, self.zone, "2026-11-23 08:00:00")
        self.finish(self.slow, self.kaban, self.zone, "2026-11-23 15:00:00")
        self.steps = self.template.step_ids

    def at(self, moment):
        self.env.invalidate_all()
        return freeze_time(utc(self.zone, moment))

    def test_bottlenecks(self):
        with self.at("2026-11-23 15:30:00"):
            groups = self.env["sop.task.report"]._read_group(
                [("template_id", "=", self.template.id), ("state", "!=", "open")],
                ["step_id"],
                ["average_hours:avg", "excess_hours:sum", "late_share:avg", "__count"],
            )
        self.assertEqual(groups, [(self.steps[0], 3.5, 5, 50, 2), (self.steps[1], 3, 2, 100, 1)])

    def test_workload_and_lateness(self):
        """At half past three the head has one task in time, the secretary one in time; on Tuesday hers is late."""
        with self.at("2026-11-23 15:30:00"):
            self.assertEqual(self.load(), {self.kaban: (1, 0), self.sekretaris: (1, 0)})
        with self.at("2026-11-24 08:30:00"):
            self.assertEqual(self.load(), {self.kaban: (1, 0), self.sekretaris: (1, 1)})

    def load(self):
        groups = self.env["sop.task.report"]._read_group(
            [("template_id", "=", self.template.id), ("waiting", "=", 1)],
            ["user_id"],
            ["waiting:sum", "waiting_late:sum"],
        )
        return {user: tuple(counts) for user, *counts in groups}

    def test_units(self):
        rows = self.rows([("process_id", "=", self.quick.id), ("user_id", "=", self.sekretaris.id)])
        self.assertEqual(rows.person_department_id, self.unit_of(self.sekretaris))
        self.assertTrue(rows.person_department_id)
        self.assertEqual(rows.department_id, self.template.department_id)

    def test_versions_are_one_sop(self):
        new = self.template.browse(self.template.action_new_version()["res_id"])
        self.put_in_force(new)
        self.start(new, self.kaban)
        self.assertEqual(len(self.rows([("root_id", "=", self.template.id)]).template_id), 2)

    def test_dropped_tasks_do_not_count(self):
        Move = self.as_person(self.env["sop.process.move"], self.person("pengelola"))
        Move.create({"process_id": self.slow.id, "kind": "cancel", "reason": "Batal"}).action_confirm()
        self.assertEqual(len(self.slow.task_ids), 2)
        self.assertEqual(len(self.rows([("process_id", "=", self.slow.id)])), 1)

    def test_late_now(self):
        action = self.env.ref("sop_planning.sop_task_action_late")
        with self.at("2026-11-24 08:30:00"):
            Task = self.as_person(self.env["sop.task"], self.person("pengelola"))
            late = Task.search(self.domain_of(action))
            self.assertEqual((late.process_id, late.user_id), (self.slow, self.sekretaris))
            self.assertEqual(round(late.late_days * 8, 2), 1.5, "from 16:00 to 17:00, and half an hour today")
            values = {"process_id": self.slow.id, "kind": "suspend", "reason": "Tunda"}
            self.as_person(self.env["sop.process.move"], self.person("pengelola")).create(values).action_confirm()
            self.assertFalse(Task.search(self.domain_of(action)), "what is suspended is not late")

    def domain_of(self, action):
        return literal_eval(action.domain)

    def test_who_sees_which_row(self):
        """As the tasks: participants what they take part in, officers all of their agency, others nothing."""
        self.import_agency("bappeda-kalbar")
        seen = {
            name: len(self.rows([("template_id", "=", self.template.id)], user))
            for name, user in {
                "participant": self.kaban,
                "officer": self.person("pengelola"),
                "outsider": self.person("staf"),
                "stranger": self.person("pengelola", "bappeda-kalbar"),
            }.items()
        }
        self.assertEqual(seen, {"participant": 5, "officer": 5, "outsider": 0, "stranger": 0})
        for user in (self.person("staf"), self.person("pengelola", "bappeda-kalbar")):
            Report = self.as_person(self.env["sop.task.report"], user)
            groups = Report._read_group([("template_id", "=", self.template.id)], ["user_id"], ["__count"])
            self.assertFalse(groups)

    def test_one_query_for_a_list_of_late_tasks(self):
        """A hundred late tasks cost what one does."""
        costs = []
        for count in (1, 100):
            self.as_person(self.env["sop.process"], self.kaban)._launch(
                [{"template_id": self.template.id, "name": f"Uji {number}"} for number in range(count)]
            )
            with freeze_time("2027-06-01"):
                self.env.flush_all()
                for _warm in range(2):
                    self.env.invalidate_all()
                    before = self.cr.sql_log_count
                    late = self.env["sop.task"].search([("state", "=", "open"), ("template_id", "=", self.template.id)])
                    self.assertTrue(all(late.mapped("late_days")))
                    cost = self.cr.sql_log_count - before
                costs.append(cost)
        self.assertEqual(costs[0], costs[1])

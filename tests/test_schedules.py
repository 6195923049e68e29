"""SOPs that start by themselves, told as stories of one agency with the clock held still.

The office is in Makassar (UTC+8): its day begins at 16:00 UTC of the day before.
"""

import json
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import DATA, SopCase

SCHEDULE_FILES = sorted((DATA / "schedules").glob("*.json"))


class ScheduleCase(SopCase):
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template, cls.officer = cls.templates["rkt"], cls.person("pengelola")
        cls.calendar = cls.company.resource_calendar_id

    def schedule(self, made="2026-11-21", **values):
        """A schedule written by the officer on a day."""
        with freeze_time(f"{made} 02:00:00"):
            Schedule = self.as_person(self.env["sop.schedule"], self.officer)
            schedule = Schedule.create(
                {
                    "name": "RKT tahunan",
                    "template_id": self.template.id,
                    "month": "1",
                    "day": 15,
                    "subject": "RKT {next_year}",
                    "period": "{next_year}",
                    **values,
                }
            )
        return schedule.with_env(self.env)

    def hour(self, moment):
        """What the cron does at a moment (UTC), without its commits."""
        self.env.invalidate_all()
        with freeze_time(moment):
            schedules = self.env["sop.schedule"].search([("is_on", "=", True), ("company_id", "=", self.company.id)])
            schedules._note_next_date()
            for schedule, occurrence in schedules._due().items():
                if schedule._may_try():
                    schedule._start(occurrence)
        self.env.invalidate_all()

    def subjects(self, schedule):
        return schedule.process_ids.sorted("id").mapped("name")

    def warnings(self, schedule):
        return schedule.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref("mail.mail_activity_data_warning")
        )


class TestStarts(ScheduleCase):
    def test_the_rkt_of_each_year(self):
        schedule = self.schedule()
        self.assertEqual(schedule.next_date, date(2027, 1, 15))
        self.hour("2027-01-14 15:59:00")
        self.assertFalse(schedule.process_ids, "it is still 14 January in Makassar")
        self.hour("2027-01-14 16:01:00")
        process = schedule.process_ids
        self.assertEqual((process.name, process.period, process.state), ("RKT 2028", "2028", "running"))
        self.assertEqual((process.starter_id, process.requester_id), (self.officer, self.officer))
        self.assertEqual(self.inbox(self.person("kaban")).res_id, process.id)
        self.assertIn("RKT tahunan", process.message_ids.mapped("body")[0])
        self.assertEqual(schedule.next_date, date(2028, 1, 15))
        for moment in ("2027-01-14 17:00:00", "2027-06-01 00:00:00", "2028-01-14 15:00:00"):
            self.hour(moment)
        self.assertEqual(self.subjects(schedule), ["RKT 2028"])
        self.hour("2028-01-14 17:00:00")
        self.assertEqual(self.subjects(schedule), ["RKT 2028", "RKT 2029"])

    def test_month_ends_and_quarters(self):
        monthly = self.schedule("2027-01-15", name="Bulanan", every="month", day=31, subject="Rapat {month} {year}")
        quarterly = self.schedule(
            "2027-01-15", name="Triwulan", every="quarter", month="3", day=31, subject="Monev TW {quarter} {year}"
        )
        for moment in ("2027-01-31", "2027-02-27", "2027-02-28", "2027-03-31", "2027-04-30"):
            self.hour(f"{moment} 01:00:00")
        self.assertEqual(
            self.subjects(monthly),
            ["Rapat Januari 2027", "Rapat Februari 2027", "Rapat Maret 2027", "Rapat April 2027"],
        )
        self.assertEqual(self.subjects(quarterly), ["Monev TW I 2027"])

    def test_every_five_years(self):
        """A Renstra: once in five years, its working days before found without reading all the years between."""
        values = {"interval": 5, "first_year": 2029, "month": "3", "day": 4, "subject": "Renstra {year+1}-{year+5}"}
        schedule = self.schedule("2026-01-15", **values, working_days_before=0)
        self.assertEqual(schedule.next_date, date(2029, 3, 4))
        schedule.working_days_before = 2  # Friday and Thursday before that Sunday
        self.assertEqual(schedule.next_date, date(2029, 3, 1))
        self.hour("2028-03-10 00:00:00")
        self.assertFalse(schedule.process_ids)
        self.hour("2029-03-01 01:00:00")
        self.hour("2030-03-01 01:00:00")
        self.assertEqual(self.subjects(schedule), ["Renstra 2030-2034"])
        self.assertEqual(schedule.next_date.year, 2034)
        for wrong in ({"interval": 0}, {"interval": 61}, {"first_year": 12}):
            with self.subTest(wrong=wrong), self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                schedule.write(wrong)
                self.env.flush_all()

    def test_working_days_before_a_date_over_holidays(self):
        """Ten working days before 31 January 2027, a Sunday; the Monday before is made a holiday meanwhile."""
        schedule = self.schedule(day=31, working_days_before=10, subject="Tapkin {year}")
        self.assertEqual(schedule.next_date, date(2027, 1, 18))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Cuti bersama",
                "company_id": self.company.id,
                "calendar_id": self.calendar.id,
                "date_from": "2027-01-24 16:00:00",
                "date_to": "2027-01-25 15:59:59",
            }
        )
        self.hour("2027-01-13 20:00:00")
        self.assertEqual(schedule.next_date, date(2027, 1, 15))
        self.hour("2027-01-15 00:30:00")
        self.assertEqual(self.subjects(schedule), ["Tapkin 2027"])

    def test_empty_calendar(self):
        self.calendar.attendance_ids.unlink()
        schedule = self.schedule(day=31, working_days_before=10)
        self.assertEqual(schedule.next_date, date(2027, 1, 21))

    def test_a_server_that_was_down_for_months_makes_up_for_one_start(self):
        schedule = self.schedule("2027-01-15", every="month", day=20, subject="Rapat {month}")
        self.hour("2027-06-03 00:00:00")
        self.assertEqual(self.subjects(schedule), ["Rapat Mei"])
        self.hour("2027-06-04 00:00:00")
        self.assertEqual(self.subjects(schedule), ["Rapat Mei"])
        self.assertEqual(schedule.next_date, date(2027, 6, 20))

    def test_what_lay_behind_when_it_was_written_is_left_alone(self):
        schedule = self.schedule("2027-01-16")
        self.hour("2027-01-17 00:00:00")
        self.assertFalse(schedule.process_ids)
        self.assertEqual(schedule.next_date, date(2028, 1, 15))

    def test_a_date_moved_within_the_year_does_not_start_it_twice(self):
        schedule = self.schedule()
        self.hour("2027-01-15 00:00:00")
        with freeze_time("2027-02-01"):
            self.as_person(schedule, self.officer).write({"month": "3"})
        self.assertEqual(schedule.next_date, date(2028, 3, 15))
        self.hour("2027-03-15 00:00:00")
        self.assertEqual(self.subjects(schedule), ["RKT 2028"])

    def test_switched_off_and_on(self):
        schedule = self.schedule(is_on=False)
        self.assertFalse(schedule.next_date)
        self.hour("2027-01-20 00:00:00")
        self.assertFalse(schedule.process_ids)
        with freeze_time("2027-01-21"):
            self.as_person(schedule, self.officer).write({"is_on": True})
        self.hour("2027-01-22 00:00:00")
        self.assertFalse(schedule.process_ids, "what lay behind when it was switched on is left alone")
        self.assertEqual(schedule.next_date, date(2028, 1, 15))

    def test_the_version_in_force_on_the_day_is_followed(self):
        schedule = self.schedule()
        new = self.template.browse(self.template.action_new_version()["res_id"])
        new.step_ids[0].name = "Memberi arahan baru"
        self.put_in_force(new)
        self.assertEqual((schedule.template_id, schedule.effective_id), (self.template, new))
        self.hour("2027-01-15 00:00:00")
        self.assertEqual(schedule.process_ids.template_id, new)

    def test_chosen_people_stand_in_their_columns_of_a_later_version_too(self):
        column = self.template.executor_ids[-1]
        kabid = self.person("kabid1")
        member = Command.create({"executor_id": column.id, "user_id": kabid.id})
        schedule = self.schedule(member_ids=[member], requester_id=self.person("sekretaris").id)
        new = self.template.browse(self.template.action_new_version()["res_id"])
        self.put_in_force(new)
        self.hour("2027-01-15 00:00:00")
        members = schedule.process_ids.member_ids
        self.assertEqual(members.filtered(lambda member: member.executor_id == new.executor_ids[-1]).user_id, kabid)
        self.assertEqual(schedule.process_ids.requester_id, self.person("sekretaris"))

    def test_cron(self):
        self.schedule()
        cron = self.env.ref("sop_planning.ir_cron_schedule")
        with freeze_time("2027-01-15 00:00:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(self.env["sop.process"].search([("schedule_id", "!=", False)]).name, "RKT 2028")


class TestFailures(ScheduleCase):
    def test_withdrawn_and_back_in_force(self):
        """The officer hears of it once, it is tried once a day, and the start is made up for when it can."""
        schedule = self.schedule()
        self.template.action_withdraw()
        self.hour("2027-01-15 00:00:00")
        self.assertIn("No version of", schedule.failure)
        self.assertEqual(self.warnings(schedule).user_id, self.officer)
        messages = len(schedule.message_ids)
        for moment in ("2027-01-15 05:00:00", "2027-01-16 00:00:00", "2027-01-17 00:00:00"):
            self.hour(moment)
        self.assertEqual((len(self.warnings(schedule)), len(schedule.message_ids)), (1, messages))
        self.assertEqual(schedule.date_tried, date(2027, 1, 17))
        self.put_in_force(self.template.browse(self.template.action_new_version()["res_id"]))
        self.hour("2027-01-18 00:00:00")
        self.assertEqual(self.subjects(schedule), ["RKT 2028"])
        self.assertFalse(schedule.failure or self.warnings(schedule))

    def test_a_column_with_nobody(self):
        schedule = self.schedule()
        self.template.executor_ids.filtered(lambda column: column.rule == "head").department_id.manager_id = False
        for column in self.template.executor_ids.filtered("job_id"):
            self.env["hr.employee"].search([("job_id", "=", column.job_id.id)]).job_id = False
        self.hour("2027-01-15 00:00:00")
        self.assertFalse(schedule.process_ids)
        self.assertIn("Nobody stands in for", schedule.failure)
        self.assertFalse(
            self.env["sop.process"].search([("template_id", "=", self.template.id)]), "nothing is left behind"
        )

    def test_tried_until_the_next_one_is_due(self):
        schedule = self.schedule("2027-01-15", every="month", day=20, subject="Rapat {month}")
        self.template.action_withdraw()
        self.hour("2027-01-20 00:00:00")
        self.hour("2027-02-19 00:00:00")
        self.put_in_force(self.template.browse(self.template.action_new_version()["res_id"]))
        self.hour("2027-02-20 00:00:00")
        self.assertEqual(self.subjects(schedule), ["Rapat Februari"])

    def test_no_context_keeps_the_officer_from_hearing_of_it(self):
        schedule = self.schedule()
        deaf = schedule.with_context(mail_activity_automation_skip=True)
        deaf._note_failure("Libur")
        deaf._note_failure("Libur")
        self.assertEqual(len(self.warnings(schedule)), 1)
        deaf._note_start()
        self.assertFalse(self.warnings(schedule))

    def test_put_right_and_tried_again_within_the_hour(self):
        schedule = self.schedule()
        self.officer.active = False
        self.hour("2027-01-15 00:00:00")
        self.assertIn("no longer an officer", schedule.failure)
        self.assertEqual(self.warnings(schedule).user_id, self.person("admin-sop"), "somebody who is still there")
        with freeze_time("2027-01-15 03:00:00"):
            self.as_person(schedule, self.person("admin-sop")).officer_id = self.person("admin-sop")
        self.hour("2027-01-15 04:00:00")
        self.assertEqual(schedule.process_ids.starter_id, self.person("admin-sop"))

    def test_the_button(self):
        schedule = self.schedule()
        mine = self.as_person(schedule, self.officer)
        with freeze_time("2027-01-10"), self.assertRaisesRegex(UserError, "Nothing is due"):
            mine.action_start_now()
        self.template.action_withdraw()
        self.hour("2027-01-15 00:00:00")
        self.env.invalidate_all()
        with freeze_time("2027-01-15 03:00:00"):
            with self.assertRaisesRegex(UserError, "No version"):
                mine.action_start_now()
            self.put_in_force(self.template.browse(self.template.action_new_version()["res_id"]))
            self.env.invalidate_all()
            action = mine.action_start_now()
        self.assertEqual(schedule.process_ids.id, action["res_id"])
        self.assertFalse(schedule.failure)

    def test_somebody_who_has_left(self):
        column = self.template.executor_ids[-1]
        member = Command.create({"executor_id": column.id, "user_id": self.person("kabid1").id})
        schedule = self.schedule(member_ids=[member])
        self.person("kabid1").active = False
        self.hour("2027-01-15 00:00:00")
        self.assertIn("no longer works here", schedule.failure)


class TestWriting(ScheduleCase):
    def test_bad_placeholders(self):
        for field in ("subject", "period"):
            for pattern in ("RKT {tahun}", "RKT {year*2}", "RKT {year.real}", "RKT {year", "{}"):
                with (
                    self.subTest(field=field, pattern=pattern),
                    self.assertRaisesRegex(ValidationError, "there are: {year}"),
                    self.cr.savepoint(),
                ):
                    self.schedule(**{field: pattern})

    def test_preview_on_the_form(self):
        with freeze_time("2026-11-21"):
            Schedule = self.as_person(self.env["sop.schedule"], self.officer)
            with Form(Schedule, view="sop_planning.sop_schedule_view_form") as form:
                form.name = "RKT"
                form.template_id = self.as_person(self.template, self.officer)
                form.every = "half_year"
                form.month = "7"
                form.subject = "Monev Semester {semester} {year}"
                self.assertEqual(len(form.upcoming.split("\n")), 5)
                self.assertIn("Monev Semester I 2027", form.upcoming.split("\n")[0])
                form.subject = "Monev {x}"
                self.assertFalse(form.upcoming, "while it is being written nothing is shown, and nothing breaks")
                form.subject = "Monev {year}"

    def test_a_copy_is_a_proposal(self):
        schedule = self.schedule("2025-01-01", date_from="2025-01-01")
        with freeze_time("2027-02-01"):
            copy = self.as_person(schedule, self.officer).copy()
        self.assertEqual((copy.name, copy.is_on), ("RKT tahunan (copy)", False))
        self.assertEqual(copy.date_from, date(2027, 2, 1))
        with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            copy.name = schedule.name
            copy.flush_recordset()

    def test_people_of_the_agency(self):
        self.import_agency("bappeda-kalbar")
        stranger = self.person("pengelola", "bappeda-kalbar")
        for values in ({"officer_id": self.person("staf").id}, {"officer_id": stranger.id}):
            with self.assertRaisesRegex(ValidationError, "is no officer of"), self.cr.savepoint():
                self.schedule(**values)
        with self.assertRaisesRegex(ValidationError, "does not work for"), self.cr.savepoint():
            self.schedule(requester_id=stranger.id)
        column = self.template.executor_ids[0].id
        with self.assertRaisesRegex(ValidationError, "does not work for"):
            self.schedule(member_ids=[Command.create({"executor_id": column, "user_id": stranger.id})])

    def test_columns_of_the_sop(self):
        other = self.import_sop("bkpsdm-selayar-iku")
        with self.assertRaisesRegex(ValidationError, "column of the scheduled SOP"):
            self.schedule(
                member_ids=[Command.create({"executor_id": other.executor_ids[0].id, "user_id": self.officer.id})]
            )

    def test_an_sop_of_another_agency(self):
        self.import_agency("bappeda-kalbar")
        other = self.import_sop("bappeda-kalbar-renja")
        with self.assertRaises(UserError):
            self.schedule(template_id=other.id)

    def test_wrong_people(self):
        schedule = self.schedule()
        self.import_agency("bappeda-kalbar")
        user = self.as_person(schedule, self.person("kaban"))
        self.assertEqual(user.name, "RKT tahunan")
        for act in (
            lambda: user.write({"is_on": False}),
            lambda: user.unlink(),
            lambda: user.copy(),
            lambda: user.action_start_now(),
        ):
            with self.assertRaises(AccessError):
                act()
        stranger = self.as_person(schedule, self.person("pengelola", "bappeda-kalbar"))
        self.assertFalse(stranger.search([]))
        for act in (lambda: stranger.read(["name"]), lambda: stranger.action_start_now(), lambda: stranger.unlink()):
            with self.assertRaises(AccessError):
                act()
        officer = self.as_person(schedule, self.officer)
        for values in ({"failure": "x"}, {"next_date": "2030-01-01"}, {"date_tried": "2030-01-01"}):
            with self.assertRaises(UserError):
                officer.write(values)
        with self.assertRaises(UserError):
            officer.write({"company_id": self.env["res.company"].search([("sop_code", "=", "bappeda-kalbar")]).id})

    def test_nobody_else_says_that_a_schedule_started_a_process(self):
        schedule = self.schedule()
        Process = self.as_person(self.env["sop.process"], self.officer)
        values = {"template_id": self.template.id, "name": "palsu"}
        with self.assertRaises(UserError):
            Process.create({**values, "schedule_id": schedule.id, "schedule_period": "2027-01-01"})
        forged = Process.with_context(default_schedule_id=schedule.id).create(values)
        self.assertFalse(forged.schedule_id)
        with self.assertRaises(UserError):
            forged.write({"schedule_id": schedule.id})

    def test_a_schedule_that_has_started_something_stays(self):
        schedule = self.schedule()
        self.hour("2027-01-15 00:00:00")
        with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.as_person(schedule, self.officer).unlink()
        self.assertTrue(schedule.exists())


class TestFiles(ScheduleCase):
    sops = ("rkt", "iku", "ikk", "tapkin")

    def content(self, **changes):
        document = json.loads((DATA / "schedules/bkpsdm-selayar.json").read_text())
        document["schedules"][2].update(changes)
        return json.dumps(document).encode()

    def import_content(self, content, user=None):
        interchange = self.as_person(self.interchange, user) if user else self.interchange
        return interchange._import_files([("jadwal.json", content)])[0][1]

    def test_every_agency_has_its_planning_calendar(self):
        self.assertEqual(len(SCHEDULE_FILES), 5)
        for path in SCHEDULE_FILES:
            document = json.loads(path.read_text())
            agency = document["agency"]
            self.import_agency(agency)
            for entry in document["schedules"]:
                self.assertIn("asumsi", entry["remark"], "no source gives a date")
                self.assertNotIn("on", entry, "what is assumed starts nothing by itself")
                if not self.env["sop.template"].search(
                    [("code", "=", entry["sop"]), ("company_id.sop_code", "=", agency)]
                ):
                    self.import_sop(f"{agency}-{entry['sop']}")
            self.assertEqual(self.import_content(path.read_bytes()), "created")
            self.assertEqual(self.import_content(path.read_bytes()), "unchanged")
            schedules = self.env["sop.schedule"].search([("company_id.sop_code", "=", agency)])
            exported = json.loads(self.interchange._export_schedules(schedules))
            document.pop("remark")
            self.assertEqual(exported, document)

    def test_officer_changes_a_schedule_and_imports_it_again(self):
        self.assertEqual(self.import_content(self.content(), self.officer), "created")
        changed = self.content(
            on=True, day=20, people=[{"executor": "staf", "logins": ["kabid1@bkpsdm-selayar.example"]}]
        )
        self.assertEqual(self.import_content(changed, self.officer), "updated")
        schedule = self.env["sop.schedule"].search([("name", "=", "RKT tahunan")])
        self.assertEqual((schedule.is_on, schedule.day), (True, 20))
        self.assertEqual(schedule.member_ids.user_id, self.person("kabid1"))
        self.assertEqual(self.import_content(changed, self.officer), "unchanged")

    def test_export_dialog(self):
        self.import_content(self.content())
        schedules = self.env["sop.schedule"].search([("company_id", "=", self.company.id)])
        dialog = self.as_person(self.env["sop.interchange.export"], self.officer).create(
            {"schedule_ids": schedules.ids}
        )
        self.assertEqual(dialog.filename, "bkpsdm-selayar.json")

    def test_faulty_files(self):
        for changes, words in (
            ({"sop": "khayal"}, r"schedules\[2\].sop.*no SOP with the file code “khayal”"),
            ({"subject": "RKT {tahun}"}, r"schedules\[2\].subject.*“{tahun}” is not a placeholder"),
            ({"period": "{year"}, r"schedules\[2\].period.*placeholder"),
            ({"every": "decade"}, r"schedules\[2\].every.*decade"),
            ({"day": 32}, r"schedules\[2\].day"),
            ({"name": "IKK tahunan"}, r"schedules\[2\].name.*twice"),
            ({"officer": "tidak@ada.example"}, r"schedules\[2\].officer.*nobody"),
            ({"officer": "staf@bkpsdm-selayar.example"}, "no officer of"),
            ({"people": [{"executor": "raja", "logins": ["x"]}]}, r"people\[0\].executor.*raja"),
        ):
            with self.subTest(changes=changes), self.assertRaisesRegex(UserError, words), self.cr.savepoint():
                self.import_content(self.content(**changes))
        self.assertFalse(self.env["sop.schedule"].search([("company_id", "=", self.company.id)]))

    def test_wrong_people(self):
        self.import_agency("bappeda-kalbar")
        for user in (self.person("kaban"), self.person("pengelola", "bappeda-kalbar")):
            with self.assertRaises(UserError):
                self.import_content(self.content(), user)

"""Reminders, escalation and digest: to whom, when by the clock of the office, and each once."""

from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import test_deadlines

PORTION = "odoo.addons.sop_planning.models.sop_notice.PORTION"


@tagged("standard", "post_install", "-at_install")
class NoticeCase(test_deadlines.PlanCase):
    """Staf is asked on Monday 23 November 2026 at nine, and has three days: Thursday nine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kaban, cls.sekretaris, cls.kasubag = (cls.person(name) for name in ("kaban", "sekretaris", "kasubag"))
        cls.staf, cls.officer = cls.person("staf"), cls.person("pengelola")
        cls.company.write({"sop_digest": False, "sop_weekly": False})
        cls.template = cls.sop(("staf", 3, "day"), ("kaban", 3, "day"))

    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(freeze_time("2026-11-23 01:00:00"))
        self.process = self.start(self.template, self.officer)

    def run_scheduler(self, local=None):
        """What was sent at a moment of Makassar's clock: list of (kind, login before the @)."""
        if local:
            hour = int(local[11:13]) - 8
            self.clock.move_to(f"{local[:11]}{hour:02}{local[13:]}:00" if hour >= 0 else local)
        before = self.env["sop.notice"].search([])
        with self.enter_registry_test_mode():
            self.env.ref("sop_planning.ir_cron_notify").method_direct_trigger()
        return self.sent(self.env["sop.notice"].search([]) - before)

    def sent(self, notices):
        return sorted((notice.kind, notice.user_id.login.split("@")[0]) for notice in notices)

    def messages(self, user):
        """Notices a person was sent, by mail or to his inbox, the newest first."""
        return self.env["mail.message"].search(
            [("message_type", "=", "user_notification"), ("notified_partner_ids", "in", user.partner_id.ids)],
            order="id desc",
        )

    def to_dos(self, user):
        return self._inbox(user, "mail_activity_type_escalation")


class TestReminders(NoticeCase):
    def test_a_week_of_a_task(self):
        """Every quarter of an hour from Monday to the Friday after: three notices, each in its time."""
        self.assertEqual(self.run_scheduler("2026-11-23 09:15"), [])
        self.assertEqual(self.run_scheduler("2026-11-25 08:45"), [])
        self.assertEqual(self.run_scheduler("2026-11-25 09:00"), [("before", "staf")])
        self.assertEqual(self.run_scheduler("2026-11-25 09:15"), [])
        self.assertEqual(self.run_scheduler("2026-11-26 08:59"), [])
        self.assertEqual(self.run_scheduler("2026-11-26 09:00"), [("due", "staf")])
        self.assertEqual(self.run_scheduler("2026-11-26 17:00"), [])
        self.assertEqual(self.run_scheduler("2026-11-27 09:00"), [("escalation", "kasubag")])
        for day in range(28, 31):
            self.assertEqual(self.run_scheduler(f"2026-11-{day} 10:00"), [])

    def test_over_a_weekend_and_a_holiday(self):
        """A working day before Tuesday nine is Friday nine, when Monday is free."""
        start, end = self.company.resource_calendar_id._sop_day(self.process.date_start.date().replace(day=30))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Libur",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": start,
                "date_to": end,
            }
        )
        self.clock.move_to("2026-11-26 01:00:00")  # Thursday nine: three days are Wednesday nine of the week after
        self.process = self.start(self.sop(("kasubag", 3, "day")), self.officer)
        self.assertEqual(self.local(self.process.date_deadline), "2026-12-02 09:00")
        self.assertNotIn(("before", "kasubag"), self.run_scheduler("2026-12-01 08:45"))
        self.assertIn(("before", "kasubag"), self.run_scheduler("2026-12-01 09:00"))

    def test_words_and_link(self):
        self.staf.lang = "id_ID"
        self.run_scheduler("2026-11-25 09:00")
        message = self.messages(self.staf)
        self.assertEqual(len(message), 1)
        self.assertIn(self.process.name, message.subject)
        self.assertIn(f"/odoo/sop-processes/{self.process.id}", message.body)
        self.assertIn("Langkah 1", message.body)
        self.assertIn("26/11/26", message.body)
        self.assertIn("Langkah Anda", message.body)
        self.assertEqual(message.author_id, self.env.ref("base.partner_root"))

    def test_inbox_or_mail_as_he_has_chosen(self):
        self.staf.notification_type = "inbox"
        self.run_scheduler("2026-11-25 09:00")
        self.assertEqual(self.messages(self.staf).notification_ids.notification_type, "inbox")
        self.staf.notification_type = "email"
        self.run_scheduler("2026-11-26 09:00")
        newest = self.messages(self.staf)[0]
        self.assertEqual(newest.notification_ids.notification_type, "email")
        mail = self.env["mail.mail"].sudo().search([("mail_message_id", "=", newest.id)])
        self.assertEqual((mail.state, mail.recipient_ids), ("outgoing", self.staf.partner_id))

    def test_nothing_in_the_chatter(self):
        messages = len(self.process.message_ids)
        self.run_scheduler("2026-11-26 09:00")
        self.assertEqual(len(self.process.message_ids), messages)

    def test_whoever_was_just_asked(self):
        """A task of less time than the reminder is not reminded of before its end."""
        process = self.start(self.sop(("kaban", 45, "minute")), self.officer)
        self.assertEqual(self.run_scheduler("2026-11-23 09:15"), [])
        self.assertEqual(self.run_scheduler("2026-11-23 09:45"), [("due", "kaban")])
        self.done(self.kaban, process)

    def test_done_suspended_or_without_deadline(self):
        Move = self.as_person(self.env["sop.process.move"], self.officer)
        Move.create({"process_id": self.process.id, "kind": "suspend", "reason": "X"}).action_confirm()
        endless = self.start(self.sop(("kaban", 0, "minute")), self.officer)
        self.assertEqual(self.run_scheduler("2026-12-28 09:00"), [])
        self.as_person(self.process, self.officer).action_resume()
        self.done(self.staf, self.process)
        self.done(self.kaban, endless)
        self.assertEqual(self.run_scheduler("2026-12-28 10:00"), [])

    def test_once_even_if_the_deadline_moves(self):
        self.run_scheduler("2026-11-25 09:00")
        Dialog = self.as_person(self.env["sop.process.replan"], self.officer)
        values = {"process_id": self.process.id, "date_deadline": "2026-12-10 01:00:00", "reason": "X"}
        Dialog.create(values).action_confirm()
        self.assertEqual(self.run_scheduler("2026-12-09 10:00"), [])
        self.assertEqual(self.run_scheduler("2026-12-10 10:00"), [("due", "staf")])

    def test_one_message_for_two_columns(self):
        template = self.sop(("staf kasubag", 3, "day"))
        members = [
            Command.create({"executor_id": column.id, "user_id": self.staf.id}) for column in template.executor_ids
        ]
        values = {"template_id": template.id, "name": "Uji", "member_ids": members}
        self.as_person(self.env["sop.process"], self.officer)._launch([values])
        self.assertEqual(self.run_scheduler("2026-11-25 09:00"), [("before", "staf")] * 3)
        self.assertEqual(len(self.messages(self.staf)), 2)

    def test_settings(self):
        """Each one switches what it says, and how long before or after takes effect."""
        self.company.write({"sop_remind_before_value": 2, "sop_remind_before_unit": "hour", "sop_remind_due": False})
        self.company.write({"sop_escalate_value": 30, "sop_escalate_unit": "hour"})
        self.assertEqual(self.run_scheduler("2026-11-25 15:45"), [])
        self.assertEqual(self.run_scheduler("2026-11-25 16:00"), [("before", "staf")])
        self.assertEqual(self.run_scheduler("2026-11-26 10:00"), [])
        self.assertEqual(self.run_scheduler("2026-12-01 15:59"), [])
        self.assertEqual(self.run_scheduler("2026-12-01 16:00"), [("escalation", "kasubag")])

    def test_all_switched_off(self):
        self.company.write({"sop_remind_before": False, "sop_remind_due": False, "sop_escalate": False})
        for local in ("2026-11-25 10:00", "2026-11-26 10:00", "2026-12-10 10:00"):
            self.assertEqual(self.run_scheduler(local), [])

    def test_settings_in_the_dialog(self):
        Settings = self.env["res.config.settings"].with_company(self.company)
        Settings.create({"sop_remind_before_value": 3, "sop_digest": True, "sop_digest_hour": 6}).execute()
        self.assertEqual(
            (self.company.sop_remind_before_value, self.company.sop_digest, self.company.sop_digest_hour), (3, True, 6)
        )
        for values in ({"sop_digest_hour": 24}, {"sop_remind_before_value": -1}, {"sop_escalate_value": 10**6}):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
                self.company.write(values)
                self.env.flush_all()

    def test_empty_calendar(self):
        self.company.resource_calendar_id.attendance_ids.unlink()
        self.env["resource.resource"].search([("company_id", "=", self.company.id)]).calendar_id = False
        self.assertEqual(self.run_scheduler("2026-11-26 10:00"), [("due", "staf")])

    def test_in_portions(self):
        for number in range(5):
            self.start(self.template, self.officer, f"RKT {number}")
        with patch(PORTION, 2):
            self.assertEqual(self.run_scheduler("2026-11-26 10:00"), [("due", "staf")] * 6)
        self.assertEqual(self.run_scheduler("2026-11-26 10:15"), [])
        self.assertEqual(len(self.messages(self.staf)), 6)

    def test_killed_in_the_middle(self):
        """What fails after the claim takes the claim back; the rest is sent by the next run, nothing twice."""
        self.start(self.template, self.officer, "RKT lain")
        self.clock.move_to("2026-11-26 02:00:00")
        Notice = self.env["sop.notice"]
        real, calls = type(Notice)._post, []

        def dying(self, *args):
            calls.append(args)
            if len(calls) == 2:
                raise ZeroDivisionError
            return real(self, *args)

        with (
            patch.object(type(Notice), "_post", dying),
            patch(PORTION, 1),
            mute_logger("odoo.addons.base.models.ir_cron"),
        ):
            self.run_scheduler()
        self.assertEqual(len(self.messages(self.staf)), 1)
        self.run_scheduler()
        self.assertEqual(len(self.messages(self.staf)), 2)
        self.assertEqual(self.run_scheduler(), [])


class TestEscalation(NoticeCase):
    def late(self, person, template=None):
        """A process that waits for `person`, two days late; whom it was escalated to."""
        self.clock.move_to("2026-11-23 01:00:00")
        process = self.start(template or self.sop((person, 1, "hour")), self.officer)
        self.clock.move_to("2026-11-24 03:00:00")
        return process, [login for kind, login in self.run_scheduler() if kind == "escalation"]

    def test_to_whom(self):
        """The head of the late person's unit; of the one above, where he is the head himself; else the officer."""
        for person, head in (
            ("staf", "kasubag"),
            ("kasubag", "sekretaris"),
            ("sekretaris", "kaban"),
            ("kabid1", "kaban"),
            ("kaban", "pengelola"),
        ):
            self.assertEqual(self.late(person)[1], [head], person)

    def test_a_unit_without_head(self):
        units = self.env["hr.department"].search([("company_id", "=", self.company.id)])
        units.filtered(lambda unit: unit.name == "Sub Bagian Program").manager_id = False
        self.assertEqual(self.late("staf")[1], ["sekretaris"])
        self.sekretaris.active = False
        self.assertEqual(self.late("staf")[1], ["kaban"])

    def test_a_person_without_unit(self):
        """The unit of the SOP counts then."""
        self.env["hr.employee"].search([("user_id", "=", self.staf.id)]).department_id = False
        template = self.sop(("staf", 1, "hour"))
        self.assertEqual(self.late("staf", template)[1], ["pengelola"])
        bidang = self.env["hr.department"].search([("company_id", "=", self.company.id), ("name", "=", "Bidang II")])
        self.env.cr.execute("UPDATE sop_template SET department_id = %s WHERE id = %s", [bidang.id, template.id])
        self.env.invalidate_all()
        self.assertEqual(self.late("staf", template)[1], ["kabid2"])

    def test_units_in_a_circle(self):
        units = self.env["hr.department"].search([("company_id", "=", self.company.id)])
        units.manager_id = False
        program = units.filtered(lambda unit: unit.name == "Sub Bagian Program")
        self.env.cr.execute("UPDATE hr_department SET parent_id = %s WHERE id = %s", [program.id, program.parent_id.id])
        self.env.invalidate_all()
        self.assertEqual(self.late("staf")[1], ["pengelola"])

    def test_message_and_to_do(self):
        process, _heads = self.late("staf")
        message, to_do = self.messages(self.kasubag), self.to_dos(self.kasubag)
        self.assertEqual((len(message), len(to_do)), (1, 1))
        self.assertIn("Staf Sub Bagian Program", message.body)
        self.assertIn("Staf Sub Bagian Program", to_do.summary)
        # He can open what he is asked to see to, and it is not his to finish.
        self.assertTrue(self.as_person(process, self.kasubag).read(["name", "table_html"]))
        self.assertFalse(process.with_user(self.kasubag).can_finish)

    def test_off_his_list_when_done(self):
        process, _heads = self.late("staf")
        to_do = self.to_dos(self.kasubag)
        self.done(self.staf, process)
        self.assertFalse(to_do.active)
        self.assertFalse(self.to_dos(self.kasubag))

    def test_off_his_list_when_cancelled_or_given_time(self):
        process, _heads = self.late("staf")
        other, _heads = self.late("kasubag")
        Move = self.as_person(self.env["sop.process.move"], self.officer)
        Move.create({"process_id": process.id, "kind": "cancel", "reason": "X"}).action_confirm()
        self.assertFalse(self.to_dos(self.kasubag))
        self.assertTrue(self.to_dos(self.sekretaris))
        Dialog = self.as_person(self.env["sop.process.replan"], self.officer)
        values = {"process_id": other.id, "date_deadline": "2026-12-10 01:00:00", "reason": "X"}
        Dialog.create(values).action_confirm()
        self.run_scheduler()
        self.assertFalse(self.to_dos(self.sekretaris))

    def test_the_head_has_seen_to_it_himself(self):
        """He may tick it off; nothing of the process depends on it, and it does not come back."""
        process, _heads = self.late("staf")
        self.to_dos(self.kasubag).action_feedback("sudah saya tegur")
        self.assertEqual(process.current_step_id.number, 1)
        self.assertEqual(
            self.run_scheduler("2026-11-30 10:00"), [("due", "staf"), ("escalation", "kasubag")]
        )  # the other
        self.done(self.staf, process)

    def test_a_joint_step_is_one_to_do(self):
        template = self.sop(("staf kasubag", 1, "hour"))
        self.clock.move_to("2026-11-23 01:00:00")
        members = [
            Command.create({"executor_id": column.id, "user_id": self.staf.id}) for column in template.executor_ids
        ]
        process = self.as_person(self.env["sop.process"], self.officer)._launch(
            [{"template_id": template.id, "name": "Uji", "member_ids": members}]
        )
        self.run_scheduler("2026-11-24 11:00")
        self.assertEqual((len(self.messages(self.kasubag)), len(self.to_dos(self.kasubag))), (1, 1))
        self.done(self.staf, process)
        self.assertFalse(self.to_dos(self.kasubag))

    def test_no_context_hides_the_to_do(self):
        """A client may ask core to plan no activities; what is escalated stands on the head's list all the same."""
        self.clock.move_to("2026-11-27 02:00:00")
        self.env["sop.notice"].with_context(mail_activity_automation_skip=True)._escalate(
            self.company, self.process.task_ids
        )
        self.assertEqual(len(self.to_dos(self.kasubag)), 1)
        self.assertEqual(len(self.messages(self.kasubag)), 1)


class TestDigest(NoticeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "sop_digest": True,
                "sop_remind_before": False,
                "sop_remind_due": False,
                "sop_escalate": False,
            }
        )

    def test_once_a_day_from_its_hour_on_working_days(self):
        self.company.resource_calendar_id.tz = "Asia/Makassar"
        self.clock.move_to("2026-11-23 22:59:00")  # Tuesday, a minute before seven
        self.assertEqual(self.run_scheduler(), [])
        self.clock.move_to("2026-11-23 23:00:00")
        self.assertEqual(self.run_scheduler(), [("digest", "staf")])
        self.assertEqual(self.run_scheduler("2026-11-24 08:15"), [])
        self.assertEqual(self.run_scheduler("2026-11-24 23:45"), [])
        self.assertEqual(self.run_scheduler("2026-11-25 08:00"), [("digest", "staf")])
        self.assertEqual(self.run_scheduler("2026-11-28 08:00"), [])  # Saturday
        self.assertEqual(self.run_scheduler("2026-11-29 08:00"), [])
        self.assertEqual(self.run_scheduler("2026-11-30 08:00"), [("digest", "staf")])

    def test_not_on_a_holiday(self):
        start, end = self.company.resource_calendar_id._sop_day(self.process.date_start.date().replace(day=24))
        self.env["resource.calendar.leaves"].create(
            {"name": "Libur", "calendar_id": self.company.resource_calendar_id.id, "date_from": start, "date_to": end}
        )
        self.assertEqual(self.run_scheduler("2026-11-24 10:00"), [])

    def test_late_first_and_all_that_waits(self):
        endless = self.start(self.sop(("staf", 0, "minute")), self.officer, "Tanpa batas")
        short = self.start(self.sop(("staf", 1, "hour")), self.officer, "Terlambat")
        self.assertEqual(self.run_scheduler("2026-11-24 08:00"), [("digest", "staf")])
        message = self.messages(self.staf)
        self.assertEqual(len(message), 1)
        places = [message.body.index(f"/odoo/sop-processes/{process.id}") for process in (short, self.process, endless)]
        self.assertEqual(places, sorted(places))
        self.assertIn("3", message.subject)
        self.assertEqual(message.body.count("Late"), 2)

    def test_none_when_nothing_waits(self):
        self.done(self.staf, self.process)
        self.done(self.kaban, self.process)
        self.assertEqual(self.run_scheduler("2026-11-24 10:00"), [])

    def test_switched_off_and_another_hour(self):
        self.company.sop_digest = False
        self.assertEqual(self.run_scheduler("2026-11-24 10:00"), [])
        self.company.write({"sop_digest": True, "sop_digest_hour": 13})
        self.assertEqual(self.run_scheduler("2026-11-24 12:45"), [])
        self.assertEqual(self.run_scheduler("2026-11-24 13:00"), [("digest", "staf")])

    def test_in_portions(self):
        for name in ("kaban", "sekretaris", "kasubag"):
            self.start(self.sop((name, 1, "week")), self.officer)
        with patch(PORTION, 1):
            self.assertEqual(len(self.run_scheduler("2026-11-24 10:00")), 4)
        self.assertEqual(self.run_scheduler("2026-11-24 10:15"), [])

    def test_whoever_has_left_gets_none_and_the_officers_read_of_it(self):
        self.staf.active = False
        # Nobody can be asked in his place, and the officers read that.
        sent = self.run_scheduler("2026-11-24 10:00")
        self.assertEqual(sent, [("digest", "admin-sop"), ("digest", "pengelola")])
        message = self.messages(self.officer)[0]
        self.assertIn("No longer active: Staf Sub Bagian Program", message.body)
        self.assertIn(self.template.name, message.body)


class TestNoticesAreEvidence(NoticeCase):
    def test_who_sees_them(self):
        self.run_scheduler("2026-11-26 09:00")
        notice = self.env["sop.notice"].search([("task_id", "in", self.process.task_ids.ids)])
        self.assertEqual(self.as_person(notice, self.officer).mapped("kind"), ["due"])
        self.import_agency("bappeda-kalbar")
        for user in (self.staf, self.kasubag, self.person("pengelola", "bappeda-kalbar")):
            with self.assertRaises(AccessError):
                self.as_person(notice, user).read(["kind"])
        for user in (self.officer, self.person("admin-sop")):
            for act in (lambda mine: mine.write({"kind": "before"}), lambda mine: mine.unlink()):
                with self.assertRaises(UserError):
                    act(self.as_person(notice, user))

    def test_unique(self):
        self.run_scheduler("2026-11-26 09:00")
        task = self.process.task_ids
        Notice = self.env["sop.notice"]
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            Notice._claim([Notice._notice_of(task, "due", self.staf)])
        day = {"kind": "digest", "company_id": self.company.id, "user_id": self.staf.id, "day": "2026-11-26"}
        Notice._claim([day])
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            Notice._claim([day])

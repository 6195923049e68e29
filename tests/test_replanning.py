"""What is open is planned again when time changes: calendars, holidays, suspensions, and an officer's word."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import tagged

from . import test_deadlines
from .racing import Soundness

# Read, lock, plan and write however many processes; what each of them says is one message and one line of journal. One
# asks who has to be shown how far it is, and some fill the caches of the registry, which a scan begins without.
PORTION_QUERIES = 45


@tagged("standard", "post_install", "-at_install")
class ReplanCase(test_deadlines.PlanCase, Soundness):
    """The person of step 1 is asked on Monday 23 November 2026 at nine; he has two days, Wednesday nine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kaban, cls.officer = cls.person("kaban"), cls.person("pengelola")
        cls.calendar = cls.company.resource_calendar_id
        cls.template = cls.sop(("kaban", 2, "day"), ("sekretaris", 1, "day"))
        cls.env["sop.replan"].search([]).unlink()  # of the agencies' own import

    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(freeze_time("2026-11-23 01:00:00"))
        self.process = self.start(self.template, self.kaban)
        self.task = self.process.task_ids

    def replan(self):
        """What the scheduler does; the number of queries it takes."""
        self.env.flush_all()
        before = self.cr.sql_log_count
        with self.enter_registry_test_mode():
            self.env.ref("sop_planning.ir_cron_replan").method_direct_trigger()
        self.assertFalse(self.env["sop.replan"].search([]))
        return self.cr.sql_log_count - before

    def holiday(self, day, **values):
        start, end = self.calendar._sop_day(Datetime.to_datetime(day).date())
        return self.env["resource.calendar.leaves"].create(
            {"name": "Libur", "calendar_id": self.calendar.id, "date_from": start, "date_to": end, **values}
        )

    def assert_due(self, local, process=None):
        process = process or self.process
        task = process.task_ids.filtered(lambda task: task.state == "open")
        self.assertEqual([self.local(due) for due in (task.date_deadline, process.date_deadline)], [local] * 2)
        self.assertEqual(str(task.activity_id.date_deadline), local[:10])
        self.assert_sound(process)

    def move(self, kind, reason="perlu", **values):
        Move = self.as_person(self.env["sop.process.move"], self.officer)
        Move.create({"process_id": self.process.id, "kind": kind, "reason": reason, **values}).action_confirm()

    def resume(self):
        self.as_person(self.process, self.officer).action_resume()


class TestCalendarChanges(ReplanCase):
    def test_holidays_come_and_go(self):
        self.assert_due("2026-11-25 09:00")
        self.assertEqual(self.local(self.process.date_planned_end), "2026-11-26 09:00")
        leave = self.holiday("2026-11-24")
        self.replan()
        self.assert_due("2026-11-26 09:00")
        self.assertEqual(self.local(self.process.date_planned_end), "2026-11-27 09:00")
        leave.write({"date_to": "2026-11-25 15:59:59"})
        self.replan()
        self.assert_due("2026-11-27 09:00")
        leave.unlink()
        self.replan()
        self.assert_due("2026-11-25 09:00")
        self.assertEqual(self.process.event_ids.sorted("id").mapped("kind"), ["start", "replan", "replan", "replan"])

    def test_holiday_of_no_calendar(self):
        self.holiday("2026-11-24", calendar_id=False, company_id=self.company.id)
        leave = self.env["resource.calendar.leaves"].search([], order="id desc", limit=1)
        leave.company_id = self.company
        self.replan()
        self.assert_due("2026-11-26 09:00")

    def test_ones_own_leave_moves_no_deadline(self):
        """The duty goes on, and somebody stands in."""
        self.replan()
        resource = self.env["resource.resource"].search([("user_id", "=", self.kaban.id)])
        self.holiday("2026-11-24", resource_id=resource.id)
        self.assertFalse(self.env["sop.replan"].search([]))
        self.replan()
        self.assert_due("2026-11-25 09:00")

    def test_hours_of_the_calendar(self):
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "1").unlink()
        self.replan()
        self.assert_due("2026-11-26 09:00")
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "0" and line.hour_from == 8).hour_from = 9
        self.replan()
        self.assertEqual(self.calendar.hours_per_day, 7.75)  # so two days are half an hour less
        self.assert_due("2026-11-26 08:30")

    def test_time_zone(self):
        """The employees move with the office; a holiday that was loaded is a whole day there, too."""
        leave = self.holiday("2026-11-24", sop_holiday="2026-11-24")
        self.calendar.tz = "Asia/Jayapura"
        self.env["resource.resource"].search([("company_id", "=", self.company.id)]).tz = "Asia/Jayapura"
        self.assertEqual(Datetime.to_string(leave.date_from), "2026-11-23 15:00:00")
        self.replan()
        # Nine o'clock in Makassar is ten in Jayapura.
        self.assertEqual(self.local(self.task.date_deadline, "Asia/Jayapura"), "2026-11-26 10:00")

    def test_another_calendar_of_the_agency_and_of_a_person(self):
        late = self.env["resource.calendar"].create({"name": "Tanpa Selasa", "company_id": self.company.id})
        late.tz = "Asia/Makassar"
        late.attendance_ids.filtered(lambda line: line.dayofweek == "1").unlink()
        self.replan()
        self.assert_due("2026-11-25 09:00")
        self.company.resource_calendar_id = late
        self.replan()
        self.assert_due("2026-11-25 09:00")  # his own calendar goes before the agency's
        self.env["hr.employee"].search([("user_id", "=", self.kaban.id)]).resource_calendar_id = late
        self.replan()
        self.assert_due("2026-11-26 09:00")

    def test_an_emptied_calendar(self):
        self.calendar.attendance_ids.unlink()
        self.replan()
        self.assertFalse(self.task.date_deadline or self.process.date_deadline or self.process.date_planned_end)
        self.assertIn("no deadline any more", self.process.message_ids[0].body)

    def test_nothing_changes_twice(self):
        self.holiday("2026-11-24")
        self.replan()
        self.calendar.attendance_ids[0].name = "Pagi"
        self.replan()
        self.assertEqual(len(self.process.event_ids), 2)
        self.assertEqual(len(self.process.message_ids), 2)
        self.assertIn("26", self.process.message_ids[0].body)

    def test_closed_work_keeps_its_deadline(self):
        self.done(self.kaban, self.process)
        self.holiday("2026-11-24")
        self.replan()
        self.assertEqual(self.local(self.task.date_deadline), "2026-11-25 09:00")
        self.assert_due("2026-11-25 09:00")  # the secretary, who was asked one day's work on Monday at nine

    def test_other_agencies_are_left_alone(self):
        other = self.import_agency("bappeda-kalbar")
        self.replan()
        other.resource_calendar_id.attendance_ids[0].name = "Pagi"
        self.assertEqual(self.env["sop.replan"].search([]).company_id, other)

    def test_many_at_once(self):
        """Queries do not grow with the processes, and portions add up to all of them."""
        self.cost_of_portion()
        self.start(self.template, self.kaban, "RKT")
        # One that was planned again before and one that was not: they are written apart.
        few = self.cost_of_portion()
        for number in range(30):
            self.start(self.template, self.kaban, f"RKT {number}")
        self.assertLessEqual(self.cost_of_portion(), few)
        self.assertLessEqual(few, PORTION_QUERIES)
        with patch("odoo.addons.sop_planning.models.sop_replan.PORTION", 7):
            self.replan()
        open_tasks = self.env["sop.task"].search([("state", "=", "open")])
        self.assertEqual({self.local(due) for due in open_tasks.mapped("date_deadline")}, {"2026-11-25 09:00"})

    def cost_of_portion(self):
        """Queries of planning everything that is open a day later; a holiday comes, and goes again."""
        self.replan()
        leave = self.holiday("2026-11-24")
        line = self.env["sop.replan"].search([], limit=1)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        line._plan_portion()
        self.env.flush_all()
        cost = self.cr.sql_log_count - before
        self.assertEqual(self.local(self.task.date_deadline), "2026-11-26 09:00")
        leave.unlink()
        self.replan()
        return cost

    def test_whoever_changed_the_calendar_sees_it(self):
        """One line for what one person changes in one go, with its progress; the system's own changes show nothing."""
        administrator = self.person("admin-sop")
        for number in range(4):
            self.start(self.template, self.kaban, f"RKT {number}")
        self.holiday("2026-11-24")
        self.as_person(self.kaban, self.kaban).tz = "Asia/Jayapura"  # as a log-in does
        self.assertFalse(self.env["sop.job"].search([]))
        self.kaban.tz = "Asia/Makassar"
        Leave = self.as_person(self.env["resource.calendar.leaves"], administrator)
        for day in ("2026-11-26", "2026-11-27"):
            start, end = self.calendar._sop_day(Datetime.to_datetime(day).date())
            values = {"name": "Libur", "calendar_id": self.calendar.id, "date_from": start, "date_to": end}
            Leave.create({**values, "resource_id": False})
        job = self.as_person(self.env["sop.job"], administrator).search([])
        self.assertEqual((job.kind, job.state, job.company_id), ("replan", "waiting", self.company))
        with patch("odoo.addons.sop_planning.models.sop_replan.PORTION", 2):
            self.env["sop.replan"].search([], limit=1)._plan_portion()
            self.assertEqual((job.state, job.total, job.done_count, job.progress), ("running", 5, 2, 40))
            self.replan()
        self.assertEqual((job.state, job.done_count, job.progress), ("done", 5, 100))
        self.assertTrue(job.date_end)
        with self.assertRaises(UserError):
            job.action_stop()

    def test_a_killed_scheduler_goes_on(self):
        others = [self.start(self.template, self.kaban, f"RKT {number}") for number in range(4)]
        self.holiday("2026-11-24")
        with patch("odoo.addons.sop_planning.models.sop_replan.PORTION", 2):
            line = self.env["sop.replan"].search([], limit=1)
            line._plan_portion()  # and then the server dies
        self.assert_due("2026-11-26 09:00")
        self.assert_due("2026-11-25 09:00", others[-1])
        self.replan()
        self.assert_due("2026-11-26 09:00", others[-1])
        self.assertEqual(len(self.process.event_ids), 2)


class TestSuspension(ReplanCase):
    def test_time_stands_still(self):
        """Suspended from Tuesday at two until Friday at ten: 3 + 8 + 8 + 2 hours are lost."""
        self.clock.move_to("2026-11-24 06:00:00")
        self.move("suspend")
        self.clock.move_to("2026-11-26 01:00:00")
        self.assertFalse(self.process.is_late)
        self.clock.move_to("2026-11-27 02:00:00")
        self.resume()
        self.assert_due("2026-11-27 15:00")
        self.assertEqual(self.local(self.process.date_planned_end), "2026-11-30 15:00")
        self.assertEqual(self.process.event_ids.sorted("id").mapped("kind"), ["start", "suspend", "resume"])

    def test_over_a_weekend_nothing_is_lost(self):
        self.clock.move_to("2026-11-23 09:00:00")  # Monday evening
        self.move("suspend")
        self.clock.move_to("2026-11-23 23:00:00")
        self.resume()
        self.assert_due("2026-11-25 09:00")

    def test_late_before_and_late_after(self):
        self.clock.move_to("2026-11-25 02:00:00")  # an hour late
        self.move("suspend")
        self.clock.move_to("2026-11-26 02:00:00")
        self.resume()
        self.assert_due("2026-11-26 09:00")
        self.assertTrue(self.process.is_late)

    def test_a_calendar_changes_afterwards(self):
        """What was lost counts again, by the calendar as it is now."""
        self.test_time_stands_still()
        self.holiday("2026-11-25")
        self.replan()
        # Two days from Monday, without the Wednesday, are Thursday nine; 3 + 8 + 2 hours were lost.
        self.assert_due("2026-11-27 15:00")
        self.holiday("2026-11-27")
        self.replan()
        self.assert_due("2026-11-30 12:00")

    def test_a_calendar_changes_meanwhile(self):
        self.move("suspend")
        self.holiday("2026-11-24")
        self.replan()
        self.assert_due("2026-11-26 09:00")
        self.resume()
        self.assert_due("2026-11-26 09:00")

    def test_two_suspensions(self):
        for start, end in (("2026-11-23 02:00", "2026-11-23 03:00"), ("2026-11-24 02:00", "2026-11-24 03:00")):
            self.clock.move_to(start)
            self.move("suspend")
            self.clock.move_to(end)
            self.resume()
        self.assert_due("2026-11-25 11:00")

    def test_cancelled_while_suspended(self):
        """What lies between a suspension that was never lifted and the next one is no suspension."""
        self.clock.move_to("2026-11-23 02:00:00")
        self.move("suspend")
        self.move("cancel")
        self.clock.move_to("2026-11-24 01:00:00")
        self.move("reopen", target_id=self.template.step_ids[0].id)
        self.assert_due("2026-11-26 09:00")
        self.clock.move_to("2026-11-24 03:00:00")
        self.move("suspend")
        self.clock.move_to("2026-11-24 04:00:00")
        self.resume()
        self.assert_due("2026-11-26 10:00")


class TestLateFilling(ReplanCase):
    """A step that asked nobody when it began, on Monday; somebody is named for it on Tuesday."""

    def setUp(self):
        super().setUp()
        self.person("sekretaris").action_archive()
        self.done(self.kaban, self.process)
        self.assertTrue(self.process.is_unmanned)

    def name_somebody(self):
        self.clock.move_to("2026-11-24 01:00:00")
        dialog = self.as_person(self.env["sop.process.pass"], self.officer)
        values = {"process_id": self.process.id, "kind": "reassign", "user_id": self.person("staf").id}
        dialog.create({**values, "reason": "mutasi"}).action_confirm()
        self.env.invalidate_all()

    def test_whoever_is_named_later_has_the_standard_time(self):
        self.name_somebody()
        self.assert_due("2026-11-25 09:00")

    def test_or_what_an_officer_has_set_meanwhile(self):
        values = {"process_id": self.process.id, "date_deadline": "2026-12-01 07:00:00", "reason": "Menunggu orang"}
        self.as_person(self.env["sop.process.replan"], self.officer).create(values).action_confirm()
        self.env.invalidate_all()
        self.assertEqual(self.local(self.process.date_deadline), "2026-12-01 15:00")
        self.name_somebody()
        self.assert_due("2026-12-01 15:00")
        self.process._replan()
        self.assert_due("2026-12-01 15:00")


class TestByHand(ReplanCase):
    def dialog(self, user, deadline="2026-12-01 07:00:00", reason="Menunggu data", process=None):
        Dialog = self.as_person(self.env["sop.process.replan"], user)
        process = process or self.process
        return Dialog.create({"process_id": process.id, "date_deadline": deadline, "reason": reason})

    def test_an_officer_gives_more_time(self):
        self.assertTrue(self.process.with_user(self.officer).can_replan)
        self.dialog(self.officer).action_confirm()
        self.assert_due("2026-12-01 15:00")
        self.assertEqual(self.local(self.process.date_planned_end), "2026-12-02 15:00")
        event = self.process.event_ids.sorted("id")[-1]
        self.assertEqual((event.kind, event.user_id, event.note), ("replan", self.officer, "Menunggu data"))
        self.assertEqual(Datetime.to_string(event.date_deadline), "2026-12-01 07:00:00")
        self.assertIn("Menunggu data", self.process.message_ids[0].body)

    def test_it_stays_when_a_calendar_changes(self):
        self.dialog(self.officer).action_confirm()
        self.holiday("2026-11-24")
        self.replan()
        self.assert_due("2026-12-01 15:00")

    def test_it_moves_with_later_suspensions_only(self):
        self.clock.move_to("2026-11-23 02:00:00")
        self.move("suspend")
        self.clock.move_to("2026-11-23 06:00:00")
        self.resume()
        self.clock.tick(60)
        self.dialog(self.officer).action_confirm()
        self.assert_due("2026-12-01 15:00")
        self.clock.move_to("2026-11-24 02:00:00")
        self.move("suspend")
        self.clock.move_to("2026-11-24 03:00:00")
        self.resume()
        self.assert_due("2026-12-01 16:00")

    def test_only_for_this_visit(self):
        self.dialog(self.officer).action_confirm()
        self.done(self.kaban, self.process)
        self.assert_due("2026-11-24 09:00")
        self.assertEqual(self.process.current_step_id.number, 2)

    def test_the_last_word_counts(self):
        self.dialog(self.officer).action_confirm()
        self.clock.tick(60)
        self.dialog(self.officer, "2026-12-02 07:00:00").action_confirm()
        self.assert_due("2026-12-02 15:00")

    def test_who_may_not(self):
        for user in (self.kaban, self.person("staf")):
            self.assertFalse(self.process.with_user(user).can_replan)
            with self.assertRaises(AccessError):
                self.dialog(user)
        self.import_agency("bappeda-kalbar")
        with self.assertRaises(AccessError):
            self.dialog(self.person("pengelola", "bappeda-kalbar"))
        dialog = self.dialog(self.officer)
        with self.assertRaises(AccessError):
            self.as_person(dialog, self.kaban).action_confirm()
        self.assert_due("2026-11-25 09:00")

    def test_bad_input(self):
        for deadline, reason in (
            ("2026-11-23 00:59:00", "lewat"),
            ("2026-12-01 07:00:00", "  "),
        ):
            with self.assertRaises(UserError):
                self.dialog(self.officer, deadline, reason).action_confirm()
        self.assert_due("2026-11-25 09:00")

    def test_moved_on_meanwhile(self):
        dialog = self.dialog(self.officer)
        self.done(self.kaban, self.process)
        with self.assertRaisesRegex(UserError, "moved on"):
            dialog.action_confirm()

    def test_not_while_suspended_or_closed(self):
        self.move("suspend")
        with self.assertRaisesRegex(UserError, "closed or suspended"):
            self.dialog(self.officer).action_confirm()
        self.move("cancel")
        with self.assertRaisesRegex(UserError, "closed or suspended"):
            self.dialog(self.officer).action_confirm()

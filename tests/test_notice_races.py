"""Two schedulers at the same moment: every notice once, whatever is won or lost."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Datetime

from .racing import RaceCase
from .test_concurrency import click

ROUNDS = 8


def notify(env):
    env["sop.notice"]._cron_notify()


def replan(env):
    env["sop.replan"]._cron_replan()


class TestSchedulersAtOnce(RaceCase):
    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time("2026-11-25 03:00:00"))  # a Wednesday, at work

    def late_runs(self, count):
        """Running processes that wait for `a`, whose time was up three weeks ago."""
        process_ids = self.runs(self.sop("a", "b"), count)
        with self.committed() as env:
            past = Datetime.now() - timedelta(days=21)
            env.cr.execute(
                "UPDATE sop_task SET date_assigned = %s, date_deadline = %s WHERE process_id = ANY(%s)",
                [past - timedelta(days=7), past, process_ids],
            )
            env["res.company"].browse(self.company_id).sop_digest_hour = 0
        return process_ids

    def sent(self, env, process_ids):
        notices = env["sop.notice"].search([("task_id.process_id", "in", process_ids)])
        return sorted((notice.task_id.process_id.id, notice.kind) for notice in notices)

    def messages(self, env, process_ids):
        return env["mail.message"].search(
            [
                ("model", "=", "sop.process"),
                ("res_id", "in", process_ids),
                ("message_type", "=", "user_notification"),
            ]
        )

    def test_two_schedulers(self):
        for number in range(ROUNDS):
            process_ids = self.late_runs(4)
            outcomes, _seconds = self.race((None, notify), (None, notify))
            self.assertTrue(all(outcome.passed for outcome in outcomes), outcomes)
            with self.committed() as env:
                # What collided is left to the next run of the scheduler.
                notify(env)
                expected = sorted((process_id, kind) for process_id in process_ids for kind in ("due", "escalation"))
                self.assertEqual(self.sent(env, process_ids), expected, number)
                self.assertEqual(len(self.messages(env, process_ids)), 2 * len(process_ids), number)
                digests = env["sop.notice"].search(
                    [("kind", "=", "digest"), ("company_id", "=", self.company_id), ("user_id", "=", self.users["a"])]
                )
                self.assertEqual(len(digests), 1, number)

    def test_scheduler_against_finishing(self):
        """Whoever is first: what was escalated and is done does not stay on the head's list."""
        for number in range(ROUNDS):
            [process_id] = self.late_runs(1)
            done = click(self.activity_ids([process_id], "a"))
            self.race((None, notify), ("a", done))
            with self.committed() as env:
                notify(env)
                process = env["sop.process"].browse(process_id)
                self.assertEqual(process.current_step_id.number, 2, number)
                self.assert_sound(process, number)  # the inbox is the open tasks again, nothing else
                kinds = [kind for _process, kind in self.sent(env, [process_id])]
                self.assertEqual(len(kinds), len(set(kinds)), number)

    def test_planning_against_finishing(self):
        for number in range(ROUNDS):
            process_ids = self.runs(self.sop("a", "b"), 3)
            with self.committed() as env:
                company = env["res.company"].browse(self.company_id)
                env["sop.replan"]._ask(company)
            done = click(self.activity_ids(process_ids[1:2], "a"))
            outcomes, _seconds = self.race((None, replan), ("a", done), (None, replan))
            self.assertTrue(all(outcome.passed for outcome in outcomes), outcomes)
            with self.committed() as env:
                replan(env)
                self.assertFalse(env["sop.replan"].search([("company_id", "=", self.company_id)]), number)
                for process in env["sop.process"].browse(process_ids):
                    self.assert_sound(process, number)
                self.assertEqual(env["sop.process"].browse(process_ids[1]).current_step_id.number, 2)

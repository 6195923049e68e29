"""Two servers at once: what is due starts once."""

from datetime import timedelta

from odoo.fields import Date

from .racing import RaceCase

ROUNDS = 8


def cron(env):
    return env["sop.schedule"]._cron_start()


def pressing(schedule_id):
    """The button of the form."""
    return lambda env: env["sop.schedule"].browse(schedule_id).action_start_now()


class TestTwoSchedulers(RaceCase):
    def schedule(self, template_id, number):
        with self.committed("officer") as env:
            today = Date.today()
            yesterday = today - timedelta(days=1)
            return (
                env["sop.schedule"]
                .create(
                    {
                        "name": f"Jadwal {number}",
                        "template_id": template_id,
                        "every": "month",
                        "day": yesterday.day,
                        "subject": "Uji",
                        "date_from": yesterday - timedelta(days=1),
                    }
                )
                .id
            )

    def started(self, schedule_id):
        with self.committed() as env:
            return env["sop.process"].search_count([("schedule_id", "=", schedule_id)])

    def test_once(self):
        template = self.sop("a", "b")
        for number in range(ROUNDS):
            schedule = self.schedule(template, number)
            # The cron runs as the superuser, on two servers.
            outcomes, _seconds = self.race((None, cron), (None, cron))
            self.assertTrue(all(outcome.passed for outcome in outcomes), outcomes)
            self.assertEqual(self.started(schedule), 1, f"round {number}")
            with self.committed() as env:
                found = env["sop.schedule"].browse(schedule)
                self.assertFalse(found.failure)
                process = found.process_ids
                self.assertEqual(len(process.event_ids), 1)
                self._assert_inbox_is_open_tasks(process, f"round {number}")

    def test_cron_and_button(self):
        template = self.sop("a", "b")
        for number in range(ROUNDS):
            schedule = self.schedule(template, number)
            self.race((None, cron), ("officer", pressing(schedule)))
            self.assertEqual(self.started(schedule), 1, f"round {number}")

    @classmethod
    def _clean(cls):
        with cls.committed() as env:
            company = env["res.company"].search([("sop_code", "=", "balapan")])
            schedules = env["sop.schedule"].search([("company_id", "in", company.ids)])
            cls._delete(env, "sop.process", schedules.process_ids.ids)
            cls._delete(env, "sop.schedule", schedules.ids)
        super()._clean()

"""Deadlines follow the agency's working calendar and its public holidays; offices here work 8-12 and 13-17."""

from datetime import datetime

import pytz
from freezegun import freeze_time

from odoo.fields import Datetime

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
        self.assertFalse(process.date_deadline)
        self.assertEqual(len(self.inbox(self.person("kaban"))), 1)

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

from datetime import timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _sop_deadline(self, start, value, unit):
        """When a standard time that begins at `start` runs out, in working time.

        Minutes, hours and days count the hours of the calendar without public holidays; a day is the calendar's own
        hours per day, a week its hours per week. A month is a calendar month, moved on to working time.

        :param start: naive datetime, UTC
        :param value: number of units, at least 1
        :param unit: minute, hour, day, week or month
        :return: naive datetime, UTC; False if the calendar has no working time
        """
        if unit == "month":
            return self.plan_hours(0, start + relativedelta(months=value), compute_leaves=True)
        return self.plan_hours(value * self._sop_hours(unit), start, compute_leaves=True)

    def _sop_hours(self, unit):
        """Working hours in one unit (minute, hour, day or week) of standard time."""
        hours = {"minute": 1 / 60, "hour": 1, "day": self.hours_per_day, "week": self.hours_per_week}
        return hours[unit]

    def _sop_worked_hours(self, spans):
        """Working hours inside each (start, end) of naive UTC datetimes, read from the calendar once for all."""
        spans = [(pytz.utc.localize(start), pytz.utc.localize(end)) for start, end in spans]
        if not spans:
            return []
        first, last = min(start for start, _end in spans), max(end for _start, end in spans)
        work = [(start, stop) for start, stop, _meta in self._work_intervals_batch(first, last)[False]]
        return [_overlap(work, start, end) / timedelta(hours=1) for start, end in spans]


def _overlap(intervals, start, end):
    parts = (min(stop, end) - max(begin, start) for begin, stop in intervals if begin < end and stop > start)
    return sum(parts, timedelta())

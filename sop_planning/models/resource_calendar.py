from datetime import datetime, time
from functools import partial

import pytz

from odoo import api, models, tools

from ..flow.working_time import WorkingTime, office_spans, without

# What decides when a calendar works.
PATTERN = {
    *("attendance_ids", "attendance_ids_1st_week", "attendance_ids_2nd_week", "two_weeks_calendar", "tz"),
    *("hours_per_day", "hours_per_week", "schedule_type", "flexible_hours", "full_time_required_hours"),
}


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        done = super().write(vals)
        if "tz" in vals:
            self.leave_ids._sop_move_holidays()
        if PATTERN & vals.keys():
            self._sop_hours_changed()
        return done

    def _sop_hours_changed(self):
        """As `_sop_changed`, where it is the office hours that have: these are kept by the registry."""
        self.env.registry.clear_cache()
        self._sop_changed()

    def _sop_changed(self):
        """Have what is open in the agencies that work by these calendars planned again."""
        if not self:
            return
        # Whoever may change a calendar need not see all the agencies and people that use it.
        calendars = self.sudo()
        companies = calendars.company_id | self.env["res.company"].sudo().search(
            [("resource_calendar_id", "in", self.ids)]
        )
        used = (
            self.env["resource.resource"]
            .sudo()
            ._read_group([("calendar_id", "in", self.ids), ("user_id", "!=", False)], ["company_id"])
        )
        self.env["sop.replan"]._ask(companies.union(*(company for (company,) in used)))

    def _sop_working_time(self, company, zone=None):
        """The working time of this calendar, read once for whatever is planned with it.

        :param company: the agency whose holidays count
        :param zone: name of the time zone the hours are meant in, the calendar's own by default
        :return: WorkingTime; without working time for no calendar
        """
        zone = zone or self.tz or "UTC"
        read = partial(self._sop_spans, company, zone) if self else lambda _first, _last: []
        return WorkingTime(read, zone, self.hours_per_day, self.hours_per_week)

    def _sop_spans(self, company, zone, first, last):
        return without(self._sop_office_spans(zone, first, last), self._sop_holidays(company, first, last))

    def _sop_office_spans(self, zone, first, last):
        if self.flexible_hours:  # core's own guess of where the hours of such a day lie
            ends = pytz.utc.localize(first), pytz.utc.localize(last)
            work = self._attendance_intervals_batch(*ends, tz=pytz.timezone(zone))[False]
            return [tuple(_naive(moment) for moment in span[:2]) for span in work]
        return office_spans(self._sop_office_hours(self.id), zone, first, last)

    @api.model
    @tools.ormcache("calendar_id")
    def _sop_office_hours(self, calendar_id):
        # Every step asks, twice, and the hours of an office change once in years. Whoever finishes a step need not see
        # the calendar of the next one.
        lines = (
            self.env["resource.calendar.attendance"]
            .sudo()
            .search_fetch(
                [("calendar_id", "=", calendar_id), ("display_type", "=", False), ("day_period", "!=", "lunch")],
                ["calendar_id", "dayofweek", "hour_from", "hour_to", "week_type"],
            )
        )
        return tuple(line._sop_office_hours() for line in lines)

    def _sop_holidays(self, company, first, last):
        """Leaves of nobody in particular; of an agency's own only, where core takes those of every company that name
        no calendar."""
        leaves = self.env["resource.calendar.leaves"].search_fetch(
            [
                *[("time_type", "=", "leave"), ("resource_id", "=", False), ("calendar_id", "in", [self.id, False])],
                *[("company_id", "in", [company.id, self.company_id.id, False])],
                *[("date_from", "<", last), ("date_to", ">", first)],
            ],
            ["date_from", "date_to"],
        )
        return [(leave.date_from, leave.date_to) for leave in leaves]

    def _sop_deadline(self, start, value, unit):
        """When a standard time that begins at `start` runs out: see WorkingTime.deadline.

        :return: naive datetime, UTC; False if the calendar has no working time
        """
        return self._sop_working_time(self.company_id or self.env.company).deadline(start, value, unit) or False

    def _sop_worked_hours(self, spans):
        """Working hours inside each (start, end) of naive UTC datetimes, read from the calendar once for all."""
        return self._sop_working_time(self.company_id or self.env.company).hours_of(spans)

    def _sop_day(self, day):
        """First and last second of a day where this calendar is, naive UTC."""
        zone = pytz.timezone(self.tz or "UTC")
        ends = (datetime.combine(day, time.min), datetime.combine(day, time.max).replace(microsecond=0))
        return tuple(_naive(zone.localize(end)) for end in ends)


def _naive(moment):
    return moment.astimezone(pytz.utc).replace(tzinfo=None)

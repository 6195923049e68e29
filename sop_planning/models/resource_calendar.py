from datetime import datetime, time
from functools import partial
from typing import NamedTuple

import pytz

from odoo import api, models, tools

from ..flow.working_time import OfficeHours, WorkingTime, office_spans, within, without, year_of, years
from .registry_cache import forget

# What decides when a calendar works.
PATTERN = {
    *("attendance_ids", "attendance_ids_1st_week", "attendance_ids_2nd_week", "two_weeks_calendar", "tz"),
    *("hours_per_day", "hours_per_week", "schedule_type", "flexible_hours", "full_time_required_hours", "company_id"),
}
# Lines of a calendar in which people work.
WORK = [("display_type", "=", False), ("day_period", "!=", "lunch")]


class Office(NamedTuple):
    """What a calendar says of its week; `day` and `week` are working hours of standard time."""

    lines: tuple[OfficeHours, ...]
    zone: str
    day: float
    week: float
    is_flexible: bool


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        done = super().write(vals)
        if "tz" in vals:
            self.leave_ids._sop_move_holidays()
        if PATTERN & vals.keys():
            self._sop_hours_changed()
        return done

    def unlink(self):
        holidays = self.global_leave_ids
        self._sop_replan()  # whoever works by it is known until then
        done = super().unlink()
        forget(self.env)
        holidays._sop_changed()  # core leaves them, as those of the whole company
        return done

    def _sop_hours_changed(self):
        """Forget what the registry keeps of the hours of offices, and plan again what is open."""
        forget(self.env)
        self._sop_replan()

    def _sop_replan(self):
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
        zone = zone or self._sop_zone() or "UTC"
        if not self:
            return WorkingTime(lambda _first, _last: [], zone, 0, 0)
        office = self._sop_office(self.id)
        return WorkingTime(partial(self._sop_spans, company, zone), zone, office.day, office.week)

    def _sop_zone(self):
        """Name of the time zone its hours are meant in, '' for no calendar; costs no query, as its field does."""
        return self._sop_office(self.id).zone if self else ""

    def _sop_spans(self, company, zone, first, last):
        if self._sop_office(self.id).is_flexible:
            return without(self._sop_flexible_spans(zone, first, last), self._sop_holidays(company.id, first, last))
        whole = (self._sop_year(self.id, company.id, zone, year) for year in years(zone, first, last))
        return [span for spans in whole for span in within(spans, first, last)]

    def _sop_flexible_spans(self, zone, first, last):
        """Core's own guess of where the hours of such a day lie."""
        ends = pytz.utc.localize(first), pytz.utc.localize(last)
        work = self._attendance_intervals_batch(*ends, tz=pytz.timezone(zone))[False]
        return [tuple(_naive(moment) for moment in span[:2]) for span in work]

    # Every step asks twice, and the hours and holidays of an office change a few times in a year. Whoever finishes a
    # step need not see the calendar of the next one.

    @api.model
    @tools.ormcache("calendar_id", "company_id", "zone", "year")
    def _sop_year(self, calendar_id, company_id, zone, year):
        """The spans of work of a calendar year, holidays left out."""
        calendar, ends = self.sudo().browse(calendar_id), year_of(zone, year)
        spans = office_spans(self._sop_office(calendar_id).lines, zone, *ends)
        return tuple(without(spans, calendar._sop_holidays(company_id, *ends)))

    @api.model
    @tools.ormcache("calendar_id")
    def _sop_office(self, calendar_id):
        calendar = self.sudo().browse(calendar_id)
        lines = self.env["resource.calendar.attendance"].sudo()
        lines = lines.search([("calendar_id", "=", calendar_id), *WORK])
        hours = tuple(line._sop_office_hours() for line in lines)
        return Office(hours, calendar.tz, calendar.hours_per_day, calendar.hours_per_week, calendar.flexible_hours)

    def _sop_holidays(self, company_id, first, last):
        """Leaves of nobody in particular; of an agency's own only, where core takes those of every company that name
        no calendar."""
        leaves = self.env["resource.calendar.leaves"].search_fetch(
            [
                *[("time_type", "=", "leave"), ("resource_id", "=", False), ("calendar_id", "in", [self.id, False])],
                *[("company_id", "in", [company_id, self.company_id.id, False])],
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

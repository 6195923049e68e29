"""When a standard time runs out: arithmetic on the spans in which an office works.

A calendar is given as a function that reads its spans, so that holidays, lunch and two-week patterns are the business
of whoever keeps the calendar, and a whole batch of deadlines costs one reading. Moments are naive datetimes in UTC.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import pytz
from dateutil.relativedelta import relativedelta

Spans = list[tuple[datetime, datetime]]

# Beyond it nothing is planned: a calendar without working time must not be searched for ever.
HORIZON = timedelta(days=5 * 366)
HORIZON_MONTHS = 60
LONGEST = HORIZON / timedelta(hours=1)
FIRST_LOOK = timedelta(days=28)


class WorkingTime:
    """The working time of one calendar in one time zone.

    :param read: gives the spans of work between two moments, in order and apart from each other
    :param zone: name of the time zone in which months are counted
    :param day_hours: working hours of a day of standard time
    :param week_hours: working hours of a week of standard time
    """

    def __init__(self, read: Callable[[datetime, datetime], Spans], zone: str, day_hours: float, week_hours: float):
        self._read, self.zone = read, pytz.timezone(zone)
        self._hours = {"minute": 1 / 60, "hour": 1, "day": day_hours, "week": week_hours}
        self._first = self._last = None
        self._spans: Spans = []

    def hours(self, value: int, unit: str) -> float:
        """Working hours in `value` minutes, hours, days or weeks of standard time."""
        return value * self._hours[unit]

    def deadline(self, start: datetime, value: int, unit: str) -> datetime | None:
        """When a standard time that begins at `start` runs out.

        Minutes, hours, days and weeks count working hours; a month is a calendar month where the office is (31 January
        and one month is the last day of February), moved on to working time.

        :param value: number of units, at least 1
        :param unit: minute, hour, day, week or month
        :return: None if the calendar has no such working time within five years
        """
        if unit == "month":
            return self.after(self._months_later(start, value), 0) if value <= HORIZON_MONTHS else None
        hours = self.hours(value, unit)
        return self.after(start, hours) if hours else None

    def _months_later(self, start: datetime, months: int) -> datetime:
        return self.utc(self.local(start) + relativedelta(months=months))

    def foresee(self, start: datetime, times: Iterable[tuple[int, str]]) -> None:
        """Read at once what a row of standard times will need, one after the other from `start`."""
        hours = sum(value * (31 * 24 / 6 if unit == "month" else self._hours[unit]) for value, unit in times)
        self._cover(start, start + _reach(hours))

    def local(self, moment: datetime) -> datetime:
        """A moment as the clock of the office shows it, naive."""
        return _local(self.zone, moment)

    def utc(self, local: datetime) -> datetime:
        """The moment at which the clock of the office shows `local`."""
        return _utc(self.zone, local)

    def after(self, start: datetime, hours: float) -> datetime | None:
        """The moment at which `hours` of work since `start` are done; None if there is none within five years."""
        reach, left = _reach(hours), timedelta(hours=min(hours, LONGEST))
        if self._first is not None and self._first <= start < self._last:
            # What is known already is often enough.
            moment = _walk(within(self._spans, start, self._last), left)
            if moment:
                return moment
        while True:
            spans = self._between(start, start + reach)
            moment = _walk(spans, left)
            if moment or reach == HORIZON:
                return moment
            # No work at all in four weeks is most likely an empty calendar: look once more, as far as one looks.
            reach = min(4 * reach, HORIZON) if spans else HORIZON

    def back(self, end: datetime, hours: float) -> datetime | None:
        """The moment from which `hours` of work lead up to `end`; None if there is none within five years."""
        reach, left = _reach(hours), timedelta(hours=min(hours, LONGEST))
        while True:
            spans = self._between(end - reach, end)
            # The same walk on a clock that runs backwards from `end`.
            moment = _walk([(end + (end - stop), end + (end - start)) for start, stop in reversed(spans)], left)
            if moment or reach == HORIZON:
                return moment and end - (moment - end)
            reach = min(4 * reach, HORIZON) if spans else HORIZON

    def hours_between(self, start: datetime, end: datetime) -> float:
        """Working hours from `start` to `end`; 0 if that is not later."""
        return sum((stop - begin for begin, stop in self._between(start, end)), timedelta()) / timedelta(hours=1)

    def hours_of(self, spans: Collection[tuple[datetime, datetime]]) -> list[float]:
        """Working hours inside each span, read at once for all."""
        if spans:
            self._between(min(start for start, _end in spans), max(end for _start, end in spans))
        return [self.hours_between(start, end) for start, end in spans]

    def works_on(self, moment: datetime) -> bool:
        """Whether the office works on the day on which `moment` falls there."""
        midnight = self.local(moment).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.hours_between(self.utc(midnight), self.utc(midnight + timedelta(days=1))) > 0

    def _between(self, start: datetime, end: datetime) -> Spans:
        """Spans of work, cut at `start` and `end`."""
        if end <= start:
            return []
        self._cover(start, end)
        return list(within(self._spans, start, end))

    def _cover(self, start: datetime, end: datetime) -> None:
        """Read what is not known yet; in one piece, because one reading of a calendar costs as much as another."""
        if self._first is not None and self._first <= start and end <= self._last:
            return
        first, last = (start, end) if self._first is None else (min(start, self._first), max(end, self._last))
        if self._first is not None:
            # Whoever asks a second time will ask a third time: the next deadline begins where this one ends.
            last = max(last, start + 2 * (end - start))
        self._first, self._last, self._spans = first, last, self._read(first, last)


def within(spans: Sequence[tuple[datetime, datetime]], start: datetime, end: datetime) -> Iterator:
    """What of spans, in order and apart from each other, lies between two moments."""
    for index in range(bisect_right(spans, start, key=lambda span: span[1]), len(spans)):
        begin, stop = spans[index]
        if max(begin, start) >= end:
            return
        yield max(begin, start), min(stop, end)


class OfficeHours(NamedTuple):
    """One line of a working week, in hours of the day; `week` is 0 or 1 in a calendar of two weeks, else None."""

    weekday: int
    start: float
    end: float
    week: int | None = None


def office_spans(hours: Iterable[OfficeHours], zone: str, first: datetime, last: datetime) -> Spans:
    """The spans of work between two moments in a week like this, in order.

    :param hours: lines that do not overlap
    :param zone: name of the time zone the hours are meant in
    """
    by_day, zone = defaultdict(list), pytz.timezone(zone)
    for line in sorted(hours, key=lambda line: line.start):
        for week in (0, 1) if line.week is None else (line.week,):
            by_day[week, line.weekday].append((_hours(line.start), _hours(line.end)))
    day = _local(zone, first).replace(hour=0, minute=0, second=0, microsecond=0)
    spans = []
    while (midnight := _midnight(zone, day)) < last:
        # The weeks of the Gregorian calendar take turns from its first day on, as Odoo counts them.
        for start, end in by_day[(day.toordinal() - 1) // 7 % 2, day.weekday()]:
            spans.append((max(midnight + start, first), min(midnight + end, last)))
        day += timedelta(days=1)
    return [(start, end) for start, end in spans if start < end]


def years(zone: str, first: datetime, last: datetime) -> range:
    """The calendar years, by the clock of a zone, that two moments and all between them lie in."""
    zone = pytz.timezone(zone)
    return range(_local(zone, first).year, _local(zone, last).year + 1)


def year_of(zone: str, year: int) -> tuple[datetime, datetime]:
    """First and last moment of a calendar year by the clock of a zone; the last is the first of the next year."""
    zone = pytz.timezone(zone)
    return _utc(zone, datetime(year, 1, 1)), _utc(zone, datetime(year + 1, 1, 1))


def _hours(hours):
    return timedelta(minutes=round(60 * hours))


def _midnight(zone, day):
    """Midnight by the clock that an office has at noon: where clocks change, they do so before it opens."""
    noon = day + timedelta(hours=12)
    return _utc(zone, noon) - timedelta(hours=12)


def without(spans: Spans, leaves: Iterable[tuple[datetime, datetime]]) -> Spans:
    """What is left of spans of work outside of leaves."""
    for away, back in leaves:
        parts = (part for begin, stop in spans for part in ((begin, min(stop, away)), (max(begin, back), stop)))
        spans = [(start, end) for start, end in parts if start < end]
    return spans


def _local(zone, moment):
    return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)


def _utc(zone, local):
    return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)


def _reach(hours):
    """How far to look for so many working hours: an office that works less than four hours of a day needs a second
    look."""
    return min(FIRST_LOOK + timedelta(hours=6 * min(hours, LONGEST)), HORIZON)


def _walk(spans, left):
    """Where `left` of work is used up along `spans`; None if they end before."""
    for start, stop in spans:
        if left <= stop - start:
            # To the second, which is what databases and people tell apart; minutes are no whole parts of an hour.
            return (start + left + timedelta(microseconds=500_000)).replace(microsecond=0)
        left -= stop - start
    return None

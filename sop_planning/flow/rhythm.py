"""When an SOP starts by itself, and what its run is called.

A rhythm cuts time into periods (years, half-years, quarters, months) and names one date in each; a run belongs to its
period, so that moving the date within the period does not make a second run of it. Names are patterns with a few known
placeholders; nothing in them is ever evaluated.
"""

import calendar
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from string import Formatter

MONTHS_OF = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
ROMAN = ("I", "II", "III", "IV")
# A subject is a text of the office: official papers are Indonesian whatever the reader's language.
MONTH_NAMES = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
PLACEHOLDERS = {
    "year": lambda day: str(day.year),
    "next_year": lambda day: str(day.year + 1),
    "previous_year": lambda day: str(day.year - 1),
    "semester": lambda day: ROMAN[(day.month - 1) // 6],
    "quarter": lambda day: ROMAN[(day.month - 1) // 3],
    "month": lambda day: MONTH_NAMES[day.month - 1],
}


class BadPattern(Exception):
    """A pattern that cannot be filled; `what` is the piece that is wrong, '' for a brace without its other half."""

    def __init__(self, what: str):
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time the SOP is due: the first day of its period, and the day in it."""

    period: date
    day: date


@dataclass(frozen=True, slots=True)
class Rhythm:
    """:param every: one of MONTHS_OF
    :param month: 1 to 12, one of the months it falls in; the others follow from `every`
    :param day: 1 to 31; in a month that is shorter, its last day"""

    every: str
    month: int
    day: int

    def occurrences(self, since: date) -> Iterator[Occurrence]:
        """Occurrences from the period before the one that holds `since`, without end."""
        step = MONTHS_OF[self.every]
        number = (since.year * 12 + since.month - 1) // step - 1
        while True:
            yield self._occurrence(number * step, (self.month - 1) % step)
            number += 1

    def _occurrence(self, first: int, offset: int) -> Occurrence:
        year, month = divmod(first + offset, 12)
        day = min(self.day, calendar.monthrange(year, month + 1)[1])
        return Occurrence(date(first // 12, first % 12 + 1, 1), date(year, month + 1, day))


def working_day_before(day: date, count: int, working: Sequence[date]) -> date:
    """The day `count` working days before `day`; calendar days where the calendar does not reach back so far.

    :param working: working days in order
    """
    if not count:
        return day
    place = bisect_left(working, day) - count
    return working[place] if place >= 0 else day - timedelta(days=count)


def fill(pattern: str, day: date) -> str:
    """A pattern with its placeholders filled for a date: 'RKT {next_year}' -> 'RKT 2027'.

    :raises BadPattern: a placeholder that does not exist, or a lonely brace; write '{{' for a brace
    """
    return "".join(literal + (PLACEHOLDERS[name](day) if name else "") for literal, name in _pieces(pattern))


def _pieces(pattern: str) -> Iterator[tuple[str, str | None]]:
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError as error:
        raise BadPattern("") from error
    for literal, name, spec, conversion in pieces:
        if name is not None and (name not in PLACEHOLDERS or spec or conversion):
            raise BadPattern(_as_written(name, spec, conversion))
        yield literal, name


def _as_written(name: str, spec: str | None, conversion: str | None) -> str:
    return "{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"

"""When an SOP starts by itself, and what its run is called.

A rhythm cuts time into periods (years, half-years, quarters, months, or several of them) and names one date in each; a
run belongs to its period, so that moving the date within the period does not make a second run of it. Names are
patterns with a few known placeholders; nothing in them is ever evaluated.
"""

import calendar
import re
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


YEARS_AWAY = re.compile(r"year([+-][1-9][0-9]?)")


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
    :param day: 1 to 31; in a month that is shorter, its last day
    :param interval: every so many years, half-years, quarters or months; 5 for a Renstra every five years
    :param first_year: a year in which it is due; what it says where the interval is 1, it says of every year"""

    every: str
    month: int
    day: int
    interval: int = 1
    first_year: int = 2000

    def occurrences(self, since: date) -> Iterator[Occurrence]:
        """Occurrences from the period before the one that holds `since`, without end."""
        unit = MONTHS_OF[self.every]
        step, offset = unit * self.interval, (self.month - 1) % unit
        anchor = self.first_year * 12 + self.month - 1 - offset
        number = (since.year * 12 + since.month - 1 - anchor) // step - 1
        while True:
            yield self._occurrence(anchor + number * step, offset)
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
    """A pattern with its placeholders filled for a date: 'RKT {next_year}' -> 'RKT 2027', 'Renstra {year+1}-{year+5}'.

    :raises BadPattern: a placeholder that does not exist, or a lonely brace; write '{{' for a brace
    """
    return "".join(literal + (_value(name, day) if name else "") for literal, name in _pieces(pattern))


def _value(name: str, day: date) -> str:
    away = YEARS_AWAY.fullmatch(name)
    return str(day.year + int(away[1])) if away else PLACEHOLDERS[name](day)


def _pieces(pattern: str) -> Iterator[tuple[str, str | None]]:
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError as error:
        raise BadPattern("") from error
    for literal, name, spec, conversion in pieces:
        if name is not None and (not _is_known(name) or spec or conversion):
            raise BadPattern(_as_written(name, spec, conversion))
        yield literal, name


def _is_known(name: str) -> bool:
    return name in PLACEHOLDERS or bool(YEARS_AWAY.fullmatch(name))


def _as_written(name: str, spec: str | None, conversion: str | None) -> str:
    return "{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"

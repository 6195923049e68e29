"""National holidays: those on fixed days, and the file in which an office gets the others."""

import csv
import io
from datetime import date, datetime
from typing import NamedTuple

# Keputusan Presiden 8/2024; 1 May is one since 2014 and 1 June since 2017. All others move with the moon or are set
# each year by the joint decree of three ministers (SKB 3 Menteri), and so come from a file.
FIXED = (
    (1, 1, "Tahun Baru Masehi"),
    (5, 1, "Hari Buruh Internasional"),
    (6, 1, "Hari Lahir Pancasila"),
    (8, 17, "Proklamasi Kemerdekaan"),
    (12, 25, "Kelahiran Yesus Kristus"),
)
FIRST_YEAR, LAST_YEAR = 2017, 2100
LONGEST_NAME = 200
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
HEADERS = {("date", "name"), ("tanggal", "nama"), ("tanggal", "hari libur"), ("tanggal", "keterangan")}


class Holiday(NamedTuple):
    """A day on which nobody works; `line` is where the file names it, 0 for the fixed ones."""

    day: date
    name: str
    line: int = 0


class Fault(NamedTuple):
    """What is wrong with a line of a file: columns, date, year, name or twice."""

    line: int
    code: str
    text: str


def fixed(year: int) -> list[Holiday]:
    """The holidays that fall on the same day every year.

    :raises ValueError: a year before all of them were holidays, or too far ahead
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return [Holiday(date(year, month, day), name) for month, day, name in FIXED]


def read(text: str) -> tuple[list[Holiday], list[Fault]]:
    """The holidays of a CSV file with the columns date and name.

    Separated by comma, semicolon or tab; dates as 2027-03-10 or 10/03/2027; a first line with the names of the columns
    and empty lines are passed over.

    :return: holidays in the order of the file, and what is wrong with the lines that are not among them
    """
    holidays, faults, seen = [], [], {}
    for line, cells in _rows(text):
        found = _holiday(line, cells)
        if isinstance(found, Holiday) and found.day in seen:
            found = Fault(line, "twice", found.day.isoformat())
        if isinstance(found, Fault):
            faults.append(found)
        else:
            seen[found.day] = line
            holidays.append(found)
    return holidays, faults


def _rows(text):
    lines = text.lstrip("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    separator = max(";\t,", key=first.count)
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in _cells(line, separator)]
        if any(cells) and not (line == first and tuple(cell.lower() for cell in cells) in HEADERS):
            yield number, cells


def _cells(line, separator):
    try:
        return next(csv.reader(io.StringIO(line), delimiter=separator), [])
    except csv.Error:
        return [line]


def _holiday(line, cells):
    """The Holiday of a line, or its Fault."""
    while len(cells) > 2 and not cells[-1]:
        cells = cells[:-1]
    if len(cells) != 2:
        return Fault(line, "columns", " ".join(cells))
    text, name = cells
    day = _date(text)
    if day is None:
        return Fault(line, "date", text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Fault(line, "year", text)
    return Holiday(day, name, line) if 0 < len(name) <= LONGEST_NAME else Fault(line, "name", text)


def _date(text):
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None

"""Nomor Induk Pegawai: the number of a civil servant.

Eighteen digits: date of birth (8), year and month of the start of service (6), sex (1), serial number (3). Contract
staff (PPPK) have 21 and upwards in the place of the month. Source: the numbers of the seeds; the place of the PPPK
code is general knowledge.
"""

import re
from datetime import date

LENGTH = 18


def digits(nip: str) -> str:
    """The digits of a number as printed, which may be grouped by blanks, dots or dashes."""
    return re.sub(r"[\s.\-]", "", nip or "")


def fault(nip: str) -> str:
    """What is wrong with a number, the first part that is: a word.

    :return: '' for a right one, else length, birth, service, sex or serial
    """
    number = digits(nip)
    if len(number) != LENGTH or not number.isdecimal():
        return "length"
    birth, year, month, sex, serial = number[:8], int(number[8:12]), int(number[12:14]), number[14], number[15:]
    born = _day(birth)
    if not born:
        return "birth"
    if not (1 <= month <= 12 or 21 <= month <= 29) or year <= born.year:
        return "service"
    if sex not in "12":
        return "sex"
    return "serial" if serial == "000" else ""


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None

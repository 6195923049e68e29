"""The fixed national holidays, and the file with the others."""

from datetime import date

import pytest
from flow.holidays import Fault, fixed, read
from hypothesis import given
from hypothesis import strategies as st

from .flows import bounded


def test_fixed_days():
    days = [(holiday.day.month, holiday.day.day) for holiday in fixed(2027)]
    assert days == [(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)]
    assert {holiday.day.year for holiday in fixed(2027)} == {2027}


@pytest.mark.parametrize("year", (2016, 2101, 0, -1, 10**9))
def test_years_of_which_nothing_is_known(year):
    with pytest.raises(ValueError):
        fixed(year)


@pytest.mark.parametrize(
    "text",
    (
        "2030-03-05,Hari A\n2030-03-06,Hari B\n",
        "date,name\n2030-03-05,Hari A\n2030-03-06,Hari B",
        "\ufeffTanggal;Nama\r\n05/03/2030;Hari A\r\n\r\n06-03-2030;Hari B;\r\n",
        "tanggal\tketerangan\n2030-03-05\tHari A\n2030-03-06\t Hari B ",
        '"2030-03-05","Hari A"\n2030-03-06,"Hari B"\n',
    ),
)
def test_files_that_say_the_same(text):
    holidays, faults = read(text)
    assert not faults
    assert [(holiday.day, holiday.name) for holiday in holidays] == [
        (date(2030, 3, 5), "Hari A"),
        (date(2030, 3, 6), "Hari B"),
    ]


def test_faults_name_their_lines():
    text = "date,name\n2030-03-05,Hari A\n\n2030-02-30,X\n5 Maret,X\n2030-03-06,\n2030-03-05,Lagi\n1999-01-01,X\n"
    text += "satu\na,b,c"
    holidays, faults = read(text)
    assert [(holiday.day.day, holiday.line) for holiday in holidays] == [(5, 2)]
    assert [(fault.line, fault.code) for fault in faults] == [
        (4, "date"), (5, "date"), (6, "name"), (7, "twice"), (8, "year"), (9, "columns"), (10, "columns"),
    ]  # fmt: skip
    assert faults[0] == Fault(4, "date", "2030-02-30")


@bounded(150)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    holidays, faults = read(text)
    assert len(holidays) + len(faults) <= len(text.splitlines())


def test_a_name_without_end():
    assert read("2030-03-05," + "x" * 201)[1][0].code == "name"
    assert read("2030-03-05," + "x" * 200_000)[1][0].code in ("name", "columns")  # as csv's limit happens to be set

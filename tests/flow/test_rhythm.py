"""When an SOP is due, and how its run is called: examples to read, and what holds for every rhythm."""

import contextlib
from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from flow.rhythm import MONTHS_OF, BadPattern, Rhythm, fill, working_day_before
from hypothesis import given
from hypothesis import strategies as st

rhythms = st.builds(
    Rhythm,
    *(st.sampled_from(sorted(MONTHS_OF)), st.integers(1, 12), st.integers(1, 31), st.integers(1, 7)),
    st.integers(1990, 2050),
)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def dates(every, month, day, since, count, *several):
    return [str(one.day) for one in islice(Rhythm(every, month, day, *several).occurrences(since), count)]


def test_examples():
    today = date(2026, 11, 21)
    assert dates("year", 1, 15, today, 3) == ["2025-01-15", "2026-01-15", "2027-01-15"]
    assert dates("half_year", 8, 1, today, 3) == ["2026-02-01", "2026-08-01", "2027-02-01"]
    assert dates("quarter", 3, 31, today, 4) == ["2026-09-30", "2026-12-31", "2027-03-31", "2027-06-30"]
    assert dates("year", 6, 1, today, 3, 5, 2029) == ["2019-06-01", "2024-06-01", "2029-06-01"]
    assert dates("year", 6, 1, date(2029, 1, 1), 2, 5, 2019) == ["2024-06-01", "2029-06-01"]
    assert dates("month", 3, 10, today, 4, 2, 2027) == ["2026-09-10", "2026-11-10", "2027-01-10", "2027-03-10"]
    assert dates("half_year", 8, 1, today, 3, 3, 2026) == ["2025-02-01", "2026-08-01", "2028-02-01"]
    assert dates("month", 1, 31, date(2028, 1, 5), 3) == ["2027-12-31", "2028-01-31", "2028-02-29"]


@given(rhythms, days)
def test_one_date_in_each_period(rhythm, since):
    found = list(islice(rhythm.occurrences(since), 30))
    assert found[0].period < since
    months = MONTHS_OF[rhythm.every] * rhythm.interval
    for first, second in pairwise(found):
        assert first.period <= first.day < second.period <= second.day
        gap = (second.period.year - first.period.year) * 12 + second.period.month - first.period.month
        assert gap == months
    assert {one.period.day for one in found} == {1}


@given(rhythms, days, days)
def test_a_period_has_the_same_date_whenever_one_asks(rhythm, since, later):
    first = {one.period: one.day for one in islice(rhythm.occurrences(since), 40)}
    second = {one.period: one.day for one in islice(rhythm.occurrences(later), 40)}
    assert all(first[period] == second[period] for period in first.keys() & second.keys())


def test_patterns():
    day = date(2026, 8, 20)
    assert fill("RKT {next_year}", day) == "RKT 2027"
    assert fill("{previous_year}, {year}", day) == "2025, 2026"
    assert fill("Monev Semester {semester} Triwulan {quarter}, {month} {year}", day) == (
        "Monev Semester II Triwulan III, Agustus 2026"
    )
    assert fill("Renstra {year+1}-{year+5} (lama: {year-4})", day) == "Renstra 2027-2031 (lama: 2022)"
    assert fill("tanpa apa-apa {{x}}", day) == "tanpa apa-apa {x}"
    assert fill("", day) == ""


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("RKT {tahun}", "{tahun}"),
        ("RKT {year+}", "{year+}"),
        ("RKT {year+0}", "{year+0}"),
        ("RKT {year+100}", "{year+100}"),
        ("RKT {year+1+1}", "{year+1+1}"),
        ("RKT {month+1}", "{month+1}"),
        ("RKT {year.__class__}", "{year.__class__}"),
        ("RKT {year[0]}", "{year[0]}"),
        ("RKT {year!r}", "{year!r}"),
        ("RKT {year:>99999999}", "{year:>99999999}"),
        ("RKT {}", "{}"),
        ("RKT {0}", "{0}"),
        ("RKT {year", ""),
        ("RKT year}", ""),
    ],
)
def test_bad_patterns(pattern, what):
    with pytest.raises(BadPattern) as raised:
        fill(pattern, date(2026, 8, 20))
    assert raised.value.what == what


@given(st.text(alphabet="{}abc_year!:.[]0", max_size=30))
def test_any_text_is_filled_or_refused(pattern):
    with contextlib.suppress(BadPattern):
        assert isinstance(fill(pattern, date(2026, 8, 20)), str)


def test_working_days_before():
    # Thursday 17 and Friday 18 are holidays, 19 and 20 a weekend.
    working = [date(2026, 9, day) for day in (14, 15, 16, 21, 22, 23)]
    assert working_day_before(date(2026, 9, 22), 0, working) == date(2026, 9, 22)
    assert working_day_before(date(2026, 9, 22), 1, working) == date(2026, 9, 21)
    assert working_day_before(date(2026, 9, 22), 2, working) == date(2026, 9, 16)
    assert working_day_before(date(2026, 9, 20), 1, working) == date(2026, 9, 16)
    assert working_day_before(date(2026, 9, 22), 5, []) == date(2026, 9, 17)


@given(days, st.integers(0, 60), st.sets(days))
def test_working_days_before_never_later(day, count, working):
    found = working_day_before(day, count, sorted(working))
    assert found <= day
    assert count == 0 or found < day or found == day - timedelta(days=count)

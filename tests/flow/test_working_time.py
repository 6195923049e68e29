"""Arithmetic of working time, in an office that works 8-12 and 13-17 from Monday to Friday."""

from datetime import datetime, timedelta

from flow.working_time import HORIZON, OfficeHours, WorkingTime, office_spans, within, without, year_of, years
from hypothesis import given
from hypothesis import strategies as st

from .flows import bounded

many = bounded(120)
WEEK = [OfficeHours(day, *hours) for day in range(5) for hours in ((8, 12), (13, 17))]
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
# Moments to the minute in two years, whatever the hour or the day.
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1) + timedelta(minutes=minutes))
some_hours = st.integers(0, 60 * 400).map(lambda minutes: minutes / 60)


def office(zone="UTC", week=WEEK, leaves=(), asked=None):
    def read(first, last):
        if asked is not None:
            asked.append((first, last))
        return without(office_spans(week, zone, first, last), leaves)

    return WorkingTime(read, zone, 8, 40)


@many
@given(moments, some_hours)
def test_what_is_done_after_takes_so_long(start, hours):
    working = office()
    assert abs(working.hours_between(start, working.after(start, hours)) - hours) < 1 / 3600


@many
@given(moments, some_hours)
def test_back_is_the_other_way_round(end, hours):
    working = office()
    assert abs(working.hours_between(working.back(end, hours), end) - hours) < 1 / 3600


@many
@given(moments, some_hours, some_hours)
def test_one_after_the_other_is_both_together(start, first, second):
    working = office()
    in_turn = working.after(working.after(start, first), second)
    # The end of one day and the begin of the next are the same moment for work.
    assert working.hours_between(*sorted((in_turn, working.after(start, first + second)))) == 0


@many
@given(st.lists(st.tuples(moments, moments), max_size=6))
def test_many_spans_are_measured_by_one_reading(spans):
    asked = []
    assert office(asked=asked).hours_of(spans) == [office().hours_between(*span) for span in spans]
    assert len(asked) <= 1


@many
@given(moments, some_hours, st.lists(st.integers(0, 100), max_size=6))
def test_leaves_take_no_work(start, hours, days):
    leaves = [(start + timedelta(days=day), start + timedelta(days=day + 1)) for day in days]
    end = office(leaves=leaves).after(start, hours)
    lost = sum(office().hours_between(max(away, start), min(back, end)) for away, back in set(leaves) if away < end)
    assert abs(office().hours_between(start, end) - hours - lost) < 1 / 3600


@many
@given(
    moments,
    st.lists(st.tuples(st.integers(1, 40), st.sampled_from(("minute", "hour", "day", "week", "month"))), max_size=12),
)
def test_a_row_of_steps_is_read_once(start, times):
    asked = []
    working = office(asked=asked)
    working.foresee(start, times)
    moment = start
    for value, unit in times:
        moment = moment and working.deadline(moment, value, unit)
    assert len(asked) == 1 or moment is None or moment > start + HORIZON


def test_months_are_counted_where_the_office_is():
    for zone in ZONES:
        working = office(zone)
        for start, months, expected in (
            ((2026, 1, 30, 9), 1, (2026, 3, 2, 8)),  # 28 February is a Saturday
            ((2028, 1, 31, 9), 1, (2028, 2, 29, 9)),
            ((2026, 3, 31, 9), 1, (2026, 4, 30, 9)),
            # Half past seven in Jayapura is still the day before in UTC.
            ((2026, 3, 2, 7, 30), 1, (2026, 4, 2, 8)),
            ((2026, 10, 1, 7, 30), 5, (2027, 3, 1, 8)),
        ):
            deadline = working.deadline(working.utc(datetime(*start)), months, "month")
            assert working.local(deadline) == datetime(*expected), (zone, start)


def test_two_weeks_in_turn():
    # 23 November 2026 is the Monday of an even week: (ordinal - 1) // 7 % 2 is 0.
    monday = datetime(2026, 11, 23)
    even = (monday.toordinal() - 1) // 7 % 2
    working = office(week=[OfficeHours(0, 8, 12, even), OfficeHours(0, 8, 10, 1 - even)])
    assert working.after(monday, 4) == datetime(2026, 11, 23, 12)
    assert working.after(monday, 6) == datetime(2026, 11, 30, 10)
    assert working.after(monday, 7) == datetime(2026, 12, 7, 9)


def test_an_empty_calendar_is_looked_at_twice_at_most():
    asked = []
    working = office(week=[], asked=asked)
    assert working.after(datetime(2026, 1, 1), 1) is None
    assert working.back(datetime(2026, 1, 1), 1) is None
    assert working.deadline(datetime(2026, 1, 1), 1, "month") is None
    assert len(asked) <= 4
    assert not working.works_on(datetime(2026, 1, 1))


def test_what_never_ends_has_no_deadline():
    for unit in ("minute", "hour", "day", "week", "month"):
        assert office().deadline(datetime(2026, 1, 1), 2**31 - 1, unit) is None


def test_a_calendar_that_calls_a_day_nothing():
    working = WorkingTime(lambda first, last: office_spans(WEEK, "UTC", first, last), "UTC", 0, 0)
    assert working.deadline(datetime(2026, 1, 1), 3, "day") is None


def test_days_on_which_the_office_works():
    working = office("Asia/Jayapura")
    sunday_evening_in_utc = datetime(2026, 11, 22, 22)  # Monday, 7 o'clock
    assert working.works_on(sunday_evening_in_utc)
    assert not working.works_on(datetime(2026, 11, 22, 12))


YEARS = {zone: {year: office_spans(WEEK, zone, *year_of(zone, year)) for year in range(2025, 2075)} for zone in ZONES}


@many
@given(moments, some_hours)
def test_years_put_together(start, hours):
    end = start + timedelta(hours=hours)
    for zone, known in YEARS.items():
        cut = [span for year in years(zone, start, end) for span in within(known[year], start, end)]
        assert cut == office_spans(WEEK, zone, start, end)

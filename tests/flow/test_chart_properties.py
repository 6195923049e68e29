"""Whatever the SOP, its drawing is right: connected, without overlaps, with clean labels, for any row height."""
from random import Random

from flow.chart import Chart, absolute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .geometry import crossings, violations
from .sops import random_table

CALM = settings(max_examples=120, deadline=None, derandomize=True,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
SEEDS = st.integers(0, 10**6)
# Crossings per line that a random SOP may have on the screen, where nothing is cut into pages.
CROSSINGS = 0.15


def drawn(table, seed):
    sheet = Chart(table).screen().sheets[0]
    random = Random(seed)
    heights = [row.height + random.choice((0.0, 0.0, 3.3, 30.0)) for row in sheet.rows]
    return sheet, absolute(sheet, heights)


@CALM
@given(SEEDS, st.integers(1, 40), st.integers(1, 10), st.floats(0, 0.8), st.sampled_from((0.0, 0.15, 0.5)))
def test_drawing_is_clean(seed, steps, lanes, back, joint):
    sheet, picture = drawn(random_table(seed, steps, lanes, back, joint), seed)
    assert not violations(sheet, picture)


@CALM
@given(SEEDS, st.integers(2, 30), st.integers(1, 10))
def test_every_way_is_drawn_once(seed, steps, lanes):
    chart = Chart(random_table(seed, steps, lanes))
    sheet = chart.screen().sheets[0]
    drawn_ways = [line.way for line in sheet.lines if line.way]
    within = [way[:2] for way in chart.ways if abs(way[1] - way[0]) <= 25]
    assert set(within) <= set(drawn_ways)
    assert len(sheet.labels) == sum(bool(label) for _source, _target, label in chart.ways)


@CALM
@given(SEEDS, st.integers(2, 30), st.integers(1, 8), st.integers(4, 6))
def test_decisions_with_many_exits_are_clean(seed, steps, lanes, exits):
    sheet, picture = drawn(random_table(seed, steps, lanes, exits=(2, exits)), seed)
    assert not violations(sheet, picture)


@settings(CALM, max_examples=2)
@given(SEEDS)
def test_three_hundred_steps_are_clean(seed):
    sheet, picture = drawn(random_table(seed, 300, 10), seed)
    assert not violations(sheet, picture)


def test_crossings_stay_rare():
    lines = crossed = 0
    for seed in range(40):
        sheet, picture = drawn(random_table(seed, 12, 5), seed)
        lines += len(sheet.lines)
        crossed += crossings(picture)
    assert crossed <= CROSSINGS * lines

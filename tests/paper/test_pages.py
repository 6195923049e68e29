"""Pages: each valid by itself, together the whole table."""
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from flow.chart import Activity, Chart, Lane, Table, Texts, absolute
from flow.graph import Flow, Step
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper import A4, F4, LEGAL, Paper, columns, compose

from ..flow.geometry import crossings, violations
from ..flow.nine import nine_tables
from ..flow.sops import random_table

CALM = settings(max_examples=60, deadline=None, derandomize=True,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NINE = nine_tables()
PAPERS = st.sampled_from((A4, F4, LEGAL, Paper(297, 210, (20, 15, 20, 25))))
SIZES = st.sampled_from((7.5, 9.0, 11.0))
TABLES = st.builds(random_table, st.integers(0, 10**6), st.integers(1, 40), st.integers(1, 10),
                   st.floats(0, 0.8), st.sampled_from((0.0, 0.15, 0.5)), st.sampled_from((0.0, 0.0, 0.15)))


def heights(sheet, random):
    return [row.height + random.choice((0.0, 0.0, 4.7, 25.0)) for row in sheet.rows]


def words(rows, field):
    return [word for row in rows for word in getattr(row.texts, field).split()]


@CALM
@given(TABLES, PAPERS, SIZES)
def test_every_page_is_clean_by_itself(table, paper, size):
    random = Random(0)
    for sheet in compose(Chart(table), paper, font_size=size).sheets:
        assert not violations(sheet, absolute(sheet, heights(sheet, random)))


@CALM
@given(TABLES, SIZES)
def test_every_way_is_on_a_page_or_leaves_one_and_enters_another(table, size):
    chart = Chart(table)
    sheets = compose(chart, font_size=size).sheets
    page_of = {row.index: sheet for sheet in sheets for row in sheet.rows if row.kind in ("step", "end")}
    for source, target, _label in chart.ways:
        leaving, entering = page_of[source], page_of[target]
        assert (source, target) in [line.way for line in leaving.lines]
        if leaving is not entering:
            out, into = (pentagons(sheet, target) for sheet in (leaving, entering))
            assert {symbol.letter for symbol in out} == {symbol.letter for symbol in into} != {""}


def pentagons(sheet, target):
    return [symbol for symbol in sheet.symbols if symbol.shape == "pentagon" and symbol.index == target]


@CALM
@given(TABLES)
def test_pentagons_name_the_pages_at_their_other_ends(table):
    sheets = compose(Chart(table)).sheets
    page_of = {row.index: n for n, sheet in enumerate(sheets, 1) for row in sheet.rows if row.kind in ("step", "end")}
    for sheet in sheets:
        for symbol in sheet.symbols:
            if symbol.shape == "pentagon":
                pages = ", ".join(map(str, sorted({page_of[other] for other in symbol.others})))
                text = " ".join(symbol.caption) or sheet.rows[symbol.row].texts.activity
                assert f"hal. {pages}" in text or f"halaman {pages} ({symbol.letter})" in text


@CALM
@given(TABLES, SIZES)
def test_no_word_is_lost_between_pages(table, size):
    rows = [row for sheet in compose(Chart(table), font_size=size).sheets for row in sheet.rows
            if row.kind in ("step", "cont")]
    for field in ("activity", "requirements", "time", "outputs", "remark"):
        assert words(rows, field) == words(table.activities, field)
    numbers = [row.texts.number for row in rows if row.kind == "step"]
    assert numbers == [activity.texts.number for activity in table.activities]


@CALM
@given(TABLES, PAPERS, SIZES, st.sampled_from((0.0, 60.0)))
def test_pages_are_not_overfull(table, paper, size, first_offset):
    layout = compose(Chart(table), paper, first_offset, size)
    widths = (*layout.widths[:2], *layout.widths[-4:])
    fitted = columns.fit(table, paper.printable[0] - 0.5, size, Chart(table).lane_wish)
    for number, sheet in enumerate(layout.sheets):
        used = fitted.heading + (0.0 if number else first_offset)
        used += sum(max(row.height, columns.text_height(row.texts, widths, size)) for row in sheet.rows)
        heads = [row for row in sheet.rows if row.kind in ("step", "cont", "end")]
        assert used <= paper.printable[1] or len(heads) == 1


def test_row_taller_than_a_page_is_cut_and_keeps_its_symbol_in_front():
    texts = Texts("2.", " ".join(f"kata{number}" for number in range(3000)), "Nota", "1 hari", "Surat")
    short = Texts("1.", "Mulai")
    flow = Flow((Step(0, (0,)), Step(1, (0,)), Step(2, (0,))))
    activities = (Activity(0, short), Activity(1, texts), Activity(2, replace_number(short, "3.")))
    sheets = compose(Chart(Table(flow, (Lane(0, "Staf"),), activities))).sheets
    kinds = [row.kind for sheet in sheets for row in sheet.rows if row.index == 1]
    assert len(sheets) > 2
    assert kinds == ["step", *["cont"] * (len(kinds) - 1)]
    assert {row.texts.number for sheet in sheets for row in sheet.rows if row.kind == "cont"} == {"lanj."}
    assert not any(violations(sheet, absolute(sheet, [row.height for row in sheet.rows])) for sheet in sheets)


def replace_number(texts, number):
    return texts._replace(number=number)


@pytest.mark.parametrize("name", NINE)
def test_nine_sops_take_one_page(name):
    assert len(compose(Chart(NINE[name]), A4).sheets) == 1
    assert len(compose(Chart(NINE[name]), F4).sheets) == 1


@pytest.mark.parametrize("name", NINE)
def test_identity_block_takes_room_from_the_first_page_only(name):
    whole, offset = (compose(Chart(NINE[name]), first_offset=mm).sheets for mm in (0, 100))
    assert len(offset[0].rows) <= len(whole[0].rows)
    assert sum(row.kind == "step" for sheet in offset for row in sheet.rows) == len(NINE[name].activities)


def test_fifteen_executors_fit_on_a4():
    table = random_table(4, 20, 15)
    label = "Kepala Sub Bidang Perencanaan dan Evaluasi Kinerja Daerah I"
    layout = compose(Chart(replace(table, lanes=tuple(replace(lane, label=label) for lane in table.lanes))))
    assert layout.turned > 0
    for sheet in layout.sheets:
        assert not violations(sheet, absolute(sheet, [row.height for row in sheet.rows]))


def test_letters_are_one_for_each_step_they_lead_to():
    sheets = compose(Chart(random_table(3, 120, 8))).sheets
    targets = {(s.letter, s.index) for sheet in sheets for s in sheet.symbols if s.shape == "pentagon"}
    assert max(Counter(letter for letter, _target in targets).values()) == 1
    assert max(Counter(target for _letter, target in targets).values()) == 1


def test_crossings_stay_rare_on_paper():
    lines = crossed = 0
    for seed in range(6):
        for sheet in compose(Chart(random_table(seed, 60, 8))).sheets:
            lines += len(sheet.lines)
            crossed += crossings(absolute(sheet, [row.height for row in sheet.rows]))
    assert crossed <= 0.12 * lines

"""The flowchart: the nine SOPs, the rows it adds, and the HTML it is drawn with."""
import re
from collections import Counter
from dataclasses import replace

import pytest
from flow.chart import Activity, Chart, Headings, Lane, Table, Texts, absolute, render
from flow.graph import Exit, Flow, Step
from paper import compose

from .geometry import bends, crossings, violations
from .nine import nine_tables
from .page import page

NINE = nine_tables()
# Bends in the drawings of the nine SOPs, none of which has a crossing.
BENDS = {"bappeda-kalbar-renja": 4, "disdukcapil-balangan-rkt": 13, "polhukam-rkt": 5, "kesbangpol-kaltim-rkt": 2}


def table(steps, lanes=("a", "b", "c"), **more):
    """Table of steps given as (executors, {label: target}), numbered from 0."""
    flow = Flow(tuple(
        Step(number, tuple(executors), tuple(Exit((number, label), label, to) for label, to in exits.items()))
        for number, (executors, exits) in enumerate(steps)))
    activities = tuple(Activity(n, Texts(f"{n + 1}.", f"Langkah {n + 1}")) for n in range(len(steps)))
    return Table(flow, tuple(Lane(key, key.upper()) for key in lanes), activities, **more)


def screen(*args, **more):
    return Chart(table(*args, **more)).screen().sheets[0]


def heights(sheet, extra=0.0):
    return [row.height + extra for row in sheet.rows]


@pytest.mark.parametrize("name", NINE)
@pytest.mark.parametrize("extra", [0.0, 25.0])
def test_nine_sops_are_drawn_cleanly(name, extra):
    sheet = Chart(NINE[name]).screen().sheets[0]
    picture = absolute(sheet, heights(sheet, extra))
    assert not violations(sheet, picture)
    assert crossings(picture) == 0
    assert bends(picture) <= BENDS.get(name, 9)


@pytest.mark.parametrize("name", NINE)
def test_nine_sops_are_drawn_on_paper_as_on_the_screen(name):
    pictures = [absolute(sheet, heights(sheet)) for sheet in compose(Chart(NINE[name])).sheets]
    assert sum(map(crossings, pictures)) == 0
    assert sum(map(bends, pictures)) <= BENDS.get(name, 9)


def test_symbols_follow_the_flow():
    sheet = screen([("a", {}), ("b", {"Ya": 2, "Tidak": 0}), ("a", {})])
    assert [symbol.shape for symbol in sheet.symbols] == ["capsule", "diamond", "capsule"]


def test_joint_executors_get_a_symbol_each_and_a_plain_line_between():
    sheet = screen([("a", {}), ("ca", {}), ("b", {})])
    assert [symbol.lane for symbol in sheet.symbols if symbol.row == 1] == [0, 2]
    assert sum(line.way is None for line in sheet.lines) == 1


def test_exit_to_the_end_adds_a_row_without_number():
    sheet = screen([("a", {}), ("b", {"Ya": None, "Tidak": 0})], headings=Headings(end="Tamat"))
    assert sheet.rows[-1].kind == "end"
    assert sheet.rows[-1].texts == Texts(activity="Tamat")
    assert [line.way for line in sheet.lines if line.way[1] == 2] == [(1, 2)]


def test_without_such_an_exit_there_is_no_end_row():
    assert [row.kind for row in screen([("a", {}), ("b", {})]).rows] == ["step", "step"]


def test_total_is_the_last_row():
    sheet = screen([("a", {}), ("b", {})], total=("Jumlah waktu", "230 menit"))
    assert sheet.rows[-1].kind == "total"
    assert sheet.rows[-1].texts == Texts(activity="Jumlah waktu", time="230 menit")


def test_exits_to_one_target_share_a_way():
    sheet = screen([("a", {}), ("b", {"Ya": 2, "Tidak": 0, "Batal": 0}), ("a", {})])
    assert sorted(" ".join(label.lines) for label in sheet.labels) == ["Tidak / Batal", "Ya"]


def test_step_without_executor_has_neither_symbol_nor_ways():
    sheet = screen([("a", {}), ("", {}), ("b", {})])
    assert [symbol.row for symbol in sheet.symbols] == [0, 2]
    assert not sheet.lines


def test_decision_with_eight_exits_is_drawn():
    exits = {f"Pilihan {target}": target for target in (0, 3, 4, 5, 6, 7, 8, 9)}
    sheet = screen([("a", {}), ("b", {}), ("b", exits), *[("c", {})] * 8])
    assert {line.way[1] for line in sheet.lines if line.way[0] == 2} == set(exits.values())
    assert len(sheet.labels) == 8


def test_exits_that_share_a_port_say_where_they_turn():
    exits = {"Ya": 3, "Tidak": 4, "Tunda": 5, "Batal": 6, "Ulang": 0}
    sheet = screen([("a", {}), ("b", {}), ("b", exits), *[("c", {})] * 5])
    ports = Counter(line.points[0] for line in sheet.lines if line.way and line.way[0] == 2)
    labels = {" ".join(label.lines) for label in sheet.labels}
    turned = {label for label in labels if label[0] in "→↓←↑"}
    assert len(turned) >= sum(count for count in ports.values() if count > 1) > 1
    assert {label.lstrip("→↓←↑\N{NO-BREAK SPACE}") for label in labels} == set(exits)


def test_up_to_three_exits_have_a_port_each():
    sheet = screen([("a", {}), ("b", {"Ya": 2, "Tidak": 0, "Tunda": 3}), ("c", {}), ("a", {})])
    assert {" ".join(label.lines) for label in sheet.labels} == {"Ya", "Tidak", "Tunda"}
    assert max(Counter(line.points[0] for line in sheet.lines if line.way and line.way[0] == 1).values()) == 1


def test_long_ways_of_the_screen_are_pentagons_that_name_steps():
    sheet = screen([("a", {}), *[("b", {})] * 40, ("a", {"Ya": 42, "Tidak": 1}), ("c", {})])
    pentagons = [symbol for symbol in sheet.symbols if symbol.shape == "pentagon"]
    assert {symbol.letter for symbol in pentagons} == {"A"}
    assert {symbol.caption for symbol in pentagons} == {("ke 2",), ("dari 42",)}


def test_heading_spans_the_executors():
    layout = Chart(table([("a", {}), ("b", {})], numbered=True)).screen()
    groups, columns, numbers = layout.heading
    assert [(head.text, head.colspan, head.rowspan) for head in groups] == [
        ("No", 1, 2), ("Uraian Kegiatan", 1, 2), ("Pelaksana", 3, 1), ("Mutu Baku", 3, 1), ("Ket.", 1, 2)]
    assert [head.text for head in columns] == ["A", "B", "C", "Kelengkapan", "Waktu", "Output"]
    assert [head.text for head in numbers] == [str(number) for number in range(1, 10)]
    assert len(layout.widths) == 9


def test_state_is_a_class_of_the_row():
    made = table([("a", {}), ("b", {})])
    made = replace(made, activities=tuple(replace(activity, state="done") for activity in made.activities))
    assert [row.css for row in render(Chart(made).screen()).sheets[0].rows] == ["step done", "step done"]


def test_everything_a_user_wrote_is_escaped():
    evil = "<script>&\"'"
    made = table([("a", {}), ("b", {evil: 2, "Tidak": 0}), ("a", {})])
    made = replace(made, lanes=tuple(Lane(lane.key, evil) for lane in made.lanes))
    assert "<script>" not in page(Chart(made).screen())


def test_same_input_gives_the_same_bytes():
    pages = {page(Chart(nine_tables()["disdukcapil-balangan-rkt"]).screen()) for _ in range(2)}
    assert len(pages) == 1


@pytest.mark.parametrize("name", NINE)
def test_pieces_go_on_in_the_next_cell(name):
    rows = [row.cells for row in render(Chart(NINE[name]).screen(), unit=1.0).sheets[0].rows]
    for number, cells in enumerate(rows):
        for lane, cell in enumerate(cells):
            for cross in re.findall(r'class="v" style="(left:[^"]*?);top:[^"]*;bottom:-0.25mm"', cell):
                assert f'"v" style="{cross};top:-0.25mm' in rows[number + 1][lane]
            for cross in re.findall(r'class="h" style="(top:[^"]*?);left:[^"]*;right:-0.25mm"', cell):
                assert f'"h" style="{cross};left:-0.25mm' in cells[lane + 1]


def test_table_must_match_its_flow():
    with pytest.raises(ValueError, match="activities"):
        Chart(replace(table([("a", {}), ("b", {})]), activities=()))


def test_chart_needs_an_executor():
    with pytest.raises(ValueError, match="executor"):
        Chart(table([("a", {})], lanes=()))

"""Running text and lists on pages: nothing lost, nothing overfull, headings on every page, signatures together."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper import A4, F4, LEGAL, Paper
from paper.book import Book, compose_book
from paper.decree import Decree, rows
from paper.flow_text import CONTINUED, Row, Style, cut, height, paginate

CALM = settings(max_examples=80, deadline=None, derandomize=True)
TEXT = Style((9.0, 150.0), 10.0, above=1.5)
BOX = Style((12.0, 80.0, 60.0), 9.5, boxed=True)
HEAD = Row(Style(BOX.widths, 9.5, bold=True, boxed=True), ("No.", "Unit", "Catatan"))
WORDS = st.lists(st.text("abcdefghij", min_size=1, max_size=12), max_size=400).map(" ".join)
TEXTS = st.lists(st.builds(lambda text: Row(TEXT, ("1.", text)), WORDS), max_size=12)
LISTS = st.lists(st.builds(lambda left, right: Row(BOX, ("1.", left, right)), WORDS, WORDS), max_size=12)


def words(pages, cell):
    return [word for page in pages for row in page if row is not HEAD for word in row.cells[cell].split()]


def text(count, stem="kata"):
    return " ".join(f"{stem}{number}" for number in range(count))


@CALM
@given(st.one_of(TEXTS, LISTS), st.sampled_from((60.0, 100.0, 180.0)), st.booleans())
def test_no_word_is_lost_and_no_page_overfull(content, room, headed):
    pages = paginate(content, room, [HEAD] if headed else [])
    for cell in range(1, 3 if content and content[0].style is BOX else 2):
        assert words(pages, cell) == words([content], cell)
    for page in pages:
        assert sum(map(height, page)) <= room + 0.001
        assert (page[0] is HEAD and len(page) > 1) if headed else page


def test_nothing_takes_no_page():
    assert paginate([], 100) == []


def test_text_fills_the_page_before_it_goes_on():
    pages = paginate([Row(TEXT, ("1.", text(60))), Row(TEXT, ("2.", text(400)))], 60)
    assert len(pages) > 1
    assert [row.cells[0] for row in pages[0]] == ["1.", "2."]
    assert all(row.cells[0] == "" for page in pages[1:] for row in page)


def test_a_row_of_a_list_moves_whole_unless_it_is_higher_than_a_page():
    short, tall = Row(BOX, ("1.", text(60), "")), Row(BOX, ("2.", text(600), ""))
    moved = paginate([short] * 4, 70)
    assert all(row == short for page in moved for row in page)
    broken = [row.cells[0] for page in paginate([short, tall], 70) for row in page]
    assert broken[:2] == ["1.", "2."]
    assert set(broken[2:]) == {CONTINUED}


def test_rows_that_belong_together():
    keep = Row(Style((100.0,), keep=True), ("A. Judul",))
    filler = Row(Style((100.0,), least=95.0), ("x",))
    pages = paginate([filler, keep, Row(Style((100.0,)), ("Isi",))], 100)
    assert [len(page) for page in pages] == [1, 2]


@pytest.mark.parametrize("length", (500, 50_000))
def test_a_word_longer_than_lines_and_pages(length):
    pages = paginate([Row(TEXT, ("", "x" * length))], 60)
    assert "".join(words(pages, 1)) == "x" * length
    assert all(sum(map(height, page)) <= 60 for page in pages)


def test_cut_leaves_no_line_alone():
    row = Row(Style((60.0,)), (text(30),))
    lines = round(height(row) / row.style.line)
    first, rest = cut(row, (lines - 1) * row.style.line + 0.1)
    assert round(height(first) / row.style.line) == lines - 2
    assert round(height(rest) / row.style.line) == 2


def test_cut_of_what_has_no_second_part():
    assert cut(Row(Style((50.0,), least=40.0), ("satu",)), 30) == (None, Row(Style((50.0,), least=40.0), ("satu",)))


def test_decree_by_the_look_of_its_lines():
    lines = (
        "DENGAN RAHMAT",
        "Menimbang :",
        "a. bahwa satu;",
        "b. bahwa dua;",
        "Mengingat : UU 25;",
        "MEMUTUSKAN:",
        "Menetapkan :",
        "KEPUTUSAN TENTANG SOP",
        "KESATU :",
        "ISI;",
        "KEDUA : Lagi.",
    )
    cells = [row.cells for row in rows(Decree(position="Kepala", body=lines), 277)][2:]
    assert cells[:11] == [
        ("DENGAN RAHMAT",),
        ("Menimbang", ":", "a.", "bahwa satu;"),
        ("", "", "b.", "bahwa dua;"),
        ("Mengingat", ":", "UU 25;"),
        ("MEMUTUSKAN:",),
        ("Menetapkan", ":", "KEPUTUSAN TENTANG SOP"),
        ("KESATU", ":", "ISI;"),
        ("KEDUA", ":", "Lagi."),
        ("", "Kepala,"),
        ("", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("count", range(60))
def test_the_signature_is_never_parted_nor_alone(count):
    decree = Decree(
        "Kepala", "1", "SOP", tuple(f"{n}. {text(30)}" for n in range(count)), ("Ditetapkan",), "Nama", "IV", "1"
    )
    pages = paginate(rows(decree, 277), 181)
    last = [row.cells[-1] for row in pages[-1]]
    assert {"Ditetapkan", "Kepala,", "Nama", "IV", "1"} <= set(last)
    assert not count or any("kata" in cell for cell in last)


BOOK = Book(
    cover=("Judul", ("Badan",), 2021, ("Jalan",), True),
    decree=Decree("Kepala", "1", "SOP", ("KESATU : Isi",)),
    usage=(("Ruang Lingkup", ("Isi",)),),
    sops=tuple((f"{n}/2021", f"SOP {n}") for n in range(1, 90)),
    revisions=(("SOP 1", "Terbitan pertama", "1 Januari 2021", ""),) * 60,
    distribution=(("Bidang", "1"),) * 60,
)


@pytest.mark.parametrize(("paper", "squeeze"), product((A4, F4, LEGAL, Paper(297, 210, (40, 40, 40, 40))), (1.0, 0.8)))
def test_plan_of_a_book(paper, squeeze):
    plan = compose_book(BOOK, paper, [2] * len(BOOK.sops), squeeze)
    numbers = [page.number for page in plan.pages]
    sops = list(range(plan.before + 1, plan.before + 2 * len(BOOK.sops) + 1))
    assert sorted(numbers + sops) == list(range(1, plan.total + 1))
    assert [entry.page for entry in plan.entries if entry.reference] == sops[::2]
    first = {page.part: page.number for page in reversed(plan.pages)}
    others = {entry.title.split()[0]: entry.page for entry in plan.entries if not entry.reference}
    assert others["Keputusan"] == first["decree"]
    assert others["Petunjuk"] == first["usage"]
    assert [entry.page for entry in plan.entries[-2:]] == [first["revisions"], first["distribution"]]
    for page in plan.pages:
        for style, _rows in page.tables:
            assert min(style.widths) > 4 and sum(style.widths) <= plan.width + 0.001


def test_a_book_without_anything():
    plan = compose_book(Book(contents=False), A4)
    assert (plan.total, plan.pages, plan.entries) == (0, [], [])

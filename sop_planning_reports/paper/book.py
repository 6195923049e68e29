"""The pages of a book of SOPs (buku SOP) that are its own, and where each of its parts begins. Never imports odoo.

    plan = compose_book(Book(title="...", ...), A4, sop_pages=[2, 3])
    plan.pages                # the book's own pages, each with its number in the whole book
    plan.entries              # table of contents: title, number of the SOP, page
    plan.total                # pages of the whole book, those of the SOPs included

Order of the parts: PermenPAN-RB 35/2012 (cover, decree, contents, usage notes, SOPs); the revision list and the
distribution list, which are customary, close the book. All words are Indonesian, as the paper is.
"""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from .decree import Decree, items
from .decree import rows as decree_rows
from .flow_text import Row, Style, height, paginate

FOOT_HEIGHT, SLACK = 6.0, 3.0
FRAME = 6.0
LOGO_HEIGHT = 32.0
TITLE = "STANDAR OPERASIONAL PROSEDUR"
CONTENTS, USAGE = "Daftar Isi", "Petunjuk Penggunaan"
REVISIONS, DISTRIBUTION = "Daftar Revisi", "Daftar Distribusi"


@dataclass(frozen=True, slots=True)
class Book:
    """What a book says. A part that is None is not printed; lists of texts have one line each.

    :param cover: (name, lines of agency and units, year, lines of the address, whether it has a logo)
    :param decree: decree.Decree
    :param usage: (heading, lines) of each usage note
    :param sops: (number, name) of each SOP
    :param revisions: (sop, revision, date, note), :param distribution: (recipient, copies)
    """

    contents: bool = True
    cover: tuple | None = None
    decree: Decree | None = None
    usage: tuple = ()
    sops: tuple = ()
    revisions: tuple = ()
    distribution: tuple = ()


class Entry(NamedTuple):
    """A line of the table of contents; `number` and `reference` only for SOPs."""

    number: str
    title: str
    reference: str
    page: int


class Page(NamedTuple):
    """One of the book's own pages; `rows` are grouped in tables of equal columns."""

    number: int
    part: str
    tables: list


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole book; `before` own pages precede the SOPs. `height`: what stands above the page number, mm."""

    pages: list[Page]
    before: int
    entries: list[Entry]
    total: int
    width: float
    height: float


class _Part(NamedTuple):
    name: str
    pages: list


def compose_book(book, paper, sop_pages=(), squeeze=1.0):
    """Plan a book.

    :param paper: sizes.Paper; :param sop_pages: number of pages of each SOP, () for a book printed without them
    :param squeeze: part of the room that is used, less than 1 for an engine whose text is higher than estimated
    :return: Plan
    """
    width, room = paper.printable[0], paper.printable[1] - FOOT_HEIGHT - SLACK
    usable = room * squeeze
    parts = {
        "cover": _cover(book.cover, width, usable),
        "decree": paginate(decree_rows(book.decree, width), usable) if book.decree else [],
        "usage": paginate(_usage(book.usage, width), usable),
        "revisions": _revisions(book.revisions, width, usable),
        "distribution": _distribution(book.distribution, width, usable),
    }
    contents = _contents(_entries(book, parts, 0, sop_pages), width, usable) if book.contents else []
    entries = _entries(book, parts, len(contents), sop_pages)
    parts["contents"] = _contents(entries, width, usable) if book.contents else []
    front = _numbered(parts, ("cover", "decree", "contents", "usage"), 1)
    back = _numbered(parts, ("revisions", "distribution"), 1 + len(front) + sum(sop_pages))
    total = len(front) + sum(sop_pages) + len(back)
    return Plan(front + back, len(front), entries, total, width, room)


def _numbered(parts, names, first):
    pages = [(name, rows) for name in names for rows in parts[name]]
    return [Page(number, name, _tables(rows)) for number, (name, rows) in enumerate(pages, first)]


def _tables(rows):
    """Consecutive rows of one style, which print as one table."""
    return [(style, [row.cells for row in group]) for style, group in groupby(rows, key=lambda row: row.style)]


def _entries(book, parts, contents, sop_pages):
    """The table of contents, `contents` pages long; it does not list itself nor the cover."""
    page = 1 + len(parts["cover"])
    entries = [Entry("", book.decree.heading, "", page)] if parts["decree"] else []
    page += len(parts["decree"]) + contents
    entries += [Entry("", USAGE, "", page)] if parts["usage"] else []
    page += len(parts["usage"])
    for number, ((reference, name), pages) in enumerate(zip(book.sops, sop_pages), 1):
        entries.append(Entry(f"{number}.", name, reference, page))
        page += pages
    for title, part in ((REVISIONS, "revisions"), (DISTRIBUTION, "distribution")):
        entries += [Entry("", title, "", page)] if parts[part] else []
        page += len(parts[part])
    return entries


def _heading(title, width):
    return Row(Style((width,), 13, bold=True, aligns=("center",), least=11, keep=True), (title.upper(),))


def _cover(cover, width, room):
    if not cover:
        return []
    groups = _cover_groups(*cover, width - 2 * FRAME)
    inside = room + FOOT_HEIGHT - 2 * FRAME  # no page number on the cover
    spare = inside - sum(height(row) for group in groups for row in group)
    gaps = [spare * part if spare > 0 else 4.0 for part in (0.15, 0.35, 0.35)]
    rows = [
        row._replace(style=replace(row.style, above=gap)) if not index else row
        for gap, group in zip(gaps, groups)
        for index, row in enumerate(group)
    ]
    return paginate(rows, inside)


def _cover_groups(name, agency, year, address, logo, width):
    """Logo and title; agency and year; address."""

    def line(text, size, bold=True, above=0.0):
        return Row(Style((width,), size, bold, ("center",), above=above), (text,))

    mark = [Row(Style((width,), 10, aligns=("center",), least=LOGO_HEIGHT + 4, kind="logo"), ("",))] if logo else []
    title = [line(TITLE, 24), line(name, 17, above=4.0)]
    owner = [line(text, 15) for text in agency] + ([line(f"TAHUN {year}", 15, above=3.0)] if year else [])
    return [group for group in (mark + title, owner, [line(text, 10, bold=False) for text in address]) if group]


def _usage(notes, width):
    rows = [_heading(USAGE, width)] if notes else []
    title = Style((width,), 11, bold=True, above=3.0, keep=True)
    for letter, (heading, lines) in zip("ABCDEFG", notes):
        rows.append(Row(title, (f"{letter}. {heading}",)))
        rows += items(lines, width, indent=5.0)
    return rows


def _table(title, headings, lines, widths, aligns, room):
    """Pages of a boxed list under its title; the heading of the list repeats, the title stands on the first page."""
    if not lines:
        return []
    width = sum(widths)
    head = Row(Style(widths, 9.5, bold=True, aligns=("center",) * len(widths), boxed=True), headings)
    body = Style(widths, 9.5, aligns=aligns, boxed=True)
    rows = [Row(body, (f"{number}.", *line)) for number, line in enumerate(lines, 1)]
    return paginate(rows, room, repeated=[_heading(title, width), head])


def _revisions(revisions, width, room):
    widths = (12.0, width - 12 - 36 - 38 - 60, 36.0, 38.0, 60.0)
    headings = ("No.", "SOP", "Revisi", "Tanggal", "Keterangan")
    return _table(REVISIONS, headings, revisions, widths, ("center", "left", "left", "left", "left"), room)


def _distribution(distribution, width, room):
    widths = (12.0, width - 12 - 40, 40.0)
    headings = ("No.", "Unit / Penerima", "Jumlah Eksemplar")
    return _table(DISTRIBUTION, headings, distribution, widths, ("center", "left", "center"), room)


def _contents(entries, width, room):
    widths = (12.0, width - 12 - 65 - 24, 65.0, 24.0)
    aligns = ("center", "left", "left", "right")
    head = Row(
        Style(widths, 10, bold=True, aligns=aligns, least=8, kind="ruled"), ("No.", "Judul", "Nomor SOP", "Halaman")
    )
    line = Style(widths, 10, aligns=aligns, least=7, kind="dotted")
    rows = [Row(line, (entry.number, entry.title, entry.reference, str(entry.page))) for entry in entries]
    return paginate(rows, room, repeated=[_heading(CONTENTS, width), head])

"""Papers made of tables, one under the other, on as many pages as they take. Never imports odoo.

    plan = plan_pages([letterhead(...), facts(...), table(...)], A4, "Rekam Pelaksanaan RKT 2027")
    plan.pages                # each a list of (Style, rows), which print as one table

Every page ends with a line that counts the pages. All words are Indonesian, as the paper is.
"""

from dataclasses import dataclass
from itertools import groupby

from .compose import OUTER_BORDER
from .flow_text import Row, Section, Style, paginate_sections

FOOT_HEIGHT, SLACK = 6.0, 3.0
LOGO_WIDTH, LOGO_HEIGHT = 30.0, 20.0


@dataclass(frozen=True, slots=True)
class Plan:
    """One paper; `width` and `height`: what a page has above its page number, mm."""

    title: str
    pages: list
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of an official paper.

    :param lines: agency and units, :param address: of the agency
    :param logo: address of its picture, :param mark: address of the picture that leads to the check page, :param code:
        what stands under that
    """

    lines: tuple[str, ...]
    address: str = ""
    logo: str = ""
    mark: str = ""
    code: str = ""


def width_of(paper):
    """Width (mm) of what a paper prints: inside its margins, less the outer border of a table."""
    return paper.printable[0] - OUTER_BORDER


def plan_pages(sections, paper, title, squeeze=1.0):
    """Distribute the sections of a paper over pages.

    :param sections: flow_text.Section, in order
    :param paper: sizes.Paper, :param title: stands before the page number
    :param squeeze: part of the room that is used, less than 1 for an engine whose text is higher than estimated
    :return: Plan
    """
    room = paper.printable[1] - FOOT_HEIGHT - SLACK
    pages = paginate_sections(sections, room * squeeze)
    return Plan(title, [_tables(rows) for rows in pages], paper.printable[0], room)


def _tables(rows):
    """Consecutive rows of one style, which print as one table."""
    return [(style, list(group)) for style, group in groupby(rows, key=lambda row: row.style)]


def letterhead(head, width):
    """The section of a Letterhead: logo, agency with units and address, and the way to the check page."""
    pictured = head.logo or head.mark
    side = LOGO_WIDTH if pictured else 4.0
    style = Style(
        (side, width - 2 * side, side),
        11,
        bold=True,
        aligns=("center",) * 3,
        least=LOGO_HEIGHT + 4 if pictured else 0,
        kind="letterhead",
    )
    pictures = tuple((picture,) if picture else () for picture in (head.logo, "", head.mark))
    # Also without an address, because the line under it closes the head.
    small = Style(style.widths, 7.5, aligns=style.aligns, kind="address")
    return Section([Row(style, ("", "\n".join(head.lines), ""), pictures), Row(small, ("", head.address, head.code))])


def title(text, width, below="", size=12):
    """The section of a title in the middle of its line, with a line under it."""
    rows = [Row(Style((width,), size, bold=True, aligns=("center",), above=3, keep=True), (text,))]
    if below:
        rows.append(Row(Style((width,), 9.5, aligns=("center",), keep=True), (below,)))
    return Section([*rows, Row(Style((width,), 4), ("",))])


def facts(pairs, width, columns=2, size=8.5, label=34.0):
    """The section of labels with their values, running down the first column, then the second.

    :param pairs: (label, value), :param label: width of the labels, mm
    """
    share = width / columns
    style = Style((label, share - label) * columns, size)
    deep = -(-len(pairs) // columns)
    rows = []
    for row in range(deep):
        cells = []
        for number in range(row, deep * columns, deep):
            name, value = pairs[number] if number < len(pairs) else ("", "")
            cells += [name, f": {value}" if name else ""]
        rows.append(Row(style, tuple(cells)))
    return Section([*rows, Row(Style((width,), 4), ("",))])


def table(headings, parts, width, size=7.5, aligns=(), heading=""):
    """An empty section of a table; fill it with `line`s of its style.

    :param parts: of the width, one a column, :param heading: title above the table
    :return: (Style of its lines, function of lists of rows -> Section)
    """
    widths = tuple(part * width / sum(parts) for part in parts)
    head = Style(widths, size, bold=True, aligns=("center",) * len(widths), boxed=True, kind="head")
    above = (Row(Style((width,), 9, bold=True, above=4, keep=True), (heading,)),) if heading else ()
    body = Style(widths, size, aligns=aligns, boxed=True)
    return body, lambda rows: Section(list(rows), (Row(head, headings),), above)


def listed(headings, parts, lines, width, **looks):
    """The section of a table whose lines are texts alone; without lines it is not printed.

    :param lines: texts, one for each column, :param looks: of `table`
    """
    body, section = table(headings, parts, width, **looks)
    return section([Row(body, tuple(line)) for line in lines])


def paragraph(text, width, size=10, above=2.0, bold=False, kind=""):
    """A section of running text."""
    return Section([Row(Style((width,), size, bold=bold, above=above, kind=kind), (text,))])


def signers(blocks, width, before="", size=10, room=20.0):
    """The section of signature blocks side by side; it is never parted.

    :param blocks: each the lines above the room for the signature, and the lines under it
    :param before: a sentence that goes with them, :param room: height for the signature, mm
    """
    widths = (width / len(blocks),) * len(blocks)
    middle = ("center",) * len(blocks)
    above = Style(widths, size, aligns=middle, above=6, keep=True)
    gap = Style(widths, size, least=room, keep=True)
    under = Style(widths, size, aligns=middle)
    texts = [tuple("\n".join(block[side]) for block in blocks) for side in (0, 1)]
    sentence = [Row(Style((width,), size, above=3, keep=True), (before,))] if before else []
    return Section([*sentence, Row(above, texts[0]), Row(gap, ("",) * len(blocks)), Row(under, texts[1])])

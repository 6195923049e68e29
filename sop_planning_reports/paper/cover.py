"""The control card (kartu kendali) that travels with the paper folder of a run. Never imports odoo.

One page: a line for each step of the SOP, filled where the run has passed, with empty boxes for what is initialled by
hand. Only an SOP that no small print brings to one page takes more.
"""

from dataclasses import dataclass, replace

from .flow_text import Row, Section, Style
from .paged import Letterhead, facts, letterhead, plan_pages, table, title, width_of
from .record import PICTURE_GAP, PICTURE_HEIGHT

TITLE = "KARTU KENDALI"
HEADINGS = ("No.", "Uraian Kegiatan", "Pelaksana", "Tanggal masuk", "Tanggal keluar", "Paraf")
PARTS = (9, 76, 43, 22, 22, 20)
# Sizes of the text and least heights of a line that are tried until it all fits one page.
SIZES = ((8.5, 15.0), (8.0, 13.0), (7.5, 11.0), (7.0, 9.5), (6.5, 9.0), (6.0, 8.5))
NOTES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A step: `came` and `left` as printed, '' where the run has not been; :param pictures: of what was signed with."""

    number: str
    text: str
    people: str
    came: str = ""
    left: str = ""
    pictures: tuple[str, ...] = ()
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The card of one run; :param facts: (label, value)."""

    foot: str
    head: Letterhead
    facts: tuple
    lines: tuple
    printed: str = ""


def compose_cover(cover, paper, squeeze=1.0):
    """The card, on one page if any size of SIZES lets it.

    :param paper: sizes.Paper, :param squeeze: as `paged.plan_pages` takes it
    :return: paged.Plan
    """
    for size, least in SIZES:
        plan = plan_pages(_sections(cover, width_of(paper), size, least), paper, cover.foot, squeeze)
        if len(plan.pages) == 1:
            break
    return plan


def _sections(cover, width, size, least):
    aligns = ("center", "left", "left", "center", "center", "center")
    body, section = table(HEADINGS, PARTS, width, size, aligns)
    body = replace(body, least=least)
    return [
        letterhead(cover.head, width),
        title(TITLE, width),
        facts(cover.facts, width, columns=1),
        section([_row(line, body) for line in cover.lines]),
        _notes(width, cover.printed),
    ]


def _row(line, style):
    # The picture of the last time alone: the card has no room for more.
    pictures = line.pictures[-1:]
    if pictures:
        style = replace(style, least=max(style.least, PICTURE_HEIGHT + PICTURE_GAP))
    cells = (line.number, line.text, line.people, line.came, line.left, "" if pictures else line.marks)
    return Row(style, cells, ((),) * 5 + (pictures,))


def _notes(width, printed):
    heading = Row(Style((width,), 9, bold=True, above=4, keep=True), ("Catatan",))
    ruled = Style((width,), 9, least=6.5, keep=True, kind="ruled")
    last = Row(Style((width,), 7, above=2), (printed,))
    return Section([heading, *(Row(ruled, ("",)) for _number in range(NOTES)), last])

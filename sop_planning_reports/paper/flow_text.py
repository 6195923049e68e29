"""Running text and table rows that break across pages. Never imports odoo.

    text = Style(widths=(8, 120))                       # mm: a hanging number, then the text
    rows = [Row(text, ("1.", "Undang-Undang ...")), Row(text, ("2.", "Peraturan ..."))]
    pages = paginate(rows, height=180, repeated=[heading])      # list of pages, each a list of Row

The engine never breaks a page by itself: every page is shorter than its room by the estimate of `metrics`.
"""

from dataclasses import dataclass
from typing import NamedTuple

from . import metrics

# Line pitch, parts of the pitch of `metrics`; the style sheet prints lines a little closer, see LINE_HEIGHT.
LEADING = 1.08
LINE_HEIGHT = 1.28
SIDE, BOX_SIDE, BOX_VERTICAL = 0.6, 1.4, 2.0
FEWEST_LINES = 2
WORTH_CUTTING = 0.45
CONTINUED = "lanj."


@dataclass(frozen=True, slots=True)
class Style:
    """How rows of one kind look.

    :param widths: of the cells, mm, borders and padding included; :param size: of the text, pt
    :param aligns: CSS text-align of each cell, left where none is given
    :param boxed: with lines around the cells; :param above: room above the row, mm; :param least: height at least, mm
    :param keep: stays on the page of the next row
    :param kind: a name for the template of the page, e.g. "logo"
    """

    widths: tuple[float, ...]
    size: float = 10.0
    bold: bool = False
    aligns: tuple[str, ...] = ()
    boxed: bool = False
    above: float = 0.0
    least: float = 0.0
    keep: bool = False
    kind: str = ""

    @property
    def line(self):
        """Pitch of the lines, mm."""
        return metrics.line_height(self.size) * LEADING

    @property
    def vertical(self):
        """What a row is higher than its text, without the room above it, mm."""
        return BOX_VERTICAL if self.boxed else 0.0

    def room(self, cell):
        """Width (mm) of the text in a cell."""
        return self.widths[cell] - 2 * (BOX_SIDE if self.boxed else SIDE)

    def align(self, cell):
        """CSS text-align of a cell."""
        return self.aligns[cell] if cell < len(self.aligns) else "left"


class Row(NamedTuple):
    """Texts side by side, one for each width of the style.

    :param pictures: addresses of the pictures above the text of each cell, a tuple a cell; the style's `least` height
        is what makes room for them
    """

    style: Style
    cells: tuple[str, ...]
    pictures: tuple[tuple[str, ...], ...] = ()


class Section(NamedTuple):
    """Rows under the heading of their table, which is repeated where they go on on another page.

    :param above: rows that stand once above the heading, such as a title
    """

    rows: list[Row]
    heads: tuple[Row, ...] = ()
    above: tuple[Row, ...] = ()


def height(row):
    """Height of a row with the room above it, mm."""
    lines = max(1, *(len(_starts(row, cell)) for cell in range(len(row.cells))))
    return row.style.above + max(row.style.least, lines * row.style.line + row.style.vertical)


def paginate(rows, room, repeated=()):
    """Distribute rows over pages.

    A text goes on, between two words, on the next page; a boxed row does so only where it would leave the page half
    empty or is higher than a page.

    :param rows: Row, in order; :param room: height of a page, mm
    :param repeated: rows that head every page, e.g. the heading of a table
    :return: list of pages, each a list of Row; none without rows
    """
    pages = _Pages(room, repeated)
    for chain in _chains(rows):
        pages.place(chain)
    return pages.done


def paginate_sections(sections, room):
    """Distribute sections over pages, one under the other.

    :param sections: Section, in order; those without rows are left out
    :param room: height of a page, mm
    :return: list of pages, each a list of Row
    """
    pages = _Pages(room, ())
    for section in sections:
        chains = list(_chains(section.rows))
        if chains:
            pages.begin(section, chains[0])
        for chain in chains:
            pages.place(chain)
    return pages.done


class _Pages:
    def __init__(self, room, repeated):
        self.room, self.repeated = room, list(repeated)
        self.full = room - sum(map(height, self.repeated))
        self.done, self.left = [], 0.0

    def begin(self, section, chain):
        """Put what stands above the rows of a section on the last page if its first rows fit there too, else on a new
        one."""
        top = [*section.above, *section.heads]
        needed = sum(map(height, (*top, *chain)))
        if not self.done or needed > self.left:
            self.done.append([])
            self.left = self.room
        self.repeated = list(section.heads)
        self.full = self.room - sum(map(height, self.repeated))
        for row in top:
            self._add(row)

    def place(self, chain):
        """Put rows that belong together on the last page or on a new one; part them only if no page holds them."""
        needed = sum(map(height, chain))
        while len(chain) > 1 and needed > self.full:
            needed -= height(chain[0])
            self._place_row(chain.pop(0))
        *heads, last = chain
        room = self.left - sum(map(height, heads))
        if heads and height(last) > room and not (self._may_cut_here(last) and cut(last, room)[0]):
            self._turn()
        for row in chain:
            self._place_row(row)

    def _place_row(self, row):
        while height(row) > self.left:
            first, row = cut(row, self.left) if self._may_cut_here(row) else (None, row)
            if first:
                self._add(first)
            elif self.done and self.left == self.full:
                break
            self._turn()
        self._add(row)

    def _may_cut_here(self, row):
        return not row.style.boxed or height(row) > self.full or self.left >= WORTH_CUTTING * self.full

    def _add(self, row):
        self.done[-1].append(row)
        self.left -= height(row)

    def _turn(self):
        self.done.append(list(self.repeated))
        self.left = self.full


def _chains(rows):
    """Rows in groups that stay together."""
    chain = []
    for row in rows:
        chain.append(row)
        if not row.style.keep:
            yield chain
            chain = []
    if chain:
        yield chain


def cut(row, room):
    """Cut a row so that its first part fits a room (mm).

    :return: (first, rest); first is None if the room has no place for two lines, or no text is left over
    """
    lines = int((room - row.style.above - row.style.vertical) / row.style.line)
    if lines < FEWEST_LINES:
        return None, row
    parts = [_split(row, cell, lines) for cell in range(len(row.cells))]
    first, rest = ([part[side] for part in parts] for side in (0, 1))
    if not any(rest):
        return None, row
    if row.style.boxed and not rest[0]:
        rest[0] = CONTINUED
    return row._replace(cells=tuple(first)), Row(row.style, tuple(rest))


def _starts(row, cell):
    style = row.style
    return metrics.starts(row.cells[cell], style.room(cell), style.size, style.bold)


def _split(row, cell, lines):
    """A text's first lines and the rest; no line stays alone if there are enough of them."""
    text, offsets = row.cells[cell], _starts(row, cell)
    if len(offsets) <= lines:
        return text, ""
    if len(offsets) - lines < FEWEST_LINES < lines:
        lines -= 1
    at = offsets[lines] if text[: offsets[lines]].strip() else _characters(row, cell, lines)
    return text[:at].rstrip(), text[at:].lstrip()


def _characters(row, cell, lines):
    """How many characters of a word wider than so many lines stand in them."""
    style, line, used = row.style, 1, 0.0
    text = row.cells[cell]
    for at, char in enumerate(text):
        used += metrics.width(char, style.size, style.bold)
        if used > style.room(cell):
            line, used = line + 1, metrics.width(char, style.size, style.bold)
        if line > lines:
            return max(at, 1)
    return len(text)

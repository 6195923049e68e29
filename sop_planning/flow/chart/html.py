"""HTML pieces of a layout. Everything a user wrote is escaped here; texts of the table are returned as plain text.

A line is cut into one empty element a cell, placed by the cell's borders and middle; so it fits any row height.
"""
from collections import defaultdict
from html import escape
from typing import NamedTuple

from .labels import LABEL_PT, LINE_HEIGHT
from .model import Texts
from .symbols import symbol_svg

PX = 25.4 / 96
OVERLAP = 0.25
OUTER_BORDER = 0.5
ANCHORS = "tmb", "lcr"


class Cell(NamedTuple):
    """A heading cell; `html` is safe."""

    html: str
    colspan: int
    rowspan: int
    css: str
    style: str


class RowView(NamedTuple):
    """A row of a sheet: class and style of its <tr>, plain texts, and safe HTML for each executor cell."""

    kind: str
    css: str
    style: str
    texts: Texts
    cells: list


class SheetView(NamedTuple):
    rows: list


class View(NamedTuple):
    """What a template loops over; see the package's docstring."""

    style: str
    width: str
    columns: list
    heading: list
    sheets: list


def render(layout, unit=None):
    """Make the pieces of a layout.

    :param layout: model.Layout
    :param unit: CSS mm for one mm of the layout, if not the layout's own
    :return: View
    """
    pen = Pen(unit or layout.unit)
    sizes = dict(layout.sizes)
    width = sum(layout.widths)
    return View(
        style=f"width:{pen.mm(width)};font-size:{pen.pt(sizes['body'])}", width=pen.mm(width + OUTER_BORDER),
        columns=[pen.mm(column) for column in layout.widths],
        heading=[[_head(pen, layout, head, sizes, row) for head in heads] for row, heads in enumerate(layout.heading)],
        sheets=[SheetView(_rows(pen, sheet)) for sheet in layout.sheets],
    )


class Pen:
    """Writes lengths in one unit."""

    def __init__(self, unit):
        self.unit = unit
        self.half = PX / unit

    def mm(self, length):
        return f"{length * self.unit:.2f}mm"

    def pt(self, size):
        return f"{size * self.unit:.2f}pt"

    def near(self, side, place):
        """Style that puts an element's `side` (left or top) half a line before a place."""
        return self._from(side, ANCHORS[side == "left"].index(place.anchor), place.offset - self.half)

    def far(self, side, place):
        """Style that puts an element's `side` (right or bottom) half a line behind a place."""
        return self._from(side, 2 - ANCHORS[side == "right"].index(place.anchor), -place.offset - self.half)

    def _from(self, side, halves, offset):
        if halves:
            return f"{side}:{50 * halves}%;margin-{side}:{self.mm(offset)}"
        return f"{side}:{self.mm(offset)}"


def _head(pen, layout, head, sizes, row):
    if head.lane is None:
        css, size = ("", sizes["head"]) if row < 2 else ("number", sizes["head"] * 0.75)
    else:
        css, size = "lane", sizes["lane"]
    html = escape(head.text)
    if head.lane is not None and layout.turned:
        html = _turned(pen, html, layout.turned, layout.sheets[0].grid.widths[head.lane])
    return Cell(html, head.colspan, head.rowspan, css, f"font-size:{pen.pt(size)}")


def _turned(pen, html, height, width):
    size = f"width:{pen.mm(height)};height:{pen.mm(width)}"
    place = f"margin-left:{pen.mm(-height / 2)};margin-top:{pen.mm(-width / 2)}"
    return (f'<div class="turn" style="height:{pen.mm(height)}"><div style="{size};{place}">'
            f'<span style="{size}">{html}</span></div></div>')


def _rows(pen, sheet):
    pieces = defaultdict(dict)
    for line in sheet.lines:
        for cell, piece in _line_pieces(pen, line):
            pieces[cell][piece] = None
    for label in sheet.labels:
        pieces[label.row, label.lane][_label(pen, label)] = None
    for symbol in sheet.symbols:
        pieces[symbol.row, symbol.lane][symbol_svg(pen, symbol)] = None
    return [_row(pen, sheet, pieces, number) for number in range(len(sheet.rows))]


def _row(pen, sheet, pieces, number):
    row = sheet.rows[number]
    cells = ["".join(pieces[number, lane]) for lane in range(len(sheet.grid.widths))]
    css = " ".join(filter(None, (row.kind, row.state)))
    return RowView(row.kind, css, f"height:{pen.mm(row.height)}", row.texts, cells)


def _line_pieces(pen, line):
    for (x1, y1), (x2, y2) in zip(line.points, line.points[1:]):
        if x1 == x2:
            yield from _down(pen, x1, *sorted((y1, y2), key=_order_down))
        else:
            yield from _across(pen, y1, *sorted((x1, x2), key=_order_across))


def _order_down(y):
    return y.row, "tmb".index(y.anchor), y.offset


def _order_across(x):
    return x.lane, "lcr".index(x.anchor), x.offset


def _down(pen, x, first, last):
    over = pen.mm(-OVERLAP)
    for row in range(first.row, last.row + 1):
        start = pen.near("top", first) if row == first.row else f"top:{over}"
        end = pen.far("bottom", last) if row == last.row else f"bottom:{over}"
        yield (row, x.lane), f'<b class="v" style="{pen.near("left", x)};{start};{end}"></b>'


def _across(pen, y, first, last):
    over = pen.mm(-OVERLAP)
    for lane in range(first.lane, last.lane + 1):
        start = pen.near("left", first) if lane == first.lane else f"left:{over}"
        end = pen.far("right", last) if lane == last.lane else f"right:{over}"
        yield (y.row, lane), f'<b class="h" style="{pen.near("top", y)};{start};{end}"></b>'


def _label(pen, label):
    css = "l" if label.left > 0 else "l w"
    size = f"font-size:{pen.pt(LABEL_PT)};line-height:{pen.mm(LINE_HEIGHT)};width:{pen.mm(label.right - label.left)}"
    words = "<br/>".join(escape(line) for line in label.lines)
    return f'<div class="{css}" style="margin:{pen.mm(label.top)} 0 0 {pen.mm(label.left)};{size}">{words}</div>'

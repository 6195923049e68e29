"""A sheet in absolute mm, for renderers without a table layout of their own (pictures) and for tests."""
from itertools import accumulate
from typing import NamedTuple

SHARE = {"l": 0.0, "c": 0.5, "r": 1.0, "t": 0.0, "m": 0.5, "b": 1.0}


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


class Picture(NamedTuple):
    """Everything from the top left corner of the executor columns: `lines` are lists of (x, y), in the order of
    sheet.lines; `symbols` and `labels` are boxes in the order of the sheet's."""

    width: float
    height: float
    lines: list
    symbols: list
    labels: list


def absolute(sheet, heights):
    """Geometry of a sheet for given row heights.

    :param heights: mm, one for each row, none less than the row's own
    :return: Picture
    """
    frame = _Frame(sheet.grid.widths, heights)
    return Picture(
        frame.lefts[-1], frame.tops[-1],
        [[frame.point(x, y) for x, y in line.points] for line in sheet.lines],
        [frame.symbol(symbol) for symbol in sheet.symbols],
        [frame.box(label, label.left, label.top, label.right, label.bottom) for label in sheet.labels],
    )


class _Frame:
    """Borders of the lanes and rows."""

    def __init__(self, widths, heights):
        self.widths, self.heights = widths, heights
        self.lefts = [0.0, *accumulate(widths)]
        self.tops = [0.0, *accumulate(heights)]

    def point(self, x, y):
        return (self.lefts[x.lane] + SHARE[x.anchor] * self.widths[x.lane] + x.offset,
                self.tops[y.row] + SHARE[y.anchor] * self.heights[y.row] + y.offset)

    def box(self, thing, left, top, right, bottom):
        """Box given from the middle of a thing's cell."""
        x = self.lefts[thing.lane] + self.widths[thing.lane] / 2
        y = self.tops[thing.row] + self.heights[thing.row] / 2
        return Box(x + left, y + top, x + right, y + bottom)

    def symbol(self, symbol):
        half, high = symbol.width / 2, symbol.height / 2
        return self.box(symbol, -half, -high, half, high)

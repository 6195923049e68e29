"""A sheet in absolute mm, for renderers without a table layout of their own (pictures) and for tests."""
from itertools import accumulate
from typing import NamedTuple


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
    lefts = [0.0, *accumulate(sheet.grid.widths)]
    tops = [0.0, *accumulate(heights)]

    def x(place):
        share = {"l": 0.0, "c": 0.5, "r": 1.0}[place.anchor]
        return lefts[place.lane] + share * sheet.grid.widths[place.lane] + place.offset

    def y(place):
        share = {"t": 0.0, "m": 0.5, "b": 1.0}[place.anchor]
        return tops[place.row] + share * heights[place.row] + place.offset

    def centre(thing):
        lane, row = thing.lane, thing.row
        return lefts[lane] + sheet.grid.widths[lane] / 2, tops[row] + heights[row] / 2

    def symbol_box(symbol):
        cx, cy = centre(symbol)
        return Box(cx - symbol.width / 2, cy - symbol.height / 2, cx + symbol.width / 2, cy + symbol.height / 2)

    def label_box(label):
        cx, cy = centre(label)
        return Box(cx + label.left, cy + label.top, cx + label.right, cy + label.bottom)

    lines = [[(x(across), y(down)) for across, down in line.points] for line in sheet.lines]
    return Picture(lefts[-1], tops[-1], lines, [symbol_box(s) for s in sheet.symbols],
                   [label_box(label) for label in sheet.labels])

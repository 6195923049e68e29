"""Widths of the columns on paper.

Executors get up to 22 mm each, the text columns what their words need, and what is left goes where it saves most
height. Many executors squeeze the text columns first, then their own columns; their labels then shrink or turn.
"""
from typing import NamedTuple

from . import metrics

FIELDS = ("number", "activity", "requirements", "time", "outputs", "remark")
NUMBER, ACTIVITY, REQUIREMENTS, TIME, OUTPUTS, REMARK = range(6)
START = (8.0, 58.0, 30.0, 15.0, 30.0, 16.0)
LIMIT = (18.0, 34.0, 32.0, 24.0, 32.0, 26.0)
# Room for the longest words there are, "mempertanggungjawabkan", where it leaves each executor LANE_ROOMY.
WIDE_LIMIT = (18.0, 44.0, 44.0, 24.0, 44.0, 26.0)
LEAST = (8.0, 30.0, 17.0, 12.0, 17.0, 9.0)
EMPTY_REMARK = 11.0
ELASTIC = (ACTIVITY, REQUIREMENTS, OUTPUTS)
LANE_MOST, LANE_ROOMY, LANE_LEAST, LANE_SMALL, LANE_NARROWEST = 22.0, 18.0, 11.5, 10.0, 7.0
STEP = 4.0
SAMPLE = 60
PADDING = (0.2, 0.9, 0.9, 0.2, 0.9, 0.9)
BORDER = 0.3
LANE_SIZE, LANE_SMALLEST = 7.0, 5.25
TURN_STEP, TURN_MOST, TURN_LEAST = 4.0, 60.0, 16.0


class Columns(NamedTuple):
    """Widths of the six text columns and of each lane; size (pt) of the lane labels and, if they are turned by 90
    degrees, the height of their cells; height of the whole heading. Lengths in mm."""

    texts: tuple
    lane: float
    lane_size: float
    turned: float
    heading: float


def fit(table, printable, size, lane_wish=0.0):
    """Columns that fill a printable width.

    :param table: the chart's table, :param printable: mm, :param size: body text, pt
    :param lane_wish: width (mm) the lanes should have if there is room
    :return: Columns
    :raises ValueError: so many executors that their columns would be narrower than 7 mm
    """
    rows = [activity.texts for activity in table.activities]
    for limits in (WIDE_LIMIT, LIMIT):
        needs = _needs(rows, table.headings, table.total, size, limits)
        wanted = _wanted(rows, needs)
        if sum(wanted) + len(table.lanes) * LANE_ROOMY <= printable:
            break
    widths, lane = _shares(wanted, needs, len(table.lanes), printable, lane_wish)
    widths = _spread(widths, printable - sum(widths) - len(table.lanes) * lane, _sample(rows), size)
    lane_size, turned = _lane_labels([lane.label for lane in table.lanes], lane)
    heading = _heading_height(table, widths, lane, size, lane_size, turned)
    return Columns(tuple(widths), lane, lane_size, turned, heading)


def _shares(widths, needs, count, printable, lane_wish):
    """Widths of the text columns and of a lane: first the text gives way down to its widest words, then the lanes to
    LANE_SMALL, then the text to LEAST, then the lanes to LANE_NARROWEST."""
    lane = min(max(LANE_MOST, lane_wish), max(LANE_LEAST, (printable - sum(widths)) / count))
    floors = [max(least, need) for least, need in zip(LEAST, needs)]
    for floor, smallest in ((floors, LANE_SMALL), (LEAST, LANE_NARROWEST)):
        widths = _squeezed(widths, floor, printable - count * lane)
        lane = min(lane, max(smallest, (printable - sum(widths)) / count))
    if sum(widths) + count * lane > printable + 0.01:
        raise ValueError(f"{count} executors do not fit on paper {printable:.0f} mm wide")
    return widths, lane


def _squeezed(widths, floors, target):
    """Widths that come as near to a sum as their floors allow."""
    spare = [max(0.0, width - floor) for width, floor in zip(widths, floors)]
    share = min(1.0, max(0.0, sum(widths) - target) / (sum(spare) or 1.0))
    return [width - share * give for width, give in zip(widths, spare)]


def room(column, width, size):
    """Width (mm) that text has inside a column."""
    return width - _padding(column, size)


def _padding(column, size):
    return PADDING[column] * size * metrics.MM_PER_PT + BORDER


def text_height(texts, widths, size):
    """Height (mm) of a row by its texts."""
    highest = max(metrics.height(text, room(column, width, size), size)
                  for column, (text, width) in enumerate(zip(texts, widths)))
    return highest + cell_padding(size)


def cell_padding(size):
    """What a cell is higher than its text, mm."""
    return 0.7 * size * metrics.MM_PER_PT + BORDER


def _needs(rows, headings, total, size, limits):
    """Width of each column's longest word, as far as its limit allows."""
    needs = []
    for column, field in enumerate(FIELDS):
        own = max((metrics.longest_word(texts[column], size) for texts in rows), default=0.0)
        head = metrics.longest_word(getattr(headings, field), size, bold=True)
        if column == TIME and total:
            head = max(head, metrics.width(total[1], size, bold=True))
        needs.append(min(max(own, head) + _padding(column, size), limits[column]))
    return needs


def _wanted(rows, needs):
    """Starting widths."""
    widths = [max(start, need) for start, need in zip(START, needs)]
    if not any(texts.remark.strip() for texts in rows):
        widths[REMARK] = max(EMPTY_REMARK, needs[REMARK])
    return widths


def _sample(rows):
    return rows[::max(1, len(rows) // SAMPLE)]


def _spread(widths, rest, rows, size):
    """Give away what is left in steps, each to the column whose widening saves most height."""
    widths = list(widths)
    heights = Heights(rows, size)
    while rest > 0.01:
        step = min(STEP, rest)
        best = min(ELASTIC, key=lambda column: (heights.total(widths, column, step), column))
        widths[best] += step
        rest -= step
    return widths


class Heights:
    """Heights of sample rows by column and width; each column is wrapped once for each width."""

    def __init__(self, rows, size):
        self.rows, self.size = rows, size
        self.known = {}

    def total(self, widths, widened, step):
        """Sum of the row heights if one column were wider by a step."""
        columns = [self._column(column, widths[column] + (step if column == widened else 0.0)) for column in ELASTIC]
        return sum(map(max, *columns))

    def _column(self, column, width):
        key = column, round(width, 2)
        if key not in self.known:
            space = room(column, width, self.size)
            self.known[key] = [metrics.height(texts[column], space, self.size) for texts in self.rows]
        return self.known[key]


def _lane_labels(labels, lane):
    """Size of the executor labels, and the height of their cells if they have to be turned."""
    size = LANE_SIZE
    while size > LANE_SMALLEST and _widest(labels, size) > lane - BORDER:
        size -= 0.25
    if _widest(labels, size) <= lane - BORDER:
        return size, 0.0
    return _turned_labels(labels, lane)


def _turned_labels(labels, lane):
    """Largest size at which turned labels fit between a lane's borders in a cell of bearable height."""
    size = LANE_SIZE
    while True:
        height = max(TURN_LEAST, _widest(labels, size) + 1.0)
        while height <= TURN_MOST:
            if all(metrics.height(label, height - 1.0, size, bold=True) <= lane - BORDER for label in labels):
                return size, height
            height += TURN_STEP
        size *= 0.92


def _widest(labels, size):
    return max(metrics.longest_word(label, size, bold=True) for label in labels)


def _heading_height(table, widths, lane, size, lane_size, turned):
    """Height of the heading rows: the group row, the labels and the column numbers."""
    group = metrics.line_height(size) + 0.5 * size * metrics.MM_PER_PT + BORDER
    labels = [metrics.height(getattr(table.headings, FIELDS[column]), room(NUMBER, widths[column], size), size, True)
              for column in (REQUIREMENTS, TIME, OUTPUTS)]
    lanes = [turned or metrics.height(label.label, lane - BORDER, lane_size, True) for label in table.lanes]
    spanning = [metrics.height(getattr(table.headings, FIELDS[column]), room(NUMBER, widths[column], size), size, True)
                for column in (NUMBER, ACTIVITY, REMARK)]
    row = max(*labels, *lanes, max(spanning) - group) + 0.5 * size * metrics.MM_PER_PT + BORDER
    numbers = metrics.line_height(0.75 * size) + BORDER if table.numbered else 0.0
    return group + row + numbers

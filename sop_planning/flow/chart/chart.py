"""The chart of one SOP: builds sheets from its table."""
from dataclasses import replace

from .connectors import bind
from .heading import heading
from .labels import lane_wish
from .model import Grid, Layout, Row, Strip, Texts
from .sheet import SheetBuilder

SCREEN_LANE, SCREEN_LANE_MOST, SCREEN_GUTTER, SCREEN_BOX = 20.0, 30.0, 4.0, (12.0, 6.5)
SCREEN_WIDTHS = (8.0, 50.0, 29.0, 13.0, 28.0, 19.0)
SCREEN_SIZES = (("body", 6.6), ("head", 6.6), ("lane", 6.0))
# A little larger than life on the screen; on paper what every engine shrinks to exactly the printable width.
SCREEN_UNIT, PAPER_UNIT = 1.25, 1.4
REACH = 25


class Chart:
    """Draws the table of one SOP, whole or page by page.

    :param table: model.Table; a step without an executor among the lanes gets no symbol and no ways
    :raises ValueError: no lanes, or activities that are not the flow's steps
    """

    def __init__(self, table):
        self.table = table
        self._lanes = {lane.key: number for number, lane in enumerate(table.lanes)}
        self._check()
        self.ways = self._number_ways()

    @property
    def has_end_row(self):
        """Whether an exit leads to the end, which then gets a row of its own."""
        return any(target == len(self.table.activities) for _source, target, _label in self.ways)

    def strips(self):
        """The whole table as strips, the end row included."""
        strips = [Strip(index, activity.texts) for index, activity in enumerate(self.table.activities)]
        if self.has_end_row:
            strips.append(Strip(len(strips), Texts(activity=self.table.headings.end)))
        return strips

    def screen(self):
        """Layout of the whole table on one sheet; ways longer than REACH rows are drawn with pentagons.

        :return: model.Layout
        """
        grid = self._screen_grid()
        sheet = self.page(self.strips(), grid, reach=REACH)
        sheets = bind((self.with_total(sheet),), self._step_caption)
        return self.layout(sheets, SCREEN_WIDTHS, SCREEN_SIZES, unit=SCREEN_UNIT)

    @property
    def lane_wish(self):
        """Width of the lanes (mm) in which the labels of the exits need no more room than their decision."""
        return lane_wish([label for _source, _target, label in self.ways], SCREEN_GUTTER)

    def grid(self, lane):
        """Grid of lanes of one width (mm): gutters and symbols are parts of it (bounds measured on printed forms)."""
        count = len(self.table.lanes)
        gutter = min(5.0, max(min(2.2, lane / 4), 0.21 * lane))
        width = min(12.0, lane - 2 * gutter)
        return Grid((lane,) * count, (gutter,) * count, (width, min(6.5, max(5.0, 0.6 * width))))

    def page(self, strips, grid, reach=None):
        """Sheet for some strips of the table, with connectors to the strips that are not on it.

        :param strips: consecutive ones of `strips()`, or parts of them, :param grid: model.Grid
        :param reach: draw ways over more rows than this with connectors, even if both ends are on the sheet
        """
        apart = {way for way in self.ways if reach and abs(way[1] - way[0]) > reach}
        return SheetBuilder(self, strips, grid, apart).build()

    def bind(self, sheets, first=1):
        """Give the connectors of all pages, in order, their letters and page numbers; `first` is that of the first."""
        return bind(sheets, _page_caption, first)

    def layout(self, sheets, text_widths, sizes, turned=0.0, unit=PAPER_UNIT):
        """Put sheets together with their columns.

        :param text_widths: widths of the six text columns in the order of Texts, mm
        """
        lanes = sheets[0].grid.widths
        widths = (*text_widths[:2], *lanes, *text_widths[2:])
        return Layout(tuple(sheets), widths, heading(self.table), turned, tuple(sizes), unit)

    def with_total(self, sheet):
        """The sheet with the table's total row under it, if the table has one."""
        if not self.table.total:
            return sheet
        label, value = self.table.total
        return replace(sheet, rows=(*sheet.rows, Row("total", Texts(activity=label, time=value), 0.0)))

    def _screen_grid(self):
        count = len(self.table.lanes)
        lane = min(SCREEN_LANE_MOST, max(SCREEN_LANE, self.lane_wish))
        return Grid((lane,) * count, (SCREEN_GUTTER,) * count, SCREEN_BOX, elastic=True)

    def _number_ways(self):
        """Ways as (source row, target row, label), one for each pair of ends; a step without executor has none."""
        flow, ways = self.table.flow, {}
        for way in flow.ways():
            if way.target is None and not way.label:
                continue
            target = len(flow.steps) if way.target is None else flow.position(way.target)
            ways.setdefault((flow.position(way.source), target), []).append(way.label)
        return [(source, target, " / ".join(filter(None, labels))) for (source, target), labels in ways.items()
                if self._own_lanes(source) and (target == len(flow.steps) or self._own_lanes(target))]

    def _own_lanes(self, index):
        executors = dict.fromkeys(self.table.flow.steps[index].executors)
        return tuple(self._lanes[key] for key in executors if key in self._lanes)

    def lanes_of(self, index):
        """Lanes of a row, the main executor first; the end row stands under its last source."""
        if index < len(self.table.flow.steps):
            return self._own_lanes(index)
        return self._own_lanes(max(source for source, target, _label in self.ways if target == index))[:1]

    def symbol(self, index):
        flow = self.table.flow
        return flow.symbol(flow.steps[index].key) if index < len(flow.steps) else "capsule"

    def state(self, index):
        return self.table.activities[index].state if index < len(self.table.activities) else ""

    def _check(self):
        if not self.table.lanes:
            raise ValueError("a chart needs at least one executor")
        if [step.key for step in self.table.flow.steps] != [activity.key for activity in self.table.activities]:
            raise ValueError("the activities of the table are not the steps of its flow, in their order")

    def _step_caption(self, _pages, symbol):
        """On the screen a connector names the steps at its other ends."""
        numbers = [self._number(index) for index in sorted(symbol.others)]
        return ("ke " if symbol.arrows else "dari ") + ", ".join(numbers)

    def _number(self, index):
        if index == len(self.table.activities):
            return self.table.headings.end
        return self.table.activities[index].texts.number.rstrip(".")


def _page_caption(pages, _symbol):
    return "hal. " + ", ".join(map(str, pages))

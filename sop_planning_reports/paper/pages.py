"""Page breaks: whole rows, greedily; rows taller than a page are cut between two words."""
from . import columns, metrics

SLACK = 2.0
MOSTLY_EMPTY, TALL = 0.45, 0.5
FEWEST_LINES = 3
SYMBOL_ROOM, CONNECTOR_ROW = 6.5, 9.6
LONELY_FROM = 4
CONTINUED = "lanj."


class Paginator:
    """Cuts a chart into sheets.

    :param chart: lists the `strips` of its table and draws sheets of them (`page`, `with_total`)
    :param grid: the chart's grid of the lanes
    :param widths: widths of the text columns, mm, :param size: of the text, pt
    :param capacity: height for rows on a page, mm, :param first_offset: what the first page has less
    """

    def __init__(self, chart, grid, widths, size, capacity, first_offset):
        self.chart, self.grid, self.widths, self.size = chart, grid, widths, size
        self.capacity, self.first_offset = capacity - SLACK, first_offset
        self.known = {}

    def sheets(self):
        """Sheets of all pages, in order."""
        waiting, sheets = self.chart.strips(), []
        while waiting:
            room = self.capacity - (0.0 if sheets else self.first_offset)
            sheet, waiting = self._page(waiting, room)
            sheets.append(sheet)
        return sheets

    def _page(self, waiting, room):
        """One sheet, and the strips left for the next. The drawing may need more height than was estimated: then
        fewer strips are taken, until it fits or nothing can be left out."""
        budget = room - (0.0 if waiting[0].index == 0 and waiting[0].head else CONNECTOR_ROW)
        if self._fill(waiting, budget)[1]:
            budget -= CONNECTOR_ROW
        while True:
            taken, rest = self._fill(waiting, budget)
            sheet = self._draw(taken, rest)
            excess = self.height(sheet) - room
            if excess <= 0 or budget <= 0:
                return sheet, rest
            budget = min(budget, sum(map(self._estimate, taken))) - excess

    def _draw(self, taken, rest):
        sheet = self.chart.page(taken, self.grid)
        return sheet if rest else self.chart.with_total(sheet)

    def height(self, sheet):
        """Estimated height of a sheet's rows, mm."""
        return sum(max(row.height, self._text_height(row.texts)) for row in sheet.rows)

    def _text_height(self, texts):
        if texts not in self.known:
            self.known[texts] = columns.text_height(texts, self.widths, self.size)
        return self.known[texts]

    def _estimate(self, strip):
        """Height of a strip before it is drawn."""
        return max(self._text_height(strip.texts), self.grid.box[1] + SYMBOL_ROOM if strip.head else 0.0)

    def _fill(self, waiting, budget):
        """Strips for one page, at least one, and the rest."""
        used = 0.0
        for number, strip in enumerate(waiting):
            height = self._estimate(strip)
            if used + height > budget:
                taken, rest = self._break(waiting, number, budget - used, height)
                return self._with_company(taken, rest)
            used += height
        return waiting, []

    def _break(self, waiting, number, room, height):
        """Break the page before strip `number`, or within it."""
        strip = waiting[number]
        never_fits = height > self.capacity
        leaves_much = room >= MOSTLY_EMPTY * self.capacity and height > TALL * self.capacity
        if never_fits or leaves_much or not number:
            lines = int((room - columns.cell_padding(self.size)) / metrics.line_height(self.size))
            if lines >= FEWEST_LINES and room >= self.grid.box[1] + SYMBOL_ROOM:
                first, second = self._cut(strip, lines)
                if any(second.texts):
                    return [*waiting[:number], first], [second, *waiting[number + 1:]]
        cut = max(number, 1)
        return waiting[:cut], waiting[cut:]

    def _cut(self, strip, lines):
        """Two strips, the first with so many lines in each cell."""
        parts = [metrics.split(text, columns.room(column, width, self.size), self.size, lines)
                 for column, (text, width) in enumerate(zip(strip.texts, self.widths))]
        first, second = ([part[side] for part in parts] for side in (0, 1))
        if any(second):
            second[columns.NUMBER] = CONTINUED
        texts = type(strip.texts)
        return strip._replace(texts=texts(*first)), strip._replace(texts=texts(*second), head=False)

    @staticmethod
    def _with_company(taken, rest):
        """A lonely last step (with or without the end row) takes the one before along."""
        steps = sum(bool(strip.texts.number) for strip in rest)
        lonely = len(rest) <= 2 and steps <= 1 and len(taken) >= LONELY_FROM and taken[-1].index != rest[0].index
        return (taken[:-1], [taken[-1], *rest]) if lonely else (taken, rest)

"""SOPs as spreadsheets: a sheet each, with the identity block and the table."""

from dataclasses import replace

from ..paper import columns as widths_of
from ..paper import metrics, picture
from .identity import write_identity
from .printing import set_up
from .workbook import PX_PER_MM, Page, Workbook, font_size, mm, px

# Px of the picture for one px of the sheet: 288 dpi on the screen, 360 dpi on paper.
SHARPNESS = 3
TITLE_HEIGHT, CLOSING_HEIGHT, CLOSING_GAP = 9.0, 12.0, 4.0
TITLE_SIZE, CLOSING_SIZE = 10.0, 9.0
HEAD_GROUND = "#EEEEEE"
CENTRED = ("number", "time")


def write_sops(sops, absolute):
    """SOPs as one workbook, a sheet each.

    :param sops: list of data.Sop, :param absolute: flow.chart.absolute, what gives a page of the chart its geometry
    :return: bytes
    """
    workbook = Workbook()
    for sop in sops:
        _write(workbook, sop, absolute)
    return workbook.content()


def _write(workbook, sop, absolute):
    worksheet = workbook.add(sop.name)
    table = Table(Page(workbook, worksheet, [px(width) for width in sop.layout.widths]), sop.layout, absolute)
    breaks = write_identity(table.page, sop)
    if table.page.row:
        breaks.append(table.page.row)
    breaks += table.fill(sop.title, sop.closing)
    if breaks:
        worksheet.set_h_pagebreaks(breaks)
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.print_area(0, 0, table.page.row - 1, len(table.page.columns) - 1)
    set_up(worksheet, sop.paper, sop.foot, sop.word)


class Table:
    """The table of an SOP in cells, with a picture over the executor columns of each of its pages."""

    def __init__(self, page, layout, absolute):
        self.page, self.layout, self.absolute = page, layout, absolute
        self.sizes = dict(layout.sizes)
        self.lanes = len(layout.sheets[0].grid.widths)
        self.texts = (0, 1, *range(2 + self.lanes, 6 + self.lanes))

    def fill(self, title, closing):
        """Title, heading, pages and closing line; returns the rows before which a new page begins."""
        if title:
            style = {"bold": True, "align": "center", "font_size": font_size(TITLE_SIZE)}
            self.page.put(self.page.band(px(TITLE_HEIGHT)), self._whole, title, **style)
        first = self.page.row
        self._write_heading()
        self.page.worksheet.repeat_rows(first, self.page.row - 1)
        breaks = []
        for number, sheet in enumerate(self.layout.sheets):
            if number:
                breaks.append(self.page.row)
            self._write_sheet(sheet)
        if closing:
            style = {"font_size": font_size(CLOSING_SIZE), "valign": "vcenter"}
            self.page.put(self.page.band(px(CLOSING_HEIGHT - CLOSING_GAP)), self._whole, closing, **style)
        return breaks

    @property
    def _whole(self):
        return 0, len(self.page.columns) - 1

    def _write_heading(self):
        """The heading rows, merged as on paper."""
        places = list(_places(self.layout.heading))
        bands = [self.page.band(height) for height in self._heading_heights(places)]
        for row, column, head in places:
            rows = bands[row][0], bands[row + head.rowspan - 1][1]
            self.page.put(rows, (column, column + head.colspan - 1), head.text, **self._head_style(row, head))

    def _head_style(self, row, head):
        style = {
            "border": 1,
            "align": "center",
            "valign": "vcenter",
            "font_size": font_size(self._head_size(row, head)),
        }
        if row < 2:
            style |= {"bold": True, "bg_color": HEAD_GROUND}
        if head.lane is not None and self.layout.turned:
            style["rotation"] = 90
        return style

    def _head_size(self, row, head):
        if head.lane is not None:
            return self.sizes["lane"]
        return self.sizes["head"] * (0.75 if row > 1 else 1)

    def _heading_heights(self, places):
        """Height of each heading row, px; what a cell over two rows lacks is given to the second."""
        heights = [0.0] * len(self.layout.heading)
        for row, column, head in sorted(places, key=lambda place: place[2].rowspan):
            last = row + head.rowspan - 1
            lacking = self._head_height(row, column, head) - sum(heights[row : last + 1])
            heights[last] += max(0.0, lacking)
        return [px(height) for height in heights]

    def _head_height(self, row, column, head):
        if head.lane is not None and self.layout.turned:
            return self.layout.turned + widths_of.BORDER
        room = self.page.width(column, column + head.colspan - 1) - widths_of.BORDER
        size = self._head_size(row, head)
        return metrics.height(head.text, room, size, bold=True) + 0.5 * size * metrics.MM_PER_PT + widths_of.BORDER

    def _write_sheet(self, sheet):
        first = self.page.row
        heights = [self._row_height(row) for row in sheet.rows]
        for row, height in zip(sheet.rows, heights):
            self._write_row(row, self.page.band(height))
        self._lay_over(sheet, first, heights)

    def _row_height(self, row):
        widths = [mm(self.page.columns[column]) for column in self.texts]
        return px(max(row.height, widths_of.text_height(row.texts, widths, self.sizes["body"])))

    def _write_row(self, row, band):
        for (name, text), column in zip(row.texts._asdict().items(), self.texts):
            self.page.put(band, (column, column), text, **self._style(row.kind, name))
        for lane in range(2, 2 + self.lanes):
            self.page.put(band, (lane, lane), "", border=1)

    def _style(self, kind, name):
        style = {"border": 1, "font_size": font_size(self.sizes["body"])}
        if name in CENTRED:
            style["align"] = "center"
        if kind == "total":
            style["bold"] = True
        if kind in ("end", "top", "bottom"):
            style["valign"] = "vcenter"
        return style

    def _lay_over(self, sheet, row, heights):
        """The drawing of a page, for the very widths and heights its cells have."""
        lanes = self.page.columns[2 : 2 + self.lanes]
        grid = replace(sheet.grid, widths=tuple(mm(width) for width in lanes))
        geometry = self.absolute(replace(sheet, grid=grid), [mm(height) for height in heights])
        content = picture.png(sheet, geometry, PX_PER_MM * SHARPNESS)
        self.page.image(row, 2, content, (sum(lanes), sum(heights)), words="Bagan alir")


def _places(heading):
    """(row, column, head) of each heading cell, for cells that span rows and columns."""
    taken = set()
    for row, heads in enumerate(heading):
        column = 0
        for head in heads:
            while (row, column) in taken:
                column += 1
            yield row, column, head
            taken |= {(row + down, column + right) for down in range(head.rowspan) for right in range(head.colspan)}

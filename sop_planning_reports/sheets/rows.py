"""Rows of cells of several kinds: text, whole and broken numbers, dates and times."""

import datetime

from ..paper import metrics
from .printing import set_up
from .workbook import font_size, px

SIZE, TITLE_SIZE, PADDING, FILTER = 7.5, 11.0, 2.0, 4.0
HEAD_GROUND = "#EEEEEE"
# Indonesian names of the months, whatever the language of the program that shows them.
DATE_FORMAT = "[$-421]dd mmmm yyyy"
TIME_FORMAT = "dd-mm-yyyy hh.mm"
HOURS_FORMAT = "0.00"


def write_title(page, line):
    """A line in the middle, over all columns."""
    style = {"bold": True, "align": "center", "font_size": font_size(TITLE_SIZE), "valign": "vcenter"}
    page.put(page.band(px(7)), (0, len(page.columns) - 1), line, **style)


def write_heading(page, labels, spans):
    """The heading of a table; returns the number of its row."""
    return write_line(page, labels, spans, bold=True, align="center", valign="vcenter", bg_color=HEAD_GROUND)


def finish(page, paper, foot, head=None):
    """Print settings of a sheet that is written.

    :param head: row of the heading, where the sheet is one table to sort and to filter
    """
    worksheet, last = page.worksheet, len(page.columns) - 1
    if head is not None:
        worksheet.repeat_rows(head)
        worksheet.freeze_panes(head + 1, 0)
        worksheet.autofilter(head, 0, page.row - 1, last)
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.print_area(0, 0, page.row - 1, last)
    set_up(worksheet, paper, foot)


def write_line(page, cells, spans, **style):
    """Write a row, as high as its texts.

    :param page: workbook.Page, :param cells: text, int, float, datetime, date or None
    :param spans: first and last column of each cell, :param style: of `Workbook.format`
    :return: number of the first of its rows
    """
    band = page.band(px(_height(page, cells, spans, style.get("bold", False))))
    for cell, span in zip(cells, spans):
        _write_cell(page, band, span, cell, {"border": 1, "font_size": font_size(SIZE), **style})
    return band[0]


def _write_cell(page, band, span, cell, style):
    if cell is None or isinstance(cell, str):
        page.put(band, span, cell, **style)
        return
    is_time = isinstance(cell, datetime.date)
    look = {**style, "num_format": _format_of(cell), "align": "left" if is_time else "center"}
    page.put(band, span, "", **look)
    write = page.worksheet.write_datetime if is_time else page.worksheet.write_number
    write(band[0], span[0], cell, page.workbook.format(**look))


def _format_of(cell):
    if isinstance(cell, datetime.datetime):
        return TIME_FORMAT
    if isinstance(cell, datetime.date):
        return DATE_FORMAT
    return HOURS_FORMAT if isinstance(cell, float) else "0"


def _height(page, cells, spans, bold):
    """Height of a row by its texts, mm; a filter's button takes room in the heading."""
    texts = [_measured(cell) for cell in cells]
    rooms = [page.width(*span) - PADDING - (FILTER if bold else 0) for span in spans]
    return PADDING + max(metrics.height(text, room, SIZE, bold) for text, room in zip(texts, rooms))


def _measured(cell):
    return "00 September 0000" if isinstance(cell, datetime.date) else str("" if cell is None else cell)

"""The register of SOPs as a spreadsheet: a sheet for each agency, to sort and to filter."""

import datetime

from ..paper import metrics
from .printing import set_up
from .workbook import Page, Workbook, font_size, mm, px

SIZE, TITLE_SIZE, PADDING = 7.5, 11.0, 2.0
HEAD_GROUND = "#EEEEEE"
# Indonesian names of the months, whatever the language of the program that shows them.
DATE_FORMAT = "[$-421]dd mmmm yyyy"
CENTRED = (0, 8, 9)


def write_register(registers):
    """Registers as one workbook, a sheet each.

    :param registers: list of data.Register
    :return: bytes
    """
    workbook = Workbook()
    for register in registers:
        _write(workbook, register)
    return workbook.content()


def _write(workbook, register):
    worksheet = workbook.add(register.name)
    page = Page(workbook, worksheet, [px(width) for width in register.widths])
    for line in register.title:
        style = {"bold": True, "align": "center", "font_size": font_size(TITLE_SIZE), "valign": "vcenter"}
        page.put(page.band(px(7)), (0, len(page.columns) - 1), line, **style)
    head = _write_row(page, register.labels, bold=True, valign="vcenter", align="center", bg_color=HEAD_GROUND)
    for number, row in enumerate(register.rows, 1):
        _write_row(page, _cells(number, row))
    last = page.row - 1
    worksheet.repeat_rows(head)
    worksheet.freeze_panes(head + 1, 0)
    worksheet.autofilter(head, 0, last, len(page.columns) - 1)
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.print_area(0, 0, last, len(page.columns) - 1)
    set_up(worksheet, register.paper, register.foot)


def _cells(number, row):
    revised = row.revised
    if row.revision:
        revised = f"{row.revision} {_printed(revised)}".strip()
    return (
        number,
        row.number,
        row.name,
        row.unit,
        row.created,
        revised,
        row.effective,
        row.signer,
        row.version,
        row.state,
    )


def _printed(date):
    return f"{date:%d-%m-%Y}" if date else ""


def _write_row(page, cells, **style):
    band = page.band(px(_height(page, cells, style.get("bold", False))))
    for column, cell in enumerate(cells):
        look = {
            "border": 1,
            "font_size": font_size(SIZE),
            **({"align": "center"} if column in CENTRED else {}),
            **style,
        }
        if isinstance(cell, datetime.date):
            look |= {"num_format": DATE_FORMAT, "align": "left"}
            page.worksheet.write_datetime(band[0], column, cell, page.workbook.format(**look))
        elif isinstance(cell, int):
            page.worksheet.write_number(band[0], column, cell, page.workbook.format(**look))
        else:
            page.put((band[0], band[0]), (column, column), cell, **look)
    return band[0]


def _height(page, cells, bold):
    """Height of a row by its texts, mm; a filter's button takes room in the heading."""
    texts = ["00 September 0000" if isinstance(cell, datetime.date) else str(cell or "") for cell in cells]
    room = [mm(width) - PADDING - (4 if bold else 0) for width in page.columns]
    return PADDING + max(metrics.height(text, width, SIZE, bold) for text, width in zip(texts, room))

"""The register of SOPs as a spreadsheet: a sheet for each agency, to sort and to filter."""

from .rows import finish, write_heading, write_line, write_title
from .workbook import Page, Workbook, px


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
    page = Page(workbook, workbook.add(register.name), [px(width) for width in register.widths])
    spans = tuple((column, column) for column in range(len(page.columns)))
    for line in register.title:
        write_title(page, line)
    head = write_heading(page, register.labels, spans)
    for number, row in enumerate(register.rows, 1):
        write_line(page, _cells(number, row), spans)
    finish(page, register.paper, register.foot, head)


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

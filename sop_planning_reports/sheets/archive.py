"""The register of archives (daftar arsip) as a spreadsheet: a sheet for each agency, to sort and to filter."""

from ..paper.archive import FOREVER, HEADINGS, PARTS, TITLE
from ..paper.paged import width_of
from .rows import finish, write_heading, write_line, write_title
from .workbook import Page, Workbook, px

SPANS = tuple((column, column) for column in range(len(HEADINGS)))


def write_archives(registers, paper):
    """Registers as one workbook, a sheet each.

    :param registers: list of paper.archive.ArchiveRegister, :param paper: paper.Paper it prints on
    :return: bytes
    """
    workbook = Workbook()
    for register in registers:
        _write(workbook, register, paper)
    return workbook.content()


def _write(workbook, register, paper):
    share = width_of(paper) / sum(PARTS)
    page = Page(workbook, workbook.add(register.name), [px(part * share) for part in PARTS])
    for line in (TITLE, register.agency, f"Keadaan tanggal {register.today}"):
        write_title(page, line)
    head = write_heading(page, HEADINGS, SPANS)
    for number, line in enumerate(register.lines, 1):
        write_line(page, _cells(number, line), SPANS)
    finish(page, paper, register.foot, head)


def _cells(number, line):
    return (
        *(number, line.number, line.code, line.subject, line.documents, line.count, line.filed, line.place),
        *(line.until or FOREVER, line.fate, line.by),
    )

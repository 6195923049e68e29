"""Records of execution (rekam pelaksanaan) as a spreadsheet: a sheet for each run, before them an overview of several.

Times are dates and hours are numbers, to reckon with; all else is text that no program takes for a formula.
"""

from ..paper.printed import clock
from ..paper.record import ARCHIVES, DISPOSITIONS, DOCUMENTS, NOTICE, SIGNATURES, TITLE, Happening
from .rows import finish, write_heading, write_line, write_title
from .workbook import Page, Workbook, px

WIDTHS = (9, 8, 50, 34, 30, 20, 26, 26, 26, 26, 13, 16, 26, 36, 17, 48)
HEADINGS = (
    *("No.", "Ke-", "Uraian Kegiatan", "Pelaksana", "Jabatan", "Mutu Baku: Waktu", "Batas", "Diminta", "Dibaca"),
    *("Selesai", "Jam kerja", "Jam terlambat", "Hasil", "Keterangan", "Paraf", "Dokumen"),
)
EACH = tuple((column, column) for column in range(len(WIDTHS)))
LAST = len(WIDTHS) - 1
EVENT = ((0, 1), (2, LAST))
# Columns of the sheet that each column of the lists under the table takes.
LISTS = (
    ("documents", "Dokumen", DOCUMENTS, ((0, 1), (2, 3), (4, 4), (5, 6), (7, 7), (8, 9), (10, 13), (14, LAST))),
    (
        *("signatures", "Paraf, tanda tangan, dan stempel", SIGNATURES),
        ((0, 1), (2, 2), (3, 3), (4, 5), (6, 7), (8, 11), (12, 14), (15, LAST)),
    ),
    ("dispositions", "Disposisi", DISPOSITIONS, ((0, 2), (3, 3), (4, 5), (6, 8), (9, 13), (14, LAST))),
    ("archives", "Arsip", ARCHIVES, ((0, 2), (3, 3), (4, 5), (6, 7), (8, 9), (10, 13), (14, LAST))),
)
OVERVIEW = (
    *("No.", "Proses", "Periode", "Nomor SOP", "Judul SOP", "Pemohon", "Mulai", "Selesai", "Status", "Langkah"),
    *("Jam kerja", "Jam terlambat", "Jurnal"),
)
OVERVIEW_WIDTHS = (9, 60, 18, 36, 60, 40, 27, 27, 24, 16, 16, 18, 24)
EVENT_GROUND, ALARM = "#F4F4F4", "#CC0000"


def write_records(records, paper):
    """Records as one workbook.

    :param records: list of paper.record.Record, :param paper: paper.Paper it prints on
    :return: bytes
    """
    workbook = Workbook()
    if len(records) > 1:
        _write_overview(workbook, records, paper)
    for record in records:
        _write(workbook, record, paper)
    return workbook.content()


def _write(workbook, record, paper):
    page = _page(workbook, record.name, WIDTHS)
    for line in (*record.head.lines, TITLE):
        write_title(page, line)
    for label, value in record.facts:
        write_line(page, (label, value), ((0, 2), (3, LAST)), border=0)
    head = write_heading(page, HEADINGS, EACH)
    page.worksheet.repeat_rows(head)
    write_line(page, ("", f"Waktu dalam {record.zone}"), EVENT, bg_color=EVENT_GROUND)
    for row in record.rows:
        if isinstance(row, Happening):
            write_line(page, ("", f"{clock(row.when)} · {row.words}"), EVENT, bg_color=EVENT_GROUND)
        else:
            write_line(page, _cells(row), EACH)
    for name, title, headings, spans in LISTS:
        _write_list(page, title, headings, spans, getattr(record, name))
    _write_journal(page, record)
    finish(page, paper, record.foot)


def _page(workbook, name, widths):
    return Page(workbook, workbook.add(name), [px(width) for width in widths])


def _cells(part):
    times = (part.deadline, part.asked, part.read, part.done)
    worked, late = (None if hours is None else round(hours, 2) for hours in (part.worked, part.late))
    return (
        *(part.number, part.visit, part.text, part.person, part.position, part.standard, *times, worked, late),
        *(part.outcome, part.remark, part.signed, part.documents),
    )


def _write_list(page, title, headings, spans, rows):
    if not rows:
        return
    page.band(px(4))
    write_line(page, (title,), ((0, LAST),), bold=True, border=0)
    write_heading(page, headings, spans)
    for row in rows:
        write_line(page, row, spans)


def _write_journal(page, record):
    page.band(px(4))
    write_line(page, ("Jurnal",), ((0, LAST),), bold=True, border=0)
    look = {} if record.intact else {"bold": True, "font_color": ALARM}
    for line in record.journal:
        write_line(page, (line,), ((0, LAST),), border=0, **look)
    write_line(page, (f"{NOTICE} {record.printed}",), ((0, LAST),), border=0)


def _write_overview(workbook, records, paper):
    page = _page(workbook, "Ikhtisar", OVERVIEW_WIDTHS)
    write_title(page, "IKHTISAR PELAKSANAAN STANDAR OPERASIONAL PROSEDUR")
    spans = tuple((column, column) for column in range(len(OVERVIEW)))
    head = write_heading(page, OVERVIEW, spans)
    for number, record in enumerate(records, 1):
        write_line(page, _overview_cells(number, record), spans)
    finish(page, paper, "Ikhtisar pelaksanaan", head)


def _overview_cells(number, record):
    facts = dict(record.facts)
    parts = [row for row in record.rows if not isinstance(row, Happening)]
    hours = [round(sum(getattr(part, name) or 0 for part in parts), 2) for name in ("worked", "late")]
    return (
        *(number, facts["Proses"], facts["Periode"], facts["Nomor SOP"], facts["Judul SOP"], facts["Pemohon"]),
        *(record.started, record.ended, facts["Status"], len({(part.number, part.visit) for part in parts})),
        *(*hours, "Utuh" if record.intact else "TIDAK UTUH"),
    )

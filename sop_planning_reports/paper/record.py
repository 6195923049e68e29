"""The record of execution (rekam pelaksanaan) of a run, in the form of the SOP table. Never imports odoo.

PermenPAN-RB 35/2012, page 24: every executor records what he did and confirms that the next step may go on. One row for
each visit of a step and each person in it, in the order of what happened, with what came between in its place.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from .flow_text import Row, Section, Style
from .paged import Letterhead, facts, letterhead, listed, paragraph, plan_pages, table, title, width_of
from .printed import clock, took

TITLE = "REKAM PELAKSANAAN STANDAR OPERASIONAL PROSEDUR"
SIZE, SMALL = 7.0, 6.5
PICTURE_HEIGHT, PICTURE_GAP = 8.0, 1.0
CENTRED = ("center",)
# Parts of the printable width.
PARTS = (14, 52, 41, 30, 43, 26, 37, 21, 42)
DOCUMENTS = ("No.", "Dokumen", "Versi", "Keadaan", "Langkah", "Oleh, waktu", "Berkas", "SHA-256")
SIGNATURES = ("No.", "Jenis", "Nama", "Jabatan", "Waktu", "Dokumen", "Intisari (SHA-256)", "Keutuhan")
DISPOSITIONS = ("No. agenda", "Waktu", "Dari", "Kepada", "Isi", "Tindak lanjut")
ARCHIVES = ("Nomor arsip", "Kode klasifikasi", "Tempat", "Disimpan sampai", "Nasib akhir", "Diarsipkan oleh", "Dokumen")
NOTICE = "Dicatat secara elektronik dalam sistem (PermenPAN-RB 35/2012); bukan tanda tangan elektronik tersertifikasi."


@dataclass(frozen=True, slots=True)
class Part:
    """What one person was asked to do in one visit of a step, and did; times are local.

    :param number: of the row, :param text: of the row and :param standard: its time as printed; the two are '' for the
        further persons of a visit
    :param visit: 1 for the first time the run came here
    :param person: name, :param position: office in which he acted
    :param worked: working hours, :param late: working hours after the deadline; None while the step is open
    :param pictures: addresses of the pictures of what he signed with, :param marks: words where there is no picture,
        :param signed: words for both
    :param documents: lines on what he filed
    """

    number: str
    text: str
    visit: int
    standard: str
    person: str
    position: str
    deadline: datetime | None
    asked: datetime | None
    read: datetime | None
    done: datetime | None
    worked: float | None
    late: float | None
    outcome: str
    remark: str = ""
    pictures: tuple[str, ...] = ()
    marks: str = ""
    signed: str = ""
    documents: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to the run between or within its steps: `when` (local), in words."""

    when: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Record:
    """One run as it is printed; rows of the lists are texts, one for each of their headings above.

    :param name: of file and sheet, :param foot: before the page number, :param zone: WIB, WITA or WIT
    :param rows: Part and Happening in order
    :param journal: sentences on the journal, :param intact: whether it is what was sealed
    """

    name: str
    foot: str
    head: Letterhead
    facts: tuple
    zone: str
    started: datetime | None = None
    ended: datetime | None = None
    rows: tuple = ()
    documents: tuple = ()
    signatures: tuple = ()
    dispositions: tuple = ()
    archives: tuple = ()
    journal: tuple = ()
    intact: bool = True
    printed: str = ""


def headings(zone):
    """Headings of the table, whose times are those of a zone."""
    return (
        *("No.", "Uraian Kegiatan", "Pelaksana", "Mutu Baku: Waktu", f"Waktu Nyata ({zone})", "Hasil"),
        *("Keterangan", "Paraf", "Dokumen"),
    )


def compose_record(record, paper, squeeze=1.0):
    """The pages of a record.

    :param paper: sizes.Paper, :param squeeze: as `paged.plan_pages` takes it
    :return: paged.Plan
    """
    width = width_of(paper)
    sections = [
        letterhead(record.head, width),
        title(TITLE, width),
        facts(record.facts, width),
        _steps(record, width),
        *_lists(record, width),
        _journal(record, width),
        paragraph(f"{NOTICE} {record.printed}", width, 7, above=3),
    ]
    return plan_pages(sections, paper, record.foot, squeeze)


def _steps(record, width):
    aligns = ("center", "left", "left", "center", "left", "left", "left", "center", "left")
    body, section = table(headings(record.zone), PARTS, width, SIZE, aligns)
    event = Style((body.widths[0], width - body.widths[0]), SIZE, boxed=True, kind="event")
    rows = [
        Row(event, ("", f"{clock(row.when)} · {row.words}")) if isinstance(row, Happening) else part_row(row, body)
        for row in record.rows
    ]
    return section(rows)


def part_row(part, style):
    """The Row of a Part."""
    count = len(part.pictures)
    least = count * PICTURE_HEIGHT + PICTURE_GAP + (2 if count else 0)
    cells = (
        f"{part.number}\n(ke-{part.visit})" if part.visit > 1 else part.number,
        part.text,
        "\n".join(filter(None, (part.person, part.position))),
        planned(part),
        real(part),
        part.outcome,
        part.remark,
        part.marks,
        part.documents,
    )
    pictures = tuple(part.pictures if column == 7 else () for column in range(len(cells)))
    return Row(replace(style, least=least) if count else style, cells, pictures)


def planned(part):
    """Standard time and deadline as one text."""
    until = f"batas\n{clock(part.deadline)}" if part.deadline else ""
    return "\n".join(filter(None, (part.standard, until)))


def real(part):
    """Real times as one text, a line each."""
    times = (("diminta", part.asked), ("dibaca", part.read), ("selesai", part.done))
    lines = [f"{word} {clock(when)}" for word, when in times if when]
    if part.worked is not None:
        lines.append(f"lama kerja {took(part.worked)}")
    if part.late:
        lines.append(f"terlambat {took(part.late)}")
    return "\n".join(lines)


def _lists(record, width):
    """The sections under the table; the empty ones do not print."""
    yield listed(
        *(DOCUMENTS, (9, 47, 11, 24, 16, 39, 39, 95), record.documents, width),
        size=SMALL,
        aligns=(*CENTRED, "left", *CENTRED, "left", *CENTRED),
        heading="Dokumen",
    )
    yield listed(
        *(SIGNATURES, (9, 26, 46, 44, 28, 46, 54, 24), record.signatures, width),
        size=SMALL,
        aligns=CENTRED,
        heading="Paraf, tanda tangan, dan stempel",
    )
    yield listed(*(DISPOSITIONS, (30, 26, 44, 50, 64, 63), record.dispositions, width), size=SMALL, heading="Disposisi")
    yield listed(*(ARCHIVES, (32, 28, 50, 28, 28, 46, 65), record.archives, width), size=SMALL, heading="Arsip")


def _journal(record, width):
    heading = Row(Style((width,), 9, bold=True, above=4, keep=True), ("Jurnal",))
    look = Style((width,), 8) if record.intact else Style((width,), 8, bold=True, kind="broken")
    return Section([heading, *(Row(look, (line,)) for line in record.journal)])

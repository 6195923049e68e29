"""The register of archives (daftar arsip) of an agency. Never imports odoo."""

from dataclasses import dataclass
from datetime import date

from .paged import Letterhead, letterhead, listed, plan_pages, title, width_of
from .printed import printed_date

TITLE = "DAFTAR ARSIP"
HEADINGS = (
    *("No.", "Nomor arsip", "Kode klasifikasi", "Uraian", "Dokumen", "Jumlah", "Tanggal arsip", "Tempat"),
    *("Disimpan sampai", "Nasib akhir", "Diarsipkan oleh"),
)
PARTS = (10, 28, 22, 50, 56, 15, 22, 30, 24, 20, 35)
CENTRED = (0, 5)
FOREVER = "Selamanya"


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """One archive file.

    :param subject: the run with its SOP, :param documents: a line each, :param until: None for ever
    """

    number: str
    code: str
    subject: str
    documents: str
    count: int
    filed: date
    place: str
    until: date | None
    fate: str
    by: str

    def texts(self, number):
        """Cells of its row, as printed."""
        until = printed_date(self.until) or FOREVER
        return (
            *(f"{number}.", self.number, self.code, self.subject, self.documents, str(self.count)),
            *(printed_date(self.filed), self.place, until, self.fate, self.by),
        )


@dataclass(frozen=True, slots=True)
class ArchiveRegister:
    """The archive files of one agency; :param name: of the sheet, :param today: as printed."""

    name: str
    foot: str
    head: Letterhead
    agency: str
    today: str
    lines: tuple


def compose_archive(register, paper, squeeze=1.0):
    """The pages of a register.

    :param paper: sizes.Paper, :param squeeze: as `paged.plan_pages` takes it
    :return: paged.Plan
    """
    width = width_of(paper)
    rows = [line.texts(number) for number, line in enumerate(register.lines, 1)]
    aligns = tuple("center" if column in CENTRED else "left" for column in range(len(HEADINGS)))
    sections = [
        letterhead(register.head, width),
        title(TITLE, width, f"Keadaan tanggal {register.today}"),
        listed(HEADINGS, PARTS, rows, width, size=7.5, aligns=aligns),
    ]
    return plan_pages(sections, paper, register.foot, squeeze)

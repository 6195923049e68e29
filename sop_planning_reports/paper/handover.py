"""The sheets for handing outputs of a run over: receipt (tanda terima), minutes (berita acara). Never imports odoo."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from num2words import num2words

from .flow_text import Row, Section, Style
from .paged import Letterhead, facts, letterhead, listed, paragraph, plan_pages, signers, title, width_of
from .printed import printed_date

RECEIPT, MINUTES = "receipt", "minutes"
TITLES = {RECEIPT: "TANDA TERIMA DOKUMEN", MINUTES: "BERITA ACARA SERAH TERIMA DOKUMEN"}
HEADINGS = ("No.", "Dokumen", "Versi", "Berkas", "SHA-256")
PARTS = (9, 56, 12, 46, 66)
DOTS = "." * 40
CLOSING = "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."
NOTICE = "SHA-256 adalah sidik berkas: berkas yang sama selalu menghasilkan sidik yang sama."


@dataclass(frozen=True, slots=True)
class Person:
    """Giver or receiver; what is empty is left to be written by hand."""

    name: str = ""
    position: str = ""
    agency: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """One sheet.

    :param kind: RECEIPT or MINUTES, :param subject: what the documents come from
    :param lines: texts, one for each of HEADINGS
    """

    kind: str
    foot: str
    head: Letterhead
    number: str
    place: str
    day: date
    giver: Person
    receiver: Person
    subject: str
    lines: tuple
    note: str = ""


def compose_handover(sheet, paper, squeeze=1.0):
    """The pages of a sheet.

    :param paper: sizes.Paper, :param squeeze: as `paged.plan_pages` takes it
    :return: paged.Plan
    """
    width = width_of(paper)
    number = f"Nomor: {sheet.number or DOTS}"
    above = _minutes(sheet, width) if sheet.kind == MINUTES else _receipt(sheet, width)
    aligns = ("center", "left", "center", "left", "left")
    sections = [
        letterhead(sheet.head, width),
        title(TITLES[sheet.kind], width, number),
        *above,
        listed(HEADINGS, PARTS, sheet.lines, width, size=8, aligns=aligns),
        *([paragraph(f"Catatan: {sheet.note}", width, 9.5)] if sheet.note else []),
        _signers(sheet, width),
        paragraph(NOTICE, width, 7, above=4),
    ]
    return plan_pages(sections, paper, sheet.foot, squeeze)


def day_in_words(day):
    """A day as minutes write it: 'hari Sabtu, tanggal dua puluh satu bulan November tahun dua ribu dua puluh enam'."""
    weekday, month = (format_date(day, pattern, locale="id_ID") for pattern in ("EEEE", "MMMM"))
    words = [num2words(number, lang="id") for number in (day.day, day.year)]
    return f"hari {weekday}, tanggal {words[0]} bulan {month} tahun {words[1]} ({day:%d-%m-%Y})"


def _minutes(sheet, width):
    opening = (
        f"Pada hari ini, {day_in_words(sheet.day)[5:]}, bertempat di {sheet.place or DOTS}, kami yang bertanda tangan "
        "di bawah ini:"
    )
    agreed = (
        "PIHAK PERTAMA menyerahkan kepada PIHAK KEDUA, dan PIHAK KEDUA menerima dari PIHAK PERTAMA, dokumen "
        f"{sheet.subject} sebagai berikut:"
    )
    return [
        paragraph(opening, width),
        _party("1.", sheet.giver, "PIHAK PERTAMA", width),
        _party("2.", sheet.receiver, "PIHAK KEDUA", width),
        paragraph(agreed, width),
        paragraph("", width, 4, above=0),
    ]


def _party(number, person, called, width):
    style = Style((8.0, 28.0, width - 36), 10)
    said = (("Nama", person.name), ("Jabatan", person.position), ("Instansi", person.agency))
    rows = [(label, f": {value or DOTS}") for label, value in said]
    rows.append(("", f"  selanjutnya disebut {called}."))
    return Section([Row(style, ("" if index else number, *row)) for index, row in enumerate(rows)])


def _receipt(sheet, width):
    giver = ", ".join(filter(None, (sheet.giver.name, sheet.giver.position, sheet.giver.agency)))
    return [facts([("Telah terima dari", giver), ("Berupa", f"dokumen {sheet.subject}:")], width, columns=1, size=10)]


def _signers(sheet, width):
    day = ", ".join(filter(None, (sheet.place or DOTS, printed_date(sheet.day))))
    words = ("PIHAK KEDUA,", "PIHAK PERTAMA,") if sheet.kind == MINUTES else ("Yang menerima,", "Yang menyerahkan,")
    # The day stands above the right block; an empty line keeps the left one level with it.
    blocks = [
        (("", words[0], sheet.receiver.position), _named(sheet.receiver)),
        ((day, words[1], sheet.giver.position), _named(sheet.giver)),
    ]
    return signers(blocks, width, CLOSING if sheet.kind == MINUTES else "")


def _named(person):
    return (person.name or DOTS, person.nip or "")

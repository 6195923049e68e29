"""The signature sheet (Lembar Pengesahan) of a document: its parts distributed over pages. Never imports odoo.

Every page repeats what nobody may miss: red warnings, the honest sentence, the way to the check page.
"""

from typing import NamedTuple

from . import metrics

# SOP_FORMAT.md, "Paraf, signature, certificates": internal approval says what it is.
HONEST = "Disetujui secara elektronik dalam sistem; bukan tanda tangan elektronik tersertifikasi."
NOT_SIGNED = "Dokumen ini belum diparaf dan belum ditandatangani."
SIZE, SMALL, TINY = 9.0, 7.5, 6.5
PADDING, FACT_PADDING = 2.6, 1.2
TITLE_HEIGHT = 7.0
FOOT_HEIGHT, QR_SIZE, SLACK = 32.0, 26.0, 4.0
CONTINUED_HEIGHT, HEAD_HEIGHT = 9.0, 13.0
LOGO_HEIGHT, LOGO_WIDTH = 22.0, 26.0
PARAF_HEIGHT, IMAGE_HEIGHT = 11.0, 24.0
GROUP, GROUPS = 8, 4
LONGEST, SHORT = 400, 90
MOST_WARNINGS = 4

FILES = ("No.", "Nama berkas", "Jenis", "Ukuran", "Pada cetakan ini")
FILES_PARTS = (9, 66, 18, 22, 75)
PARAFS = ("No.", "Jabatan", "Nama", "Paraf", "Tanggal")
PARAFS_PARTS = (9, 58, 52, 30, 41)
FACTS_PARTS = (32, 158)


class Signed(NamedTuple):
    """A paraf, signature or stamp as it is printed; `below` are the lines under the name."""

    position: str
    image: bytes | None
    name: str
    below: tuple[str, ...]
    moment: str
    digest: str
    fault: str = ""


class Section(NamedTuple):
    """Rows under a title and a row of labels, both repeated on further pages; lengths in mm."""

    kind: str
    title: str
    labels: tuple
    widths: tuple
    rows: list
    heights: list
    top: float


class Part(NamedTuple):
    """Rows of a section on one page."""

    section: Section
    rows: list
    is_continued: bool


class Sheet(NamedTuple):
    """The sheet of one document; `pages` are lists of Part, lengths in mm."""

    lines: list
    address: str
    name: str
    warnings: tuple
    pages: list
    width: float
    height: float


def grouped(digest):
    """A digest in readable groups on lines of equal length."""
    groups = [digest[start : start + GROUP] for start in range(0, len(digest), GROUP)]
    return [" ".join(groups[start : start + GROUPS]) for start in range(0, len(groups), GROUPS)]


def file_size(size):
    """A number of bytes as people read it, in Indonesian, e.g. '1,2 MB'."""
    for unit, base in (("MB", 1024**2), ("KB", 1024)):
        if size >= base:
            return f"{size / base:.1f} {unit}".replace(".", ",")
    return f"{size} B"


def clipped(text, most=LONGEST):
    """Text that leaves room for the rest of the page."""
    text = text or ""
    return text if len(text) <= most else text[: most - 1] + "…"


def few(warnings):
    """The first of many warnings, and how many more there are."""
    if len(warnings) <= MOST_WARNINGS:
        return tuple(warnings)
    rest = len(warnings) - MOST_WARNINGS + 1
    return (*warnings[: MOST_WARNINGS - 1], f"Dan {rest} kejanggalan lain.")


def facts_section(facts, width):
    """Labels and values of the document; those without a value are left out."""
    rows = [(label, clipped(value)) for label, value in facts if value]
    return _table("facts", "", (), FACTS_PARTS, rows, width, padding=FACT_PADDING)


def files_section(rows, width):
    """:param rows: (name, kind, size, what became of it, SHA-256, whether that is a fault) of each file"""
    cells = [(f"{number}.", *map(clipped, row[:4]), *row[4:]) for number, row in enumerate(rows, 1)]
    return _table("files", "Berkas dokumen", FILES, FILES_PARTS, cells, width, below=[1] * len(rows))


def parafs_section(title, rows, width):
    """:param rows: Signed of each paraf"""
    cells = [(f"{number}.", *_paraf_cells(row), row) for number, row in enumerate(rows, 1)]
    below = [2 if row.fault else 1 for row in rows]
    return _table("parafs", title, PARAFS, PARAFS_PARTS, cells, width, PARAF_HEIGHT, below)


def _paraf_cells(row):
    return clipped(row.position), "\n".join(clipped(line) for line in (row.name, *row.below[-1:])), "", row.moment


def _table(kind, title, labels, parts, rows, width, least=0.0, below=(), padding=PADDING):
    """A section of rows of texts; :param below: lines in small type under each row"""
    share = width / sum(parts)
    widths = tuple(part * share for part in parts)
    room = [each - PADDING for each in widths]
    heights = [max(_height(row[: len(parts)], room, padding), least) for row in rows]
    feet = [lines * metrics.line_height(TINY) + PADDING / 2 for lines in below] or [0.0] * len(rows)
    head = _height(labels, room, padding, bold=True) if labels else 0.0
    heights = [height + foot for height, foot in zip(heights, feet)]
    return Section(kind, title, labels, widths, rows, heights, head + (TITLE_HEIGHT if title else 0.0))


def _height(texts, room, padding, bold=False):
    return padding + max(metrics.height(text, width, SIZE, bold) for text, width in zip(texts, room))


def blocks_section(blocks, width):
    """Signature blocks, two beside each other; the last of an odd number stands on the right, as in
    letters.

    :param blocks: Signed of each signature and stamp
    """
    pairs = [tuple(blocks[start : start + 2]) for start in range(0, len(blocks), 2)]
    rows = [pair if len(pair) == 2 else (None, *pair) for pair in pairs]
    room = width / 2 - 2 * PADDING
    heights = [max(_block_height(block, room) for block in row if block) for row in rows]
    return Section("blocks", "", (), (width / 2, width / 2), rows, heights, 0.0)


def _block_height(block, room):
    texts = [(block.position, SIZE), (block.name, SIZE)]
    texts += [(line, SIZE) for line in block.below] + [(block.moment, SMALL), (block.fault, SMALL)]
    text = sum(metrics.height(line, room, size, bold=True) for line, size in texts if line)
    return IMAGE_HEIGHT + text + (len(grouped(block.digest)) + 1) * metrics.line_height(TINY) + 3 * PADDING


def note_section(text, width):
    """One sentence."""
    return Section("note", "", (), (width,), [text], [metrics.height(text, width, SIZE) + 2 * PADDING], 0.0)


def compose_sheet(lines, address, name, warnings, sections, room, squeeze=1.0):
    """Distribute sections over pages.

    :param lines: of the letterhead, :param address: below it, :param name: of the document
    :param warnings: sentences printed red on every page, :param room: width and height of a page, mm
    :param squeeze: part of the room that is used, less than 1 for an engine whose text is higher than estimated
    :return: Sheet
    """
    width, height = room
    warnings = few(warnings)
    full = (height - FOOT_HEIGHT - SLACK) * squeeze - _warning_height(warnings, width)
    left = full - _letterhead_height(lines, address, width - LOGO_WIDTH) - HEAD_HEIGHT
    pages = [[]]
    for section in sections:
        left = _place(section, pages, left, full - CONTINUED_HEIGHT)
    return Sheet(lines, address, clipped(name, SHORT), warnings, pages, width, height - FOOT_HEIGHT - SLACK)


def _warning_height(warnings, width):
    return sum(metrics.height(line, width - 12, SIZE, bold=True) for line in warnings) + (7.0 if warnings else 0.0)


def _letterhead_height(lines, address, width):
    text = sum(metrics.height(line, width, 13, bold=True) for line in lines)
    return max(LOGO_HEIGHT, text + metrics.height(address, width, 8)) + 7.0


def _place(section, pages, left, full):
    """Put the rows of a section on the last page, and what does not fit on new ones; returns the room left."""
    part = None
    for row, height in zip(section.rows, section.heights):
        if left < height + (0.0 if part else section.top) and (pages[-1] or len(pages) == 1):
            pages.append([])
            left, part = full, None
        if part is None:
            part = Part(section, [], bool(row is not section.rows[0]))
            pages[-1].append(part)
            left -= section.top
        part.rows.append(row)
        left -= height
    return left - PADDING

"""Off-page pentagons: their size, letters and captions."""
from dataclasses import replace
from string import ascii_uppercase

from .labels import text_width, wrap
from .model import Symbol, Texts

CAPTION_SCALE = 0.9
LETTER_ROOM, LINE_ROOM, POINT = 3.0, 1.8, 1.6
CAPTION_PAD = 0.8


def pentagon(row, lane, box, target, others, announced=False):
    """Symbol of a connector, high enough to name as many pages as there are `others`."""
    worst = "hal. " + ", ".join(["99"] * len(others))
    lines = 0 if announced else len(caption_lines(worst, box[0]))
    height = LETTER_ROOM + POINT + LINE_ROOM * lines
    return Symbol(row, lane, "pentagon", box[0], height, target, others=tuple(others), announced=announced)


def caption_lines(text, width):
    """Lines of a caption in a pentagon of a width (mm)."""
    room = (width - CAPTION_PAD) / CAPTION_SCALE
    return wrap(text, max(room, *(text_width(word) for word in text.split())))


def letter(number):
    """A, B, ..., Z, AA, AB, ... for 0, 1, ..."""
    name = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        name = ascii_uppercase[digit] + name
    return name


def announcement(kind, pages, name):
    """Texts of a 'top' or 'bottom' row."""
    words = "Bersambung ke halaman" if kind == "bottom" else "Lanjutan dari halaman"
    return Texts(activity=f"{words} {', '.join(map(str, pages))} ({name})")


def bind(sheets, caption, first=1):
    """Write letters and page numbers into the pentagons of all sheets: one letter for each step they lead to.

    :param caption: (numbers of the sheets at the other ends, symbol) -> text
    :param first: number of the first sheet
    """
    pages = {row.index: number for number, sheet in enumerate(sheets, first) for row in sheet.rows
             if row.kind in ("step", "end")}
    letters = {}
    return tuple(_bind_sheet(sheet, pages, letters, caption) for sheet in sheets)


def _bind_sheet(sheet, pages, letters, caption):
    symbols, rows = list(sheet.symbols), list(sheet.rows)
    for number, symbol in enumerate(symbols):
        if symbol.shape != "pentagon":
            continue
        name = letters.setdefault(symbol.index, letter(len(letters)))
        numbers = sorted({pages[other] for other in symbol.others})
        lines = ()
        if symbol.announced:
            row = rows[symbol.row]
            rows[symbol.row] = replace(row, texts=announcement(row.kind, numbers, name))
        else:
            lines = caption_lines(caption(numbers, symbol), symbol.width)
        symbols[number] = replace(symbol, letter=name, caption=lines)
    return replace(sheet, symbols=tuple(symbols), rows=tuple(rows))

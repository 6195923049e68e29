"""Off-page pentagons: their size, letters and captions."""
from dataclasses import replace
from string import ascii_uppercase

from .labels import text_width, wrap

CAPTION_SCALE = 0.9
LETTER_ROOM, LINE_ROOM, POINT = 3.0, 1.8, 1.6
CAPTION_PAD = 0.8


def pentagon_height(box, others):
    """Height (mm) of a pentagon that may have to name so many pages; the row of a 'top' or 'bottom' one names it."""
    if not others:
        return LETTER_ROOM + POINT
    worst = "hal. " + ", ".join(["99"] * others)
    return LETTER_ROOM + POINT + LINE_ROOM * len(caption_lines(worst, box[0]))


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


def bind(sheets, caption, texts):
    """Write letters and captions into the pentagons of all sheets: one letter for each step they lead to.

    :param caption: (numbers of the sheets at the other ends, rows there, whether the pentagon leads away) -> text
    :param texts: (kind of row, number of the other sheet, letter) -> Texts of a 'top' or 'bottom' row
    """
    pages = _pages(sheets)
    letters = {}
    return tuple(_bind_sheet(sheet, pages, letters, caption, texts) for sheet in sheets)


def _pages(sheets):
    return {row.index: number for number, sheet in enumerate(sheets, 1) for row in sheet.rows
            if row.kind in ("step", "end")}


def _bind_sheet(sheet, pages, letters, caption, texts):
    symbols, rows = list(sheet.symbols), list(sheet.rows)
    for number, symbol in enumerate(symbols):
        if symbol.shape == "pentagon":
            kind = rows[symbol.row].kind
            name = letters.setdefault(symbol.index, letter(len(letters)))
            numbers = sorted({pages[other] for other in symbol.others})
            words = ()
            if kind in ("top", "bottom"):
                rows[symbol.row] = replace(rows[symbol.row], texts=texts(kind, numbers, name))
            else:
                words = caption_lines(caption(numbers, symbol), symbol.width)
            symbols[number] = replace(symbol, letter=name, caption=words)
    return replace(sheet, symbols=tuple(symbols), rows=tuple(rows))

"""A workbook in which text stays text, measured in mm of paper."""

import io
import math
import re

import xlsxwriter
from PIL import Image

# Larger than life, so that the screen is readable and rounding to whole px is small; printing fits it to the page.
UNIT = 1.25
PX_PER_MM = UNIT * 96 / 25.4
# Excel has no row higher than 409.5 pt = 546 px; a higher one is made of several, merged.
HIGHEST = 540
FONT = "Arial"
LONGEST_NAME = 31
# Characters of a cell; Excel knows no more, and what is cut must say so.
LONGEST_TEXT = 32767
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # Widths of columns count digits of this font. It is 7 px wide like Calibri's, which xlsxwriter reckons with, but
    # programs without Microsoft's fonts have one just as wide for it.
    "default_format_properties": {"font_name": FONT, "font_size": 10},
}
# What XML cannot hold and what no one can read.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Excel takes a text that begins so for a formula as soon as somebody edits its cell.
LIVELY = ("=", "+", "-", "@")
FORBIDDEN = re.compile(r"[\[\]:*?/\\\s]+")


def px(length):
    """Whole px of the sheet for a length in mm, never less."""
    return math.ceil(length * PX_PER_MM - 0.01)


def mm(pixels):
    return pixels / PX_PER_MM


def font_size(size):
    """Size in pt to write text with that was measured at `size` (pt of the paper): a little smaller, because Excel
    sets fonts in whole px and its lines farther apart."""
    return math.floor(2 * UNIT * size - 0.25) / 2


def clean(text):
    """Text without control characters, line ends as Excel has them."""
    return CONTROLS.sub("", (text or "").replace("\r\n", "\n").replace("\r", "\n"))


class Workbook:
    """Collects sheets in memory; `content()` ends it."""

    def __init__(self):
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.stream, OPTIONS)
        self.formats, self.names = {}, set()

    def add(self, name):
        """A new sheet with a name as near to `name` as Excel allows."""
        return self.book.add_worksheet(self._unique(name))

    def content(self):
        """The workbook as bytes."""
        self.book.close()
        return self.stream.getvalue()

    def format(self, **properties):
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            usual = {"text_wrap": True, "valign": "top"}
            self.formats[key] = self.book.add_format(usual | properties)
        return self.formats[key]

    def _unique(self, name):
        name = FORBIDDEN.sub(" ", clean(name)).strip(" '") or "SOP"
        unique, number = name[:LONGEST_NAME].strip(" '"), 1
        # Excel keeps "History" for itself and does not tell upper from lower case.
        while unique.lower() in self.names | {"history"}:
            number += 1
            ending = f" ({number})"
            unique = name[: LONGEST_NAME - len(ending)].strip(" '") + ending
        self.names.add(unique.lower())
        return unique


class Page:
    """Writes bands of cells down a worksheet, each as high as its text.

    :param workbook: Workbook, :param worksheet: of xlsxwriter, :param columns: widths in px
    """

    def __init__(self, workbook, worksheet, columns):
        self.workbook, self.worksheet, self.columns = workbook, worksheet, columns
        self.row = 0
        for number, width in enumerate(columns):
            worksheet.set_column_pixels(number, number, width)

    def band(self, height):
        """A new band of `height` px, of several rows where Excel has no row so high; returns its first and last row."""
        parts = max(1, math.ceil(height / HIGHEST))
        first, used = self.row, 0
        for part in range(1, parts + 1):
            end = round(height * part / parts)
            self.worksheet.set_row_pixels(self.row, end - used)
            used = end
            self.row += 1
        return first, self.row - 1

    def width(self, first, last):
        """Width of columns in mm."""
        return mm(sum(self.columns[first : last + 1]))

    def put(self, rows, columns, text, **style):
        """Text in a block of cells.

        :param rows: first and last, :param columns: first and last, :param style: of `Workbook.format`
        """
        text = clean(text)
        if len(text) > LONGEST_TEXT:
            text = f"{text[: LONGEST_TEXT - 1]}…"
        if text.startswith(LIVELY):
            style["quote_prefix"] = True
        shape = self.workbook.format(**style)
        if rows[0] != rows[1] or columns[0] != columns[1]:
            self.worksheet.merge_range(rows[0], columns[0], rows[1], columns[1], "", shape)
        if text:
            self.worksheet.write_string(rows[0], columns[0], text, shape)
        else:
            self.worksheet.write_blank(rows[0], columns[0], None, shape)

    def image(self, row, column, content, size, offset=(0, 0), words=""):
        """Lay a PNG over the sheet, to move and to grow with the cells under it.

        :param content: bytes, :param size: width and height, px, :param offset: from the cell's corner, px
        :param words: what screen readers say
        """
        with Image.open(io.BytesIO(content)) as image:
            # A trace more, so that a picture as wide as its columns ends at their border and not a rounding before it.
            scales = [length / dots + 1e-9 for length, dots in zip(size, image.size)]
        options = {
            "image_data": io.BytesIO(content),
            "x_scale": scales[0],
            "y_scale": scales[1],
            "x_offset": offset[0],
            "y_offset": offset[1],
            "object_position": 1,
        }
        options |= {"description": words} if words else {"decorative": True}
        self.worksheet.insert_image(row, column, f"image-{row}-{column}.png", options)

"""Writing on the pages of a finished PDF; what was on them stays as it is, byte for byte, and stays small."""

from math import cos, radians, sin

from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject
from reportlab.pdfbase.pdfmetrics import stringWidth

from .qr import qr_bars

FONT = "Helvetica-Bold"  # one of the fonts that every reader of PDF has
# Opaque enough to be seen, faint enough to read what is under it.
FAINTNESS = 0.18
TILT = 30
LEADING = 1.25


class Overlay:
    """Draws on pages of one pypdf.PdfWriter; lengths in pt from the lower left corner."""

    def __init__(self, writer):
        self.writer = writer
        font = _dictionary(Type="/Font", Subtype="/Type1", BaseFont=f"/{FONT}", Encoding="/WinAnsiEncoding")
        self.font = writer._add_object(font)
        self.faint = writer._add_object(DictionaryObject({NameObject("/ca"): FloatObject(FAINTNESS)}))
        self.opening = self._stream("q\n")

    def text(self, page, text, right, bottom, size):
        """One line that ends `right` of the left edge and stands `bottom` above the lower one."""
        left = right - stringWidth(text, FONT, size)
        self._draw(page, f"BT /SopFont {size} Tf {left:.2f} {bottom:.2f} Td {_literal(text)} Tj ET")

    def lines(self, page, lines, left, bottom, size):
        """Lines under one another, of which the last one stands `bottom` above the lower edge."""
        leading = size * LEADING
        start = f"{left:.2f} {bottom + leading * (len(lines) - 1):.2f} Td {leading:.2f} TL"
        text = " T* ".join(f"{_literal(line)} Tj" for line in lines)
        self._draw(page, f"BT /SopFont {size} Tf {start} {text} ET")

    def qr(self, page, text, left, bottom, side):
        """A QR code with error correction M; the white around it is the caller's to leave.

        :param text: what it says, :param side: of the dark part
        """
        modules, bars = qr_bars(text)
        scale = side / modules
        # One path: readers draw no seams between its parts.
        path = "".join(f"{column} {row} {length} 1 re\n" for row, column, length in bars)
        place = f"{scale:.5f} 0 0 {-scale:.5f} {left:.2f} {bottom + side:.2f} cm"
        self._draw(page, f"0 g {place}\n{path}f")

    def across(self, page, word):
        """A word over the whole page, faint and tilted."""
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        size, turn = width / 7, radians(TILT)
        middle = f"{cos(turn):.4f} {sin(turn):.4f} {-sin(turn):.4f} {cos(turn):.4f} {width / 2:.2f} {height / 2:.2f} cm"
        start = f"{-stringWidth(word, FONT, size) / 2:.2f} {-size / 3:.2f} Td"
        text = f"BT /SopFont {size:.2f} Tf {start} {_literal(word)} Tj ET"
        self._draw(page, f"/SopFaint gs 0.6 0.1 0.1 rg {middle} {text}")

    def _draw(self, page, operators):
        contents = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
        drawn = contents.get_object()
        parts = list(drawn) if isinstance(drawn, ArrayObject) else [contents]
        page[NameObject("/Contents")] = ArrayObject([self.opening, *parts, self._stream(f"Q q {operators} Q\n")])
        resources = page["/Resources"].get_object()
        for kind, name, thing in (("/Font", "/SopFont", self.font), ("/ExtGState", "/SopFaint", self.faint)):
            resources.setdefault(NameObject(kind), DictionaryObject()).get_object()[NameObject(name)] = thing

    def _stream(self, operators):
        stream = DecodedStreamObject()
        stream.set_data(operators.encode("cp1252", "replace"))
        return self.writer._add_object(stream.flate_encode())


def _dictionary(**names):
    return DictionaryObject({NameObject(f"/{key}"): NameObject(value) for key, value in names.items()})


def _literal(text):
    """Text as a string of PDF."""
    for sign in "\\()":
        text = text.replace(sign, f"\\{sign}")
    return f"({text})"

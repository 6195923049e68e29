"""The flowchart of a sheet as a PNG with a transparent ground, for papers that are no web page. Never imports odoo.

What is drawn, and where, comes from the chart; here are only the shapes, the same as flow.chart.symbols draws for the
web. All lengths are mm until the pen turns them into px of the picture.
"""

import io
from functools import lru_cache
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFont

# DejaVu Sans where the system has it, else Vera, its ancestor of the same widths, which reportlab brings along.
FONTS = (
    "DejaVuSans.ttf",
    "/usr/share/fonts/dejavu/DejaVuSans.ttf",
    str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"),
)
STROKE = 0.38
POINT = 1.6
ARROW_LENGTH, ARROW_SHARE, ARROW_SLIM = 1.7, 0.19, 0.44
LABEL_SIZE = 1.764
LETTER_SIZE, LETTER_ROOM, CAPTION_SIZE, LINE_ROOM = 2.5, 3.0, 1.588, 1.8
# Shades of black from transparent to solid; so many fit in half a byte a px.
SHADES = 16
SIDES = {"E": (1, 0), "S": (0, 1), "W": (-1, 0), "N": (0, -1)}


def png(sheet, picture, scale):
    """Draw a sheet.

    :param sheet: chart sheet with `symbols` and `labels` (flow.chart.Sheet)
    :param picture: its geometry in mm (flow.chart.absolute), boxes in the order of the sheet's symbols and labels
    :param scale: px of the picture for one mm; the picture measures round(picture.width * scale) px across
    :return: bytes of a PNG, black on a transparent ground
    """
    pen = Pen(round(picture.width * scale), round(picture.height * scale), scale)
    for line in picture.lines:
        pen.line(line)
    for symbol, box in zip(sheet.symbols, picture.symbols):
        _symbol(pen, symbol, box)
    for label, box in zip(sheet.labels, picture.labels):
        _label(pen, label, box)
    return _encoded(pen.ink)


def fitted(content, width, height, dots):
    """An image of any kind Pillow reads, as a PNG no larger than a box and no sharper than needed.

    :param content: bytes, :param width: mm, :param height: mm, :param dots: px for one mm
    :return: (bytes of a PNG, width in mm, height in mm); None if it is no image
    """
    try:
        image = Image.open(io.BytesIO(content)).convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    image.thumbnail((round(width * dots), round(height * dots)))
    share = min(width / image.width, height / image.height)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue(), image.width * share, image.height * share


class Pen:
    """Draws in mm on a mask of ink."""

    def __init__(self, width, height, scale):
        self.scale = scale
        self.ink = Image.new("L", (max(1, width), max(1, height)), 0)
        self.draw = ImageDraw.Draw(self.ink)
        self.stroke = max(1, round(STROKE * scale))

    def px(self, *lengths):
        return [round(length * self.scale) for length in lengths]

    def line(self, points):
        """A way along the axes, with square corners."""
        before, after = self.stroke // 2, self.stroke - self.stroke // 2 - 1
        for first, second in zip(points, points[1:]):
            left, right = sorted(self.px(first[0], second[0]))
            top, bottom = sorted(self.px(first[1], second[1]))
            self.draw.rectangle((left - before, top - before, right + after, bottom + after), fill=255)

    def polygon(self, corners, filled=False):
        corners = [tuple(self.px(*corner)) for corner in corners]
        if filled:
            self.draw.polygon(corners, fill=255)
        else:
            # The round joints close the gaps that wide lines leave at the corners.
            self.draw.line([*corners, corners[0], corners[1]], fill=255, width=self.stroke, joint="curve")

    def box(self, box, radius=0.0):
        left, top, right, bottom = self.px(*box)
        half = self.stroke // 2
        around = (left - half, top - half, right + half, bottom + half)
        corner = round(radius * self.scale) + half if radius else 0
        self.draw.rounded_rectangle(around, radius=corner, outline=255, width=self.stroke)

    def text(self, words, x, y, size, anchor, room):
        """Words on one line, set smaller if the font is wider than they were measured; (x, y) in mm."""
        font = font_of(round(size * self.scale))
        wanted = self.draw.textlength(words, font=font)
        if wanted > room * self.scale:
            font = font_of(max(1, int(size * self.scale * room * self.scale / wanted)))
        self.draw.text(self.px(x, y), words, fill=255, font=font, anchor=anchor)


@lru_cache(maxsize=64)
def font_of(size):
    """The first font there is, or what Pillow has without one; :param size: px"""
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    try:
        return ImageFont.load_default(size)
    except TypeError:
        return ImageFont.load_default()


def _symbol(pen, symbol, box):
    left, top, right, bottom = box
    middle, level = (left + right) / 2, (top + bottom) / 2
    if symbol.shape in ("box", "capsule"):
        pen.box(box, (bottom - top) / 2 if symbol.shape == "capsule" else 0.0)
    elif symbol.shape == "diamond":
        pen.polygon([(middle, top), (right, level), (middle, bottom), (left, level)])
    else:
        pen.polygon(
            [(left, top), (right, top), (right, bottom - POINT), (middle, bottom), (left, bottom - POINT)],
        )
        _pentagon_texts(pen, symbol, middle, top)
    for side in symbol.arrows:
        pen.polygon(_arrow(symbol, middle, level, *SIDES[side]), filled=True)


def _arrow(symbol, middle, level, across, down):
    """Corners of the arrowhead that touches a symbol on the side its direction points to."""
    length = min(ARROW_LENGTH, ARROW_SHARE * symbol.width)
    x, y = middle + across * symbol.width / 2, level + down * symbol.height / 2
    back_x, back_y = x + across * length, y + down * length
    aside_x, aside_y = down * length * ARROW_SLIM, across * length * ARROW_SLIM
    return [(x, y), (back_x + aside_x, back_y + aside_y), (back_x - aside_x, back_y - aside_y)]


def _pentagon_texts(pen, symbol, middle, top):
    room = symbol.width - 0.6
    pen.text(symbol.letter, middle, top + LETTER_ROOM - 0.4, LETTER_SIZE, "ms", room)
    for number, line in enumerate(symbol.caption, 1):
        pen.text(line, middle, top + LETTER_ROOM - 0.4 + LINE_ROOM * number, CAPTION_SIZE, "ms", room)


def _label(pen, label, box):
    """The words at an exit, from the side of their symbol."""
    pitch = (box.bottom - box.top) / len(label.lines)
    right = label.left <= 0
    for number, line in enumerate(label.lines):
        y = box.top + pitch * (number + 0.5)
        pen.text(line, box.right if right else box.left, y, LABEL_SIZE, "rm" if right else "lm", box.right - box.left)


def _encoded(ink):
    """Black of as many shades as the mask has, in half a byte a px."""
    image = ink.point(lambda value: value * (SHADES - 1) // 255)
    shades = Image.frombuffer("P", image.size, image.tobytes(), "raw", "P", 0, 1)
    shades.putpalette([0, 0, 0] * SHADES)
    stream = io.BytesIO()
    alphas = bytes(255 * shade // (SHADES - 1) for shade in range(SHADES))
    shades.save(stream, "PNG", bits=4, transparency=alphas, compress_level=6)
    return stream.getvalue()

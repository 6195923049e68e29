"""Symbols as inline SVG of a fixed size; the arrowheads belong to the symbol, so they always touch it."""
from html import escape

from .connectors import CAPTION_SCALE, LETTER_ROOM, LINE_ROOM, POINT
from .labels import EM

MARGIN = 2.0
ARROW_LENGTH, ARROW_SHARE, ARROW_SLIM = 1.7, 0.19, 0.44
LETTER_SIZE = 2.5
# What a screen reader says of a symbol in its executor's column; Indonesian as the table is.
SPOKEN = {"box": "Kegiatan", "capsule": "Mulai atau selesai", "diamond": "Keputusan", "pentagon": "Ke halaman lain"}


def symbol_svg(pen, symbol):
    """Safe HTML of a symbol, centred in its cell."""
    width, height = symbol.width + 2 * MARGIN, symbol.height + 2 * MARGIN
    place = f"margin:{pen.mm(-height / 2)} 0 0 {pen.mm(-width / 2)};width:{pen.mm(width)}"
    box = f"{-width / 2:.2f} {-height / 2:.2f} {width:.2f} {height:.2f}"
    return (f'<div class="s" style="{place}"><svg role="img" aria-label="{_spoken(symbol)}"'
            f' width="{pen.mm(width)}" height="{pen.mm(height)}" viewBox="{box}">'
            f"{_shape(symbol, 2 * pen.half)}{_arrows(symbol)}{_texts(symbol)}</svg></div>")


def _spoken(symbol):
    """The name of a symbol, with the letter and pages of a pentagon, for an attribute."""
    return escape(" ".join(filter(None, (SPOKEN[symbol.shape], symbol.letter, *symbol.caption))))


def _shape(symbol, stroke):
    w, h = symbol.width / 2, symbol.height / 2
    if symbol.shape in ("box", "capsule"):
        radius = f'rx="{h:.2f}" ' if symbol.shape == "capsule" else ""
        return (f'<rect class="k" x="{-w:.2f}" y="{-h:.2f}" width="{2 * w:.2f}" height="{2 * h:.2f}" {radius}'
                f'stroke-width="{stroke:.2f}"/>')
    corners = [(0, -h), (w, 0), (0, h), (-w, 0)]
    if symbol.shape == "pentagon":
        corners = [(-w, -h), (w, -h), (w, h - POINT), (0, h), (-w, h - POINT)]
    return f'<polygon class="k" points="{_points(corners)}" stroke-width="{stroke:.2f}"/>'


def _points(corners):
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in corners)


def _arrows(symbol):
    w, h = symbol.width / 2, symbol.height / 2
    tips = {"E": (w, 0, 1, 0), "S": (0, h, 0, 1), "W": (-w, 0, -1, 0), "N": (0, -h, 0, -1)}
    length = min(ARROW_LENGTH, ARROW_SHARE * symbol.width)
    return "".join(f'<polygon points="{_points(_arrow(length, *tips[side]))}"/>' for side in symbol.arrows)


def _arrow(length, x, y, outward_x, outward_y):
    """Corners of an arrowhead with its tip at (x, y), coming from outside."""
    back_x, back_y = x + outward_x * length, y + outward_y * length
    aside_x, aside_y = outward_y * length * ARROW_SLIM, outward_x * length * ARROW_SLIM
    return (x, y), (back_x + aside_x, back_y + aside_y), (back_x - aside_x, back_y - aside_y)


def _texts(symbol):
    if symbol.shape != "pentagon":
        return ""
    baseline = LETTER_ROOM - symbol.height / 2 - 0.4
    size = EM * CAPTION_SCALE
    texts = [_text(symbol.letter, baseline, LETTER_SIZE)]
    texts += [_text(line, baseline + LINE_ROOM * number, size) for number, line in enumerate(symbol.caption, 1)]
    return "".join(texts)


def _text(words, y, size):
    return f'<text x="0" y="{y:.2f}" font-size="{size:.2f}">{escape(words)}</text>'

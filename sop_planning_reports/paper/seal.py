"""Where the seal of a planned page lies: in its lower left corner, where only the line of the page number is.

It is written on the finished PDF, not laid out with the page: so a stored paper stays as it is, whatever becomes of its
seal, and no page has another length for it.
"""

from reportlab.lib.units import mm

# Side of the dark part, mm: with the address of an agency a module is 0.3 mm, four dots of a printer with 300 dpi.
LEAST, MOST = 11.6, 16.0
# What printers leave white at the edge, and what stays white between the seal and what is above it, mm.
EDGE, ABOVE = 4.2, 0.2
TEXT_SIZE, TEXT_GAP = 6, 2.0
NEEDED = EDGE + LEAST + ABOVE


def foot_height(paper, least):
    """Height of the line with the page number, with the margin below it high enough for the seal.

    :param paper: sizes.Paper, :param least: what the line itself needs, mm
    """
    return max(least, NEEDED - paper.margins[2])


def put_seal(overlay, page, paper, foot, seal):
    """Write a seal on a page.

    :param overlay: Overlay of the page's writer
    :param paper: sizes.Paper the page was planned for, :param foot: height of its last line, mm
    :param seal: (text of the QR code, lines beside it)
    """
    text, lines = seal
    _top, _right, bottom, left = paper.margins
    top = bottom + foot - ABOVE
    side = min(MOST, top - EDGE)
    left = max(left, EDGE)
    overlay.qr(page, text, left * mm, (top - side) * mm, side * mm)
    overlay.lines(page, lines, (left + side + TEXT_GAP) * mm, (top - side + 1) * mm, TEXT_SIZE)

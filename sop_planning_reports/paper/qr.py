"""QR codes (ISO/IEC 18004) for paper: as SVG for pages of HTML, as rectangles for pages of a finished PDF."""

from functools import lru_cache
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M

# White that readers need around the code, in modules (ISO/IEC 18004, 9.1).
QUIET = 4


@lru_cache(maxsize=200)
def qr_bars(text):
    """The dark parts of a QR code with error correction M.

    :param text: what the code says
    :return: (modules a side without the quiet zone, tuple of (row, column, length) of dark bars, from the upper left)
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make()
    matrix = code.get_matrix()
    return len(matrix), tuple(bar for row, cells in enumerate(matrix) for bar in _bars(row, cells))


def _bars(row, cells):
    column = 0
    for dark, group in groupby(cells):
        length = len(list(group))
        if dark:
            yield row, column, length
        column += length


def qr_svg(text, size=None, quiet=QUIET):
    """A QR code as SVG: one path of whole modules, crisp at every size, without script, style or colour profile.

    :param text: what the code says, e.g. the address of a check page
    :param size: side with the quiet zone as CSS length, e.g. '18mm'; None leaves it to what is around
    :param quiet: white around the code, modules
    :return: str, safe to be put into HTML: of `text` it holds nothing but the picture
    """
    side, bars = qr_bars(text)
    path = "".join(f"M{column + quiet} {row + quiet}h{length}v1h-{length}z" for row, column, length in bars)
    whole = side + 2 * quiet
    style = f' style="width:{size};height:{size}"' if size else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {whole} {whole}"{style}'
        f' shape-rendering="crispEdges"><path d="{path}" fill="#000"/></svg>'
    )

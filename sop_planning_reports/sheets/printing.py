"""Print settings for the official paper."""

from ..paper import A4, F4, LEGAL

INCH = 25.4
# Excel's numbers of paper sizes; F4 is Folio there, 8.5 x 13 inches.
SIZES = ((A4, 9), (F4, 14), (LEGAL, 5))
# Room for the foot inside the printable height, mm, and how much of it the rows may use when they are rounded up.
FOOT, SPARE = 6.0, 2.0
LONGEST = 255


def set_up(worksheet, paper, foot="", word=""):
    """Print a worksheet on a paper, one page wide.

    :param worksheet: of xlsxwriter, :param paper: Paper, its margins without room for the foot
    :param foot: what stands before the page number, :param word: over each page
    """
    top, right, bottom, left = paper.margins
    worksheet.set_landscape()
    worksheet.set_paper(_number(paper))
    worksheet.set_margins(left / INCH, right / INCH, top / INCH, (bottom + FOOT - SPARE) / INCH)
    worksheet.fit_to_pages(1, 0)
    worksheet.hide_gridlines(2)
    page = "halaman &P dari &N"
    start = '&R&"Arial"&7 '
    room = LONGEST - len(start) - len(page) - 3
    words = _escaped(foot, room)
    worksheet.set_footer(f"{start}{words} · {page}" if words else start + page, {"margin": bottom / INCH})
    if word:
        worksheet.set_header(f'&C&"Arial,Bold"&14&KAA3333{_escaped(word, 40)}', {"margin": max(2.0, top - 7) / INCH})


def _number(paper):
    return min(SIZES, key=lambda size: abs(size[0].width - paper.width) + abs(size[0].height - paper.height))[1]


def _escaped(text, room):
    """Words for a header or footer, in which & begins a code; cut to `room` characters."""
    text = " ".join(text.split())
    while len(text.replace("&", "&&")) > room:
        text = text[:-1]
    return text.replace("&", "&&")

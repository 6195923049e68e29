"""The page composer: text metrics, column widths and page breaks of the SOP table. Never imports odoo.

    layout = compose(chart, A4)                          # chart: sop_planning.flow.chart.Chart, handed in, not imported
    layout = compose(chart, F4, first_offset=70)         # mm taken on the first page by what stands above the table
    layout = compose(chart, Paper(330, 215, margins=(10, 12, 10, 20)), font_size=8)
    len(layout.sheets)                                   # pages: "halaman 1 dari n" can be printed in the body
    drawing = render(layout)                             # flow.chart.render; each sheet is one page

Print with shrinking on, css_margins off and the paper's own margins. Each page is a table of its own in a
<div class="sop-chart sop-page"> of drawing.width, which the engine fits to the printable width.
"""
from .compose import compose
from .sizes import A4, F4, LEGAL, Paper

__all__ = ["A4", "F4", "LEGAL", "Paper", "compose"]

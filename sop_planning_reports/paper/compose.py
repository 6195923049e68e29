"""From a chart and a paper size to a layout of pages."""
from . import columns
from .pages import Paginator
from .sizes import A4

BODY_SIZE = 7.5
OUTER_BORDER = 0.5


def compose(chart, paper=A4, first_offset=0.0, font_size=BODY_SIZE, first_page=1):
    """Lay a chart out on pages, each valid by itself.

    :param chart: what draws (sop_planning.flow.chart.Chart): `table`, `lane_wish`, `strips()`, `grid(lane width)`,
        `page(strips, grid)`, `with_total(sheet)`, `bind(sheets)`, `layout(sheets, text widths, sizes, turned)`
    :param paper: sizes.Paper
    :param first_offset: height on the first page taken by what stands above the table, mm
    :param font_size: of the table's text, pt
    :param first_page: number of the table's first page; connectors name pages by it
    :return: the chart's layout, with one sheet a page
    :raises ValueError: more executors than the paper has room for
    """
    width, height = paper.printable
    fitted = columns.fit(chart.table, width - OUTER_BORDER, font_size, chart.lane_wish)
    room = height - fitted.heading
    paginator = Paginator(chart, chart.grid(fitted.lane), fitted.texts, font_size, room, first_offset)
    sheets = chart.bind(paginator.sheets(), first_page)
    sizes = (("body", font_size), ("head", font_size), ("lane", fitted.lane_size))
    return chart.layout(sheets, fitted.texts, sizes, fitted.turned)

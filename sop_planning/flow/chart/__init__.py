"""The flowchart of an SOP: routing of its ways and the HTML pieces that draw them. Never imports odoo.

    table = Table(
        flow=flow,                                               # flow.graph.Flow
        lanes=(Lane("kaban", "Kepala Badan"), Lane("staf", "Staf")),
        activities=(Activity("s1", Texts("1.", "Memberi arahan", "Nota dinas", "10 menit", "Disposisi")), ...),
        headings=Headings(requirements="Persyaratan/kelengkapan"), numbered=True, total=("Jumlah waktu", "230 menit"))
    chart = Chart(table)
    layout = chart.screen()                                      # one sheet, no page breaks, no text measuring
    layout = paper.compose(chart, paper.A4, first_offset=70)     # or: one sheet a page (sop_planning_reports.paper)

    drawing = render(layout)                                     # in the unit of its medium: screen 1.25, paper 1.4
    drawing.width        of the <div class="sop-chart"> around each <table>; CSS stands once in the page
    drawing.style        inline style of the <table>
    drawing.columns      [css length] of the <col> elements, left to right
    drawing.heading      [[cell]] with cell.html, cell.colspan, cell.rowspan, cell.css, cell.style
    drawing.sheets       [sheet] with sheet.rows: row.css and row.style (class and style of the <tr>), row.texts
                         (plain text, a Texts), row.cells (safe HTML for one <td class="c"> a lane), row.kind
    absolute(sheet, heights)                                     # mm polylines, symbols, labels: XLSX picture, tests

A row of kind 'total' has its label in texts.activity and its value in texts.time, and cells like every other row.
"""
from .absolute import absolute
from .chart import Chart
from .html import render
from .model import Activity, Grid, Headings, Lane, Layout, Sheet, Strip, Table, Texts
from .style import CSS

__all__ = [
    "CSS", "Activity", "Chart", "Grid", "Headings", "Lane", "Layout", "Sheet", "Strip", "Table", "Texts", "absolute",
    "render",
]

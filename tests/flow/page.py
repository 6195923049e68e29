"""A layout as a complete HTML page, to look at: what the QWeb templates do, without Odoo."""
from html import escape

from flow.chart import CSS, render

PRINT = "body{margin:0}@page{size:A4 landscape;margin:10mm}"


def page(layout):
    """HTML of all sheets of a layout."""
    view = render(layout)
    columns = "".join(f'<col style="width:{width}"/>' for width in view.columns)
    heading = "".join(_heading_row(number, cells) for number, cells in enumerate(view.heading))
    sheets = "".join(
        f'<div class="sop-chart sop-page" style="width:{view.width}"><table style="{view.style}"><colgroup>{columns}'
        f'</colgroup><thead>{heading}</thead><tbody>{"".join(map(_row, sheet.rows))}</tbody></table></div>'
        for sheet in view.sheets)
    return (f'<!DOCTYPE html><html><head><meta charset="utf-8"/><style>{PRINT}{CSS}</style></head>'
            f"<body>{sheets}</body></html>")


def _heading_row(number, cells):
    css = "numbers" if number == 2 else ""
    inner = "".join(
        f'<th class="{cell.css}" style="{cell.style}" colspan="{cell.colspan}" rowspan="{cell.rowspan}">'
        f"{cell.html}</th>" for cell in cells)
    return f'<tr class="{css}">{inner}</tr>'


def _row(row):
    texts = [f'<td class="{field}">{escape(text)}</td>' for field, text in row.texts._asdict().items()]
    cells = [f'<td class="c">{cell}</td>' for cell in row.cells]
    return f'<tr class="{row.css}" style="{row.style}">{"".join([*texts[:2], *cells, *texts[2:]])}</tr>'

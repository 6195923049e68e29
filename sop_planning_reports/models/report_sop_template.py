from markupsafe import Markup

from odoo import api, models
from odoo.addons.sop_planning.flow import chart
from odoo.addons.sop_planning.flow.chart.chart import PAPER_UNIT

from ..paper import Paper, compose
from ..paper.identity import compose_identity

# Height of the line above the table, of the line under it, and of the page number, mm.
TITLE_HEIGHT, CLOSING_HEIGHT, FOOT_HEIGHT = 9, 12, 6


class ReportSopTemplate(models.AbstractModel):
    """The official paper of SOPs: identity block, then the table with its flowchart."""

    _name = "report.sop_planning_reports.sop_template"
    _description = "Official paper of an SOP"

    @api.model
    def _get_report_values(self, docids, data=None):
        templates = self.env["sop.template"].with_context(lang="id_ID").browse(docids)
        templates._fetch_tables()
        return {
            "doc_ids": docids,
            "doc_model": "sop.template",
            "docs": templates,
            "papers": [self._paper_of(template) for template in templates],
            "css": Markup(chart.CSS),
            "markup": Markup,
            "unit": PAPER_UNIT,
        }

    def _paper_of(self, template):
        """Everything the template loops over for one SOP."""
        paper = _without_foot(template._sop_paper())
        heading, rows = (template.heading or "").split("\n"), template._identity_rows()
        pairs = template._identity_pairs()
        identity_pages = compose_identity(rows, heading, pairs, paper) if template._has_identity() else []
        drawing = chart.render(self._layout(template, paper))
        return {
            "template": template,
            "width": paper.printable[0],
            "title_height": TITLE_HEIGHT,
            "heading": heading,
            "rows": rows,
            "identity_pages": identity_pages,
            "drawing": drawing,
            "pages": len(identity_pages) + len(drawing.sheets),
        }

    def _layout(self, template, paper):
        if template.closing:
            paper = _shorter(paper, CLOSING_HEIGHT)
        first_offset = TITLE_HEIGHT if template.table_title else 0
        return compose(chart.Chart(template._chart_table()), paper, first_offset=first_offset)


def _without_foot(paper):
    return _shorter(paper, FOOT_HEIGHT)


def _shorter(paper, height):
    top, right, bottom, left = paper.margins
    return Paper(paper.width, paper.height, (top, right, bottom + height, left))

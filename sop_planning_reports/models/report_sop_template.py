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
        identity_pages = self._identity_pages(template, paper)
        drawing = chart.render(self._layout(template, paper))
        return {
            "template": template,
            "width": paper.printable[0],
            "title_height": TITLE_HEIGHT,
            "heading": _heading(template),
            "rows": template._identity_rows(),
            "identity_pages": identity_pages,
            "drawing": drawing,
            "pages": len(identity_pages) + len(drawing.sheets),
        }

    def _identity_pages(self, template, paper):
        """Pages of the identity block, none where the SOP has no identity."""
        if not template._has_identity():
            return []
        return compose_identity(template._identity_rows(), _heading(template), template._identity_pairs(), paper)

    def _layout(self, template, paper):
        """The table on pages that follow those of the identity block."""
        before = len(self._identity_pages(template, paper))
        if template.closing:
            paper = _shorter(paper, CLOSING_HEIGHT)
        first_offset = TITLE_HEIGHT if template.table_title else 0
        table = chart.Chart(template._chart_table())
        return compose(table, paper, first_offset=first_offset, first_page=before + 1)


def _heading(template):
    return (template.heading or "").split("\n")


def _without_foot(paper):
    return _shorter(paper, FOOT_HEIGHT)


def _shorter(paper, height):
    top, right, bottom, left = paper.margins
    return Paper(paper.width, paper.height, (top, right, bottom + height, left))

from markupsafe import Markup

from odoo import api, models
from odoo.addons.sop_planning.flow import chart
from odoo.addons.sop_planning.flow.chart.chart import PAPER_UNIT

from ..paper import Paper, compose
from ..paper.identity import compose_identity
from ..paper.seal import foot_height
from .squeeze import squeeze_of

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
            "papers": [self._paper_of(template, squeeze_of(data)) for template in templates],
            "css": Markup(chart.CSS),
            "markup": Markup,
            "unit": PAPER_UNIT,
        }

    def _paper_of(self, template, squeeze=1.0):
        """Everything the template loops over for one SOP.

        :param squeeze: part of the room that is used, less than 1 for an engine whose text is higher than estimated
        """
        paper = without_foot(template._sop_paper())
        paper = _shorter(paper, (1 - squeeze) * paper.printable[1])
        rows, heading = template._identity_rows(), _heading(template)
        identity_pages = []
        if template._has_identity():
            identity_pages = compose_identity(rows, heading, template._identity_pairs(), paper)
        layout = self._layout(template, paper, len(identity_pages))
        return {
            "template": template,
            "width": paper.printable[0],
            "title_height": TITLE_HEIGHT,
            "heading": heading,
            "rows": rows,
            "identity_pages": identity_pages,
            "layout": layout,
            "drawing": chart.render(layout),
            "pages": len(identity_pages) + len(layout.sheets),
        }

    def _layout(self, template, paper, before):
        """The table on pages; so many pages of the identity block are `before` it."""
        if template.closing:
            paper = _shorter(paper, CLOSING_HEIGHT)
        first_offset = TITLE_HEIGHT if template.table_title else 0
        table = chart.Chart(template._chart_table())
        return compose(table, paper, first_offset=first_offset, first_page=before + 1)


def _heading(template):
    return (template.heading or "").split("\n")


def without_foot(paper):
    """The paper less the line of the page number, beside which the seal has its place."""
    return _shorter(paper, foot_height(paper, FOOT_HEIGHT))


def _shorter(paper, height):
    top, right, bottom, left = paper.margins
    return Paper(paper.width, paper.height, (top, right, bottom + height, left))

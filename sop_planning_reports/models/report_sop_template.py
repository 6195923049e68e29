from markupsafe import Markup

from odoo import api, models
from odoo.addons.sop_planning.flow import chart

from ..paper import A4, Paper, compose
from ..paper.identity import compose_identity

# CSS mm for one mm of paper: wkhtmltopdf lays out wider than the page and shrinks to fit, with and without patched Qt.
UNIT = 1.4
# Height of the line above the table and of the line under it, mm.
TITLE_HEIGHT, CLOSING_HEIGHT = 9, 12


class ReportSopTemplate(models.AbstractModel):
    """The official paper of SOPs: identity block, then the table with its flowchart."""

    _name = "report.sop_planning_reports.sop_template"
    _description = "Official paper of an SOP"

    @api.model
    def _get_report_values(self, docids, data=None):
        templates = self.env["sop.template"].with_context(lang="id_ID").browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": "sop.template",
            "docs": templates,
            "papers": [self._paper_of(template) for template in templates],
            "css": Markup(chart.CSS),
            "markup": Markup,
            "unit": UNIT,
        }

    def _paper_of(self, template):
        """Everything the template loops over for one SOP."""
        layout = self._layout(template)
        heading, rows = (template.heading or "").split("\n"), template._identity_rows()
        pairs = template._identity_pairs()
        identity_pages = compose_identity(rows, heading, pairs, A4) if template._has_identity() else []
        return {
            "template": template,
            "width": A4.printable[0],
            "title_height": TITLE_HEIGHT,
            "heading": heading,
            "rows": rows,
            "identity_pages": identity_pages,
            "drawing": chart.render(layout, unit=UNIT),
            "pages": len(identity_pages) + len(layout.sheets),
        }

    def _layout(self, template):
        top, right, bottom, left = A4.margins
        paper = Paper(A4.width, A4.height, (top, right, bottom + (CLOSING_HEIGHT if template.closing else 0), left))
        return compose(
            chart.Chart(template._chart_table()), paper, first_offset=TITLE_HEIGHT if template.table_title else 0
        )

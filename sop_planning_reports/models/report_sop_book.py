from odoo import api, models
from odoo.addons.sop_planning.flow.chart.chart import PAPER_UNIT

from ..paper.book import FOOT_HEIGHT, FRAME, LOGO_HEIGHT, Plan
from ..paper.flow_text import BOX_SIDE, BOX_VERTICAL, LINE_HEIGHT, SIDE


class ReportSopBook(models.AbstractModel):
    """The pages of a book of SOPs that are its own."""

    _name = "report.sop_planning_reports.sop_book"
    _description = "Paper of a book of SOPs"

    @api.model
    def _get_report_values(self, docids, data=None):
        books = self.env["sop.book"].browse(docids)
        plan = (data or {}).get("plan")
        # Without a plan this is a preview of the own pages, and SOPs have the pages they would be printed on.
        plans = [plan] if isinstance(plan, Plan) else [book._plan(self._sop_pages(book)) for book in books]
        return {
            "doc_ids": docids,
            "doc_model": "sop.book",
            "docs": books,
            "papers": list(zip(books, plans)),
            "css": "",
            "unit": PAPER_UNIT,
            "line_height": LINE_HEIGHT,
            "frame": FRAME,
            "foot_height": FOOT_HEIGHT,
            "logo_height": LOGO_HEIGHT,
            "padding": self._padding,
        }

    def _sop_pages(self, book):
        report = self.env["report.sop_planning_reports.sop_template"]
        return [report._paper_of(template)["pages"] for template in book._printed_sops()]

    @staticmethod
    def _padding(style):
        """CSS padding of a cell, which flow_text counts with."""
        side = BOX_SIDE if style.boxed else SIDE
        vertical = (BOX_VERTICAL - 0.4) / 2 if style.boxed else 0.0
        sizes = (style.above + vertical, side, vertical, side)
        return " ".join(f"{size * PAPER_UNIT:.3f}mm" for size in sizes)

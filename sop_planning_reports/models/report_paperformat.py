from odoo import api, models


class ReportPaperformat(models.Model):
    _inherit = "report.paperformat"

    @api.model
    def _of_sop_paper(self, paper):
        """The format of a paper.Paper, not stored; core's own sizes lack F4, and margins are the agency's.

        Shrinking stays on: it is what brings our pages, laid out wider than the paper, to their exact size.
        """
        top, right, bottom, left = paper.margins
        return self.new(
            {
                "name": "SOP",
                "format": "custom",
                "page_width": paper.width,
                "page_height": paper.height,
                "orientation": "Portrait",
                "margin_top": top,
                "margin_right": right,
                "margin_bottom": bottom,
                "margin_left": left,
                "header_line": False,
                "header_spacing": 0,
                "dpi": 90,
                "disable_shrinking": False,
            }
        )

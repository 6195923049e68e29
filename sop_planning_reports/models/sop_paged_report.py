import base64

from odoo import api, models
from odoo.addons.sop_planning.flow.chart.chart import PAPER_UNIT
from odoo.tools.image import image_data_uri

from ..paper import Paper
from ..paper.flow_text import BOX_SIDE, BOX_VERTICAL, LINE_HEIGHT, SIDE
from ..paper.paged import LOGO_HEIGHT, LOGO_WIDTH, Letterhead
from ..paper.record import PICTURE_GAP, PICTURE_HEIGHT
from .letterhead import letterhead_lines


class SopPagedReport(models.AbstractModel):
    """What papers made of tables on pages share; each says what its records print as (`_plans`)."""

    _name = "sop.paged.report"
    _description = "Paper made of tables on pages"
    _printed_model = None  # whose papers these are

    @api.model
    def _get_report_values(self, docids, data=None):
        records = self.env[self._printed_model].browse(docids)
        records.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": records._name,
            "docs": records,
            "plans": self._plans(records, self._sop_paper(records), (data or {}).get("squeeze", 1.0)),
            "css": "",
            "unit": PAPER_UNIT,
            "line_height": LINE_HEIGHT,
            "padding": _padding,
            "picture_style": _picture_style,
        }

    @api.model
    def _plans(self, records, paper, squeeze):
        """The papers of records that their reader may read.

        :param paper: paper.Paper, :param squeeze: part of the room that is used
        :return: list of paper.paged.Plan
        """
        raise NotImplementedError

    @api.model
    def _sop_paper(self, records):
        """Size and margins of these papers: paper.Paper of the agency."""
        return records[:1].company_id._sop_paper()

    @api.model
    def _upright(self, records):
        """A4 upright, with the margins of the agency: paper.Paper."""
        paper = records[:1].company_id._sop_paper("a4")
        return Paper(paper.height, paper.width, paper.margins)

    @api.model
    def _head_of(self, process):
        """The head of a paper of a run."""
        return self._letterhead(process.company_id, process.template_id.heading, process)

    @api.model
    def _plain_head(self, process):
        """The head of the same where nothing leads to the check page, as in a spreadsheet, which anybody may change."""
        return self._letterhead(process.company_id, process.template_id.heading)

    @api.model
    def _letterhead(self, company, heading="", record=None):
        """The head of a paper.

        :param heading: agency and units, a line each; the agency's name without them
        :param record: what is printed, where a check page may say that it is genuine
        :return: paper.paged.Letterhead
        """
        company = company.sudo()  # name, address and logo of an agency are public
        lines, address = letterhead_lines(company, heading)
        logo = "" if company.uses_default_logo else image_data_uri(company.logo)
        picture, code = self._check_url(record)
        return Letterhead(tuple(lines), address, logo, picture, code)

    @api.model
    def _check_url(self, record):
        """The way to the public page that says whether a paper is genuine: address of its QR code as a picture, and the
        words under it; both '' for papers that have no seal."""
        if record is None or not hasattr(record, "_sop_seal"):
            return "", ""
        seal = record._sop_seal()
        picture = self.env["ir.actions.report"].barcode("QR", seal.url, width=300, height=300)
        return f"data:image/png;base64,{_text64(picture)}", seal.code


def _text64(content):
    return base64.b64encode(content).decode()


def _padding(style):
    """CSS padding of a cell, which flow_text counts with."""
    side = BOX_SIDE if style.boxed else SIDE
    vertical = (BOX_VERTICAL - 0.4) / 2 if style.boxed else 0.0
    sizes = (style.above + vertical, side, vertical, side)
    return " ".join(f"{size * PAPER_UNIT:.3f}mm" for size in sizes)


def _picture_style(style):
    """CSS of the pictures in a cell: those of the letterhead are larger."""
    large = style.kind == "letterhead"
    height = LOGO_HEIGHT if large else PICTURE_HEIGHT - PICTURE_GAP
    width = (LOGO_WIDTH if large else max(style.widths)) - 2
    return f"max-height:{height * PAPER_UNIT:.3f}mm;max-width:{width * PAPER_UNIT:.3f}mm"

import base64

from odoo import api, models
from odoo.addons.sop_planning.flow.chart.chart import PAPER_UNIT
from odoo.tools.image import image_data_uri

from ..paper import Paper
from ..paper.flow_text import BOX_SIDE, BOX_VERTICAL, LINE_HEIGHT, SIDE
from ..paper.paged import LOGO_HEIGHT, LOGO_WIDTH, Letterhead
from ..paper.qr import qr_svg
from ..paper.record import PICTURE_GAP, PICTURE_HEIGHT
from .letterhead import letterhead_lines
from .squeeze import squeeze_of


class SopPagedReport(models.AbstractModel):
    """What papers made of tables on pages share; each says what its records print as (`_plans`)."""

    _name = "sop.paged.report"
    _description = "Paper made of tables on pages"
    _printed_model = None  # whose papers these are
    _seal_kind = None  # of sop.seal, where they bear one

    @api.model
    def _get_report_values(self, docids, data=None):
        records = self.env[self._printed_model].browse(docids)
        records.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": records._name,
            "docs": records,
            "plans": self._plans(records, self._sop_paper(records), squeeze_of(data)),
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
    def _seals(self, records):
        """The seals of these papers, for those that bear one: dict of record -> sop.seal."""
        return records._sop_seals(self._seal_kind) if self._seal_kind else {}

    @api.model
    def _head_of(self, process, seals):
        """The head of a paper of a run: paper.paged.Letterhead.

        :param seals: dict of sop.process -> sop.seal; empty for a paper that bears none
        """
        return self._letterhead(process.company_id, process.template_id.heading, seals.get(process))

    @api.model
    def _letterhead(self, company, heading="", seal=None):
        """The head of a paper.

        :param heading: agency and units, a line each; the agency's name without them
        :param seal: sop.seal of what is printed, or None
        :return: paper.paged.Letterhead
        """
        company = company.sudo()  # name, address and logo of an agency are public
        lines, address = letterhead_lines(company, heading)
        logo = "" if company.uses_default_logo else image_data_uri(company.logo)
        return Letterhead(tuple(lines), address, logo, *_check_url(seal))


def _check_url(seal):
    """The way to the public page that says whether a paper is genuine.

    :param seal: sop.seal, or None
    :return: (address of the QR code as a picture, the words under it); both '' without a seal
    """
    return (qr_picture(seal.url), seal.code) if seal else ("", "")


def qr_picture(text):
    """Address of the picture of a QR code."""
    return f"data:image/svg+xml;base64,{base64.b64encode(qr_svg(text).encode()).decode()}"


def _padding(style):
    """CSS padding of a cell, which flow_text counts with."""
    side = BOX_SIDE if style.boxed else SIDE
    vertical = (BOX_VERTICAL - 0.4) / 2 if style.boxed else 0.0
    sizes = (style.above + vertical, side, vertical, side)
    return " ".join(f"{size * PAPER_UNIT:.3f}mm" for size in sizes)


def _picture_style(style, column):
    """CSS of the pictures in a cell of a column: those of the letterhead are larger."""
    large = style.kind == "letterhead"
    height = LOGO_HEIGHT if large else PICTURE_HEIGHT - PICTURE_GAP
    width = (LOGO_WIDTH if large else style.widths[column]) - 2
    return f"max-height:{height * PAPER_UNIT:.3f}mm;max-width:{width * PAPER_UNIT:.3f}mm"

from markupsafe import Markup

from odoo import api, models
from odoo.addons.sop_planning.flow.chart.chart import PAPER_UNIT

from ..paper.qr import qr_svg
from ..paper.signature_sheet import (
    FACT_PADDING,
    FOOT_HEIGHT,
    IMAGE_HEIGHT,
    LOGO_HEIGHT,
    LOGO_WIDTH,
    PADDING,
    PARAF_HEIGHT,
    QR_SIZE,
    SIZE,
    SMALL,
    TINY,
    grouped,
)
from .sop_output_paper import Joined


class ReportSopOutput(models.AbstractModel):
    """Signature sheets (Lembar Pengesahan) of documents."""

    _name = "report.sop_planning_reports.sop_output"
    _description = "Signature sheet of a document"

    @api.model
    def _get_report_values(self, docids, data=None):
        outputs = self.env["sop.output"].with_context(lang="id_ID").browse(docids)
        outputs.check_access("read")
        joined = (data or {}).get("joined")
        return {
            "doc_ids": docids,
            "doc_model": "sop.output",
            "docs": outputs,
            "views": [self._view(output, joined) for output in outputs],
            "css": "",
            "unit": PAPER_UNIT,
            "grouped": grouped,
            "size": SIZE,
            "small": SMALL,
            "tiny": TINY,
            "padding": PADDING,
            "fact_padding": FACT_PADDING,
            "paraf_height": PARAF_HEIGHT,
            "image_height": IMAGE_HEIGHT,
            "foot_height": FOOT_HEIGHT,
            "logo": (LOGO_WIDTH, LOGO_HEIGHT),
            "qr_size": QR_SIZE,
        }

    def _view(self, output, joined):
        """What the template shows of one document."""
        # What a client sends is JSON, so it cannot say what was joined: it sees the sheet as it would print now.
        joined = joined if isinstance(joined, Joined) else output._joined_for_preview()
        seal = output._sheet_check()
        return {
            "output": output,
            "company": output.company_id.sudo(),  # the logo of an agency is public
            "sheet": output._sheet(joined),
            "promise": output._sheet_promise(),
            "certificate": joined.certificate,
            "check": seal.sentence if seal else "",
            # Markup: it holds nothing of the address but the picture.
            "qr": Markup(qr_svg(seal.url)) if seal else "",
        }

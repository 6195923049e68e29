from functools import partial

from odoo import api, models

from ..paper.handover import compose_handover


class ReportSopHandover(models.AbstractModel):
    """Receipt (tanda terima) or minutes (berita acara) of handing outputs of a run over."""

    _name = "report.sop_planning_reports.sop_handover_sheet"
    _description = "Hand-over sheet"
    _inherit = ["sop.paged.report"]
    _printed_model = "sop.handover"

    @api.model
    def _plans(self, records, paper, squeeze):
        # A print that is kept nowhere has nothing that a check page could tell.
        head = partial(self._head_of, seals={})
        return [compose_handover(sheet._printed_sheet(head), paper, squeeze) for sheet in records]

    @api.model
    def _sop_paper(self, records):
        return self._upright(records.process_id.sudo())  # size and margins of the agency's paper are public

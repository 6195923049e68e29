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
        seals = records._sop_seals("receipt")
        heads = {sheet: partial(self._head_of, seals={sheet.process_id: seals.get(sheet)}) for sheet in records}
        return [compose_handover(sheet._printed_sheet(heads[sheet]), paper, squeeze) for sheet in records]

    @api.model
    def _sop_paper(self, records):
        return self._upright(records.process_id.sudo())  # size and margins of the agency's paper are public

from functools import partial

from odoo import api, models

from ..paper.cover import compose_cover


class ReportSopProcessCover(models.AbstractModel):
    """The control card (kartu kendali) that travels with the paper folder of a run."""

    _name = "report.sop_planning_reports.sop_process_cover"
    _description = "Control card of an SOP process"
    _inherit = ["sop.paged.report"]
    _printed_model = "sop.process"
    _seal_kind = "cover"

    @api.model
    def _plans(self, records, paper, squeeze):
        head = partial(self._head_of, seals=self._seals(records))
        return [compose_cover(cover, paper, squeeze) for cover in records._covers(head)]

    @api.model
    def _sop_paper(self, records):
        return self._upright(records)

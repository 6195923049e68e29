from functools import partial

from odoo import api, models

from ..paper.record import compose_record


class ReportSopProcessRecord(models.AbstractModel):
    """The record of execution (rekam pelaksanaan) of runs: SOP_FORMAT.md, Life cycle."""

    _name = "report.sop_planning_reports.sop_process_record"
    _description = "Record of execution of an SOP process"
    _inherit = ["sop.paged.report"]
    _printed_model = "sop.process"
    _seal_kind = "record"

    @api.model
    def _plans(self, records, paper, squeeze):
        head = partial(self._head_of, seals=self._seals(records))
        return [compose_record(record, paper, squeeze) for record in records._records(head)]

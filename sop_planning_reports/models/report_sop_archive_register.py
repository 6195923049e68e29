from odoo import api, models

from ..paper.archive import compose_archive


class ReportSopArchiveRegister(models.AbstractModel):
    """The register of archives (daftar arsip): one for each agency, with its own pages."""

    _name = "report.sop_planning_reports.sop_archive_register"
    _description = "Register of archives"
    _inherit = ["sop.paged.report"]
    _printed_model = "sop.archive"

    @api.model
    def _plans(self, records, paper, squeeze):
        return [compose_archive(register, paper, squeeze) for register in records._registers(self._letterhead)]

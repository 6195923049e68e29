from odoo import fields, models

from .sop_job import PRINTS


class SopJobLine(models.Model):
    """One paper of many that are printed."""

    _inherit = "sop.job.line"

    res_id = fields.Integer(string="Printed record", readonly=True)
    part_id = fields.Many2one("ir.attachment", string="Printed paper", readonly=True, ondelete="set null")

    def _work_print_sop(self, job):
        self._print(job)

    def _work_print_record(self, job):
        self._print(job)

    def _print(self, job):
        """Print each paper, with the rights of whoever asked.

        :raises AccessError: one of them is not his to read any more, :raises MissingError: it was deleted
        """
        model, report_name = PRINTS[job.kind]
        Report, Model = job._as_asker(self.env["ir.actions.report"]), job._as_asker(self.env[model])
        for line in self:
            content = Report._sop_content(report_name, Model.browse(line.res_id))
            line.part_id = job._keep(f"{line.name}.pdf", content)
        self.state = "done"

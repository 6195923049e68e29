from odoo import api, fields, models
from odoo.addons.sop_planning.models.sop_job import PORTIONS
from odoo.exceptions import UserError

from ..paper.printed import joined

# Kind of mass work -> model, report.
PRINTS = {
    "print_sop": ("sop.template", "sop_planning_reports.sop_template"),
    "print_record": ("sop.process", "sop_planning_reports.sop_process_record"),
}
# A paper takes about a second.
PORTIONS.update(dict.fromkeys(PRINTS, 5))
# Fewer are printed while the asker waits.
PRINTED_AT_ONCE = 20


class SopJob(models.Model):
    """A hundred papers in one file, printed by the scheduler; the file is for whoever asked, and nobody else."""

    _inherit = "sop.job"

    kind = fields.Selection(
        selection_add=[("print_sop", "Print SOPs"), ("print_record", "Print records of execution")],
        ondelete=dict.fromkeys(PRINTS, "cascade"),
    )
    file_id = fields.Many2one("ir.attachment", string="Printed papers", readonly=True, ondelete="set null")
    has_file = fields.Boolean(string="There is a file", compute="_compute_has_file")

    @api.depends("file_id")
    def _compute_has_file(self):
        for job in self:
            job.has_file = bool(job.file_id)

    @api.model
    def _ask_print(self, kind, records):
        """Print papers: at once where there are few, else by the scheduler into one file.

        :param kind: of PRINTS, :param records: what to print, in this order
        :return: client action
        :raises AccessError: one of them is not the user's to read
        """
        records.check_access("read")
        report = self.env["ir.actions.report"]._get_report(PRINTS[kind][1])
        if len(records) <= PRINTED_AT_ONCE:
            return report.report_action(records, config=False)
        values = {
            "kind": kind,
            "name": self.env._("Print %(count)s × %(paper)s", count=len(records), paper=report.name),
            "company_id": self.env.company.id,
        }
        lines = [{"name": record.display_name, "res_id": record.id} for record in records]
        return self._ask(values, lines)._open_form()

    def action_download(self):
        """Download the printed papers.

        :raises AccessError: somebody else has asked for them, :raises UserError: there are none
        """
        job = self._of_asker(("done",))
        if not job.file_id:
            raise UserError(self.env._("Nothing was printed."))
        url = f"/web/content/{job.file_id.id}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _end(self, tell):
        if self.kind in PRINTS:
            self._bind()
        return super()._end(tell)

    def _bind(self):
        """Put what was printed into one file; what an earlier try made gives way to it."""
        done = self.line_ids.filtered("part_id")
        if not done:
            return
        content = joined([line.part_id.raw for line in done])
        model, report_name = PRINTS[self.kind]
        records = self._as_asker(self.env[model]).browse(done.mapped("res_id"))
        records.env["ir.actions.report"]._sop_note_print(report_name, records, content)
        before, self.file_id = self.file_id, self._keep(f"{self.name}.pdf", content)
        before.unlink()
        if done == self.line_ids:
            done.part_id.unlink()

    def _keep(self, name, content):
        """A file of the asker's: it stands at no record, so that only who made it may read it."""
        File = self._as_asker(self.env["ir.attachment"])
        return File.create({"name": name, "raw": content, "mimetype": "application/pdf"}).with_env(self.env)

    def unlink(self):
        files = self.file_id | self.line_ids.part_id
        done = super().unlink()
        files.unlink()
        return done

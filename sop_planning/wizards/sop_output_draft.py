from odoo import api, fields, models

from ..models.sop_process_outputs import Draft


class SopOutputDraft(models.AbstractModel):
    """Documents while they are put together in a dialog: what the step is to make, and what is in the process already.

    A row without files and place files nothing.
    """

    _name = "sop.output.draft"
    _description = "Documents being filed"

    process_id = fields.Many2one("sop.process", required=True)
    missing = fields.Char(compute="_compute_missing", string="Requirements missing")

    @api.depends("process_id")
    def _compute_missing(self):
        self._check_subject()
        for dialog in self:
            dialog.missing = dialog.process_id.missing_papers if dialog.process_id else False

    def _proposed_lines(self, names):
        """Values of rows for documents of these names, with what of them is there."""
        process = self.process_id.sudo()  # whoever opens the dialog reads the process
        there = {output.name.casefold(): output._status() for output in process._current_outputs()}
        return [{"name": name, "there": there.get(name.casefold(), "")} for name in dict.fromkeys(names)]

    def _drafts(self):
        """What the rows file: list of `Draft`."""
        return [
            Draft(line.name, tuple(line.attachment_ids.ids), line.role, (line.place or "").strip(), line.note or "")
            for line in self.line_ids
            if line.attachment_ids or (line.place or "").strip()
        ]


class SopOutputDraftLine(models.TransientModel):
    """One document of such a dialog."""

    _name = "sop.output.draft.line"
    _description = "Document being filed"

    finish_id = fields.Many2one("sop.task.finish", ondelete="cascade")
    filing_id = fields.Many2one("sop.output.file", ondelete="cascade")
    name = fields.Char(string="Document", required=True)
    role = fields.Selection([("output", "Output"), ("requirement", "Requirement")], required=True, default="output")
    there = fields.Char(string="In the process", readonly=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files")
    place = fields.Char(string="Or where the paper is")
    note = fields.Char(string="Remark")

from odoo import api, fields, models
from odoo.exceptions import UserError


class SopOutputFile(models.TransientModel):
    """Filing documents in a running process, without finishing the step."""

    _name = "sop.output.file"
    _description = "File documents"
    _inherit = ["sop.output.draft", "sop.dialog"]
    _subject = "process_id"

    line_ids = fields.One2many(
        "sop.output.draft.line", "filing_id", compute="_compute_line_ids", store=True, readonly=False
    )

    @api.depends("process_id")
    def _compute_line_ids(self):
        self._check_subject()
        for dialog in self.filtered("process_id"):
            dialog.line_ids = [fields.Command.clear()] + [
                fields.Command.create(values) for values in dialog._proposed_lines(dialog._names())
            ]

    def _names(self):
        """What the present step needs and is still missing, what it makes, and what is there to be corrected."""
        process = self.process_id.sudo()  # the dialog opens for readers of the process only
        if not process.current_step_id:
            return []
        there = process._unarchived().mapped("name")
        return [*process._missing_papers(), *process._expected_outputs(), *there]

    def action_file(self):
        """File the documents of the rows that have files or a place.

        :raises UserError: there is none, he may not, or a file is not let in
        """
        self.ensure_one()
        self.process_id.check_access("read")
        drafts = self._drafts()
        if not drafts:
            raise UserError(self.env._("Add a file to a document, or say where its paper is."))
        self.process_id._file_outputs(drafts)
        return {"type": "ir.actions.act_window_close"}

from odoo import api, fields, models


class SopTaskFinish(models.TransientModel):
    """Finishing a step with the documents it makes."""

    _name = "sop.task.finish"
    _inherit = ["sop.task.finish", "sop.output.draft"]

    line_ids = fields.One2many(
        "sop.output.draft.line", "finish_id", compute="_compute_line_ids", store=True, readonly=False
    )

    @api.depends("process_id")
    def _compute_line_ids(self):
        self._check_subject()
        for dialog in self.filtered("process_id"):
            process = dialog.process_id.sudo()  # the dialog opens for readers of the process only
            names = process._expected_outputs() if process.current_step_id else ()
            dialog.line_ids = [fields.Command.clear()] + [
                fields.Command.create(values) for values in dialog._proposed_lines(names)
            ]

    def _complete(self, tasks):
        return tasks._complete(self.feedback or "", self.branch_id, self.attachment_ids.ids, self._drafts())

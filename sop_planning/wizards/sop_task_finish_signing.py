from odoo import api, fields, models


class SopTaskFinish(models.TransientModel):
    """Finishing a step that asks for a paraf, signature or stamp: its dialog comes first, then this one again."""

    _inherit = "sop.task.finish"

    is_refusal = fields.Boolean(compute="_compute_is_refusal")

    @api.depends("branch_id", "task_ids")
    def _compute_is_refusal(self):
        for wizard in self:
            tasks = wizard.process_id._my_tasks().sudo()  # what his own step asks he may know
            wizard.is_refusal = bool(wizard.branch_id) and any(
                task._signs() and task._leads_back(wizard.branch_id) for task in tasks
            )

    def action_finish(self):
        """Finish the step, or sign first what it asks for."""
        self.ensure_one()
        self.process_id.check_access("read")
        if not self.asks_exit or self.branch_id:
            for task, kinds in self.process_id._my_owed(self.branch_id or None).items():
                task._check_signing_turn(kinds[0])
                self._file_first()
                return self.process_id._open_signing(kinds[0], default_finish_id=self.id)
        return super().action_finish()

    def _file_first(self):
        """File the documents of this dialog, so that they are there to be signed."""
        drafts = [*self._drafts(), *self.process_id._drafts_of(self.attachment_ids.ids)]
        if drafts:
            self.process_id._file_outputs(drafts)
            self.line_ids.write({"attachment_ids": [fields.Command.clear()], "place": False})
            self.attachment_ids = False

from odoo import api, fields, models


class SopTaskFinish(models.TransientModel):
    """Finishing one's part of a step: the exit of a decision, remarks, files."""

    _name = "sop.task.finish"
    _description = "Finish an SOP step"
    _inherit = ["sop.dialog"]
    _subject = "process_id"

    process_id = fields.Many2one("sop.process", required=True)
    # Kept from the opening of the dialog: a step that has come since is another one, though it may be his as well.
    task_ids = fields.Many2many("sop.task", compute="_compute_task_ids", store=True, readonly=False)
    step_id = fields.Many2one("sop.template.step", compute="_compute_step")
    step_text = fields.Text(string="Activity", compute="_compute_step")
    asks_exit = fields.Boolean(compute="_compute_step")
    branch_id = fields.Many2one("sop.template.branch", string="Decision", domain="[('step_id', '=', step_id)]")
    next_step_text = fields.Text(string="Next step", compute="_compute_next_step")
    with_next = fields.Boolean(string="Finish the next step as well", help="It asks nobody but you.")
    feedback = fields.Text(string="Remarks")
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    @api.depends("process_id")
    def _compute_step(self):
        self._check_subject()
        for wizard in self:
            # The step of a version no longer in force is still the reader's to do.
            step = wizard.process_id.sudo().current_step_id
            wizard.step_id = step
            wizard.step_text = step.name
            wizard.asks_exit = any(offer.exits for offer in wizard.process_id._offers()) if step else False

    @api.depends("process_id")
    def _compute_task_ids(self):
        for wizard in self:
            wizard.task_ids = wizard.process_id._my_tasks()

    @api.depends("process_id", "branch_id", "task_ids")
    def _compute_next_step(self):
        for wizard in self:
            step = self.env["sop.template.step"]
            if wizard.task_ids and bool(wizard.branch_id) == wizard.asks_exit:
                # The process is the reader's, and what follows in it is shown in its table.
                step = wizard.process_id.sudo()._next_is_mine(wizard.task_ids.sudo(), wizard.branch_id)
            wizard.next_step_text = step.name

    def action_finish(self):
        """Finish the current user's tasks of this process.

        :raises UserError: it is not his turn, or the exit is missing
        """
        self.ensure_one()
        self.process_id.check_access("read")
        tasks = self.process_id._my_tasks() & self.task_ids
        if not tasks:
            self.process_id._refuse("not_your_turn")
        with_next = self.with_next and bool(self.next_step_text)
        self._complete(tasks)
        if with_next:
            self.process_id._my_tasks()._complete(self.feedback or "")
        return {"type": "ir.actions.act_window_close"}

    def _complete(self, tasks):
        return tasks._complete(self.feedback or "", self.branch_id, self.attachment_ids.ids)

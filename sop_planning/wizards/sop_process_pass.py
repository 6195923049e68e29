from odoo import api, fields, models

from ..flow import moves
from ..models.res_users import colleagues


class SopProcessPass(models.TransientModel):
    """Passing a part on: one's own (delegate), or anybody's (reassign)."""

    _name = "sop.process.pass"
    _description = "Pass a part of an SOP process on"
    _inherit = ["sop.dialog"]
    _subject = "process_id"

    process_id = fields.Many2one("sop.process", required=True)
    company_id = fields.Many2one(related="process_id.company_id")
    kind = fields.Selection(
        [(moves.DELEGATE, "Delegate"), (moves.REASSIGN, "Reassign")], required=True, default=moves.REASSIGN
    )
    open_task_ids = fields.Many2many("sop.task", compute="_compute_open")
    open_executor_ids = fields.Many2many("sop.template.executor", compute="_compute_open")
    executor_id = fields.Many2one(
        "sop.template.executor",
        string="Column",
        compute="_compute_executor_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', open_executor_ids)]",
    )
    # Kept from the opening of the dialog: what the person decided on may no longer be what stands there.
    task_id = fields.Many2one(
        "sop.task",
        string="Asked now",
        compute="_compute_task_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', open_task_ids), ('executor_id', '=', executor_id)]",
        help="Empty where nobody is asked.",
    )
    user_id = fields.Many2one("res.users", string="Instead", required=True, domain=colleagues())
    for_rest = fields.Boolean(string="For the rest of the process", default=True)
    reason = fields.Text()

    @api.depends("process_id")
    def _compute_open(self):
        self._check_subject()
        for wizard in self:
            process = wizard.process_id
            tasks = wizard._open_tasks()
            free = process._unmanned_columns() if process.current_step_id else self.env["sop.template.executor"]
            wizard.open_task_ids = tasks
            wizard.open_executor_ids = tasks.executor_id | free

    @api.depends("process_id")
    def _compute_executor_id(self):
        for wizard in self:
            wizard.executor_id = wizard.open_executor_ids._origin[:1]

    @api.depends("executor_id")
    def _compute_task_id(self):
        for wizard in self:
            column = wizard.executor_id
            wizard.task_id = wizard._open_tasks().filtered(lambda task, column=column: task.executor_id == column)[:1]

    def _open_tasks(self):
        return self.process_id.task_ids.filtered(lambda task: task.state == "open")

    def action_confirm(self):
        """Pass the part on.

        :raises UserError: it is not allowed to this person now
        """
        self.ensure_one()
        self.process_id.check_access("read")
        if self.kind == moves.DELEGATE:
            self.process_id._delegate(self.user_id, self.reason or "")
        else:
            self.process_id._reassign(self.executor_id, self.task_id, self.user_id, self.reason or "", self.for_rest)
        return {"type": "ir.actions.act_window_close"}

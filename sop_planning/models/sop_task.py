from odoo import api, fields, models
from odoo.exceptions import RedirectWarning

from ..flow import moves

STATES = [
    ("open", "Open"),
    ("done", "Done"),
    ("returned", "Sent back"),
    ("dropped", "No longer needed"),
    ("passed", "Passed on"),
    ("skipped", "Skipped"),
]


class SopTask(models.Model):
    """What one person was asked to do in one visit of one step.

    Access: as the process. Append-only: nobody changes or deletes a task through the application.
    """

    _name = "sop.task"
    _description = "SOP task"
    _inherit = ["sop.guarded"]
    _order = "id desc"

    process_id = fields.Many2one("sop.process", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", string="Agency", required=True, index=True)
    template_id = fields.Many2one("sop.template", string="SOP", required=True, index=True)
    step_id = fields.Many2one("sop.template.step", required=True, ondelete="restrict", index=True)
    executor_id = fields.Many2one("sop.template.executor", required=True, ondelete="restrict")
    visit = fields.Integer(
        required=True, help="Number of this visit of the step, from 1; a way back makes a new visit."
    )
    user_id = fields.Many2one("res.users", string="Person", required=True, ondelete="restrict")
    state = fields.Selection(STATES, required=True, default="open")
    is_current = fields.Boolean(default=True, help="Belongs to the present visit of the present step.")
    official_id = fields.Many2one("res.users", string="In place of", ondelete="restrict")
    acting_id = fields.Many2one("sop.acting", string="Acting period", ondelete="restrict", index="btree_not_null")
    office = fields.Char(help="The office in which he stands in for somebody else, e.g. 'Plt. Kepala Badan'.")
    is_claimed = fields.Boolean(string="Taken on", help="Of several people asked, this one has taken it on.")
    date_assigned = fields.Datetime(string="Asked", required=True)
    date_read = fields.Datetime(string="Read", help="When the person first opened the process since he was asked.")
    date_deadline = fields.Datetime(string="Deadline")
    date_done = fields.Datetime(string="Done")
    branch_id = fields.Many2one("sop.template.branch", string="Exit", ondelete="restrict")
    feedback = fields.Text()
    activity_id = fields.Many2one("mail.activity", ondelete="set null", index="btree_not_null")
    is_late = fields.Boolean(compute="_compute_is_late")

    # "My late work" and the state of a running step are asked all day; closed tasks only pile up behind them.
    _open_by_person = models.Index("(user_id, date_deadline) WHERE state = 'open'")
    _current_by_process = models.Index("(process_id) WHERE is_current IS TRUE")

    @api.depends("step_id", "process_id")
    def _compute_display_name(self):
        for task in self:
            task.display_name = f"{task.process_id.display_name}: {task.step_id.display_name}"

    @api.depends("date_deadline", "date_done", "state")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for task in self:
            task.is_late = bool(task.date_deadline) and task.date_deadline < (task.date_done or now)

    def _person(self):
        """The person and the column he stands in, as lists and messages name him."""
        sop = self.template_id._frozen()
        name, column = self.user_id.sudo().name, self.office or sop.columns[self.executor_id.id]
        if self.executor_id.id in sop.outside:
            return self.env._("%(person)s on behalf of %(party)s", person=name, party=column)
        return name if name == column else f"{name} ({column})"

    def _mine(self):
        """Those of these tasks that are open and ask the current user."""
        return self.filtered(lambda task: task.state == "open" and task.user_id.id == self.env.uid)

    def action_open_process(self):
        """Open the process the task belongs to."""
        self.ensure_one()
        return self.process_id._open()

    def _complete(self, feedback="", branch=None, attachment_ids=(), drafts=()):
        """Finish open tasks of the current user: the one way a step ends.

        :param feedback: the executor's own words
        :param branch: sop.template.branch chosen, where a decision asks for one
        :param attachment_ids: files that go with the message, and become documents of the run
        :param drafts: list of `sop_process_outputs.Draft`, documents to be filed
        :return: mail.message, one for each process that moved
        :raises UserError: the move is not allowed now
        """
        self.process_id._read_for_move()
        return self.process_id._finish(
            self, feedback=feedback, branch=branch, attachment_ids=attachment_ids, drafts=drafts
        )

    def _deciding(self):
        """Those of these open tasks whose executor chooses the exit of a decision."""
        return self.filtered(
            lambda task: task.state == "open"
            and moves.chooses(task.template_id._frozen().flow.step(task.step_id.id), task.executor_id.ids)
        )

    def _check_passable(self):
        """:raises RedirectWarning: a task is a decision, so a mere "done" would not say which way to go"""
        for task in self._deciding():
            raise RedirectWarning(
                self.env._(
                    "“%(step)s” is a decision: choose one of its exits.",
                    step=task.template_id._frozen().rows[task.step_id.id].title,
                ),
                self.env.ref("sop_planning.sop_task_finish_action").id,
                self.env._("Decide"),
                {"default_process_id": task.process_id.id},
            )

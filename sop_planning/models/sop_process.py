from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..flow import moves
from .engine_key import is_engine, with_engine, without_defaults
from .form_action import form_action

STATES = [
    ("draft", "Prepared"),
    ("running", "Running"),
    ("suspended", "Suspended"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
LIVING_FIELDS = {"activity_ids", "message_follower_ids", "message_ids", "message_main_attachment_id"}
PREPARED_FIELDS = LIVING_FIELDS | {"name", "period", "template_id", "requester_id", "member_ids", "company_id"}


class SopProcess(models.Model):
    """One run of one effective version of an SOP; it keeps its version for life.

    Access: a user reads the processes he takes part in, an officer those of his companies. Nobody writes a started
    process: it moves by the buttons, through `sop_process_moves`. Taking part never needs rights on employees.
    """

    _name = "sop.process"
    _description = "SOP process"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="Subject", required=True, help="What this run is about, e.g. 'RKT 2027'.")
    period = fields.Char(help="Year or period it is for, e.g. '2027'.")
    template_id = fields.Many2one(
        "sop.template",
        string="SOP",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('state', '=', 'effective'), ('company_id', 'in', allowed_company_ids)]",
    )
    company_id = fields.Many2one(
        "res.company", string="Agency", compute="_compute_company_id", store=True, precompute=True, index=True
    )
    department_id = fields.Many2one(related="template_id.department_id", string="Unit", store=True)
    requester_id = fields.Many2one("res.users", required=True, default=lambda self: self.env.user)
    starter_id = fields.Many2one("res.users", string="Started by", readonly=True, copy=False)
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, copy=False, index=True)
    current_step_id = fields.Many2one("sop.template.step", string="Step", readonly=True, copy=False, index=True)
    visits = fields.Json(readonly=True, copy=False)
    date_start = fields.Datetime(string="Started", readonly=True, copy=False)
    date_end = fields.Datetime(string="Ended", readonly=True, copy=False)
    date_deadline = fields.Datetime(string="Deadline of the step", readonly=True, copy=False)
    member_ids = fields.One2many("sop.process.member", "process_id", string="People", copy=False)
    task_ids = fields.One2many("sop.task", "process_id", string="Tasks", readonly=True, copy=False)
    event_ids = fields.One2many("sop.event", "process_id", string="Journal", readonly=True, copy=False)
    participant_ids = fields.Many2many(
        "res.users", "sop_process_participant_rel", string="Participants", readonly=True, copy=False
    )

    progress = fields.Integer(compute="_compute_progress", help="Steps above the present one, in percent.")
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    my_turn = fields.Boolean(compute="_compute_my_turn", search="_search_my_turn")
    my_asks = fields.Char(string="Asked of you", compute="_compute_my_step")
    my_outputs = fields.Text(compute="_compute_my_step", string="What is expected")
    my_step_text = fields.Text(compute="_compute_my_step", string="Your step")
    waiting_for = fields.Char(string="Waiting for", compute="_compute_waiting_for")
    can_start = fields.Boolean(compute="_compute_offers")
    can_finish = fields.Boolean(compute="_compute_offers")
    can_send_back = fields.Boolean(compute="_compute_offers")
    can_suspend = fields.Boolean(compute="_compute_offers")
    can_resume = fields.Boolean(compute="_compute_offers")
    can_call_back = fields.Boolean(compute="_compute_offers")
    can_skip = fields.Boolean(compute="_compute_offers")
    can_reopen = fields.Boolean(compute="_compute_offers")
    can_claim = fields.Boolean(compute="_compute_offers")
    can_release = fields.Boolean(compute="_compute_offers")
    can_delegate = fields.Boolean(compute="_compute_offers")
    can_reassign = fields.Boolean(compute="_compute_offers")
    can_cancel = fields.Boolean(compute="_compute_offers")
    table_html = fields.Html(string="Table", compute="_compute_table_html", sanitize=False)

    # One token: a running process is at one step, a closed one at none.
    _one_token = models.Constraint(
        "CHECK ((state IN ('running', 'suspended')) = (current_step_id IS NOT NULL))",
        "A running process is at exactly one step.",
    )
    _running_by_deadline = models.Index("(company_id, date_deadline) WHERE state = 'running'")

    @api.depends("name", "period")
    def _compute_display_name(self):
        for process in self:
            period = process.period if process.period and process.period not in (process.name or "") else ""
            process.display_name = " ".join(part for part in (process.name, period) if part)

    @api.depends("template_id")
    def _compute_company_id(self):
        for process in self:
            process.company_id = process.template_id.company_id

    @api.depends("state", "current_step_id")
    def _compute_progress(self):
        for process in self:
            process.progress = 100 if process.state == "done" else process._progress_of_step()

    def _progress_of_step(self):
        if not self.current_step_id:
            return 0
        flow = self.template_id._frozen().flow
        return round(100 * flow.position(self.current_step_id.id) / len(flow.steps))

    @api.depends("state", "date_deadline")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for process in self:
            process.is_late = process.state == "running" and bool(process.date_deadline) and process.date_deadline < now

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "running") & Domain("date_deadline", "<", fields.Datetime.now())
        return late if True in value else ~late

    @api.depends("task_ids.state")
    @api.depends_context("uid")
    def _compute_my_turn(self):
        mine = self._my_tasks().process_id
        for process in self:
            process.my_turn = process.state == "running" and process in mine

    def _search_my_turn(self, operator, value):
        if operator != "in":
            return NotImplemented
        turn = Domain("state", "=", "running") & Domain(
            "task_ids", "any", [("state", "=", "open"), ("user_id", "=", self.env.uid)]
        )
        return turn if True in value else ~turn

    @api.depends("state", "task_ids.state")
    def _compute_waiting_for(self):
        tasks = (
            self.env["sop.task"]
            .search_fetch(
                [("process_id", "in", self.ids), ("state", "=", "open")], ["process_id", "user_id", "executor_id"]
            )
            .grouped("process_id")
        )
        for process in self:
            names = [task._person() for task in tasks.get(process, ())]
            process.waiting_for = ", ".join(dict.fromkeys(names))

    @api.depends("current_step_id", "task_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_my_step(self):
        for process in self:
            # A version is readable by whoever takes part in a run of it, also when it is no longer in force.
            step = process.sudo().current_step_id if process.my_turn else self.env["sop.template.step"]
            process.my_step_text = step.name
            process.my_outputs = step.outputs
            process.my_asks = (
                ", ".join(step._fields[f"asks_{word}"]._description_string(self.env) for word in step._asks())
                if step
                else False
            )

    @api.depends("state", "current_step_id", "task_ids.state")
    @api.depends_context("uid")
    def _compute_offers(self):
        for process in self:
            kinds = {offer.kind for offer in process._offers()} if process.id else set()
            for kind in moves.BY_PEOPLE:
                process[f"can_{kind}"] = kind in kinds

    @api.depends("state", "current_step_id", "task_ids.state")
    @api.depends_context("uid", "lang", "tz")
    def _compute_table_html(self):
        for process in self:
            process.table_html = process._table_html() if process.id else False

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env) and any(not vals.keys() <= PREPARED_FIELDS for vals in vals_list):
            raise UserError(self.env._("A process is started with its own button."))
        # The first line of the chatter is that of the start: an extra line for the preparation says nothing more.
        quiet = without_defaults(self, self._fields.keys() - PREPARED_FIELDS).with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True
        )
        processes = super(SopProcess, quiet).create(vals_list).with_env(self.env)
        processes._check_startable()
        if not is_engine(self.env):
            for process in processes:
                with_engine(process).participant_ids = process.requester_id | self.env.user
        return processes

    def write(self, vals):
        if not is_engine(self.env):
            self._check_writable(vals.keys())
        done = super().write(vals)
        if vals.keys() & {"template_id", "company_id"}:
            self.check_access("write")  # not into an agency one does not work for
        return done

    def _check_writable(self, names):
        allowed = LIVING_FIELDS if any(process.state != "draft" for process in self) else PREPARED_FIELDS
        if not names <= allowed:
            raise UserError(self.env._("A started process cannot be edited; use its buttons."))

    def _check_startable(self):
        for template in self.template_id:
            if template.state != "effective":
                raise UserError(
                    self.env._("“%(sop)s” is not effective, so it cannot be started.", sop=template.display_name)
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(process.state != "draft" for process in self):
            raise UserError(self.env._("A started process cannot be deleted; cancel it instead."))

    # Actions

    def action_start(self):
        """Start prepared processes: settle their people and ask the first executor.

        :raises UserError: a column has nobody, or the SOP is no longer effective
        """
        self.check_access("read")
        self._check_startable()
        self._play_each(moves.Move(moves.START))

    def action_finish(self):
        """Finish my part of the step; the dialog opens for remarks, and asks for the exit of a decision."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_task_finish_action")
        return {**action, "context": {"default_process_id": self.id}}

    def action_send_back(self):
        """Open the dialog that sends the process back to an earlier step."""
        return self._open_move_dialog(moves.SEND_BACK)

    def action_suspend(self):
        """Open the dialog that suspends the process."""
        return self._open_move_dialog(moves.SUSPEND)

    def action_cancel(self):
        """Open the dialog that cancels the process."""
        return self._open_move_dialog(moves.CANCEL)

    def action_resume(self):
        """Let a suspended process go on where it stood."""
        self.check_access("read")
        self._play_each(moves.Move(moves.RESUME))

    def action_call_back(self):
        """Call back what I sent while nobody has opened it.

        :raises UserError: it has been opened, or somebody else has sent it
        """
        self.ensure_one()
        self.check_access("read")
        process = self.sudo()  # the rules of the flow decide, on the whole run
        target = process._sent_from(process._current_tasks())
        self._play_each(moves.Move(moves.CALL_BACK, target=target))

    def action_claim(self):
        """Take my part on, so that the others of my column are no longer asked.

        :raises UserError: somebody has taken it on already
        """
        self.check_access("read")
        self._claim()

    def action_release(self):
        """Give back what I have taken on; everyone of the column is asked again."""
        self.check_access("read")
        self._release()

    def action_delegate(self):
        """Open the dialog that passes my part to a colleague."""
        return self._open_pass_dialog(moves.DELEGATE)

    def action_reassign(self):
        """Open the dialog in which an officer or the head of the unit names somebody else."""
        return self._open_pass_dialog(moves.REASSIGN)

    def action_skip(self):
        """Open the dialog that passes over the step."""
        return self._open_move_dialog(moves.SKIP)

    def action_reopen(self):
        """Open the dialog that reopens a closed process."""
        return self._open_move_dialog(moves.REOPEN)

    def _open_pass_dialog(self, kind):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_process_pass_action")
        return {**action, "context": {"default_process_id": self.id, "default_kind": kind}}

    def _open(self):
        return form_action(self)

    def _open_move_dialog(self, kind):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_process_move_action")
        return {**action, "context": {"default_process_id": self.id, "default_kind": kind}}

    def action_open_template(self):
        """Open the version of the SOP that this process follows."""
        self.ensure_one()
        return self.template_id._open()

    # What the table on the form shows

    def _table_html(self):
        self.ensure_one()
        process = self.sudo()  # a participant sees the whole table, other people's rows included
        tasks, planned = process.task_ids.sorted("id").grouped("step_id"), process._planned_notes()
        none, spent = self.env["sop.task"].sudo(), process._hours_spent(process.task_ids)
        steps = process.template_id.step_ids
        return process.template_id._chart_html(
            {step.id: process._row_status(step, tasks.get(step, none)) for step in steps},
            {step.id: process._row_note(tasks.get(step, none), spent) or planned.get(step.id, "") for step in steps},
            self.env._("Execution"),
        )

    def _row_note(self, tasks, spent):
        """Who did the step, when, and how long it took; or who is asked and until when."""
        return Markup("<br/>").join(self._task_note(task, spent.get(task)) for task in tasks if task.state != "dropped")

    def _task_note(self, task, hours):
        if task.state == "open":
            until = self._local_time(task.date_deadline)
            return (
                self.env._("%(person)s, until %(until)s", person=task._person(), until=until)
                if until
                else escape(task._person())
            )
        done, took = self._local_time(task.date_done), self._hours_label(hours)
        if task.state == "returned":
            return self.env._("Sent back by %(person)s, %(date)s", person=task._person(), date=done)
        if task.branch_id:
            return self.env._(
                "%(person)s, %(date)s (%(took)s): %(exit)s",
                person=task._person(),
                date=done,
                took=took,
                exit=task.branch_id.name,
            )
        return self.env._("%(person)s, %(date)s (%(took)s)", person=task._person(), date=done, took=took)

    def _local_time(self, moment):
        """A moment where the agency works, '' for none."""
        return moment and format_datetime(
            self.env, moment, tz=self.company_id.resource_calendar_id._sop_zone(), dt_format="short"
        )

    def _row_status(self, step, tasks):
        if step == self.current_step_id:
            return "late" if self.is_late else "now"
        return "done" if tasks.filtered(lambda task: task.state == "done") else "todo"

    def _hours_spent(self, tasks):
        """Working hours from asking to finishing, per closed task, by the agency's calendar."""
        closed = tasks.filtered("date_done")
        spans = [(task.date_assigned, task.date_done) for task in closed]
        return dict(zip(closed, self.company_id.resource_calendar_id._sop_worked_hours(spans)))

    def _hours_label(self, hours):
        minutes = round(hours * 60)
        if minutes < 60:
            return self.env._("%(minutes)s min", minutes=minutes)
        return self.env._("%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=minutes % 60)

    def _my_tasks(self):
        return self.env["sop.task"].search_fetch(
            [("process_id", "in", self.ids), ("user_id", "=", self.env.uid), ("state", "=", "open")],
            ["process_id", "executor_id", "date_read"],
        )

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..flow import moves
from .standing import each_once


class SopProcess(models.Model):
    """Dispositions within a run: who may send one, to whom, and what becomes of them when the run is closed.

    When a process is done, open dispositions stay open until they are answered; when it is cancelled, they are closed
    as recalled, with the reason of the cancellation.
    """

    _inherit = "sop.process"

    disposition_ids = fields.One2many("sop.disposition", "process_id", string="Dispositions", readonly=True, copy=False)
    disposition_line_ids = fields.One2many(
        "sop.disposition.recipient", "process_id", string="Recipients of dispositions", readonly=True, copy=False
    )
    disposition_count = fields.Integer(compute="_compute_disposition_count", string="Number of dispositions")
    my_disposition_line_ids = fields.Many2many(
        "sop.disposition.recipient", compute="_compute_my_disposition_line_ids", string="Dispositions to you"
    )
    dispositions_html = fields.Html(string="Dispositions sent", compute="_compute_dispositions_html", sanitize=False)
    can_dispose = fields.Boolean(compute="_compute_can_dispose")

    @api.depends("disposition_ids")
    @api.depends_context("uid")
    def _compute_disposition_count(self):
        counts = dict(
            self.env["sop.disposition"]._read_group([("process_id", "in", self.ids)], ["process_id"], ["__count"])
        )
        for process in self:
            process.disposition_count = counts.get(process._origin, 0)

    @api.depends("disposition_line_ids.state")
    @api.depends_context("uid")
    def _compute_my_disposition_line_ids(self):
        lines = self._my_disposition_lines().grouped("process_id")
        for process in self:
            process.my_disposition_line_ids = lines.get(process._origin, False)

    @api.depends("disposition_line_ids.state")
    @api.depends_context("uid", "lang", "tz")
    def _compute_dispositions_html(self):
        # How many there are is no secret, and the tree leaves out what is not for its reader.
        everything = self.env["sop.disposition"].sudo().search([("process_id", "in", self.ids)]).grouped("process_id")
        for process in self:
            sent = everything.get(process._origin)
            process.dispositions_html = sent._drawn() if sent else False

    @api.depends("state", "participant_ids")
    @api.depends_context("uid")
    def _compute_can_dispose(self):
        for process in self:
            process.can_dispose = process.state == "running" and self.env.user in process.participant_ids

    def action_dispose(self):
        """Open the dialog that sends a disposition within this process."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_disposition_write_action")
        return {**action, "context": {"default_process_id": self.id}}

    def action_open_dispositions(self):
        """List the dispositions of this process."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_disposition_action")
        return {**action, "domain": [("process_id", "=", self.id)], "context": {}}

    def _my_disposition_lines(self):
        """Dispositions to the current user that wait for him: to be answered, or, as a copy, to be read."""
        return self.env["sop.disposition.recipient"].search_fetch(
            [("process_id", "in", self.ids), ("asked_id", "=", self.env.uid), ("state", "=", "open")],
            ["process_id", "user_id", "asked_id", "state", "role", "date_read"],
            order="id",
        )

    def _mark_read(self):
        done = super()._mark_read()
        self._my_disposition_lines()._mark_read()
        return done

    # Sending

    def _send_disposition(self, values, to, copies, parent=None, attachment_ids=()):
        """Send a disposition within this process, by the current user.

        :param values: fields of sop.disposition that its sender fills in
        :param to: res.users who are to do something, :param copies: res.users who are to know of it
        :param parent: sop.disposition that it passes on
        :return: the sop.disposition
        :raises UserError: he may not send one now, or what he asks or whom is not said or not allowed
        """
        self.ensure_one()
        parent = self.env["sop.disposition"] if parent is None else parent
        parent.check_access("read")
        process = self._locked()
        process._check_may_dispose()
        _check_said(self.env, values)
        copies -= to
        process._check_recipients(to, copies)
        process._check_grades(values, parent)
        parent._check_above(self, values)
        parent._my_line()._mark_read()
        return process._deposit_disposition(values, to, copies, parent, attachment_ids)

    def _deposit_disposition(self, values, to, copies, parent, attachment_ids):
        now = fields.Datetime.now()
        standing = self._standing_for(to | copies, self.env.user)
        joining = self._participate((to | copies).union(*(person.user for person in standing.values())))
        printed = self._printed_people(self.env.user | to | copies)
        lines = [
            {
                **self._line_values(now, values),
                **printed[user],
                "user_id": user.id,
                "asked_id": standing[user].user.id,
                "acting_id": standing[user].acting_id,
                "role": role,
                "joined": user in joining,
            }
            for role, users in (("to", to), ("cc", copies))
            for user in users
        ]
        task = self._current_tasks()._mine()[:1]
        sender = {**printed[self.env.user], **self._rank_and_nip(), "user_id": self.env.uid}
        where = {"step_id": self.current_step_id.id, "visit": self._visit_now(), "task_id": task.id}
        disposition = self.env["sop.disposition"]._deposit(
            self, {**values, **sender, **where, "parent_id": parent.id}, lines, now
        )
        disposition.attachment_ids = self.env["ir.attachment"]._adopted_by(disposition, attachment_ids)
        disposition._ask_recipients()
        disposition._journal("disposition", disposition.recipient_ids, disposition.asked or disposition.words)
        disposition._tell(disposition._message_sent())
        return disposition.with_env(self.env).sudo(False)

    def _check_may_dispose(self):
        if not self.can_dispose:
            raise UserError(self.env._("Only who takes part in a running process can send a disposition in it."))

    def _check_recipients(self, to, copies):
        people = to | copies
        if not to:
            raise UserError(self.env._("Say to whom the disposition goes."))
        if self.env.user in people:
            raise UserError(self.env._("A disposition to yourself tells nobody anything."))
        group = self.env["ir.model.data"]._xmlid_to_res_id("sop_planning.group_sop_user")
        fit = people.sudo().search(
            [
                ("id", "in", people.ids),
                ("share", "=", False),
                ("company_ids", "in", self.company_id.ids),
                ("all_group_ids", "in", [group]),
            ]
        )
        if people - fit:
            names = ", ".join((people - fit).sudo().mapped("name"))
            raise UserError(
                self.env._(
                    "%(people)s: does not work for %(agency)s, or does not use SOP.",
                    people=names,
                    agency=self.company_id.name,
                )
            )

    def _check_grades(self, values, parent):
        """:raises UserError: the agency does not use the urgency or secrecy, nor is it that of what is passed on"""
        company = self.company_id
        offered = {"urgency": company._sop_urgencies(), "secrecy": company._sop_secrecies()}
        for name, grades in offered.items():
            if values.get(name, grades[0]) not in (*grades, parent.sudo()[name]):
                raise UserError(self.env._("Your agency does not use this urgency or secrecy; choose another one."))

    def _let_go(self, users):
        """Undo `_participate` for whoever has no other part in the process: no column, task, escalation or disposition,
        nor the step above that calls it."""
        self.ensure_one()
        busy = self.member_ids.user_id | self.task_ids.user_id | self.requester_id | self.starter_id | self.create_uid
        # Searched, because what the person's own rights let him see of them may be in the cache already.
        sent = self.env["sop.disposition"].search([("process_id", "=", self.id)])
        lines = self.env["sop.disposition.recipient"].search([("process_id", "=", self.id)])
        lines = lines.filtered(lambda line: line.state != "recalled" or line.date_read)
        busy |= self.env["sop.notice"].search([("task_id.process_id", "=", self.id)]).user_id
        busy |= self.parent_id.task_ids.filtered(lambda task: (task.step_id.id, task.visit) == self._place()).user_id
        leaving = users - busy - lines.user_id - lines.asked_id - sent.user_id
        self.participant_ids = [fields.Command.unlink(user.id) for user in leaving]
        self.message_unsubscribe(leaving.partner_id.ids)

    def _printed_people(self, users):
        """Office, name and unit of users as they are printed now: dict res.users -> values."""
        users = users.sudo()  # names and offices are public within the agency
        offices, employees = users._sop_offices(self.company_id), users._sop_employees(self.company_id)
        return {
            user.sudo(False): {
                "position": offices[user],
                "person": employees[user].name or user.name,
                "department_id": employees[user].department_id.id,
            }
            for user in users
        }

    def _rank_and_nip(self):
        employee = self.env.user.sudo()._sop_employees(self.company_id)[self.env.user]
        return {"rank": employee.rank, "nip": employee.nip}

    def _line_values(self, now, values):
        return {
            "process_id": self.id,
            "company_id": self.company_id.id,
            "date": now,
            "date_due": values.get("date_due"),
        }

    def _next_people(self, branch):
        """Whom the process asks after its present step, those who stand in today, the current user left out.

        :param branch: sop.template.branch that a decision would take; may be empty
        """
        if not self.current_step_id:
            return self.env["res.users"]
        flow = self.template_id._frozen().flow
        step = flow.step(self.current_step_id.id)
        exits = {way_out.key: way_out.target for way_out in step.exits}
        target = exits.get(branch.id) if exits else flow.row_after(step.key)
        columns = flow.step(target).executors if target is not None else ()
        members = self.member_ids.filtered(lambda member: member.executor_id.id in columns)
        people = each_once(self._stand_ins(members))
        return self.env["res.users"].union(*(person.user for person in people)) - self.env.user

    # The moves of the process

    def _finish(self, tasks, *args, **kwargs):
        tasks.sudo()._mine()._check_disposition_given()
        return super()._finish(tasks, *args, **kwargs)

    def _record(self, steps, *args, **kwargs):
        messages = super()._record(steps, *args, **kwargs)
        for step in steps:
            if step.move.kind == moves.CANCEL:
                waiting = self.env["sop.disposition.recipient"].search(
                    [("process_id", "=", step.process.id), ("state", "=", "open")]
                )
                waiting._locked()._close_as_recalled(step.move.reason)
        return messages

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        # Who takes part follows since he does: core would see to each activity's person by itself.
        if self.env.context.get("sop_follow_already"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)


def _check_said(env, values):
    """:raises UserError: neither a phrase nor own words say what is to be done"""
    if not (values.get("asked") or "").strip() and not (values.get("words") or "").strip():
        raise UserError(env._("Say what is to be done: choose a phrase or write your own words."))

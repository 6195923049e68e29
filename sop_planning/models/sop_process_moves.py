import logging
from collections import defaultdict
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup, escape
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..flow import moves
from .engine_key import with_engine

_logger = logging.getLogger(__name__)


class Step(NamedTuple):
    """One move on one process, between judging it and writing it down."""

    process: models.BaseModel
    move: moves.Move
    before: moves.State
    after: moves.State
    mine: models.BaseModel
    current: models.BaseModel

    @property
    def closes_visit(self):
        return self.before.step is not None and (self.after.step, self.after.visit) != (
            self.before.step,
            self.before.visit,
        )

    @property
    def enters(self):
        return self.after.step is not None and (self.after.step, self.after.visit) != (
            self.before.step,
            self.before.visit,
        )


class SopProcess(models.Model):
    """How a process moves: one way in for every button, dialog and activity.

    Lock, judge with `flow`, write tasks, journal and process, ask the next people, and say so in the chatter; for any
    number of processes at a constant number of queries. Transactions are REPEATABLE READ, so the last two executors of
    a joint step, finishing at once, cannot see each other: that tie is settled in a transaction of its own.
    """

    _inherit = "sop.process"

    # Moves

    def _play_each(self, move, feedback="", attachment_ids=(), current=None):
        """Make one move, by the current user, on each process.

        :param current: tasks of the present visits, where the caller has read them already
        :return: mail.message, one for each process
        :raises UserError: the move is not allowed now
        """
        processes = self._locked()
        current = processes._current_tasks() if current is None else current
        if move.kind not in (moves.START, moves.FINISH):
            current = processes._without_ties(current)
        return processes._play_locked(move, feedback, attachment_ids, current)

    @api.model
    def _launch(self, vals_list):
        """Create processes and start them, by the current user; nobody else knows them yet, so nothing is locked.

        :param vals_list: values of sop.process; columns without a member are filled by their rules
        :return: the processes
        :raises UserError: a column has nobody, or an SOP is not in force
        """
        processes = with_engine(self.sudo()).create(vals_list)
        processes._play_locked(moves.Move(moves.START), "", (), self.env["sop.task"])
        return processes.with_env(self.env)

    def _play_locked(self, move, feedback, attachment_ids, current):
        mine = current.filtered(lambda task: task.state == "open" and task.user_id.id == self.env.uid)
        mine, current = mine.grouped("process_id"), current.grouped("process_id")
        none = with_engine(self.env["sop.task"].sudo())
        steps = [process._judge(move, mine.get(process, none), current.get(process, none)) for process in self]
        return self._record(steps, feedback, attachment_ids)

    def _finish_activities(self, activities, feedback, attachment_ids):
        """Finish the steps behind activities; whether they are this person's to finish is judged by their tasks."""
        current = self._current_tasks()
        tasks = current.filtered(lambda task: task.activity_id in activities)
        tasks._check_passable()
        return self._finish(tasks, feedback, attachment_ids=attachment_ids, current=current)

    def _finish(self, tasks, feedback="", branch=None, attachment_ids=(), current=None):
        """Finish the current user's part of each process; a task that is closed already is left alone, so that a
        second click or a retried request does nothing."""
        open_tasks = tasks.sudo().filtered(lambda task: task.state == "open")
        foreign = open_tasks.filtered(lambda task: task.user_id.id != self.env.uid)
        if foreign:
            self._refuse("not_your_turn")
        open_tasks.process_id[:1]._adopt(attachment_ids)
        move = moves.Move(moves.FINISH, exit=branch.id if branch else None)
        return open_tasks.process_id._play_each(move, feedback, attachment_ids, current)

    def _adopt(self, attachment_ids):
        """Make files that a person sends along files of the process, so that those who take part can read them.

        :raises AccessError: he may not read one of them himself
        """
        if attachment_ids:
            files = self.env["ir.attachment"].sudo(False).browse(attachment_ids)
            files.check_access("read")
            # A file that belongs to no record yet, or to a dialog, is his own upload.
            uploads = files.sudo().filtered(lambda file: not file.res_id and file.create_uid.id == self.env.uid)
            uploads.write({"res_model": self._name, "res_id": self.id})

    def _locked(self):
        """The same processes, locked until the end of the transaction; as superuser, because what may be done is
        judged by the rules of the flow and not by rights on the record."""
        self.env.cr.execute(
            "SELECT id FROM sop_process WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [list(self.ids)]
        )
        return with_engine(self.sudo())

    def _current_tasks(self):
        return with_engine(self.env["sop.task"].sudo()).search_fetch(
            [("process_id", "in", self.ids), ("is_current", "=", True)],
            ["process_id", "executor_id", "user_id", "state", "step_id", "branch_id", "activity_id", "template_id"],
            order="id",
        )

    # Judging

    def _judge(self, move, mine, current):
        flow, before = self.template_id._frozen().flow, self._state(current)
        try:
            after = moves.judge(flow, before, self._actor(mine), move)
        except moves.Refused as refused:
            self._refuse(refused.code)
        return Step(self, move, before, after, mine, current)

    def _state(self, current):
        """Where the process stands, from its own row and the tasks of its present visit."""
        done = current.filtered(lambda task: task.state == "done")
        return moves.State(
            status=self.state,
            step=self.current_step_id.id or None,
            visits=MappingProxyType({int(step): count for step, count in (self.visits or {}).items()}),
            finished=frozenset(done.executor_id.ids),
            choice=done.branch_id[:1].id or None,
        )

    def _replayed_state(self):
        """Where the journal says the process stands; it must be `_state`, or somebody has been at the data."""
        journal = [
            (
                moves.Move(event.kind, event.branch_id.id or None, event.target_step_id.id or None),
                event.executor_ids or (),
            )
            for event in self.sudo().event_ids.sorted("id")
        ]
        return moves.replay(self.template_id._frozen().flow, journal)

    def _actor(self, mine):
        user = self.env.user
        officer = user.has_group("sop_planning.group_sop_officer")
        own = user in (self.starter_id, self.requester_id, self.create_uid)
        return moves.Actor(
            frozenset(mine.executor_id.ids), starts=officer or own, directs=officer or own, manages=officer
        )

    def _offers(self):
        """Moves open to the current user, as the buttons show them."""
        process = self.sudo()
        current = process._current_tasks()
        mine = current.filtered(lambda task: task.state == "open" and task.user_id.id == self.env.uid)
        return moves.offers(process.template_id._frozen().flow, process._state(current), process._actor(mine))

    def _whereabouts(self):
        """Where the process stands, as a word that changes with every move that changes it."""
        visit = (self.visits or {}).get(str(self.current_step_id.id), 0)
        return f"{self.state} {self.current_step_id.id or 0} {visit}"

    def _refuse(self, code):
        """:raises UserError: the sentence that goes with the code of a `moves.Refused`"""
        raise UserError(
            {
                "not_open": self.env._("The process is closed or suspended; this can no longer be done."),
                "not_your_turn": self.env._(
                    "It is not your turn: this step has been finished or is asked of someone else."
                ),
                "not_allowed": self.env._("You may not do this with this process now."),
                "exit_missing": self.env._("This step is a decision: choose one of its exits."),
                "exit_unknown": self.env._("This step has no such exit."),
                "exit_not_yours": self.env._(
                    "The exit is chosen by the main executor of the step, or does not belong to it."
                ),
                "target_unknown": self.env._("The process can only go back to an earlier step it has been through."),
                "moved_on": self.env._("The process has moved on since you opened this; look at it again."),
                "reason_missing": self.env._("Give a reason."),
            }[code]
        )

    # Writing down

    def _record(self, steps, feedback="", attachment_ids=(), kind=None):
        now = fields.Datetime.now()
        self._settle_people([step.process for step in steps if step.move.kind == moves.START])
        self._close_tasks(steps, feedback, attachment_ids, now)
        self._write_state(steps, now)
        asked = self._ask_next(steps, now)
        self.env["sop.event"].create([self._event_values(step, kind, feedback, now) for step in steps])
        self._settle_after_commit(steps)
        bodies = {step.process.id: step.process._message_body(step, asked[step.process], feedback) for step in steps}
        return self._message_log_batch(bodies, attachment_ids=list(attachment_ids) or False)

    def _close_tasks(self, steps, feedback, attachment_ids, now):
        closed = self.env["sop.task"]
        for step in steps:
            if step.move.kind in (moves.FINISH, moves.SEND_BACK):
                state = "done" if step.move.kind == moves.FINISH else "returned"
                step.mine.write({"state": state, "date_done": now, "feedback": feedback, "branch_id": step.move.exit})
                closed |= step.mine
            closed |= self._drop_rest(step, now)
        self._close_activities(steps, closed, feedback, attachment_ids)

    def _drop_rest(self, step, now):
        """Close what nobody waits for any more: the whole visit, or what others were asked for the same columns."""
        rest = step.current.filtered(lambda task: task.state == "open")
        if step.closes_visit:
            step.current.write({"is_current": False})
        elif step.move.kind == moves.FINISH:
            rest = rest.filtered(lambda task: task.executor_id in step.mine.executor_id)
        else:
            rest = rest.browse()
        rest.write({"state": "dropped", "date_done": now})
        # After a tie also what two finishes have each left in the inbox of somebody who stands in both columns.
        return step.current if step.closes_visit else rest

    def _close_activities(self, steps, tasks, feedback, attachment_ids):
        still_open = [task.activity_id for step in steps for task in step.current if task.state == "open"]
        activities = tasks.activity_id.filtered(lambda activity: activity.active and activity not in still_open)
        values = {"active": False}
        if feedback:
            values["feedback"] = feedback
        if attachment_ids:
            values["attachment_ids"] = [fields.Command.link(attachment_id) for attachment_id in attachment_ids]
        if activities:
            activities.write(values)

    def _write_state(self, steps, now):
        for step in steps:
            if step.after.status == step.before.status and not step.enters:
                continue
            values = {"state": step.after.status, "current_step_id": step.after.step, "visits": dict(step.after.visits)}
            if step.move.kind == moves.START:
                values["date_start"] = now
            if step.after.step is None:
                values.update(date_end=now, date_deadline=False)
            step.process.write(values)

    def _event_values(self, step, kind, feedback, now):
        return {
            "process_id": step.process.id,
            "company_id": step.process.company_id.id,
            "kind": kind or step.move.kind,
            "date": now,
            "user_id": self.env.uid,
            "step_id": step.before.step,
            "visit": step.before.visit,
            "executor_ids": sorted(step.mine.executor_id.ids) if step.move.kind == moves.FINISH else [],
            "branch_id": step.move.exit,
            "target_step_id": step.after.step if step.enters else False,
            "note": step.move.reason or feedback,
        }

    # People

    @api.model
    def _settle_people(self, processes):
        """Fill the columns nobody was chosen for by their rules, and let everyone concerned follow the process."""
        self.env["sop.process.member"].create(
            [values for process in processes for values in process._missing_members()]
        )
        crews = defaultdict(self.browse)
        for process in processes:
            people = process.member_ids.user_id | process.requester_id | process.create_uid | self.env.user
            crews[people] |= process
        for people, crew in crews.items():
            crew.write({"participant_ids": [fields.Command.set(people.ids)], "starter_id": self.env.uid})
            crew._message_subscribe(people.partner_id.ids)

    def _missing_members(self):
        """Values of the members that the rules of the columns name, for columns nobody was chosen for.

        :raises UserError: a column has nobody
        """
        missing = self.template_id.executor_ids - self.member_ids.executor_id
        found = missing._resolve(self.requester_id) if missing else {}
        empty = [executor.name for executor, users in found.items() if not users]
        if empty:
            message = self.env._("Nobody stands in for: %(executors)s. Choose a person.", executors=", ".join(empty))
            raise UserError(message)
        return [
            {"process_id": self.id, "executor_id": executor.id, "user_id": user.id}
            for executor, users in found.items()
            for user in users
        ]

    def _ask_next(self, steps, now):
        """Tasks and activities for the people whose turn it is now.

        :return: dict process -> sop.task
        """
        entering = {step.process: step.after for step in steps if step.enters}
        asked = defaultdict(lambda: self.env["sop.task"])
        if not entering:
            return asked
        members = self._members_of(steps)
        self._fetch_people(members.user_id | self.env.user)
        task_values = self._task_values(entering, members.grouped("process_id"), now)
        self._add_activities(task_values)
        for task in self.env["sop.task"].create(task_values):
            asked[task.process_id] |= task
        return asked

    def _members_of(self, steps):
        """Members of the processes that enter a step; those of a start are at hand, they have just been settled."""
        members = self.env["sop.process.member"]
        known = [step.process for step in steps if step.enters and step.move.kind == moves.START]
        asked = [step.process.id for step in steps if step.enters and step.process not in known]
        if asked:
            members = members.search_fetch([("process_id", "in", asked)], ["process_id", "executor_id", "user_id"])
        return members.union(*(process.member_ids for process in known))

    def _fetch_people(self, users):
        """Read everyone concerned at once: the one who acts, for the message, and the ones who are asked."""
        users.sudo().fetch(["partner_id", "active"])
        users.sudo().partner_id.fetch(["name", "email", "tz", "lang", "active"])

    def _task_values(self, entering, members, now):
        plan = {}
        values = []
        for process, after in entering.items():
            sop = process.template_id._frozen()
            executors = sop.flow.step(after.step).executors
            deadline = process._plan(sop.rows[after.step], now, plan)
            process.write({"date_deadline": deadline})
            for member in members.get(process, ()):
                if member.executor_id.id in executors:
                    values.append(process._values_of_task(after, member, now, deadline))
        return values

    def _values_of_task(self, after, member, now, deadline):
        return {
            "process_id": self.id,
            "company_id": self.company_id.id,
            "template_id": self.template_id.id,
            "step_id": after.step,
            "executor_id": member.executor_id.id,
            "visit": after.visit,
            "user_id": member.user_id.id,
            "date_assigned": now,
            "date_deadline": deadline,
        }

    def _plan(self, row, now, plan):
        """Deadline of a step that begins now; one look at the calendar for all processes that ask the same."""
        calendar = self.company_id.resource_calendar_id
        if not row.duration or not calendar:
            return False
        key = (calendar, row.duration, row.duration_unit)
        if key not in plan:
            plan[key] = calendar._sop_deadline(now, row.duration, row.duration_unit)
        return plan[key]

    def _add_activities(self, task_values):
        """One activity for each person asked, however many columns he stands in."""
        if self.env.context.get("mail_activity_automation_skip"):
            return
        inboxes = {}
        for values in task_values:
            inboxes.setdefault((values["process_id"], values["user_id"]), []).append(values)
        Inbox = with_engine(self.env["mail.activity"].sudo())
        for loud, groups in self._by_loudness(inboxes.values()).items():
            # The activity is the notice: a message besides costs thirteen queries, so the SOP must ask for it.
            Activity = Inbox.with_context(mail_activity_quick_update=not loud)
            activities = Activity.create([self._activity_values(group[0]) for group in groups])
            for activity, group in zip(activities, groups):
                for values in group:
                    values["activity_id"] = activity.id

    def _by_loudness(self, groups):
        """Groups of task values, by whether their SOP notifies by message."""
        split = defaultdict(list)
        for group in groups:
            split[self.env["sop.template"].browse(group[0]["template_id"])._frozen().notifies].append(group)
        return split

    @api.model
    def _activity_values(self, task):
        process = self.browse(task["process_id"])
        sop = process.template_id._frozen()
        row = sop.rows[task["step_id"]]
        user = self.env["res.users"].browse(task["user_id"])
        return {
            "res_model_id": self.env["ir.model"]._get_id("sop.process"),
            "res_model": "sop.process",
            "res_id": process.id,
            "res_name": process.display_name,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id("sop_planning.mail_activity_type_step"),
            "automated": True,
            "summary": row.title,
            "note": self._activity_note(sop, row),
            "user_id": user.id,
            "user_tz": user.tz,
            "date_deadline": process._day_of(task["date_deadline"] or task["date_assigned"]),
        }

    def _activity_note(self, sop, row):
        parts = [
            (self.env._("SOP"), sop.title),
            (self.env._("Activity"), row.text),
            (self.env._("Requirements"), row.requirements),
            (self.env._("Expected output"), row.outputs),
            (self.env._("Standard time"), row.time),
        ]
        lines = [Markup("<b>%s</b>: %s") % (label, _as_html(text)) for label, text in parts if text]
        return Markup("<br/>").join(lines)

    def _day_of(self, moment):
        """The day a moment falls on where the agency works."""
        calendar = self.company_id.resource_calendar_id
        return fields.Datetime.context_timestamp(self.with_context(tz=calendar.tz or "UTC"), moment).date()

    # Words

    def _message_body(self, step, asked, feedback):
        parts = [self._message_headline(step)]
        note = step.move.reason or feedback
        if note:
            parts.append(Markup("<i>%s</i>") % _as_html(note))
        parts.append(self._message_what_next(step, asked))
        return Markup("<br/>").join(part for part in parts if part)

    def _message_headline(self, step):
        rows = self.template_id._frozen().rows
        here = rows[step.before.step].title if step.before.step else ""
        if step.move.kind == moves.FINISH:
            return self._message_finished(step, here)
        return {
            moves.START: self.env._("The process has started."),
            moves.SEND_BACK: self.env._("Sent back from step %(step)s.", step=here),
            moves.SUSPEND: self.env._("The process is suspended."),
            moves.RESUME: self.env._("The process goes on."),
            moves.CANCEL: self.env._("The process is cancelled."),
        }[step.move.kind]

    def _message_finished(self, step, here):
        if not step.mine:
            return self.env._("Everyone has finished step %(step)s.", step=here)
        if step.move.exit:
            label = self.template_id._frozen().exits[step.move.exit]
            return self.env._("Step %(step)s finished: %(exit)s.", step=here, exit=label)
        return self.env._("Step %(step)s finished.", step=here)

    def _message_what_next(self, step, asked):
        if asked:
            return self._message_asked(asked)
        if step.after.status == moves.DONE:
            return self.env._("The process is done.")
        if step.move.kind == moves.FINISH:
            waiting = step.current.filtered(lambda task: task.state == "open")
            return self.env._("Still waiting for %(people)s.", people=", ".join(task._person() for task in waiting))
        return ""

    def _message_asked(self, asked):
        task = asked[0]
        title = self.template_id._frozen().rows[task.step_id.id].title
        people = ", ".join(dict.fromkeys(task._person() for task in asked))
        if not task.date_deadline:
            return self.env._("Next, step %(step)s: %(people)s.", step=title, people=people)
        until = format_datetime(
            self.env, task.date_deadline, tz=self.company_id.resource_calendar_id.tz, dt_format="short"
        )
        return self.env._("Next, step %(step)s: %(people)s, until %(until)s.", step=title, people=people, until=until)

    # Ties of joint steps

    def _settle_after_commit(self, steps):
        waiting = [step.process.id for step in steps if step.move.kind == moves.FINISH and not step.closes_visit]
        if waiting:
            registry, uid, context = self.env.registry, self.env.uid, {"lang": self.env.lang, "tz": self.env.tz}
            self.env.cr.postcommit.add(lambda: _settle_in_own_transaction(registry, uid, context, waiting))

    def _settle(self):
        """Move on the processes whose present visit has all it waits for, though nobody saw it: the last two
        executors finished at the same moment."""
        processes = self._locked()
        return processes._settle_locked(processes._current_tasks())

    def _settle_locked(self, current):
        none, current = current.browse(), current.grouped("process_id")
        steps = []
        for process in self.filtered(lambda process: process.state == "running"):
            flow, before = process.template_id._frozen().flow, process._state(current.get(process, none))
            if moves.is_complete(flow.step(before.step), before):
                move = moves.Move(moves.FINISH)
                steps.append(Step(process, move, before, moves.apply(flow, before, move), none, current[process]))
        return self._record(steps, kind="settle") if steps else self.env["mail.message"]

    def _without_ties(self, current):
        """The current tasks, once every finish has been noticed that was made before this move.

        A finish that leaves its step open writes tasks only, so that the lock on the process says nothing of it: the
        lock on the tasks collides with it, and the retried move finds the tie and settles it first.
        """
        self.env.cr.execute("SELECT FROM sop_task WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [current.ids])
        return self._current_tasks() if self._settle_locked(current) else current

    @api.model
    def _cron_settle(self):
        """Net under `_settle_after_commit`, should the server die between the two commits."""
        stuck = (
            self.env["sop.task"]
            .search([("is_current", "=", True), ("state", "=", "done"), ("process_id.state", "=", "running")])
            .process_id
        )
        stuck._settle()


def _as_html(text):
    return Markup("<br/>").join(escape(line) for line in text.split("\n"))


def _settle_in_own_transaction(registry, uid, context, process_ids):
    with registry.cursor() as cr:
        env = api.Environment(cr, uid, context)
        try:
            env["sop.process"].browse(process_ids)._settle()
            cr.flush()
        except OperationalError:
            # Somebody else has moved the process in the meantime, which is all we want.
            cr.rollback()
        except Exception:
            # The finish before it is committed, so its author must not hear that it failed; the cron tries again.
            _logger.exception("Joint steps of the processes %s wait for the cron", process_ids)
            cr.rollback()

from collections import defaultdict
from types import MappingProxyType
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..flow import moves
from ..journal.line import Line
from .engine_key import with_engine

# What a move needs of the runs, of their agencies, whose settings have a hundred columns, and of the tasks of the
# present visits; each is read at once.
OF_RUN = (
    *("name", "period", "template_id", "company_id", "requester_id", "starter_id", "create_uid", "date_start"),
    *("date_end", "state", "current_step_id", "visits", "is_unmanned", "parent_id", "output_count"),
    *("journal_count", "journal_head", "journal_message"),
)
OF_AGENCY = ("sop_requirement_gate", "resource_calendar_id", "alias_domain_id")
TASK_FIELDS = (
    *("process_id", "executor_id", "user_id", "state", "step_id", "branch_id", "activity_id", "template_id"),
    *("company_id", "date_assigned", "date_deadline", "paused_hours", "is_claimed", "date_read", "is_current"),
    *("visit", "official_id", "acting_id", "office", "date_done", "feedback"),
)

# As what a move leaves the tasks of whoever makes it.
DONE_AS = {moves.FINISH: "done", moves.SEND_BACK: "returned"}


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

    @property
    def done(self):
        """The tasks with which whoever makes the move is done."""
        return self.mine if self.move.kind in DONE_AS else self.mine.browse()

    @property
    def dropped(self):
        """Tasks nobody waits for any more: the rest of the visit, or what others were asked for the same columns."""
        rest = self.current.filtered(lambda task: task.state == "open") - self.done
        if self.closes_visit:
            return rest
        if self.move.kind == moves.FINISH:
            return rest.filtered(lambda task: task.executor_id in self.mine.executor_id)
        return rest.browse()


class SopProcess(models.Model):
    """How a process moves: one way in for every button, dialog and activity.

    Lock, judge with `flow`, write tasks, journal and process, ask the next people, and say so in the chatter; for any
    number of processes at a constant number of queries. Every move writes the process row (the head of its journal), so
    that of two moves at once the second one fails on the lock and is tried again, seeing all that the first has done.
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
        return self._record(self._judge_each(move, current), feedback, attachment_ids)

    def _finish_activities(self, activities, feedback, attachment_ids):
        """Finish the steps behind activities; whether they are this person's to finish is judged by their tasks."""
        if attachment_ids and len(self) > 1:  # each of them keeps the files as its own
            self._locked()
            each = [process._finish_activities(activities, feedback, attachment_ids) for process in self]
            return self.env["mail.message"].union(*each)
        self._read_for_move()
        current = self._current_tasks()
        tasks = current.filtered(lambda task: task.activity_id in activities)
        tasks._mine()._check_passable()
        return self._finish(tasks, feedback, attachment_ids=attachment_ids, current=current)

    def _finish(self, tasks, feedback="", branch=None, attachment_ids=(), current=None):
        """Finish the current user's part of each process; a task that is closed already is left alone, so that a
        second click or a retried request does nothing."""
        open_tasks = tasks.sudo().filtered(lambda task: task.state == "open")
        foreign = open_tasks.filtered(lambda task: task.user_id.id != self.env.uid)
        if foreign:
            self._refuse("not_your_turn")
        attachment_ids = open_tasks.process_id[:1]._adopt(attachment_ids)
        move = moves.Move(moves.FINISH, exit=branch.id if branch else None)
        return open_tasks.process_id._play_each(move, feedback, attachment_ids, current)

    def _adopt(self, attachment_ids):
        """Make files that a person sends along files of the process, so that those who take part can read them.

        A file of another record goes along as a copy: the record and its file stay free, the evidence does not.

        :return: ids of the files of the process
        :raises AccessError: he may not read one of them himself
        """
        if not attachment_ids:
            return ()
        files = self.env["ir.attachment"].browse(attachment_ids)._unless_there(self)._given_to(self)
        here = files.filtered(lambda file: (file.res_model, file.res_id) == (self._name, self.id))
        return (here + (files - here).copy({"res_model": self._name, "res_id": self.id})).ids

    def _locked(self):
        """The same processes, locked until the end of the transaction; as superuser, because what may be done is
        judged by the rules of the flow and not by rights on the record."""
        self.env.cr.execute(
            "SELECT id FROM sop_process WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [list(self.ids)]
        )
        return with_engine(self.sudo())

    def _read_for_move(self):
        """Read what a move needs, before anything else asks for one field and so for all of them."""
        processes = self.sudo()  # what may be done is judged by the rules of the flow
        processes.fetch(OF_RUN)
        processes.company_id.fetch(OF_AGENCY)

    def _current_tasks(self):
        return with_engine(self.env["sop.task"].sudo()).search_fetch(
            [("process_id", "in", self.ids), ("is_current", "=", True)],
            TASK_FIELDS,
            order="id",
        )

    # Judging

    def _judge_each(self, move, current):
        """Judge a move by the current user on each process.

        :param current: tasks of the present visits
        :return: list of Step
        :raises UserError: the move is not allowed now
        """
        mine, current = current._mine().grouped("process_id"), current.grouped("process_id")
        none = with_engine(self.env["sop.task"].sudo())
        return [process._judge(move, mine.get(process, none), current.get(process, none)) for process in self]

    def _judge(self, move, mine, current):
        flow, before = self.template_id._frozen().flow, self._state(current)
        try:
            after = moves.judge(flow, before, self._actor(mine, current, move.kind), move)
        except moves.Refused as refused:
            self._refuse(refused.code)
        return Step(self, move, before, after, mine, current)

    def _unjudged(self, move, current):
        """The Step of a move that the system makes itself: nobody is asked whether he may."""
        flow, before = self.template_id._frozen().flow, self._state(current)
        return Step(self, move, before, moves.apply(flow, before, move), current.browse(), current)

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

    def _offers(self):
        """Moves open to the current user, as the buttons show them."""
        process = self.sudo()
        current = process._current_tasks()
        actor = process._actor(current._mine(), current)
        return moves.offers(process.template_id._frozen().flow, process._state(current), actor)

    def _whereabouts(self):
        """Where the process stands, as a word that changes with every move that changes it."""
        return f"{self.state} {self.current_step_id.id or 0} {self._visit_now()}"

    def _visit_now(self):
        """Number of the present visit of the present step; 0 at no step."""
        return (self.visits or {}).get(str(self.current_step_id.id), 0)

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
                "target_unknown": self.env._("The process can only go to a step it has been through."),
                "taken": self.env._("Somebody has taken this on already, or nobody else is asked."),
                "not_yours": self.env._("You have not taken this on."),
                "not_sent": self.env._("This can no longer be called back: it was opened, or you have not sent it."),
                "moved_on": self.env._("The process has moved on since you opened this; look at it again."),
                "reason_missing": self.env._("Give a reason."),
                "deadline_passed": self.env._("Choose a deadline that has not passed yet."),
            }[code]
        )

    # Writing down

    def _papers_of(self, step):
        """Papers that a move has written, by the names of `journal.facts.PAPERS`."""
        return {}

    def _record(self, steps, feedback="", attachment_ids=()):
        now = fields.Datetime.now()
        self._settle_people([step.process for step in steps if step.move.kind == moves.START])
        members = self._members_of(steps)
        self._fetch_people(steps, members)
        self._close_tasks(steps, feedback, attachment_ids, now)
        self._write_state(steps, now)
        asked = self._ask_next(steps, members, now)
        bodies = {step.process.id: step.process._message_body(step, asked[step.process], feedback) for step in steps}
        messages = self._speak(bodies, attachment_ids)
        self.env["sop.event"]._append(
            [
                Line(
                    self._event_values(step, feedback, now),
                    step.current | asked[step.process],
                    step.process._papers_of(step),
                )
                for step in steps
            ]
        )
        return messages

    def _close_tasks(self, steps, feedback, attachment_ids, now):
        closing = self._closing(steps, feedback, now)
        alike = defaultdict(self.env["sop.task"].browse)
        for task, values in closing.items():
            alike[tuple(values.items())] |= task
        for values, tasks in alike.items():
            tasks.write(dict(values))
        closed = self.env["sop.task"].union(*(task for task, values in closing.items() if "state" in values))
        current = closed.union(*(step.current for step in steps))
        self._close_activities(closed, current, feedback, attachment_ids)

    def _closing(self, steps, feedback, now):
        """What moves make of the tasks of the present visits, all at once, because a write costs as much as a query.

        :return: dict sop.task -> values
        """
        closing = defaultdict(dict)
        for step in steps:
            for task in step.done:
                state, exit_id = DONE_AS[step.move.kind], step.move.exit
                closing[task] |= {"state": state, "date_done": now, "feedback": feedback, "branch_id": exit_id}
            for task in step.dropped:
                closing[task] |= {"state": "skipped" if step.move.kind == moves.SKIP else "dropped", "date_done": now}
            for task in step.current if step.closes_visit else ():
                closing[task] |= {"is_current": False}
        return closing

    def _close_activities(self, tasks, current, feedback="", attachment_ids=()):
        still_open = current.filtered(lambda task: task.state == "open").activity_id
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
                values.update(date_end=now, date_deadline=False, is_unmanned=False)
            if step.move.kind == moves.REOPEN:
                values["date_end"] = False
            step.process.write(values)

    def _event_values(self, step, feedback, now):
        return {
            "process_id": step.process.id,
            "company_id": step.process.company_id.id,
            "kind": step.move.kind,
            "date": now,
            "user_id": self.env.uid,
            "step_id": step.before.step,
            "visit": step.before.visit,
            "executor_ids": sorted(step.mine.executor_id.ids) if step.move.kind == moves.FINISH else [],
            "branch_id": step.move.exit,
            "target_step_id": step.after.step if step.enters else False,
            "note": step.move.reason or feedback,
        }

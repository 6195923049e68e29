from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models

from ..flow import moves
from .engine_key import with_engine
from .html_text import as_html
from .working_times import WorkingTimes


class PlannedRow(NamedTuple):
    """A row of the table that is still ahead, and when it is planned to begin and to end."""

    step: int
    start: object
    end: object


class SopProcess(models.Model):
    """When a process is due: the deadline of each task, of the step and of what is still ahead.

    Each person's task is due by his own working time, the step when the last of its tasks is. What is ahead is planned
    along the rows in their order, by the agency's calendar; a way back or a way past rows changes it when it is taken.
    A deadline is counted from the moment the person was asked, or from what an officer has set since, and moves by the
    working time that a suspension takes; so it can be found again whenever a calendar changes.
    """

    _inherit = "sop.process"

    date_planned_end = fields.Datetime(
        string="Planned end",
        readonly=True,
        copy=False,
        help="When the process ends if every step that is still ahead, row by row, takes its standard time.",
    )
    can_replan = fields.Boolean(compute="_compute_can_replan")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_replan(self):
        officer = self.env.user.has_group("sop_planning.group_sop_officer")
        for process in self:
            process.can_replan = officer and process.state == "running"

    # A step that begins

    def _plan_step(self, step, users, now, times):
        """Plan a step that begins now, and what is ahead of it.

        :param step: id of the row
        :param users: list of res.users asked
        :param times: WorkingTimes
        :return: dict res.users -> deadline, naive UTC, or False
        """
        times.of(self.company_id).foresee(now, self._times_ahead(step))
        deadlines = {user: self._deadline_from(now, step, user, times) for user in users}
        self.write(self._planned(step, deadlines.values(), now, times))
        return deadlines

    def _deadline_from(self, start, step, user, times):
        row = self.template_id._frozen().rows[step]
        if not row.duration:
            return False
        return times.of(self.company_id, user).deadline(start, row.duration, row.duration_unit) or False

    def _planned(self, step, deadlines, start, times):
        """Values of the process at a step that began at `start` and whose tasks have these deadlines."""
        deadline = max(filter(None, deadlines), default=False)
        ahead = list(self._planned_rows(step, deadline or start, times))
        end = ahead[-1].end if ahead else deadline
        return {"date_deadline": deadline, "date_planned_end": end}

    def _planned_rows(self, step, moment, times):
        """Yield a PlannedRow for each row below a step that ends at `moment`; rows without standard time take none."""
        sop, working = self.template_id._frozen(), times.of(self.company_id)
        begun = sop.flow.position(step) + 1
        for row_step in sop.flow.steps[begun:]:
            row = sop.rows[row_step.key]
            end = working.deadline(moment, row.duration, row.duration_unit) if row.duration else moment
            yield PlannedRow(row_step.key, moment, end or False)
            if not end:
                return
            moment = end

    def _times_ahead(self, step):
        """Standard times of a row and of those below it: pairs of value and unit."""
        sop = self.template_id._frozen()
        rows = [sop.rows[row_step.key] for row_step in sop.flow.steps[sop.flow.position(step) :]]
        return [(row.duration, row.duration_unit) for row in rows]

    def _planned_notes(self):
        """What the table says of the rows ahead: step id -> words; nothing where no row has a standard time."""
        if self.state != "running" or not self.date_planned_end:
            return {}
        times = WorkingTimes(self.env)
        ahead = self._planned_rows(self.current_step_id.id, self.date_deadline or fields.Datetime.now(), times)
        return {row.step: self._planned_note(row) for row in ahead if row.end}

    def _planned_note(self, row):
        start, end = self._local_time(row.start), self._local_time(row.end)
        return self.env._("Planned %(start)s to %(end)s", start=start, end=end)

    # What is open, planned again

    def _record(self, steps, feedback="", attachment_ids=()):
        messages = super()._record(steps, feedback, attachment_ids)
        resumed = self.browse([step.process.id for step in steps if step.move.kind == moves.RESUME])
        resumed._replan()
        return messages

    def _replan(self):
        """Find the deadlines of what is open again; in batch, and only what differs is written.

        :return: the processes of these whose deadlines have changed
        """
        processes = with_engine(self.sudo())
        tasks = processes._tasks_to_plan()
        journal = processes._journal_of_time().grouped("process_id")
        times = WorkingTimes(self.env)
        no_events, tasks_moved = self.env["sop.event"], tasks.browse()
        changed = self.browse()
        for process, visit in tasks.grouped("process_id").items():
            moved = process._replan_visit(visit, journal.get(process, no_events), times)
            tasks_moved |= moved
            changed |= moved.process_id
        self._move_activities(tasks_moved)
        return changed

    def _tasks_to_plan(self):
        names = ["process_id", "template_id", "step_id", "visit", "user_id", "state", "activity_id"]
        return with_engine(self.env["sop.task"].sudo()).search_fetch(
            [("process_id", "in", self.ids), ("is_current", "=", True)],
            [*names, "date_assigned", "date_deadline"],
            order="id",
        )

    def _journal_of_time(self):
        """What the journals say that moves deadlines."""
        return (
            self.env["sop.event"]
            .sudo()
            .search_fetch(
                [("process_id", "in", self.ids), ("kind", "in", (moves.SUSPEND, moves.RESUME, moves.REPLAN))],
                ["process_id", "kind", "date", "step_id", "visit", "date_deadline"],
                order="id",
            )
        )

    def _replan_visit(self, tasks, journal, times):
        """Plan the present visit again; the tasks whose deadlines have changed."""
        asked = tasks.filtered(lambda task: task.state == "open")
        # A part that was passed on has the time of the one it came from.
        begun = min(tasks.mapped("date_assigned"))
        deadlines = {task: self._deadline_again(task, begun, journal, times) for task in asked}
        changed = asked.filtered(lambda task: task.date_deadline != deadlines[task])
        for task in changed:
            task.date_deadline = deadlines[task]
        values = self._planned(tasks[0].step_id.id, (asked or tasks).mapped("date_deadline"), begun, times)
        self.write({name: value for name, value in values.items() if self[name] != value})
        return changed

    def _deadline_again(self, task, begun, journal, times):
        """The deadline of an open task: from when it was asked or from what was set by hand since, moved by the working
        time for which the process has been suspended."""
        by_hand = journal.filtered(
            lambda event: event.date_deadline and (event.step_id, event.visit) == (task.step_id, task.visit)
        )[-1:]
        deadline = by_hand.date_deadline or self._deadline_from(begun, task.step_id.id, task.user_id, times)
        since, working = by_hand.date or begun, times.of(self.company_id, task.user_id)
        for suspended, resumed in pairwise(journal.filtered(lambda event: event.kind != moves.REPLAN)):
            # One that was never lifted, because the process was closed in it, says nothing of a later visit.
            is_pause = (suspended.kind, resumed.kind) == (moves.SUSPEND, moves.RESUME)
            if deadline and is_pause and resumed.date > since:
                lost = working.hours_between(max(suspended.date, since), resumed.date)
                deadline = working.after(deadline, lost) or False if lost else deadline
        return deadline

    def _move_activities(self, tasks):
        """Let the inbox show the days on which tasks are due now; one write for each day."""
        by_day = tasks.filtered("activity_id.active").grouped(
            lambda task: task.process_id._day_of(task.date_deadline or task.date_assigned, task.user_id)
        )
        for day, due in by_day.items():
            with_engine(due.activity_id).date_deadline = day

    # By hand, and because a calendar changed

    def _set_deadline(self, deadline, reason):
        """Give the present step another deadline, by an officer, for all who are still asked.

        :param deadline: naive datetime, UTC, in the future
        :param reason: for the journal and the chatter
        :raises UserError: not an officer, no longer running, no reason, or a moment that has passed
        """
        self.ensure_one()
        self.check_access("read")
        process = self._locked()
        if not self.env.user.has_group("sop_planning.group_sop_officer"):
            self._refuse("not_allowed")
        if process.state != "running":
            self._refuse("not_open")
        if not (reason or "").strip():
            self._refuse("reason_missing")
        if not deadline or deadline <= fields.Datetime.now():
            self._refuse("deadline_passed")
        process._record_replan(reason, deadline)
        process.date_deadline = deadline  # also where nobody is asked yet, who would have it on his task
        process._replan()

    def _record_replan(self, reason, deadline=False):
        """Journal and chatter of deadlines that were changed; `deadline` only where a person has set it."""
        self.env["sop.event"].create([process._replan_values(reason, deadline) for process in self])
        words = {process.id: process._replan_words(reason, deadline) for process in self}
        return self._message_log_batch(words)

    def _replan_values(self, reason, deadline):
        return {
            "process_id": self.id,
            "company_id": self.company_id.id,
            "kind": moves.REPLAN,
            "date": fields.Datetime.now(),
            "user_id": self.env.uid,
            "step_id": self.current_step_id.id,
            "visit": self._visit_now(),
            "executor_ids": [],
            "date_deadline": deadline,
            "note": reason,
        }

    def _replan_words(self, reason, deadline):
        until = self._local_time(deadline or self.date_deadline)
        headline = (
            self.env._("The deadline is now %(until)s.", until=until)
            if until
            else self.env._("The step has no deadline any more.")
        )
        return Markup("%s<br/><i>%s</i>") % (headline, as_html(reason))

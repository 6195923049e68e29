from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError

from ..flow import moves
from ..journal.line import Line
from .engine_key import with_engine
from .sop_process_moves import Step
from .standing import Standing
from .working_times import WorkingTimes


class Passing(NamedTuple):
    """A change of who is asked, between judging it and writing it down.

    `given` are the tasks that others no longer have, `asked` pairs of a column and the Standing who is asked instead.
    """

    step: Step
    given: models.BaseModel
    asked: list[tuple[int, Standing]]
    left_as: str = "passed"

    @property
    def process(self):
        return self.step.process


class SopProcess(models.Model):
    """Passing a part on: taking on and giving back, delegating, reassigning, acting officials.

    The process stays where it is and the deadline stands; the journal and the chatter say who passed what to whom.
    """

    _inherit = "sop.process"

    # Moves of people

    def _claim(self):
        """Take the current user's part on: the others of his columns are no longer asked.

        :raises UserError: somebody has taken it on already
        """
        move = moves.Move(moves.CLAIM)
        return self._pass_each(move, lambda step: Passing(step, step.process._rivals(step), [], "dropped"))

    def _release(self):
        """Give back what the current user has taken on: everyone of his columns is asked again."""
        move = moves.Move(moves.RELEASE)
        return self._pass_each(move, lambda step: Passing(step, step.mine.browse(), step.process._others_of(step)))

    def _delegate(self, user, reason=""):
        """Pass the current user's part in this visit to somebody else.

        :raises UserError: the SOP does not allow it, or the other does not work for the agency
        """
        self._check_work_here(user)
        move = moves.Move(moves.DELEGATE, reason=reason)
        return self._pass_each(move, lambda step: Passing(step, step.mine, step.process._instead(step.mine, user)))

    def _reassign(self, executor, task, user, reason, for_rest=True):
        """Let somebody else do what a column is asked for, as an officer or the head of the unit.

        :param executor: sop.template.executor, the column
        :param task: the open sop.task to pass on; none where nobody is asked
        :param for_rest: whether he stands in the column for the rest of the run, or in this visit only
        :raises UserError: it is not allowed, not open, or he does not work for the agency
        """
        self.ensure_one()
        self._check_work_here(user)

        def plan(step):
            step.process._check_reassignable(step, executor, task)
            given = with_engine(task.sudo())
            asked = [(executor.id, step.process._stand_in(user) or Standing(user))]
            if for_rest:
                step.process._settle_member(executor, step.process._stood_before(executor, given), user)
            return Passing(step, given, asked)

        return self._pass_each(moves.Move(moves.REASSIGN, reason=reason), plan)

    def _check_reassignable(self, step, executor, task):
        still_open = step.current.filtered(lambda other: other.state == "open" and other.id == task.id)
        is_free = not task and executor in self._columns_left(step.current)
        if not (is_free or still_open.executor_id == executor):
            self._refuse("moved_on")

    def _stood_before(self, executor, task):
        """Who stands in a column with the part that a task is: its person, or whoever has passed it on to him."""
        members = self.member_ids.filtered(lambda member: member.executor_id == executor).user_id
        person = task.official_id or task.user_id
        if person in members:
            return person
        visit = self.event_ids.filtered(lambda event: (event.step_id, event.visit) == (task.step_id, task.visit))
        holder = task.user_id
        for event in visit.filtered("from_user_id").sorted("id", reverse=True):
            if holder not in members and executor.id in event.executor_ids and holder.id in event.to_user_ids:
                holder = event.from_user_id
        return holder

    def _settle_member(self, executor, before, user):
        """Let a person stand in a column for the rest of the run, instead of `before`, or of all who stood there."""
        members = self.member_ids.filtered(lambda member: member.executor_id == executor)
        leaving = members.filtered(lambda member: member.user_id == before) if before else members
        staying = (members - leaving).user_id
        leaving.unlink()
        if user not in staying:
            members.create({"process_id": self.id, "executor_id": executor.id, "user_id": user.id})
            self._participate(user)

    def _rivals(self, step):
        """Open tasks of others for the columns in which the actor is asked."""
        return step.current.filtered(
            lambda task: task.state == "open" and task not in step.mine and task.executor_id in step.mine.executor_id
        )

    def _others_of(self, step):
        """Everyone but the actor who stands in the columns that he gives back."""
        held = step.mine.filtered("is_claimed").executor_id
        return [
            (executor.id, person)
            for executor in held
            for person in self._standing(executor, self.member_ids)
            if person.user != step.mine.user_id
        ]

    def _instead(self, tasks, user):
        person = self._stand_in(user) or Standing(user)
        return [(task.executor_id.id, person) for task in tasks]

    def _pass_each(self, move, plan):
        """Judge a move by the current user on each process, and pass parts on as planned.

        :param plan: function of a Step, giving a Passing
        :return: mail.message, one for each process
        :raises UserError: the move is not allowed now
        """
        processes = self._locked()
        steps = processes._judge_each(move, processes._current_tasks())
        passings = [plan(step) for step in steps]
        for step in steps:
            if move.kind in (moves.CLAIM, moves.RELEASE):
                step.mine.is_claimed = move.kind == moves.CLAIM
        return processes._record_passings(passings)

    # What the system passes on

    def _passing(self, move, task, people, current):
        """One open task handed over; to nobody, where nobody is left."""
        return Passing(self._unjudged(move, current), task, [(task.executor_id.id, person) for person in people or ()])

    def _filling(self, move, executor, people, current):
        """A column that nobody was asked for."""
        return Passing(self._unjudged(move, current), current.browse(), [(executor.id, person) for person in people])

    # Writing down

    def _record_passings(self, passings):
        """Write tasks, activities, journal and chatter of changes in who is asked."""
        if not passings:
            return self.env["mail.message"]
        now = fields.Datetime.now()
        for passing in passings:
            passing.given.write({"state": passing.left_as, "date_done": now})
        self._close_activities(
            self.env["sop.task"].union(*(passing.given for passing in passings)),
            self.env["sop.task"].union(*(passing.step.current for passing in passings)),
        )
        asked = [passing.process._ask_instead(passing, now) for passing in passings]
        messages = [
            passing.process._speak({passing.process.id: passing.process._passing_body(passing, tasks)})
            for passing, tasks in zip(passings, asked)
        ]
        self.env["sop.event"]._append(
            [
                Line(passing.process._passing_values(passing, now), passing.step.current | tasks)
                for passing, tasks in zip(passings, asked)
            ]
        )
        return self.env["mail.message"].union(*messages)

    def _ask_instead(self, passing, now):
        """Tasks of those who are asked instead; somebody who is asked for the column already is not asked again."""
        current = self._current_tasks()
        still_open = current.filtered(lambda task: task.state == "open")
        here = {(task.executor_id.id, task.user_id.id) for task in still_open}
        deadlines = self._deadlines_of(passing, current, now)
        values = [
            {
                **self._values_of_task(passing.step.before, executor_id, person, now, deadlines[person.user]),
                "is_claimed": any(passing.given.mapped("is_claimed")),
            }
            for executor_id, person in passing.asked
            if (executor_id, person.user.id) not in here
        ]
        self._share_activities(values, still_open)
        self._participate(self.env["res.users"].browse([value["user_id"] for value in values]))
        tasks = self.env["sop.task"].create(values)
        self._note_unmanned(passing.step.current | tasks | still_open)
        return tasks

    def _deadlines_of(self, passing, current, now):
        """When those who are asked instead are due: dict res.users -> deadline. The time of a visit in which nobody was
        asked begins now, unless an officer has set it."""
        people = [person.user for _executor_id, person in passing.asked]
        if people and not current and not self.date_deadline:
            return self._plan_step(passing.step.before.step, people, now, WorkingTimes(self.env))
        return dict.fromkeys(people, passing.given[:1].date_deadline or self.date_deadline)

    def _share_activities(self, values, still_open):
        """One activity for each person, also where he is asked for another column already."""
        inbox = {task.user_id.id: task.activity_id.id for task in still_open}
        for value in values:
            if value["user_id"] in inbox:
                value["activity_id"] = inbox[value["user_id"]]
        self._add_activities([value for value in values if "activity_id" not in value])

    def _note_unmanned(self, tasks):
        columns = self._columns_left(tasks)
        if bool(columns) != self.is_unmanned:
            self.is_unmanned = bool(columns)
            if columns:
                self._tell_officers(columns)

    def _tell_officers(self, columns):
        """Tell the officers of the agency that a run waits for somebody to be named."""
        self.message_notify(
            partner_ids=self.company_id._sop_officers().partner_id.ids,
            subject=self.env._("%(process)s waits for a person", process=self.display_name),
            body=self._nobody_for(columns),
        )

    def _participate(self, users):
        """Let people take part in the process.

        :return: those who did not until now
        """
        newcomers = users - self.participant_ids
        if newcomers:
            self.participant_ids = [fields.Command.link(user.id) for user in newcomers]
            # Whoever asks somebody to do a part need not be allowed to read his partner.
            self._message_subscribe(newcomers.sudo().partner_id.ids)
        return newcomers

    def _passing_values(self, passing, now):
        step = passing.step
        columns = {executor_id for executor_id, _person in passing.asked} | set(passing.given.executor_id.ids)
        if step.move.kind == moves.CLAIM:
            columns = set(step.mine.executor_id.ids)
        return {
            **self._event_values(step, "", now),
            "executor_ids": sorted(columns),
            "from_user_id": passing.given.user_id[:1].id if step.move.kind != moves.CLAIM else False,
            "to_user_ids": sorted({person.user.id for _executor_id, person in passing.asked}),
        }

    def _check_work_here(self, users):
        """:raises UserError: somebody does not work for the agency of each of these processes"""
        for agency in self.company_id:
            if strangers := agency._sop_strangers(users):
                raise UserError(agency._sop_strangers_sentence(strangers))

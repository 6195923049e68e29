from odoo import api, fields, models

from ..flow import moves
from .engine_key import with_engine
from .standing import Standing, each_once


class SopProcess(models.Model):
    """Who really stands in a column today: acting officials, people who have left, places that nobody holds.

    A process never fails for want of a person: it waits, says for whom, and tells the officers.
    """

    _inherit = "sop.process"

    is_unmanned = fields.Boolean(
        string="Nobody to ask", readonly=True, copy=False, help="Nobody stands in a column of the present step."
    )
    obstacle = fields.Char(string="Waits because", compute="_compute_obstacle")

    _unmanned = models.Index("(company_id) WHERE is_unmanned IS TRUE")

    @api.depends("is_unmanned", "current_step_id", "task_ids.state")
    @api.depends_context("lang")
    def _compute_obstacle(self):
        for process in self:
            process.obstacle = process.is_unmanned and process._nobody_for(process._unmanned_columns())

    def _nobody_for(self, columns):
        """:param columns: sop.template.executor whom nobody stands for"""
        names = self.template_id._frozen().columns
        return self.env._(
            "Nobody stands in for: %(executors)s.", executors=", ".join(names[key] for key in columns.ids)
        )

    def _unmanned_columns(self):
        """Columns of the present step that nobody has finished and nobody is asked for."""
        process = self.sudo()  # who takes part may know what the run waits for, though not its SOP when superseded
        return process._columns_left(process._current_tasks())

    def _columns_left(self, tasks):
        """Columns of the present step that nobody has finished and nobody is asked for, going by its tasks."""
        return self._columns_without(tasks.filtered(lambda task: task.state in ("open", "done")).executor_id)

    def _columns_without(self, manned):
        step = self.template_id._frozen().flow.step(self.current_step_id.id)
        columns = self.env["sop.template.executor"].browse(step.executors)
        if step.joint == "any" and manned:
            return columns.browse()
        return columns - manned

    # Who stands where

    def _standing(self, executor, members):
        """The people to ask for one column today.

        :param members: sop.process.member of this process, of all columns
        :return: list of Standing, each person once
        """
        members = members.filtered(lambda member: member.executor_id == executor)
        return each_once(self._stand_ins(members)) or self._refill(executor, members)

    def _stand_ins(self, members):
        """Who acts for each member today: list of Standing, None where nobody does."""
        return [self._stand_in(member.user_id, member.acting_id.id) for member in members]

    def _stand_in(self, user, acting_id=False):
        """Who acts for a person today, himself unless somebody stands in; None where nobody does.

        :param acting_id: the acting period by which he got the place, where it is vacant
        """
        periods = {period.id: period for period in self.env["sop.acting"]._periods(self.company_id)}
        if acting_id and acting_id not in periods:
            return None
        by_official = {period.user_id: period for period in periods.values() if period.user_id}
        official, period, seen = user, periods.get(acting_id), set()
        while user.id in by_official and user.id not in seen:
            seen.add(user.id)
            period = by_official[user.id]
            user = user.browse(period.deputy_id)
        if not user.sudo().active:
            return None
        return Standing(user, period.id, period.label, official.id) if period else Standing(user)

    def _refill(self, executor, members):
        """Ask the rule of a column again, because nobody of those settled at the start is left."""
        found = executor._found(self.requester_id)
        if not found[executor]:
            return []
        with_engine(members).unlink()
        members = with_engine(self.env["sop.process.member"]).create(self._member_values(found))
        self._participate(members.user_id)
        return each_once(self._stand_ins(members))

    def _next_is_mine(self, mine, branch):
        """The step that follows when the current user finishes, where it asks nobody else and asks no choice.

        :param mine: his open tasks
        :param branch: sop.template.branch he has chosen, if any
        :return: sop.template.step, empty where others have a part
        """
        flow, current = self.template_id._frozen().flow, self._current_tasks()
        before = self._state(current)
        move = moves.Move(moves.FINISH, exit=branch.id or None)
        after = moves.apply(flow, before, move, mine.executor_id.ids)
        nobody = self.env["sop.template.step"]
        if after.step is None or after.visits == before.visits or flow.step(after.step).exits:
            return nobody
        columns = flow.step(after.step).executors
        members = self.member_ids.filtered(lambda member: member.executor_id.id in columns)
        alone = set(members.executor_id.ids) == set(columns) and all(
            person and person.user == self.env.user for person in self._stand_ins(members)
        )
        return nobody.browse(after.step) if alone else nobody

    # When it changes

    @api.model
    def _stand_in_for(self, companies):
        """Pass open tasks to those who stand there today: an acting period has begun or ended, or somebody has left.

        :param companies: res.company whose processes are looked at
        """
        tasks = self.env["sop.task"].search(
            [("company_id", "in", companies.ids), ("state", "=", "open"), *self._misplaced(companies)]
        )
        unmanned = self.search([("company_id", "in", companies.ids), ("is_unmanned", "=", True)])
        processes = (tasks.process_id | unmanned)._locked()
        if processes:
            processes._put_right(processes._current_tasks())

    @api.model
    def _misplaced(self, companies):
        """Domain of open tasks whose person may be the wrong one."""
        periods = [period for company in companies for period in self.env["sop.acting"]._periods(company)]
        return [
            *("|", "|", ("user_id.active", "=", False)),
            ("user_id", "in", [period.user_id for period in periods if period.user_id]),
            *("&", ("acting_id", "!=", False), ("acting_id", "not in", [period.id for period in periods])),
        ]

    def _put_right(self, current):
        """Hand over what the wrong people are asked, and ask for the columns nobody was asked for."""
        current, none = current.grouped("process_id"), current.browse()
        passings = []
        for process in self.filtered(lambda process: process.state in (moves.RUNNING, moves.SUSPENDED)):
            mine = current.get(process, none)
            passings += process._hand_overs(mine)
            passings += process._late_fillings(mine)
        self._record_passings(passings)

    def _hand_overs(self, current):
        for task in current.filtered(lambda task: task.state == "open"):
            standing = self._rightful(task)
            if not standing or standing.user != task.user_id:
                yield self._passing(moves.Move(moves.HAND_OVER), task, standing and [standing], current)

    def _rightful(self, task):
        """Who should do an open task today; None where nobody can."""
        vacancy = task.acting_id.id if task.acting_id and not task.acting_id.user_id else False
        standing = self._stand_in(task.official_id or task.user_id, vacancy)
        if standing:
            return standing
        others = self._standing(task.executor_id, self.member_ids)
        return others[0] if others else None

    def _late_fillings(self, current):
        if not self.is_unmanned:
            return
        for executor in self._columns_left(current):
            people = self._standing(executor, self.member_ids)
            if people:
                yield self._filling(moves.Move(moves.HAND_OVER), executor, people, current)

    @api.model
    def _cron_stand_in(self):
        """Net under the moments at which periods begin and end; run at those moments and every hour."""
        # An acting head reads what the head reads, and what a user may read is kept.
        if self.env["sop.acting"]._turns_about_now():
            self.env.registry.clear_cache()
        self._stand_in_for(self.env["res.company"]._sop_agencies())

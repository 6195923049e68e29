from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..flow import moves
from .engine_key import with_engine
from .html_text import as_html
from .working_times import WorkingTimes


class SopProcess(models.Model):
    """Whom a process asks: the people of its columns, settled at the start, and their tasks and activities."""

    _inherit = "sop.process"

    @api.model
    def _settle_people(self, processes):
        """Fill the columns nobody was chosen for by their rules, and let everyone concerned follow the process."""
        self.env["sop.process.member"].create(
            [values for process in processes for values in process._missing_members()]
        )
        crews = defaultdict(self.browse)
        for process in processes:
            process._check_people()
            people = process.member_ids.user_id | process.requester_id | process.create_uid | self.env.user
            crews[people] |= process
        for people, crew in crews.items():
            crew.write({"participant_ids": [fields.Command.set(people.ids)], "starter_id": self.env.uid})
            crew._message_subscribe(people.partner_id.ids)

    def _check_people(self):
        """:raises UserError: a column is of another SOP, or somebody does not work for the agency"""
        if set(self.member_ids.executor_id.ids) - self.template_id._frozen().columns.keys():
            raise UserError(self.env._("The people do not fit the SOP; choose the SOP again."))
        self._check_work_here(self.member_ids.user_id | self.requester_id)

    def _missing_members(self):
        """Values of the members that the rules of the columns name, for columns nobody was chosen for.

        :raises UserError: a column has nobody
        """
        missing = self.template_id.executor_ids - self.member_ids.executor_id
        found = missing._found(self.requester_id) if missing else {}
        empty = [executor.name for executor, people in found.items() if not people]
        if empty:
            message = self.env._("Nobody stands in for: %(executors)s. Choose a person.", executors=", ".join(empty))
            raise UserError(message)
        return self._member_values(found)

    def _member_values(self, found):
        """:param found: dict sop.template.executor -> list of Standing"""
        return [
            {
                "process_id": self.id,
                "executor_id": executor.id,
                "user_id": person.user.id,
                "acting_id": person.acting_id,
            }
            for executor, people in found.items()
            for person in people
        ]

    def _ask_next(self, steps, members, now):
        """Tasks and activities for the people whose turn it is now.

        :param members: sop.process.member of the processes that enter a step
        :return: dict process -> sop.task
        """
        entering = {step.process: step.after for step in steps if step.enters}
        asked = defaultdict(lambda: self.env["sop.task"])
        if not entering:
            return asked
        settled = {(member.process_id.id, member.user_id.id) for member in members}
        task_values = self._task_values(entering, members.grouped("process_id"), now)
        self._welcome(task_values, settled)
        self._add_activities(task_values)
        for task in self.env["sop.task"].create(task_values):
            asked[task.process_id] |= task
        return asked

    def _welcome(self, task_values, settled):
        """Whoever is asked without having been settled takes part from now on.

        :param settled: pairs of process and user
        """
        for values in task_values:
            if (values["process_id"], values["user_id"]) not in settled:
                newcomer = self.env["res.users"].browse(values["user_id"])
                self.browse(values["process_id"])._participate(newcomer)

    def _members_of(self, steps):
        """Members of the processes that enter a step; those of a start are at hand, they have just been settled."""
        members = self.env["sop.process.member"]
        known = [step.process for step in steps if step.enters and step.move.kind == moves.START]
        asked = [step.process.id for step in steps if step.enters and step.process not in known]
        if asked:
            names = ["process_id", "executor_id", "user_id", "acting_id"]
            # In the order of the model PostgreSQL would have to look at every SOP and column.
            members = members.search_fetch([("process_id", "in", asked)], names, order="id")
        return members.union(*(process.member_ids for process in known))

    def _fetch_people(self, steps, members):
        """Read everyone concerned at once: the one who acts, those who are asked next and those who are waited for."""
        waited_for = (task.user_id for step in steps if not step.closes_visit for task in step.current)
        users = (members.user_id | self.env.user).union(*waited_for).sudo()
        users.fetch(["partner_id", "active"])
        users.partner_id.fetch(["name", "email", "tz", "lang", "active"])

    def _task_values(self, entering, members, now):
        people = {process: process._people_of_step(after, members) for process, after in entering.items()}
        times = WorkingTimes(self.env)
        return [
            values
            for process, after in entering.items()
            for values in process._ask_at_step(after, people[process], now, times)
        ]

    def _people_of_step(self, after, members):
        """The people of the step that is entered: pairs of a column and a Standing."""
        executors = self.env["sop.template.executor"].browse(self.template_id._frozen().flow.step(after.step).executors)
        mine = members.get(self, self.env["sop.process.member"])
        # Apart from the first, because a column that is refilled loses its members.
        by_column = mine.grouped("executor_id")
        none = mine.browse()
        return [
            (executor, person)
            for executor in executors
            for person in self._standing(executor, by_column.get(executor, none))
        ]

    def _ask_at_step(self, after, people, now, times):
        deadlines = self._plan_step(after.step, [person.user for _executor, person in people], now, times)
        unmanned = self._columns_without(self.env["sop.template.executor"].union(*(column for column, _ in people)))
        if self.is_unmanned != bool(unmanned):
            self.is_unmanned = bool(unmanned)
        if unmanned:
            self._tell_officers(unmanned)
        return [
            self._values_of_task(after, executor.id, person, now, deadlines[person.user]) for executor, person in people
        ]

    def _values_of_task(self, after, executor_id, person, now, deadline):
        return {
            "process_id": self.id,
            "company_id": self.company_id.id,
            "template_id": self.template_id.id,
            "step_id": after.step,
            "executor_id": executor_id,
            "visit": after.visit,
            "user_id": person.user.id,
            "official_id": person.official_id,
            "acting_id": person.acting_id,
            "office": person.office or False,
            "date_assigned": now,
            "date_deadline": deadline,
        }

    def _add_activities(self, task_values):
        """One activity for each person asked, however many columns he stands in."""
        inboxes = {}
        for values in task_values:
            inboxes.setdefault((values["process_id"], values["user_id"]), []).append(values)
        Inbox = with_engine(self.env["mail.activity"].sudo()).with_context(sop_follow_already=True)
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
            "date_deadline": process._day_of(task["date_deadline"] or task["date_assigned"], user),
        }

    def _activity_note(self, sop, row):
        parts = [
            (self.env._("SOP"), sop.title),
            (self.env._("Activity"), row.text),
            (self.env._("Requirements"), row.requirements),
            (self.env._("Expected output"), row.outputs),
            (self.env._("Standard time"), row.time),
        ]
        lines = [Markup("<b>%s</b>: %s") % (label, as_html(text)) for label, text in parts if text]
        return Markup("<br/>").join(lines)

    def _day_of(self, moment, user):
        """The day a moment falls on where a person is, or else where the agency works."""
        zone = user.tz or self.company_id.resource_calendar_id._sop_zone() or "UTC"
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), moment).date()

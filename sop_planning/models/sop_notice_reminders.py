from odoo import api, fields, models
from odoo.fields import Domain

from .engine_key import with_engine
from .working_times import WorkingTimes


class SopNotice(models.Model):
    """Reminders before and at the deadline, and escalation after it; how long before and after is working time of the
    agency."""

    _inherit = "sop.notice"

    @api.model
    def _send_before(self, agency):
        if not agency.sop_remind_before:
            return True
        now, working = fields.Datetime.now(), self._working_time(agency)
        hours = working.hours(agency.sop_remind_before_value, agency.sop_remind_before_unit)
        soon = working.after(now, hours)
        if not soon:
            return True
        tasks = self._unnoticed(
            agency, "before", Domain("date_deadline", ">", now) & Domain("date_deadline", "<=", soon)
        )
        # Whoever was asked less than that before his deadline has just heard of it.
        tasks = tasks.filtered(lambda task: working.hours_between(task.date_assigned, task.date_deadline) > hours)
        return self._in_portions(tasks, lambda portion: self._remind(agency, portion, "before"))

    @api.model
    def _send_due(self, agency):
        if not agency.sop_remind_due:
            return True
        tasks = self._unnoticed(agency, "due", Domain("date_deadline", "<=", fields.Datetime.now()))
        return self._in_portions(tasks, lambda portion: self._remind(agency, portion, "due"))

    @api.model
    def _send_escalations(self, agency):
        if not agency.sop_escalate:
            return True
        working = self._working_time(agency)
        hours = working.hours(agency.sop_escalate_value, agency.sop_escalate_unit)
        limit = working.back(fields.Datetime.now(), hours)
        if not limit:
            return True
        tasks = self._unnoticed(agency, "escalation", Domain("date_deadline", "<=", limit))
        return self._in_portions(tasks, lambda portion: self._escalate(agency, portion))

    def _working_time(self, agency):
        return WorkingTimes(self.env).of(agency)

    def _unnoticed(self, agency, kind, domain=Domain.TRUE):
        """Open tasks of running processes that had no such notice yet."""
        return self.env["sop.task"].search(
            domain
            & Domain("company_id", "=", agency.id)
            & Domain("state", "=", "open")
            & Domain("process_id.state", "=", "running")
            & Domain("notice_ids", "not any", [("kind", "=", kind)]),
            order="date_deadline, id",
        )

    def _remind(self, agency, tasks, kind):
        """One message for each person and process, however many columns he stands in."""
        tasks = self._unnoticed(agency, kind, Domain("id", "in", tasks.ids))
        self._claim([self._notice_of(task, kind, task.user_id) for task in tasks])
        for (process, user), mine in tasks.grouped(lambda task: (task.process_id, task.user_id)).items():
            speaking = self.with_context(lang=user.lang)
            subject = {
                "before": speaking.env._("Reminder: %(process)s", process=process.display_name),
                "due": speaking.env._("The time is up: %(process)s", process=process.display_name),
            }[kind]
            speaking._post_lines(process, user, subject, mine, agency, kind)

    def _notice_of(self, task, kind, user, **values):
        agency = task.company_id
        return {
            "kind": kind,
            "company_id": agency.id,
            "task_id": task.id,
            "user_id": user.id,
            "day": task.process_id._day_of(fields.Datetime.now(), self.env["res.users"]),
            **values,
        }

    def _post_lines(self, process, user, subject, tasks, agency, kind):
        values = {"kind": kind, "name": user.name, "lines": self._lines(tasks.with_env(self.env), agency)}
        body = self.env["ir.qweb"]._render("sop_planning.sop_notice_mail", values, minimal_qcontext=True)
        return self._post(process.with_context(lang=user.lang), user, subject, body)

    # Escalation

    def _escalate(self, agency, tasks):
        """Tell the head, and put it on his list; one message and one to-do for what one process waits for."""
        tasks = self._unnoticed(agency, "escalation", Domain("id", "in", tasks.ids))
        heads = self._heads(tasks)
        notices = self._claim([self._notice_of(task, "escalation", heads[task]) for task in tasks if heads[task]])
        groups = notices.grouped(lambda notice: (notice.task_id.process_id, notice.user_id))
        for (process, head), group in groups.items():
            # To see to it he must be able to open the process; from now on he takes part in it.
            with_engine(process).participant_ids = [fields.Command.link(head.id)]
            speaking = self.with_context(lang=head.lang)
            subject = speaking.env._("Late: %(process)s", process=process.display_name)
            speaking._post_lines(process, head, subject, group.task_id, agency, "escalation")
        self._add_to_dos(groups)

    def _add_to_dos(self, groups):
        # Quietly: the message has told him already.
        Activity = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        to_dos = Activity.create(
            [self._to_do(process, head, group.task_id) for (process, head), group in groups.items()]
        )
        for to_do, group in zip(to_dos, groups.values()):
            group.activity_id = to_do

    def _to_do(self, process, head, tasks):
        speaking = self.with_context(lang=head.lang)
        people = ", ".join(dict.fromkeys(task._person() for task in tasks))
        return {
            "res_model_id": self.env["ir.model"]._get_id("sop.process"),
            "res_id": process.id,
            "activity_type_id": self.env.ref("sop_planning.mail_activity_type_escalation").id,
            "automated": True,
            "summary": speaking.env._("Late: %(people)s", people=people),
            "note": tasks[0].template_id._frozen().rows[tasks[0].step_id.id].title,
            "user_id": head.id,
            "user_tz": head.tz,
            "date_deadline": process._day_of(fields.Datetime.now(), head),
        }

    def _heads(self, tasks):
        """Whom to tell about each late task: the head of the person's unit; of a unit above, where it has no head who
        is somebody else; of the SOP's unit and those above, where the person has no unit; else an officer.

        :return: dict sop.task -> res.users, empty where there is nobody at all
        """
        employees = self.env["hr.employee"].search_fetch(
            [("user_id", "in", tasks.user_id.ids), ("company_id", "in", tasks.company_id.ids)],
            ["user_id", "company_id", "department_id"],
            order="id desc",
        )
        unit_of = {(employee.user_id, employee.company_id): employee.department_id for employee in employees}
        heads = self._heads_of_units(tasks.company_id)
        officers = {agency: agency._sop_officers().sorted("id") for agency in tasks.company_id}
        return {
            task: self._head_above(
                unit_of.get((task.user_id, task.company_id)) or task.template_id.department_id, task, heads
            )
            or self._officer_for(task, officers)
            for task in tasks
        }

    def _heads_of_units(self, agencies):
        """Every unit of the agencies with its head, read at once."""
        units = self.env["hr.department"].search_fetch(
            [("company_id", "in", [*agencies.ids, False])], ["parent_id", "manager_id"]
        )
        units.manager_id.fetch(["user_id"])
        units.manager_id.user_id.fetch(["active"])
        return {unit: unit.manager_id.user_id.filtered("active") for unit in units}

    def _head_above(self, unit, task, heads):
        seen = set()
        while unit and unit not in seen:  # units may be entered in a circle
            standing = heads.get(unit) and task.process_id._stand_in(heads[unit])
            head = standing and standing.user
            if head and head != task.user_id:
                return head
            seen.add(unit)
            unit = unit.parent_id
        return self.env["res.users"]

    def _officer_for(self, task, officers):
        """Whoever started the process, if he is an officer; else one of the agency itself before one of several."""
        found = officers[task.company_id] - task.user_id
        return (
            (found & task.process_id.starter_id)
            or found.filtered(lambda user: user.company_id == task.company_id)[:1]
            or found[:1]
        )

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class SopTask(models.Model):
    """Planned against real working time of a task, kept when it closes: a later calendar does not change the past."""

    _inherit = "sop.task"

    planned_hours = fields.Float(
        string="Planned working hours", readonly=True, help="The standard time of the step, in working hours."
    )
    worked_hours = fields.Float(
        string="Real working hours",
        readonly=True,
        help="Working hours from asking to finishing, without those in which the process was suspended.",
    )
    late_hours = fields.Float(
        string="Working hours late", readonly=True, help="Working hours from the deadline to finishing."
    )
    paused_hours = fields.Float(
        string="Working hours suspended", readonly=True, help="Working hours in which the process was suspended."
    )
    late_days = fields.Float(
        string="Working days late", compute="_compute_late_days", help="Working days since the deadline until now."
    )
    department_id = fields.Many2one(related="process_id.department_id", string="Unit")

    @api.depends("date_deadline", "state")
    def _compute_late_days(self):
        now = fields.Datetime.now()
        self.late_days = 0.0
        late = self.filtered(lambda task: task.state == "open" and task.is_late)
        for calendar, tasks in late.grouped(lambda task: task.company_id.sudo().resource_calendar_id).items():
            hours = calendar._sop_worked_hours([(task.date_deadline, now) for task in tasks])
            for task, late_hours in zip(tasks, hours):
                task.late_days = late_hours / (calendar.hours_per_day or 8)

    def _measured_values(self, now):
        """What is kept of the working time of tasks that close now.

        :param now: naive datetime, UTC
        :return: dict task -> values; one look at each calendar
        """
        measured = {}
        for company, tasks in self.grouped("company_id").items():
            calendar = company.resource_calendar_id
            working = calendar._sop_working_time(company)
            spans = {key: span for task in tasks for key, span in task._spans(now).items() if calendar}
            hours = dict(zip(spans, working.hours_of(spans.values())))
            measured |= {task: task._time_values(working, hours) for task in tasks}
        return measured

    def _spans(self, now):
        """Pairs of moments between which working hours are asked for, by (task id, what for)."""
        row = self._row()
        spans = {(self.id, "worked"): (self.date_assigned, now)}
        if self.date_deadline and self.date_deadline < now:
            spans[self.id, "late"] = (self.date_deadline, now)
        if row.duration_unit == "month":
            month = relativedelta(months=row.duration)
            spans[self.id, "planned"] = (self.date_assigned, self.date_assigned + month)
        return spans

    def _time_values(self, working, hours):
        row = self._row()
        standard = row.duration_unit != "month" and working.hours(row.duration, row.duration_unit)
        return {
            "planned_hours": hours.get((self.id, "planned"), standard or 0),
            "worked_hours": max(hours.get((self.id, "worked"), 0) - self.paused_hours, 0),
            "late_hours": hours.get((self.id, "late"), 0),
        }

    def _row(self):
        return self.template_id._frozen().rows[self.step_id.id]

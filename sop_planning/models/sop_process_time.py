from odoo import models

from ..flow import moves


class SopProcess(models.Model):
    """The working time of its tasks, kept as they close; time in which the process was suspended does not count."""

    _inherit = "sop.process"

    def _closing(self, steps, feedback, now):
        closing = super()._closing(steps, feedback, now)
        done = self.env["sop.task"].union(*(step.done for step in steps))
        for task, values in done._measured_values(now).items():
            closing[task] |= values
        return closing

    def _write_state(self, steps, now):
        done = super()._write_state(steps, now)
        resumed = [step for step in steps if step.move.kind == moves.RESUME]
        if resumed:
            self._note_pauses(resumed, now)
        return done

    def _note_pauses(self, steps, now):
        """Add to the open tasks the working hours since their process was suspended, or they were passed on in it."""
        since = dict(
            self.env["sop.event"]._read_group(
                [("process_id", "in", [step.process.id for step in steps]), ("kind", "=", moves.SUSPEND)],
                ["process_id"],
                ["date:max"],
            )
        )
        for step in steps:
            calendar, suspended = step.process.company_id.resource_calendar_id, since.get(step.process)
            if calendar and suspended:
                asked = step.current.filtered(lambda task: task.state == "open")
                spans = [(max(suspended, task.date_assigned), now) for task in asked]
                for task, hours in zip(asked, calendar._sop_worked_hours(spans)):
                    task.paused_hours += hours

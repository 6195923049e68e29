from odoo import models

from ..flow import moves


class SopProcess(models.Model):
    """The working time of its tasks, kept as they close; time in which the process was suspended does not count."""

    _inherit = "sop.process"

    def _close_tasks(self, steps, feedback, attachment_ids, now):
        open_tasks = (
            self.env["sop.task"].union(*(step.current for step in steps)).filtered(lambda task: task.state == "open")
        )
        done = super()._close_tasks(steps, feedback, attachment_ids, now)
        closed = open_tasks.filtered(lambda task: task.state in ("done", "returned"))
        for task, values in closed._measured_values(now).items():
            task.write(values)
        return done

    def _write_state(self, steps, now):
        done = super()._write_state(steps, now)
        resumed = [step for step in steps if step.move.kind == moves.RESUME]
        if resumed:
            self._note_pauses(resumed, now)
        return done

    def _note_pauses(self, steps, now):
        """Add to the open tasks the working hours since their process was suspended."""
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
                (hours,) = calendar._sop_worked_hours([(suspended, now)])
                for task in step.current.filtered(lambda task: task.state == "open"):
                    task.paused_hours += hours

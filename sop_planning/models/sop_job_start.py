from odoo import models
from odoo.fields import Command


class SopJobLine(models.Model):
    """Starting many processes of one SOP: one for each unit, asked for by its head, or one for each subject."""

    _inherit = "sop.job.line"

    def _work_start(self, job):
        """Start a process for each line, with the rights of whoever asked; in batch.

        :raises UserError: he may not start this SOP, or one of the lines cannot start
        """
        self._take_heads()
        template = job._as_asker(job.template_id)
        template._check_may_start()
        found = template.executor_ids._found_for_each(self.requester_id)
        obstacles = {line: line._obstacle(found.get(line.requester_id, {})) for line in self}
        for line, reason in obstacles.items():
            if reason:
                line._fail(reason)
        ready = self.filtered(lambda line: not obstacles[line])
        processes = template.env["sop.process"]._launch([line._values_of_start(job, found) for line in ready])
        for line, process in zip(ready, processes):
            line.process_id = process.id
        ready.state = "done"

    def _take_heads(self):
        """Whoever heads each unit today asks for its process."""
        heads = self.department_id._sop_heads(self.job_id.company_id)
        for line in self.filtered("department_id"):
            line.requester_id = heads[line.department_id]

    def _obstacle(self, found):
        """Why a line cannot start, '' when it can.

        :param found: dict sop.template.executor -> list of Standing
        """
        if self.department_id and not self.requester_id:
            return self.env._("“%(unit)s” has no head with a user.", unit=self.department_id.name)
        empty = [executor.name for executor, people in found.items() if not people]
        if empty:
            return self.env._("Nobody stands in for: %(executors)s.", executors=", ".join(empty))
        return ""

    def _values_of_start(self, job, found):
        people = found[self.requester_id].items()
        members = [
            {"executor_id": executor.id, "user_id": person.user.id, "acting_id": person.acting_id}
            for executor, standing in people
            for person in standing
        ]
        return {
            "template_id": job.template_id.id,
            "name": self.name,
            "period": job.period,
            "requester_id": self.requester_id.id,
            "member_ids": [Command.create(values) for values in members],
        }

"""The evidence of runs, read at once for as many as are printed."""

from collections import defaultdict
from typing import NamedTuple

from odoo import models
from odoo.addons.sop_planning.flow import moves

# Lines of the journal that the table of a record does not repeat: steps and papers have rows of their own.
ELSEWHERE = frozenset({moves.START, moves.FINISH}) | moves.DISPOSITIONS | moves.PAPERS


class Evidence(NamedTuple):
    """What is known of one run: records of each model, oldest first, and `names`: res.users -> printed name."""

    process: models.BaseModel
    tasks: models.BaseModel
    events: models.BaseModel
    outputs: models.BaseModel
    signatures: models.BaseModel
    archives: models.BaseModel
    dispositions: models.BaseModel
    names: dict

    def visits(self):
        """Steps in the order in which the run came to them, with what happened in between.

        :return: list of (step id, number of the visit, its tasks) and of sop.event
        """
        tasks = self.tasks.grouped(lambda task: (task.step_id.id, task.visit))
        entered, found = defaultdict(int), []
        for event in self.events:
            if event.kind not in ELSEWHERE:
                found.append(event)
            step = event.target_step_id.id
            if step:
                entered[step] += 1
                key = (step, entered[step])
                found.append((*key, tasks.pop(key, self.tasks.browse())))
        # Of which the journal does not say how the run came there: hidden they must not be.
        return found + [(*key, rest) for key, rest in tasks.items()]


class SopProcess(models.Model):
    """Runs as their papers print them; always in Indonesian."""

    _inherit = "sop.process"

    def _evidence(self):
        """What the papers of these runs are made of, in as many queries for many as for one.

        :return: list of Evidence, as superuser
        :raises AccessError: one of the runs is not for this reader
        """
        self.check_access("read")
        # Who reads a run reads all that belongs to it, but the words of secret dispositions: those never print.
        runs = self.sudo().with_context(lang="id_ID")
        lists = [runs._all_of(name) for name in ("task", "event", "output", "signature", "archive", "disposition")]
        names = runs._printed_names(lists[0].user_id | lists[1].user_id | runs.requester_id | runs.starter_id)
        parts = [records.grouped("process_id") for records in lists]
        return [
            Evidence(run, *(part.get(run, records.browse()) for part, records in zip(parts, lists)), names)
            for run in runs
        ]

    def _all_of(self, name):
        return self.env[f"sop.{name}"].search([("process_id", "in", self.ids)], order="id")

    def _printed_names(self, users):
        """Names with titles, as official paper prints them: dict res.users -> str."""
        names = {user: user.name for user in users}
        for company in self.company_id:
            employees = users._sop_employees(company)
            names |= {user: person._sop_printed_name() for user, person in employees.items() if person}
        return names

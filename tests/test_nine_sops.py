"""Each of the nine real SOPs, from its file to signed and archived documents, through the inbox of the people."""

import json

from .common import SOP_FILES, SopCase
from .papers import file_paper


class NineSopsCase(SopCase):
    __test__ = False
    stem = None

    @classmethod
    def setUpClass(cls):
        cls.document = json.loads((SOP_FILES[0].parent / f"{cls.stem}.json").read_text())
        cls.agency = cls.document["agency"]
        super().setUpClass()
        cls.template = cls.import_sop(cls.stem)
        cls.people = cls.env["res.users"].search([("company_ids", "in", cls.company.ids)])

    def waiting(self, process):
        return process.task_ids.filtered(lambda task: task.state == "open").user_id

    def check_inboxes(self, process):
        """Everyone whose turn it is has one activity, everybody else none."""
        waiting = self.waiting(process)
        self.assertTrue(waiting)
        for person in self.people:
            self.assertEqual(len(self.inbox(person)), int(person in waiting), person.login)

    def run_through(self, choose):
        """Run a process to its end; `choose(step, visit, exits)` names the exit of a decision.

        :return: row numbers in the order they were visited
        """
        first = self.template.step_ids[0].executor_ids._resolve(self.env.user)
        process = self.start(self.template, next(iter(first.values()))[0])
        walk = []
        while process.state == "running":
            self.check_inboxes(process)
            walk.append(process.current_step_id.number)
            self.pass_step(process, choose)
            self.assertLess(len(walk), 60)
        self.assertEqual(process.state, "done")
        self.check_papers(process)
        self.assertEqual(process._findings(), {}, "its journal does not hold")
        self.report_on_dispositions(process)
        self.assertFalse(
            self.env["mail.activity"].search([("res_model", "=", "sop.process"), ("res_id", "=", process.id)])
        )
        return process, walk

    def file_outputs(self, process):
        """What the present step makes, as files of whoever is asked first; another content in each visit."""
        user, visit = self.waiting(process)[0], process._visit_now()
        for name in process.sudo()._expected_outputs():
            file_paper(process, user, name, f"%PDF-1.4 {name}, {process.current_step_id.number}, {visit}".encode())

    def check_papers(self, process):
        """Every paraf, signature and stamp that was asked for is there and holds; what is left is archived."""
        given = {(one.step_id, one.visit, one.user_id, one.kind) for one in process.signature_ids}
        for task in process.task_ids.filtered(lambda task: task.state == "done"):
            if not (task.branch_id and task._leads_back(task.branch_id)):
                self.assertLessEqual({(task.step_id, task.visit, task.user_id, kind) for kind in task._signs()}, given)
        asked = any(step._signs() for step in self.template.step_ids)
        self.assertEqual(bool(process.signature_ids), asked)
        self.assertTrue(all(process.signature_ids.mapped("is_intact")))
        if process.sudo()._unarchived():
            self.put_away(self.person("pengelola"), process)
        self.assertEqual(set(process.sudo()._current_outputs().mapped("state")), {"archived"})
        self.assertTrue(all(process.output_ids.mapped("is_intact")))

    def report_on_dispositions(self, process):
        """Those that the steps asked for are open until their recipients report, also when the process is done."""
        asking = process.template_id.step_ids.filtered("asks_disposition")
        passed = process.task_ids.filtered(lambda task: task.step_id in asking and task.state == "done")
        self.assertEqual(len(process.disposition_ids), len(passed))
        for line in process.disposition_ids.recipient_ids:
            self.assertEqual(line.state, "open")
            activity = self.dispositions_to(line.user_id) & line.activity_id
            activity.action_feedback("Sudah dilaksanakan")
            self.assertEqual(line.state, "done")

    def pass_step(self, process, choose):
        step, visit = process.current_step_id, process.visits[str(process.current_step_id.id)]
        exits = step.branch_ids.mapped("name")
        label = choose(step.number, visit, exits) if exits else None
        self.file_outputs(process)
        while process.current_step_id == step and process.visits[str(step.id)] == visit and process.state == "running":
            self.done(self.waiting(process)[0], process, f"langkah {step.number} selesai", label)

    def test_straight(self):
        process, walk = self.run_through(lambda row, visit, exits: exits[0])
        self.assertEqual(walk, self.straight_walk())
        self.assertEqual(len(process.event_ids.filtered(lambda event: event.kind == "start")), 1)
        self.assertEqual(len(process.message_ids), len(process.event_ids))

    def straight_walk(self):
        walk, row = [], 1
        while row != "end":
            walk.append(row)
            exits = self.document["steps"][row - 1].get("exits")
            row = exits[0]["to"] if exits else row + 1 if row < len(self.document["steps"]) else "end"
        return walk

    def test_every_way_back(self):
        """A second path: every decision first takes its last exit, then its first one."""
        decisions = [row for row, step in enumerate(self.document["steps"], start=1) if step.get("exits")]
        process, walk = self.run_through(lambda row, visit, exits: exits[-1] if visit == 1 else exits[0])
        self.assertEqual(walk == self.straight_walk(), not decisions)
        for row in decisions:
            visits = process.task_ids.filtered(lambda task, row=row: task.step_id.number == row).mapped("visit")
            self.assertGreaterEqual(max(visits), 2)


def _case(stem):
    name = "Test" + "".join(part.title() for part in stem.split("-"))
    return type(name, (NineSopsCase,), {"__test__": True, "stem": stem, "__module__": __name__})


globals().update({case.__name__: case for case in map(_case, (path.stem for path in SOP_FILES))})

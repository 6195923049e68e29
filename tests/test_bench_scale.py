"""The bench's runs in bulk are runs the application goes on with, so that what is timed on them is true."""

import json

from tools.bench.scale import agency, papers, rows, sops, verdict
from tools.bench.scale.stopwatch import Cost

from .common import SopCase

# Few people, as far as the heads of its units allow.
PEOPLE, RUNS = 80, 100


class TestBulk(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        documents = [agency.document(PEOPLE), *sops.documents(2)]
        files = [(str(number), json.dumps(document).encode()) for number, document in enumerate(documents)]
        cls.interchange._import_files(files, effective=True)
        cls.office = cls.env["res.company"].search([("sop_code", "=", agency.CODE)])
        cls.versions = cls.env["sop.template"].search([("company_id", "=", cls.office.id)])
        cls.busy, cls.clerk = cls.person("sibuk", agency.CODE), cls.person("juru-tulis", agency.CODE)
        cls.grow(RUNS)
        cls.processes = cls.env["sop.process"].search([("company_id", "=", cls.office.id)])

    @classmethod
    def grow(cls, count):
        others = cls.env["res.users"].search([("company_id", "=", cls.office.id)]) - cls.busy - cls.clerk
        rows.grow(cls.env, count, cls.versions, cls.busy | cls.clerk | others)
        papers.grow(cls.env, cls.versions)

    def in_state(self, state):
        return self.processes.filtered(lambda process: process.state == state)

    def test_it_grows_to_what_is_asked_and_no_further(self):
        self.assertEqual(len(self.processes), RUNS)
        self.grow(RUNS)
        self.assertEqual(self.env["sop.process"].search_count([("company_id", "=", self.office.id)]), RUNS)

    def test_every_kind_of_run_stands_where_its_journal_says(self):
        for state in ("running", "suspended", "done", "cancelled"):
            processes = self.in_state(state)
            self.assertTrue(processes, state)
            for process in processes:
                self.assertEqual(process._replayed_state(), process._state(process._current_tasks()), process.name)

    def test_open_tasks_are_the_inbox(self):
        for process in self.in_state("running"):
            tasks = process.task_ids.filtered(lambda task: task.state == "open")
            self.assertTrue(tasks)
            for task in tasks:
                found = self.inbox(task.user_id).filtered_domain([("res_id", "=", process.id)])
                self.assertEqual(found, task.activity_id)
            self.assertEqual(process.date_deadline, max(tasks.mapped("date_deadline")))

    def test_the_busy_one_and_the_clerk_have_work(self):
        self.assertTrue(self.inbox(self.busy))
        self.assertTrue(self.inbox(self.clerk))
        late = self.in_state("running").filtered("is_late")
        self.assertEqual(len(late), 0.3 * len(self.in_state("running")))

    def test_runs_go_on_to_their_end(self):
        for process in self.in_state("running")[:4]:
            while process.state == "running":
                task = process.task_ids.filtered(lambda task: task.state == "open")[0]
                exits = task.step_id.branch_ids if task._deciding() else task.step_id.branch_ids.browse()
                forward = exits.filtered_domain([("target_step_id.number", ">", task.step_id.number)])
                self.done(task.user_id, process, label=forward.name)
            self.assertEqual(process.state, "done")
            self.assertEqual(process._replayed_state(), process._state(process._current_tasks()))

    def test_a_form_of_each_can_be_read(self):
        officer = self.person("pengelola", agency.CODE)
        for state in ("running", "suspended", "done", "cancelled"):
            process = self.as_person(self.in_state(state)[0], officer)
            read = process.web_read({"table_html": {}, "task_ids": {"fields": {"state": {}}}, "waiting_for": {}})
            self.assertEqual(len(read[0]["task_ids"]), len(process.task_ids))
            self.assertEqual(bool(read[0]["waiting_for"]), state in ("running", "suspended"))

    def test_dispositions_and_archives(self):
        sent = self.env["sop.disposition"].search([("company_id", "=", self.office.id)])
        self.assertEqual(len(sent), RUNS / 4)
        self.assertEqual(set(sent.recipient_ids.mapped("state")), {"open", "done"})
        self.assertTrue(self.env["sop.archive"].search([("company_id", "=", self.office.id)]))


class TestVerdict(SopCase):
    def test_only_what_grows_fails(self):
        sizes = (10, 20)
        costs = {
            "steady": {10: Cost(5, 1.0), 20: Cost(5, 9.0)},
            "less": {10: Cost(7, 1.0), 20: Cost(6, 1.0)},
            "counted": {10: Cost(5, 1.0), 20: Cost(6, 1.0)},
            "growing": {10: Cost(5, 1.0), 20: Cost(7, 1.0)},
        }
        self.assertEqual(verdict.show(sizes, costs, {"steady": (4, 1.0)}, "steady"), ["growing: 5 -> 7"])

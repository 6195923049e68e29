"""SQL queries of the moves, counted as one RPC of an ordinary user costs them: empty record cache, warm registry.

Queries do not depend on the machine, so they are what a test can hold; times are in `make bench`.
"""

from contextlib import contextmanager

from odoo.fields import Command

from .common import SopCase

# One step finished and the next person told: core's own way costs 42, the least found with full function 19.
STEP = 24
# A process started, its people found by their rules: core's smallest engine, without people, costs 35.
START = 30


class QueryBudgetCase(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kaban, cls.sekretaris = cls.person("kaban"), cls.person("sekretaris")

    def chain(self, rows, branching=False, joint=False):
        """An effective SOP of `rows` steps done by two people in turn."""
        template = self.env["sop.template"].create(
            {
                "name": f"Rantai {rows} {branching} {joint}",
                "company_id": self.company.id,
                "executor_ids": [
                    Command.create({"name": user.name, "rule": "person", "user_ids": [Command.set(user.ids)]})
                    for user in (self.kaban, self.sekretaris)
                ],
            }
        )
        columns = template.executor_ids
        self.env["sop.template.step"].create(
            [
                {
                    "template_id": template.id,
                    "sequence": row,
                    "name": f"Langkah {row}",
                    "duration": 1,
                    "duration_unit": "day",
                    "executor_ids": [Command.set(columns.ids if joint else columns[row % 2].ids)],
                }
                for row in range(rows)
            ]
        )
        if branching:
            self.env["sop.template.branch"].create(
                [
                    {"step_id": template.step_ids[1].id, "name": "Ya", "target_step_id": template.step_ids[2].id},
                    {"step_id": template.step_ids[1].id, "name": "Tidak", "target_step_id": template.step_ids[0].id},
                ]
            )
        self.put_in_force(template)
        return template

    def begin(self, template, count=1):
        processes = (
            self.env["sop.process"]
            .with_user(self.kaban)
            .sudo()
            .create([{"template_id": template.id, "name": f"Uji {index}"} for index in range(count)])
        )
        self.as_person(processes, self.kaban).action_start()
        return processes

    def activities(self, processes, user):
        return self.env["mail.activity"].search(
            [("res_model", "=", "sop.process"), ("res_id", "in", processes.ids), ("user_id", "=", user.id)]
        )

    @contextmanager
    def cold(self):
        """Count as one request would: nothing in the record cache, everything flushed at the end."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        counted = []
        yield counted
        self.env.flush_all()
        self.cr.flush()
        counted.append(self.cr.sql_log_count - before)

    def cost_of_step(self, template):
        # The first one warms the caches of the registry (rules, xml ids, the frozen flow).
        for _turn in range(2):
            process = self.begin(template)
            activity = self.activities(process, self.kaban)
            mine = self.as_person(activity, self.kaban)
            with self.cold() as counted:
                mine.action_feedback(feedback="selesai")
            self.assertEqual(process.current_step_id, template.step_ids[1])
        return counted[0]

    def launch(self, template, count=1):
        """Start processes with chosen people, in one call, as the start dialog does."""
        members = [
            Command.create({"executor_id": executor.id, "user_id": executor.user_ids.id}) for executor in template.executor_ids
        ]
        values = [{"template_id": template.id, "name": f"Uji {index}", "member_ids": members} for index in range(count)]
        return self.as_person(self.env["sop.process"], self.kaban)._launch(values)

    def cost_of_start(self, template, count=1):
        for _warming in range(2):
            self.launch(template)
        with self.cold() as counted:
            self.launch(template, count)
        return counted[0]

    def test_step(self):
        costs = {rows: self.cost_of_step(self.chain(rows)) for rows in (3, 12, 40, 100)}
        self.assertEqual(len(set(costs.values())), 1, costs)
        self.assertLessEqual(costs[12], STEP)

    def test_start(self):
        costs = {rows: self.cost_of_start(self.chain(rows)) for rows in (3, 12, 40, 100)}
        self.assertEqual(len(set(costs.values())), 1, costs)
        self.assertLessEqual(costs[12], START)

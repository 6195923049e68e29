"""SQL queries of the moves, counted as one RPC of an ordinary user costs them: empty record cache, warm registry.

Queries do not depend on the machine, so they are what a test can hold; times are in `make bench`.
"""

from contextlib import contextmanager

from odoo.fields import Command

from .common import SopCase

# One step finished and the next person told: core's own way costs 42, and 17 to close an activity and tell nobody. What
# the registry keeps (office hours, holidays, whose hours they are) is not asked again, nor whether those who take part
# follow. One of these reads what was said in the chatter since the last step, to seal it in the journal: the message of
# the step itself as the database holds it, and what people have said in between.
STEP = 17
# The same with a message to the next person besides his activity, by core's own assign notice.
STEP_WITH_NOTICE = {"inbox": 36, "email": 36}
# A process created with its people and started: core's smallest engine, without people, costs 35. Some of these tell
# the followers, which core cannot do with fewer; one reads the chatter, as for a step.
START = 21
# Many in one call, each: rows grow, queries hardly do.
EACH_OF_MANY = 1
# My late work, a page of it and how much there is; the rules, asked again of what was found, have all they need.
LATE = 2
# What core's inbox asks when nothing of ours is installed.
INBOX = 11


class QueryBudgetCase(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kaban, cls.sekretaris = cls.person("kaban"), cls.person("sekretaris")

    def chain(self, rows, branching=False, **values):
        """An effective SOP of `rows` steps done by two people in turn."""
        template = self.env["sop.template"].create(
            {
                "name": f"Rantai {rows}",
                "company_id": self.company.id,
                **values,
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
                    "executor_ids": [Command.set(columns[row % 2].ids)],
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
        """Mark done in the inbox: the RPC knows the activity."""
        # The first one warms the caches of the registry (rules, xml ids, the frozen version).
        for _turn in range(2):
            process = self.launch(template)
            activity = self.as_person(self.activities(process, self.kaban), self.kaban)
            self.an_hour_ago(process)
            with self.cold() as counted:
                activity.action_feedback(feedback="selesai")
            self.assertEqual(process.current_step_id, template.step_ids[1])
        return counted[0]

    def cost_of_second_step(self, template, label=None):
        """The engine's part of finishing row 2, with the exit `label` where it is a decision."""
        for _turn in range(2):
            process = self.launch(template)
            self.as_person(self.activities(process, self.kaban), self.kaban).action_feedback()
            task = self.as_person(process.task_ids.filtered(lambda task: task.state == "open"), self.sekretaris)
            branch = template.step_ids[1].branch_ids.filtered(lambda branch: branch.name == label)
            self.an_hour_ago(process)
            with self.cold() as counted:
                task._complete("selesai", branch.with_env(task.env))
            self.assertNotEqual(process.current_step_id, template.step_ids[1])
        return counted[0]

    def an_hour_ago(self, process):
        """Let the open step have been asked an hour ago: one done within the second needs no look at the calendar."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sop_task SET date_assigned = date_assigned - interval '1 hour' WHERE process_id = %s", [process.id]
        )

    def launch(self, template, count=1):
        """Start processes with chosen people, in one call, as the start dialog does."""
        members = [
            Command.create({"executor_id": executor.id, "user_id": executor.user_ids.id})
            for executor in template.executor_ids
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
        self.cost_of_step(self.chain(2))
        costs = {rows: self.cost_of_step(self.chain(rows)) for rows in (3, 12, 40, 100)}
        self.assertEqual(len(set(costs.values())), 1, costs)
        self.assertLessEqual(costs[12], STEP)

    def test_decision_and_loop_cost_nothing_more(self):
        straight, branching = self.chain(4), self.chain(4, branching=True)
        plain = self.cost_of_second_step(straight)
        self.assertLessEqual(self.cost_of_second_step(branching, "Ya"), plain)
        self.assertLessEqual(self.cost_of_second_step(branching, "Tidak"), plain)

    def test_step_with_notice(self):
        template = self.chain(3, notify_by_message=True)
        for way, budget in STEP_WITH_NOTICE.items():
            self.sekretaris.notification_type = way
            self.assertLessEqual(self.cost_of_step(template), budget, way)

    def test_start(self):
        self.cost_of_start(self.chain(2))
        costs = {rows: self.cost_of_start(self.chain(rows)) for rows in (3, 12, 40, 100)}
        self.assertEqual(len(set(costs.values())), 1, costs)
        self.assertLessEqual(costs[12], START)

    def test_many_in_one_call(self):
        template = self.chain(12)
        self.assertLessEqual(self.cost_of_start(template, 100) / 100, EACH_OF_MANY)
        processes = self.launch(template, 100)
        mine = self.as_person(self.activities(processes, self.kaban), self.kaban)
        with self.cold() as counted:
            mine.action_feedback(feedback="selesai")
        self.assertEqual(processes.current_step_id, template.step_ids[1])
        self.assertLessEqual(counted[0] / 100, EACH_OF_MANY)

    def test_other_processes_cost_nothing(self):
        template = self.chain(3)
        few = self.cost_of_step(template), self.cost_of_start(template)
        self.fill(template, 10_000)
        self.assertEqual((self.cost_of_step(template), self.cost_of_start(template)), few)

    def test_my_late_work(self):
        processes = self.launch(self.chain(3), 100)
        processes.task_ids.flush_recordset()
        yesterday = "UPDATE sop_task SET date_deadline = now() - interval '1 day' WHERE process_id = ANY(%s)"
        self.env.cr.execute(yesterday, [processes.ids])
        late = [("user_id", "=", self.kaban.id), ("state", "=", "open"), ("date_deadline", "<", "now")]
        Tasks = self.as_person(self.env["sop.task"], self.kaban)
        for _turn in range(2):
            with self.cold() as counted:
                found = Tasks.web_search_read(late, {"date_deadline": {}, "process_id": {}}, limit=80)
        self.assertEqual((found["length"], len(found["records"])), (100, 80))
        self.assertLessEqual(counted[0], LATE)

    def test_nothing_of_ours_in_the_inbox(self):
        self.launch(self.chain(3), 20)
        Users = self.as_person(self.env["res.users"], self.kaban)
        for _turn in range(2):
            with self.cold() as counted:
                groups = Users._get_activity_groups()
        self.assertEqual([group["planned_count"] for group in groups if group["model"] == "sop.process"], [20])
        self.assertLessEqual(counted[0], INBOX)

    def fill(self, template, count):
        """Many running processes with an open task each, straight into the tables."""
        step, executor = template.step_ids[0], template.executor_ids[0]
        self.env.cr.execute(
            """
            WITH process AS (
                INSERT INTO sop_process (name, template_id, company_id, requester_id, state, current_step_id)
                SELECT 'Isi ' || n, %(template)s, %(company)s, %(user)s, 'running', %(step)s
                FROM generate_series(1, %(count)s) n
                RETURNING id
            )
            INSERT INTO sop_task (process_id, company_id, template_id, step_id, executor_id, visit, user_id, state,
                                  is_current, date_assigned)
            SELECT id, %(company)s, %(template)s, %(step)s, %(executor)s, 1, %(user)s, 'open', true, now() FROM process
            """,
            {
                "template": template.id,
                "company": self.company.id,
                "user": self.sekretaris.id,
                "step": step.id,
                "executor": executor.id,
                "count": count,
            },
        )

"""The buttons of employees, units and jobs, and finding an SOP by the words of its steps."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import SopCase


class TestTakingPart(SopCase):
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.templates["rkt"]
        cls.kaban, cls.staf, cls.officer = cls.person("kaban"), cls.person("staf"), cls.person("pengelola")
        cls.process = cls.start(cls.template, cls.officer)
        Employee = cls.env["hr.employee"]
        cls.employees = {
            user: Employee.search([("user_id", "=", user.id)]) for user in (cls.kaban, cls.staf, cls.officer)
        }
        cls.unit = cls.template.department_id

    def counts(self, records):
        records.invalidate_recordset()
        return [(record.sop_template_count, record.sop_process_count) for record in records]

    def listed(self, record):
        """What the two buttons open."""
        found = []
        for method in ("action_sop_templates", "action_sop_processes"):
            action = getattr(record, method)()
            found.append(record.env[action["res_model"]].search(action["domain"]))
        return found

    def assert_lists_agree(self, records):
        for record, counted in zip(records, self.counts(records)):
            versions, runs = self.listed(record)
            self.assertEqual((len(versions), len(runs)), counted, record.display_name)

    def test_employees(self):
        people = self.employees[self.kaban] | self.employees[self.staf] | self.employees[self.officer]
        self.assertEqual(self.counts(people), [(1, 1), (1, 1), (0, 0)])
        self.assert_lists_agree(people)

    def test_an_employee_without_user(self):
        newcomer = self.env["hr.employee"].create({"name": "Pegawai baru", "company_id": self.company.id})
        self.assertEqual(self.counts(newcomer), [(0, 0)])
        self.assert_lists_agree(newcomer)

    def test_all_rules_of_a_column(self):
        """By job anywhere or in a unit, as head, by name; not by a job elsewhere."""
        staf, job = self.employees[self.staf], self.employees[self.staf].job_id
        elsewhere = self.env["hr.department"].search([("manager_id.user_id", "=", self.person("kabid1").id)])
        kasubag = self.env["hr.employee"].search([("user_id", "=", self.person("kasubag").id)])
        people = staf | kasubag
        expected = {
            ("job", job.id, False): (1, 0),
            ("job", job.id, staf.department_id.parent_id.id): (1, 0),
            ("job", job.id, elsewhere.id): (0, 0),
            ("head", False, kasubag.department_id.id): (0, 1),
        }
        before = [versions for versions, _runs in self.counts(people)]
        for (rule, job_id, department_id), (mine, heads) in expected.items():
            with self.subTest(rule=rule, job=job_id, department=department_id), self.env.cr.savepoint() as savepoint:
                self.in_force([{"name": "X", "rule": rule, "job_id": job_id, "department_id": department_id}])
                after = [versions for versions, _runs in self.counts(people)]
                self.assertEqual(after, [before[0] + mine, before[1] + heads])
                savepoint.rollback()
        self.in_force([{"name": "X", "rule": "team", "user_ids": [Command.set(self.staf.ids)]}])
        self.assertEqual([versions for versions, _runs in self.counts(people)], [before[0] + 1, before[1]])

    def in_force(self, columns):
        template = self.env["sop.template"].create(
            {
                "name": "Lain",
                "company_id": self.company.id,
                "executor_ids": [Command.create(column) for column in columns],
            }
        )
        self.env["sop.template.step"].create(
            {"template_id": template.id, "name": "X", "executor_ids": [Command.set(template.executor_ids.ids)]}
        )
        self.put_in_force(template)
        return template

    def test_units_and_jobs(self):
        self.assertEqual(self.counts(self.unit), [(1, 1)])
        jobs = self.template.executor_ids.job_id
        self.assertTrue(jobs)
        self.assertEqual(self.counts(jobs), [(1, 1)] * len(jobs))
        units = self.env["hr.department"].search([("company_id", "=", self.company.id)])
        self.assert_lists_agree(units)
        self.assert_lists_agree(self.env["hr.job"].search([("company_id", "=", self.company.id)]))

    def test_only_what_one_may_see(self):
        """An employee who takes part in nothing counts no run; the SOPs in force everybody may read."""
        outsider = self.env["res.users"].create(
            {
                "login": "outsider",
                "name": "Lain",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("sop_planning.group_sop_user").ids)],
            }
        )
        public = self.env["hr.employee.public"].browse(self.employees[self.kaban].id)
        for record in (public, self.unit, self.template.executor_ids.job_id[:1]):
            for user, expected in ((outsider, (1, 0)), (self.officer, (1, 1)), (self.kaban, (1, 1))):
                own = self.as_person(record, user)
                self.assertEqual(self.counts(own), [expected], (record._name, user.login))
                self.assert_lists_agree(own)

    def test_not_without_rights(self):
        nobody = self.env["res.users"].create(
            {
                "login": "nobody",
                "name": "Lain",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
            }
        )
        unit = self.as_person(self.unit, nobody)
        arch = unit.get_view(self.env.ref("hr.view_department_form").id, "form")["arch"]
        self.assertNotIn("sop_process_count", arch)
        for call in (unit.action_sop_processes, unit.action_sop_templates, lambda: unit.sop_process_count):
            with self.assertRaises(AccessError):
                call()

    def test_counted_for_all_at_once(self):
        everybody = self.env["hr.employee"].search([("company_id", "=", self.company.id)])
        for records in (everybody, self.env["hr.department"].search([]), self.env["hr.job"].search([])):
            costs = []
            for some in (records[:1], records[:1], records):
                self.env.invalidate_all()
                some.mapped("display_name")
                before = self.cr.sql_log_count
                some.mapped("sop_process_count")
                some.mapped("sop_template_count")
                costs.append(self.cr.sql_log_count - before)
            self.assertLessEqual(costs[2], costs[1] + 2, records._name)

    def test_an_sop_is_found_by_the_words_of_its_steps(self):
        words = self.template.step_ids[3].name.split()[1:4]
        view = self.env.ref("sop_planning.sop_template_view_search")
        self.assertIn("('step_ids.name', 'ilike', self)", view.arch)
        Template = self.as_person(self.env["sop.template"], self.staf)
        self.assertIn(self.template, Template.search([("step_ids.name", "ilike", " ".join(words))]))
        self.assertFalse(Template.search([("step_ids.name", "ilike", "kata yang tidak ada di mana pun")]))

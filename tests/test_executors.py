"""Executor columns resolve to people by their rule, without rights on employees."""

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .common import SopCase


class TestExecutors(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["sop.template"].create({"name": "Uji", "company_id": cls.company.id})
        cls.staf = cls.person("staf")

    def resolve(self, **values):
        executor = self.env["sop.template.executor"].create(
            {"template_id": self.template.id, "name": "Kolom", **values}
        )
        return self.as_person(executor, self.staf).sudo(False)._resolve(self.staf)[executor]

    def unit(self, name):
        return self.env["hr.department"].search([("name", "=", name), ("company_id", "=", self.company.id)])

    def job(self, name):
        return self.env["hr.job"].search([("name", "=", name), ("company_id", "=", self.company.id)])

    def test_job(self):
        self.template.sudo()
        self.assertEqual(
            self.resolve(rule="job", job_id=self.job("Kepala Bidang").id), self.person("kabid1") | self.person("kabid2")
        )

    def test_job_in_a_unit(self):
        values = {"rule": "job", "job_id": self.job("Kepala Bidang").id}
        self.assertEqual(self.resolve(**values, department_id=self.unit("Bidang II").id), self.person("kabid2"))
        whole = self.unit("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia")
        self.assertEqual(len(self.resolve(**values, department_id=whole.id)), 2)
        self.assertFalse(self.resolve(**values, department_id=self.unit("Sekretariat").id))

    def test_head(self):
        self.assertEqual(
            self.resolve(rule="head", department_id=self.unit("Sekretariat").id), self.person("sekretaris")
        )
        self.unit("Bidang I").manager_id = False
        self.assertFalse(self.resolve(rule="head", department_id=self.unit("Bidang I").id))

    def test_person_team_outside(self):
        people = self.person("kabid1") | self.person("kabid2")
        for rule in ("person", "team", "outside"):
            self.assertEqual(self.resolve(rule=rule, user_ids=[Command.set(people.ids)]), people)

    def test_requester(self):
        self.assertEqual(self.resolve(rule="requester"), self.staf)

    def test_who_left_is_not_found(self):
        self.person("kabid1").active = False
        self.assertEqual(self.resolve(rule="job", job_id=self.job("Kepala Bidang").id), self.person("kabid2"))

    def test_rule_says_who(self):
        for rule in ("job", "head", "person", "team", "outside"):
            with self.assertRaises(ValidationError):
                self.resolve(rule=rule)

    def test_other_agency_is_refused(self):
        self.import_agency("bappeda-kalbar")
        foreign = self.env["hr.job"].search(
            [("company_id", "!=", self.company.id), ("company_id", "!=", False)], limit=1
        )
        with self.assertRaises(UserError):
            self.resolve(rule="job", job_id=foreign.id)

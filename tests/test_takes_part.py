"""Who takes part in a run: the question the record rules ask, of runs and of what belongs to them."""

from odoo.addons.sop_planning.models.engine_key import with_engine

from .common import SopCase


class TestTakesPart(SopCase):
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer, cls.kaban, cls.newcomer = cls.person("pengelola"), cls.person("kaban"), cls.person("kabid1")
        cls.process = cls.start(cls.templates["rkt"], cls.kaban)

    def found(self, user, model):
        """Whether searching as `user` gives what there is of the process, for each way to ask."""
        Model = self.as_person(self.env[model], user)
        key = "id" if model == "sop.process" else "process_id"
        mine = [(key, "=", self.process.id)]
        return [bool(Model.search([("takes_part", operator, True), *mine])) for operator in ("=", "!=")]

    def test_search_says_what_the_field_says(self):
        for model in ("sop.process", "sop.task", "sop.task.report"):
            self.assertEqual(self.found(self.kaban, model), [True, False], model)
            self.assertEqual(self.found(self.officer, model), [False, True], model)
        for record in (self.process, self.process.task_ids[0]):
            self.assertTrue(self.as_person(record, self.kaban).takes_part)
            self.assertFalse(self.as_person(record, self.officer).takes_part)

    def test_whoever_joins_reads_from_then_on(self):
        process, task = (self.as_person(one, self.newcomer) for one in (self.process, self.process.task_ids[0]))
        self.assertFalse(process.has_access("read") or task.has_access("read"))
        with_engine(self.process.sudo())._participate(self.newcomer)
        self.assertTrue(process.has_access("read") and task.has_access("read"))
        self.assertEqual(self.found(self.newcomer, "sop.task"), [True, False])

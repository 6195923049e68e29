"""Who may do what: roles x verbs for every model, through the ORM as that person, and no way around by other models."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import SopCase

ROLES = ("nobody", "portal", "outsider", "participant", "officer", "administrator", "stranger")
# One letter a verb: read, write, create, unlink. Rows: what; columns: ROLES. A stranger is the officer of another
# agency, an outsider a user who takes no part, nobody an employee without any right in SOP Planning.
MATRIX = {
    #                       nobody  portal  outsider participant officer administrator stranger
    "draft template":     ("----", "----", "----", "----", "rwcu", "rwcu", "----"),
    "draft executor":     ("----", "----", "----", "----", "rwcu", "rwcu", "----"),
    "draft step":         ("----", "----", "----", "----", "rwcu", "rwcu", "----"),
    "draft branch":       ("----", "----", "----", "----", "rwcu", "rwcu", "----"),
    "draft label":        ("----", "----", "----", "----", "rwcu", "rwcu", "----"),
    # An officer may always create an SOP: a new draft.
    "effective template": ("----", "----", "r---", "r---", "r-c-", "r-c-", "----"),
    "effective executor": ("----", "----", "r---", "r---", "r---", "r---", "----"),
    "effective step":     ("----", "----", "r---", "r---", "r---", "r---", "----"),
    "effective branch":   ("----", "----", "r---", "r---", "r---", "r---", "----"),
    "effective label":    ("----", "----", "r---", "r---", "r---", "r---", "----"),
    "prepared process":   ("----", "----", "----", "----", "rwcu", "rwcu", "----"),
    "prepared member":    ("----", "----", "----", "----", "rwcu", "rwcu", "----"),
    "running process":    ("----", "----", "----", "r---", "r---", "r---", "----"),
    "running member":     ("----", "----", "----", "r---", "r---", "r---", "----"),
    "task":               ("----", "----", "----", "r---", "r---", "r---", "----"),
    "event":              ("----", "----", "----", "r---", "r---", "r---", "----"),
}  # fmt: skip
# What an import dialog, and only an officer's, may be made of.
DIALOGS = {
    "sop.process.start": ("outsider", "participant", "officer", "administrator", "stranger"),
    "sop.task.finish": ("outsider", "participant", "officer", "administrator", "stranger"),
    "sop.process.move": ("outsider", "participant", "officer", "administrator", "stranger"),
    "sop.interchange.export": ("outsider", "participant", "officer", "administrator", "stranger"),
    "sop.interchange.import": ("officer", "administrator", "stranger"),
    "sop.template.return": ("officer", "administrator", "stranger"),
}


class RightsCase(SopCase):
    agency = "disdukcapil-balangan"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_agency("bappeda-kalbar")
        cls.template = cls.import_sop("disdukcapil-balangan-rkt")
        cls.draft = cls.template.copy({"number": False})
        cls.draft.step_ids[0].branch_ids = [
            Command.create({"name": "Ya", "target_step_id": cls.draft.step_ids[1].id}),
            Command.create({"name": "Tidak", "target_step_id": cls.draft.step_ids[2].id}),
        ]
        cls.process = cls.start(cls.template, cls.person("kadis"))
        cls.prepared = cls.env["sop.process"].create({
            "template_id": cls.template.id, "name": "Disiapkan",
            "member_ids": [Command.create({
                "executor_id": cls.template.executor_ids[0].id, "user_id": cls.person("staf1").id,
            })],
        })  # fmt: skip
        cls.people = cls.everyone()

    @classmethod
    def everyone(cls):
        Users = cls.env["res.users"].with_context(no_reset_password=True)
        values = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        nobody = Users.create({**values, "login": "nobody", "name": "Pegawai", "email": "nobody@uji.example"})
        portal = Users.create({
            **values, "login": "portal", "name": "Tamu", "email": "tamu@uji.example",
            "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
        })  # fmt: skip
        outsider = Users.create({
            **values, "login": "outsider", "name": "Lain", "email": "lain@uji.example",
            "group_ids": [Command.link(cls.env.ref("sop_planning.group_sop_user").id)],
        })  # fmt: skip
        return {
            "nobody": nobody, "portal": portal, "outsider": outsider, "participant": cls.person("sekretaris"),
            "officer": cls.person("pengelola"), "administrator": cls.person("admin-sop"),
            "stranger": cls.person("pengelola", "bappeda-kalbar"),
        }  # fmt: skip

    def specimens(self):
        """Name of a row of MATRIX -> (record, values to write, values to create)."""
        found = {}
        for state, template in (("draft", self.draft), ("effective", self.template)):
            row = {"template_id": template.id}
            step = template.step_ids.filtered("branch_ids")[0]
            label = template.label_ids[0]
            found |= {
                f"{state} template": (template, {"name": "X"}, {"name": "X", "company_id": self.company.id}),
                f"{state} executor": (
                    template.executor_ids[0],
                    {"name": "X"},
                    {**row, "name": "X", "rule": "requester"},
                ),
                f"{state} step": (template.step_ids[0], {"name": "X"}, {**row, "name": "X"}),
                f"{state} branch": (step.branch_ids[0], {"name": "X"}, {"step_id": step.id, "name": "X"}),
                f"{state} label": (label, {"name": "X"}, {**row, "key": "total", "name": "X"}),
            }
        for state, process in (("prepared", self.prepared), ("running", self.process)):
            member = {"process_id": process.id, "executor_id": self.template.executor_ids[1].id}
            values = {"template_id": self.template.id, "name": "X"}
            found |= {
                f"{state} process": (process, {"name": "X"}, values if state == "prepared" else {**values, "state": "running"}),
                f"{state} member": (
                    process.member_ids[0], {"user_id": self.person("staf2").id}, {**member, "user_id": self.person("kadis").id},
                ),
            }  # fmt: skip
        task, event = self.process.task_ids[0], self.process.event_ids[0]
        return {
            **found,
            "task": (task, {"feedback": "X"}, task.copy_data()[0] | {"user_id": self.env.uid}),
            "event": (event, {"note": "X"}, event.copy_data()[0]),
        }

    def may(self, act):
        try:
            with self.env.cr.savepoint() as savepoint:
                act()
                self.env.flush_all()
                savepoint.rollback()
        except UserError:
            return False
        finally:
            self.env.invalidate_all()
        return True

    def verbs(self, user, record, written, created):
        mine = self.as_person(record, user)
        acts = {
            "r": lambda: mine.read(list(written)),
            "w": lambda: mine.write(written),
            "c": lambda: mine.create([created]),
            "u": mine.unlink,
        }
        return "".join(letter if self.may(act) else "-" for letter, act in acts.items())


class TestMatrix(RightsCase):
    def test_roles_and_verbs(self):
        for name, (record, written, created) in self.specimens().items():
            for role, expected in zip(ROLES, MATRIX[name]):
                with self.subTest(what=name, who=role):
                    self.assertEqual(self.verbs(self.people[role], record, written, created), expected)

    def test_every_model_is_in_the_matrix(self):
        ours = {
            name for name, model in self.env.items()
            if name.startswith("sop.") and model._original_module == "sop_planning" and not model._abstract
        }  # fmt: skip
        covered = {record._name for record, _written, _created in self.specimens().values()}
        self.assertEqual(ours, covered | set(DIALOGS) | {"sop.process.start.line"})

    def test_dialogs(self):
        values = {
            "sop.process.start": {"template_id": self.template.id, "name": "X"},
            "sop.task.finish": {"process_id": self.process.id},
            "sop.process.move": {"process_id": self.process.id, "kind": "cancel", "reason": "X"},
            "sop.template.return": {"template_id": self.draft.id, "reason": "X"},
        }
        for model, allowed in DIALOGS.items():
            for role in ROLES:
                Dialog = self.as_person(self.env[model], self.people[role])
                with self.subTest(model=model, who=role):
                    self.assertEqual(Dialog.has_access("create"), role in allowed)
                    if role not in allowed:
                        with self.assertRaises(AccessError):
                            Dialog.create(values.get(model, {}))

    def test_a_dialog_is_its_makers(self):
        mine = self.as_person(self.env["sop.process.move"], self.people["participant"]).create(
            {"process_id": self.process.id, "kind": "cancel", "reason": "X"}
        )
        with self.assertRaises(AccessError):
            self.as_person(mine, self.people["outsider"]).read(["reason"])


class TestWaysAround(RightsCase):
    """Searching, grouping, exporting and reading through other records show no more than reading does."""

    def test_searches(self):
        records = {name: specimen[0] for name, specimen in self.specimens().items()}
        for name, record in records.items():
            for role, expected in zip(ROLES, MATRIX[name]):
                found = self.found(self.as_person(record.browse(), self.people[role]), record)
                with self.subTest(what=name, who=role):
                    self.assertEqual(found, "r" in expected)

    def found(self, Model, record):
        try:
            by_search = record.id in Model.search([("id", "=", record.id)]).ids
            by_count = bool(Model.search_count([("id", "=", record.id)]))
            by_group = Model._read_group([("id", "=", record.id)], [], ["__count"])[0][0] > 0
            by_web = bool(Model.web_search_read([("id", "=", record.id)], {"id": {}})["length"])
        except AccessError:
            return False
        self.assertEqual(len({by_search, by_count, by_group, by_web}), 1)
        return by_search

    def test_names_and_exports(self):
        stranger = self.people["stranger"]
        stranger.group_ids += self.env.ref("base.group_allow_export")
        Template, Process = (self.as_person(self.env[name], stranger) for name in ("sop.template", "sop.process"))
        self.assertFalse(Template.name_search("Penyusunan RKT"))
        self.assertFalse(Process.name_search("RKT 2027"))
        with self.assertRaises(AccessError):
            Template.browse(self.template.id).export_data(["name", "step_ids/name"])
        with self.assertRaises(AccessError):
            Process.browse(self.process.id).export_data(["name", "task_ids/feedback"])

    def test_through_other_records(self):
        outsider = self.as_person(self.template, self.people["outsider"])
        self.assertFalse(outsider.process_ids)
        self.assertEqual(outsider.process_count, 0)
        self.assertFalse(self.as_person(self.env["sop.task"], self.people["outsider"]).search([]))
        self.assertFalse(self.as_person(self.template, self.people["officer"]).version_ids - self.template)

    def test_what_is_computed_for_others(self):
        for role in ("outsider", "stranger", "nobody"):
            process = self.as_person(self.process, self.people[role])
            for name in ("table_html", "waiting_for", "my_step_text", "can_finish", "progress"):
                with self.subTest(who=role, field=name), self.assertRaises(AccessError):
                    process.read([name])

    def test_no_rights_on_employees_needed(self):
        participant = self.people["participant"]
        self.assertFalse(participant.has_group("hr.group_hr_user"))
        self.assertFalse(self.as_person(self.env["hr.employee"], participant).has_access("read"))
        for model in (
            "sop.template",
            "sop.process",
            "sop.task",
            "sop.process.start",
            "sop.task.finish",
            "sop.process.move",
        ):
            Model = self.as_person(self.env[model], participant)
            views = Model.get_views(
                [(False, "form")] + ([(False, "list"), (False, "search")] if not Model._transient else [])
            )
            self.assertTrue(views["views"])
        self.as_person(self.process, participant).web_read(
            {name: {} for name in ("table_html", "waiting_for", "my_turn", "progress", "can_finish")}
        )

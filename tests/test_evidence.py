"""The evidence of a run - tasks, journal, people, activities - cannot be bent by anybody through the application."""

from psycopg2 import IntegrityError

from odoo.addons.sop_planning.models.engine_key import ENGINE_KEY
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import SopCase

EVIDENCE = (
    "sop_process",
    "sop_process_member",
    "sop_process_participant_rel",
    "sop_task",
    "sop_event",
    "mail_activity",
)
# What a client might send in the hope that it opens the engine's lock; a context sent is JSON.
FORGED_CONTEXTS = (
    {},
    {"sop_engine": True},
    {"sop_engine": "x"},
    {"sop_engine": repr(ENGINE_KEY)},
    {"sop_engine": {}},
    {"sop_engine": id(ENGINE_KEY)},
    {"default_sop_engine": True},
    {"install_mode": True, "import_file": True, "tracking_disable": True},
)


class EvidenceCase(SopCase):
    """A process whose first step is finished and whose second waits for the secretary."""

    sops = ("rkt",)
    evidence = EVIDENCE

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.templates["rkt"]
        cls.kaban, cls.sekretaris, cls.staf = cls.person("kaban"), cls.person("sekretaris"), cls.person("staf")
        cls.root = cls.env.ref("base.user_admin")
        cls.root.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})
        cls.process = cls.start(cls.template, cls.kaban)
        cls.done(cls.kaban, cls.process, "arahan")
        cls.closed_task, cls.open_task = cls.process.task_ids.sorted("id")
        cls.event = cls.process.event_ids[0]
        cls.member = cls.process.member_ids[0]
        cls.closed_activity, cls.open_activity = cls.closed_task.activity_id, cls.open_task.activity_id

    def as_everyone(self, records):
        """`records` as each kind of person has them, and as code without the engine's key has them."""
        people = {
            "executor": self.kaban,
            "next executor": self.sekretaris,
            "officer": self.person("pengelola"),
            "administrator": self.person("admin-sop"),
            "system administrator": self.root,
        }
        everyone = {name: self.as_person(records, user) for name, user in people.items()}
        return everyone | {"superuser": records.with_env(self.env)}

    def snapshot(self):
        return self.digests(self.evidence)

    def assert_unbent(self, act, silent=False, before=None):
        """`act` is refused and leaves the evidence as it is; with `silent`, it may also do nothing.

        :param before: a snapshot of the evidence as it is
        """
        before, refused = before or self.snapshot(), False
        try:
            with self.env.cr.savepoint():
                act()
                self.env.flush_all()
        except UserError:
            refused = True
        self.env.invalidate_all()
        self.assertEqual(self.snapshot(), before)
        self.assertTrue(refused or silent, "not refused")

    def assert_all_unbent(self, records, acts, silent=(), context=None):
        """No act, by whomever, bends the evidence; acts: name -> function of the records as that person has them.

        :param context: keys a client forged; those who may do most try them
        """
        before = self.snapshot()
        for who, mine in self.as_everyone(records).items():
            if context is not None and who not in ("system administrator", "superuser"):
                continue
            mine = mine.with_context(**context or {})
            for name, act in acts.items():
                with self.subTest(who=who, act=name, record=records._name, context=context):
                    self.assert_unbent(lambda act=act, mine=mine: act(mine), name in silent, before)


class TestTasksAndEvents(EvidenceCase):
    def guarded(self):
        """(record, values somebody might want to write)"""
        return (
            (self.closed_task, {"feedback": "lain", "user_id": self.staf.id, "state": "returned"}),
            (self.open_task, {"date_deadline": "2030-01-01 00:00:00", "state": "done", "user_id": self.staf.id}),
            (self.event, {"note": "lain", "user_id": self.staf.id, "date": "2020-01-01 00:00:00"}),
        )

    def test_by_every_verb(self):
        for record, values in self.guarded():
            acts = {
                "write": lambda mine, values=values: mine.write(values),
                "web_save": lambda mine, values=values: mine.web_save(values, {}),
                "unlink": lambda mine: mine.unlink(),
                "copy": lambda mine: mine.copy(),
                "create": lambda mine: mine.create([mine.sudo().copy_data()[0]]),
                "web_save a new one": lambda mine: mine.browse().web_save(mine.sudo().copy_data()[0], {}),
                "name_create": lambda mine: mine.name_create("lain"),
            }
            acts |= {
                f"write one {name}": lambda mine, name=name, value=value: mine.write({name: value})
                for name, value in values.items()
            }
            self.assert_all_unbent(record, acts, silent=("name_create",))

    def test_by_forged_contexts(self):
        for context in FORGED_CONTEXTS:
            for record, values in self.guarded():
                acts = {
                    "write": lambda mine, values=values: mine.write(values),
                    "unlink": lambda mine: mine.unlink(),
                    "create": lambda mine: mine.create([mine.sudo().copy_data()[0]]),
                }
                self.assert_all_unbent(record, acts, context=context)

    def test_by_import(self):
        external_id = self.closed_task.export_data(["id"])["datas"][0][0]
        task, process = str(self.closed_task.id), str(self.process.id)
        rows = {
            "sop.task": (["id", "feedback"], [external_id, "lain"]),
            "sop.event": ([".id", "note"], [str(self.event.id), "lain"]),
            "sop.process": ([".id", "task_ids/.id", "task_ids/feedback"], [process, task, "lain"]),
            "sop.process.member": ([".id", "user_id/.id"], [str(self.member.id), str(self.staf.id)]),
        }
        for model, (names, row) in rows.items():
            acts = {"load": lambda mine, names=names, row=row: mine.load(names, [row])}
            self.assert_all_unbent(self.env[model], acts, silent=("load",))

    def test_by_the_process(self):
        """Commands on the lists of the process."""
        targets = (
            ("task_ids", self.closed_task, {"feedback": "lain"}),
            ("task_ids", self.open_task, {"user_id": self.staf.id}),
            ("event_ids", self.event, {"note": "lain"}),
            ("member_ids", self.member, {"user_id": self.staf.id}),
            ("activity_ids", self.open_activity, {"user_id": self.staf.id}),
        )
        step_type = self.env.ref("sop_planning.mail_activity_type_step")
        new = {
            "task_ids": self.closed_task.copy_data()[0],
            "event_ids": self.event.copy_data()[0],
            "member_ids": {"executor_id": self.member.executor_id.id, "user_id": self.staf.id},
            "activity_ids": {
                "activity_type_id": step_type.id,
                "user_id": self.staf.id,
                "res_model_id": self.open_activity.res_model_id.id,
                "res_id": self.process.id,
            },
        }
        for name, record, values in targets:
            commands = {
                "create": Command.create(new[name]),
                "update": Command.update(record.id, values),
                "delete": Command.delete(record.id),
                "unlink": Command.unlink(record.id),
                "clear": Command.clear(),
                "set": Command.set([]),
            }
            by_form = {name: [commands["update"]]}
            acts = {f"web_save {name}": lambda mine, by_form=by_form: mine.web_save(by_form, {})}
            for verb, command in commands.items():
                acts[f"write {name} {verb}"] = lambda mine, name=name, command=command: mine.write({name: [command]})
            self.assert_all_unbent(self.process, acts)

    def test_by_other_records(self):
        """Deleting what the evidence names does not take the evidence along."""
        for record in (self.process, self.template, self.template.step_ids[0], self.template.executor_ids[0]):
            self.assert_unbent(record.unlink)
        for record in (self.kaban, self.company, self.member.executor_id):
            self.assert_unbent_by_database(record.unlink)

    def assert_unbent_by_database(self, act):
        before = self.snapshot()
        with self.assertRaises(Exception) as raised, self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            act()
            self.env.flush_all()
        self.assertIsInstance(raised.exception, (UserError, IntegrityError))
        self.env.invalidate_all()
        self.assertEqual(self.snapshot(), before)


class TestProcess(EvidenceCase):
    def test_started_process(self):
        values = {
            "name": "lain",
            "period": "1999",
            "state": "draft",
            "template_id": self.template.id,
            "requester_id": self.staf.id,
            "company_id": self.env.company.id,
            "starter_id": self.staf.id,
            "current_step_id": self.template.step_ids[4].id,
            "visits": {},
            "date_start": "2020-01-01 00:00:00",
            "date_end": "2020-01-01 00:00:00",
            "date_deadline": False,
            "participant_ids": [Command.link(self.root.id)],
            "department_id": False,
            "progress": 100,
        }
        acts = {f"write {name}": lambda mine, name=name: mine.write({name: values[name]}) for name in values}
        acts |= {
            "unlink": lambda mine: mine.unlink(),
            "web_save": lambda mine: mine.web_save({"name": "lain"}, {}),
        }
        for context in FORGED_CONTEXTS:
            self.assert_all_unbent(self.process, acts, context=context)

    def test_created_as_if_started(self):
        """Neither values nor defaults of a context make a process that has run."""
        officer = self.person("pengelola")
        for name, value in {
            "state": "done",
            "starter_id": self.staf.id,
            "date_start": "2020-01-01 00:00:00",
            "participant_ids": [Command.link(self.root.id)],
        }.items():
            Process = self.as_person(self.env["sop.process"], officer)
            values = {"template_id": self.template.id, "name": "palsu"}
            with self.assertRaises(UserError):
                Process.create({**values, name: value})
            for process in (
                Process.with_context(**{f"default_{name}": value}).create(values),
                self.as_person(self.process, officer).with_context(**{f"default_{name}": value}).copy(),
            ):
                self.assertEqual(process.state, "draft")
                self.assertFalse(process.starter_id or process.date_start)
                self.assertEqual(process.participant_ids, officer | process.requester_id)

    def test_people_after_the_start(self):
        prepared = self.as_person(self.env["sop.process"], self.person("pengelola")).create(
            {
                "template_id": self.template.id,
                "name": "disiapkan",
                "member_ids": [
                    Command.create({"executor_id": self.member.executor_id.id, "user_id": self.staf.id}),
                ],
            }
        )
        acts = {
            "write": lambda mine: mine.write({"user_id": self.staf.id}),
            "unlink": lambda mine: mine.unlink(),
            "copy": lambda mine: mine.copy({"user_id": self.staf.id}),
            "create": lambda mine: mine.create(
                {
                    "process_id": self.process.id,
                    "executor_id": self.member.executor_id.id,
                    "user_id": self.staf.id,
                }
            ),
            "move out": lambda mine: mine.write({"process_id": prepared.id}),
            "move in": lambda mine: mine.browse(prepared.member_ids.id).write({"process_id": self.process.id}),
            "take": lambda mine: (
                mine.env["sop.process"].browse(prepared.id).write({"member_ids": [Command.link(self.member.id)]})
            ),
        }
        for context in FORGED_CONTEXTS[:4]:
            self.assert_all_unbent(self.member, acts, context=context)

    def test_people_fit_the_process(self):
        """Neither columns of another SOP, nor people who do not work for the agency."""
        self.import_agency("bappeda-kalbar")
        stranger = self.person("pengelola", "bappeda-kalbar")
        other = self.import_sop("bkpsdm-selayar-iku")
        column = self.template.executor_ids[0]
        portal = self.portal_user()
        for executor, user in ((other.executor_ids[0], self.staf), (column, stranger), (column, portal)):
            member = Command.create({"executor_id": executor.id, "user_id": user.id})
            with self.subTest(executor=executor.name, user=user.login):
                self.assert_not_started({"member_ids": [member]})
        for requester in (stranger, portal):
            with self.subTest(requester=requester.login):
                self.assert_not_started({"requester_id": requester.id})

    def assert_not_started(self, values):
        Process = self.as_person(self.env["sop.process"], self.person("pengelola"))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            Process.create({"template_id": self.template.id, "name": "palsu", **values}).action_start()
        self.env.invalidate_all()

    def portal_user(self):
        return self.env["res.users"].create(
            {
                "login": "tamu",
                "name": "Tamu",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )


class TestFrozenVersion(EvidenceCase):
    """A version in force does not change when what it names is deleted, nor a draft under the eyes of its reviewer."""

    def test_what_the_version_names_stays(self):
        executor = self.template.executor_ids.filtered("department_id")[0]
        self.assertTrue(executor.job_id or executor.department_id)
        named = self.template.department_id | self.template.executor_ids.department_id
        for record in (*named, *self.template.executor_ids.job_id):
            with self.subTest(record=record.display_name):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    record.unlink()
                self.env.invalidate_all()
                self.assertTrue(record.exists())

    def test_who_changes_the_signature_is_a_writer(self):
        officer = self.person("pengelola")
        draft = self.import_sop("bkpsdm-selayar-iku", effective=False)
        self.assertNotIn(officer, draft.writer_ids)
        self.as_person(self.env["ir.attachment"], officer).create(
            {
                "name": "signer_image",
                "res_model": "sop.template",
                "res_field": "signer_image",
                "res_id": draft.id,
                "raw": b"gambar",
            }
        )
        self.assertIn(officer, draft.writer_ids)

    def test_paper_made_by_hand(self):
        """A paper that somebody puts into a draft is neither printed nor taken over when the draft takes effect."""
        draft = self.import_sop("bkpsdm-selayar-iku", effective=False)
        self.as_person(draft, self.person("pengelola")).paper_pdf = b"cGFsc3U="
        self.assertFalse(draft._how_to_print()[0])
        self.put_in_force(draft)
        self.assertFalse(draft.paper_pdf)

    def test_not_into_another_agency(self):
        """Nobody plants a draft, its rows or a process in an agency he does not work for."""
        self.import_agency("bappeda-kalbar")
        foreign = self.import_sop("bappeda-kalbar-renja", effective=False)
        in_force = self.import_sop("bappeda-kalbar-renja")
        draft = self.import_sop("bkpsdm-selayar-iku", effective=False)
        prepared = self.env["sop.process"].create({"template_id": self.template.id, "name": "disiapkan"})
        self.env.invalidate_all()
        officer = self.person("pengelola")
        for record, values in (
            (draft, {"company_id": foreign.company_id.id}),
            (draft.step_ids[0], {"template_id": foreign.id}),
            (draft.executor_ids[0], {"template_id": foreign.id}),
            (prepared, {"template_id": in_force.id}),
            (prepared, {"company_id": foreign.company_id.id}),
        ):
            with self.subTest(record=record._name, values=values):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    self.as_person(record, officer).write(values)
                    self.env.flush_all()
                self.env.invalidate_all()


class TestForgedDefaults(EvidenceCase):
    """`default_...` in a client's context reaches every create of the call; the evidence must not take it up."""

    DEFAULTS = {
        "default_state": "done",
        "default_is_current": False,
        "default_feedback": "palsu",
        "default_note": "palsu",
        "default_date_done": "2020-01-01 00:00:00",
        "default_activity_id": False,
        "default_active": False,
        "default_date_start": "2020-01-01 00:00:00",
        "default_date_end": "2020-01-01 00:00:00",
        "default_name": "palsu",
        "default_period": "palsu",
        "default_body": "palsu",
    }

    def assert_true(self, process):
        task = process.task_ids.filtered("is_current")
        self.assertEqual((len(task), task.state, task.feedback, task.date_done), (1, "open", False, False))
        self.assertTrue(task.activity_id.active)
        self.assertNotIn("palsu", task.activity_id.note)
        self.assertEqual((process.state, process.date_end), ("running", False))
        self.assertNotIn("palsu", process.event_ids.mapped("note"))
        self.assertNotIn("palsu", str(process.message_ids.mapped("body")))

    def test_start(self):
        dialog = self.as_person(self.env["sop.process.start"], self.kaban).create(
            {"template_id": self.template.id, "name": "asli"}
        )
        process = self.env["sop.process"].browse(dialog.with_context(**self.DEFAULTS).action_start()["res_id"])
        self.assert_true(process)
        self.assertEqual((process.name, process.period), ("asli", False))

    def test_finish(self):
        dialog = self.as_person(self.env["sop.task.finish"], self.sekretaris).create({"process_id": self.process.id})
        dialog.with_context(**self.DEFAULTS).action_finish()
        self.assert_true(self.process)

    def test_finish_in_the_inbox(self):
        for method in ("action_feedback", "action_feedback_schedule_next", "action_done", "action_done_schedule_next"):
            with self.subTest(method=method), self.env.cr.savepoint() as savepoint:
                activity = self.as_person(self.open_activity, self.sekretaris)
                getattr(activity.with_context(**self.DEFAULTS), method)()
                self.env.invalidate_all()
                self.assert_true(self.process)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_send_back(self):
        dialog = self.as_person(self.env["sop.process.move"], self.sekretaris).create(
            {"process_id": self.process.id, "kind": "send_back", "reason": "kurang"}
        )
        dialog.with_context(**self.DEFAULTS).action_confirm()
        self.assert_true(self.process)

    def test_versions(self):
        """No draft is born in force, and nobody but its writer is its writer."""
        officer = self.person("pengelola")
        for state in ("review", "effective", "superseded", "withdrawn"):
            forged = {"default_state": state, "default_version": 7, "default_root_id": self.template.id}
            template = self.as_person(self.template, officer).with_context(**forged)
            for made in (
                template.create({"name": "palsu"}),
                template.copy(),
                template.browse(template.name_create("palsu")[0]),
            ):
                self.assertEqual((made.state, made.version, made.root_id), ("draft", 1, made))
                self.assertEqual(made.writer_ids, officer)

    def test_new_version(self):
        officer = self.person("pengelola")
        forged = {"default_state": "review", "default_writer_ids": [Command.clear()], "default_signer_name": "palsu"}
        action = self.as_person(self.template, officer).with_context(**forged).action_new_version()
        draft = self.template.browse(action["res_id"])
        self.assertEqual((draft.state, draft.writer_ids), ("draft", officer))


class TestActivities(EvidenceCase):
    """The activity of a step is finished, by the person asked, once; nothing else can be done with it."""

    def values(self):
        return {
            "summary": "lain",
            "note": "lain",
            "feedback": "lain",
            "date_deadline": "2030-01-01",
            "user_id": self.staf.id,
            "res_id": self.process.id + 1,
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "active": False,
            "attachment_ids": [Command.clear()],
            "date_done": "2020-01-01",
        }

    def test_open_activity(self):
        acts = {f"write {name}": lambda mine, name=name, value=value: mine.write({name: value})
                for name, value in self.values().items()}  # fmt: skip
        acts |= {
            "web_save": lambda mine: mine.web_save({"summary": "lain"}, {}),
            "unlink": lambda mine: mine.unlink(),
            "archive": lambda mine: mine.action_archive(),
            "cancel": lambda mine: mine.action_cancel(),
            "today": lambda mine: mine.action_reschedule_today(),
            "tomorrow": lambda mine: mine.action_reschedule_tomorrow(),
            "next week": lambda mine: mine.action_reschedule_nextweek(),
            "copy": lambda mine: mine.copy(),
        }
        self.assert_all_unbent(self.open_activity, acts)

    def test_closed_activity(self):
        acts = {f"write {name}": lambda mine, name=name, value=value: mine.write({name: value})
                for name, value in (self.values() | {"active": True}).items()}  # fmt: skip
        acts |= {
            "unlink": lambda mine: mine.unlink(),
            "unarchive": lambda mine: mine.action_unarchive(),
            "cancel": lambda mine: mine.action_cancel(),
            "today": lambda mine: mine.action_reschedule_today(),
            "done": lambda mine: mine.action_done(),
            "feedback": lambda mine: mine.action_feedback("dua kali"),
            "done, next": lambda mine: mine.action_done_schedule_next(),
        }
        self.assert_all_unbent(
            self.closed_activity, acts, silent=("cancel", "today", "done", "feedback", "done, next", "unarchive")
        )

    def test_by_forged_contexts(self):
        acts = {
            "write": lambda mine: mine.write({"user_id": self.staf.id}),
            "unlink": lambda mine: mine.unlink(),
            "copy": lambda mine: mine.copy(),
        }
        for context in FORGED_CONTEXTS:
            self.assert_all_unbent(self.open_activity, acts, context=context)

    def test_only_the_person_asked_finishes(self):
        acts = {
            "done": lambda mine: mine.action_done(),
            "feedback": lambda mine: mine.action_feedback("bukan saya"),
            "feedback, next": lambda mine: mine.action_feedback_schedule_next("bukan saya"),
            "done, next": lambda mine: mine.action_done_schedule_next(),
            "done, elsewhere": lambda mine: mine.action_done_redirect_to_other(),
            "from the process": lambda mine: (
                mine.env["sop.process"]
                .browse(self.process.id)
                .activity_feedback(
                    ["sop_planning.mail_activity_type_step"], user_id=self.sekretaris.id, feedback="bukan"
                )
            ),
        }
        for who, mine in self.as_everyone(self.open_activity).items():
            for name, act in acts.items():
                with self.subTest(who=who, act=name):
                    if who != "next executor":
                        self.assert_unbent(lambda act=act, mine=mine: act(mine))
                    else:
                        self.assert_finishes_once(lambda act=act, mine=mine: act(mine))

    def assert_finishes_once(self, act):
        with self.env.cr.savepoint() as savepoint:
            act()
            self.env.invalidate_all()
            self.assertEqual((self.open_task.state, self.process.current_step_id.number), ("done", 3))
            self.assert_unbent(act, silent=True)
            savepoint.rollback()
        self.env.invalidate_all()

    def test_by_the_process(self):
        step = ["sop_planning.mail_activity_type_step"]
        acts = {
            "unlink": lambda mine: mine.activity_unlink(step),
            "reschedule": lambda mine: mine.activity_reschedule(step, new_user_id=self.staf.id),
            "schedule": lambda mine: mine.activity_schedule(step[0], user_id=self.staf.id),
        }
        self.assert_all_unbent(self.process, acts)

    def test_made_by_hand(self):
        """Nobody adds an activity that looks like a step, or turns one into it."""
        step_type = self.env.ref("sop_planning.mail_activity_type_step")
        model = self.env["ir.model"]._get_id("sop.process")
        values = {"res_model_id": model, "res_id": self.process.id, "user_id": self.sekretaris.id}
        reminder = self.as_person(self.env["mail.activity"], self.sekretaris).create(
            {**values, "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id}
        )
        acts = {
            "create": lambda mine: mine.create({**values, "activity_type_id": step_type.id}),
            "create by default": lambda mine: mine.with_context(default_activity_type_id=step_type.id).create(values),
            "write": lambda mine: mine.browse(reminder.id).write({"activity_type_id": step_type.id}),
            "write with others": lambda mine: mine.browse(reminder.id).write(
                {"activity_type_id": step_type.id, "active": False}
            ),
        }
        self.assert_all_unbent(self.env["mail.activity"], acts)

    def test_a_reminder_is_the_users_own(self):
        """An activity of another type on the process is no step: it stays what core makes of it."""
        todo = self.as_person(self.process, self.sekretaris).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.sekretaris.id, summary="ingat"
        )
        todo.write({"summary": "ingat lagi"})
        todo.action_feedback("sudah")
        self.assertEqual(self.process.current_step_id.number, 2)

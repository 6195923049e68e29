"""Every public method over HTTP with a real session: a wrong person gets an error and nothing changes."""

import inspect
from contextlib import suppress

from odoo.addons.sop_planning.models.engine_key import with_engine
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import get_public_method
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .common import SopCase
from .papers import file_paper, picture

OURS = "odoo.addons.sop_planning"
# The ORM's own public methods: test_rights.py goes through them for every model; the defaults of dialogs are below.
VERBS = {"create", "write", "unlink", "copy", "copy_data", "default_get"}
# Core's own public methods that we only extend.
EXTENDED = {
    ("ir.actions.report", "get_paperformat"),
    ("res.users", "action_archive"),
    ("sop.process", "web_read"),
    ("sop.process", "message_subscribe"),
    ("sop.disposition", "web_read"),
}

EVERYBODY = {
    *("public", "portal", "nobody", "outsider", "participant", "executor"),
    *("officer", "administrator", "stranger", "chief"),
}
WRITERS = {"officer", "administrator"}
TAKING_PART = {"executor", "participant"}
READERS = {"outsider"} | TAKING_PART | WRITERS
EVERY_USER = READERS | {"stranger", "chief"}
SMART_BUTTONS = ("action_sop_processes", "action_sop_templates")
# Public method -> what it is called on, and who may; all the others of EVERYBODY must be refused. A dialog is its
# maker's, whatever the others may do. A new method without a line here fails `test_no_method_is_forgotten`.
METHODS = {
    ("sop.template", "action_start"): ("effective", READERS),
    ("sop.template", "action_open_processes"): ("effective", READERS),
    ("sop.template", "action_spreadsheet"): ("effective", READERS),
    ("sop.template", "action_register_spreadsheet"): ("effective", READERS),
    ("sop.template", "action_register_pdf"): ("effective", READERS),
    ("sop.template", "action_new_version"): ("effective", WRITERS),
    ("sop.template", "action_withdraw"): ("effective", WRITERS),
    ("sop.template", "action_send_for_review"): ("draft", WRITERS),
    ("sop.template", "action_replace_current"): ("draft", WRITERS),
    ("sop.template", "action_return"): ("reviewed", WRITERS),
    ("sop.template", "action_load_sample"): ("sample", WRITERS | {"chief"}),
    ("sop.template", "check_table"): ("draft", WRITERS),
    ("sop.template", "action_make_effective"): ("reviewed", WRITERS),
    ("sop.process", "action_start"): ("prepared", WRITERS),
    ("sop.process", "action_finish"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_send_back"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_suspend"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_cancel"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_resume"): ("suspended", WRITERS),
    ("sop.process", "action_call_back"): ("sent", {"executor"}),
    ("sop.process", "action_claim"): ("shared", {"executor"}),
    ("sop.process", "action_release"): ("claimed", {"executor"}),
    ("sop.process", "action_delegate"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_reassign"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_skip"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_reopen"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_open_template"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_record_spreadsheet"): ("running", TAKING_PART | WRITERS),
    ("sop.archive", "action_register_pdf"): ("archive", TAKING_PART | WRITERS),
    ("sop.archive", "action_register_spreadsheet"): ("archive", TAKING_PART | WRITERS),
    ("sop.handover", "action_print"): ("hand-over dialog", {"participant"}),
    ("sop.process", "action_open_children"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_open_parent"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_call_micro"): ("calling", WRITERS),
    ("sop.schedule", "action_start_now"): ("schedule", WRITERS),
    ("sop.schedule", "action_open_processes"): ("schedule", READERS),
    ("sop.process", "action_dispose"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_open_dispositions"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_file"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_archive_papers"): ("running", TAKING_PART | WRITERS),
    ("sop.output.file", "action_file"): ("filing dialog", {"executor"}),
    ("sop.archive.write", "action_archive"): ("archive dialog", {"officer"}),
    ("sop.disposition", "action_answer"): ("disposition", {"participant"}),
    ("sop.disposition", "action_return"): ("disposition", {"participant"}),
    ("sop.disposition", "action_pass_on"): ("disposition", TAKING_PART | WRITERS),
    ("sop.disposition", "action_open_process"): ("disposition", TAKING_PART | WRITERS),
    ("sop.disposition", "action_recall"): ("disposition", {"executor"}),
    ("sop.disposition", "action_remind"): ("disposition", {"executor"}),
    ("sop.disposition.recipient", "action_answer"): ("recipient", TAKING_PART | WRITERS),
    ("sop.disposition.recipient", "action_return"): ("recipient", TAKING_PART | WRITERS),
    ("sop.disposition.recipient", "action_pass_on"): ("recipient", TAKING_PART | WRITERS),
    ("sop.disposition.recipient", "action_open"): ("recipient", TAKING_PART | WRITERS),
    ("sop.disposition.recipient", "action_recall"): ("recipient", {"executor"}),
    ("sop.disposition.write", "action_send"): ("write dialog", {"executor"}),
    ("sop.disposition.answer", "action_confirm"): ("answer dialog", {"participant"}),
    ("sop.process", "action_paraf"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_signature"): ("running", TAKING_PART | WRITERS),
    ("sop.process", "action_stamp"): ("running", TAKING_PART | WRITERS),
    ("sop.signature.write", "action_sign"): ("sign dialog", {"executor"}),
    ("sop.signature.write", "action_refuse"): ("sign dialog", {"executor"}),
    ("sop.specimen", "action_open_mine"): ("specimen", EVERYBODY - {"public", "portal", "nobody"}),
    ("sop.specimen", "action_set_pin"): ("specimen", {"participant"}),
    # With the password only, which comes in the context: test_signing_secrets.py.
    ("sop.pin.set", "action_confirm"): ("pin dialog", set()),
    ("sop.task", "action_open_process"): ("task", TAKING_PART | WRITERS),
    ("sop.process.start", "action_start"): ("start dialog", {"participant"}),
    ("sop.process.start.many", "action_start"): ("start many dialog", {"officer"}),
    ("sop.job", "action_stop"): ("open job", {"officer"}),
    ("sop.job", "action_resume"): ("stopped job", {"officer"}),
    ("sop.job", "action_retry"): ("failed job", {"officer"}),
    ("sop.job", "action_open_processes"): ("open job", WRITERS),
    ("sop.job", "action_download"): ("printed job", {"officer"}),
    ("sop.process", "action_print_many"): ("running", TAKING_PART | WRITERS),
    ("sop.template", "action_print_many"): ("effective", READERS),
    ("sop.task.finish", "action_finish"): ("finish dialog", {"executor"}),
    ("sop.process.move", "action_confirm"): ("move dialog", {"executor"}),
    ("sop.process.pass", "action_confirm"): ("pass dialog", {"officer"}),
    ("sop.acting", "action_confirm"): ("proposed", WRITERS),
    ("sop.acting", "action_end"): ("acting", WRITERS),
    ("sop.template.return", "action_confirm"): ("return dialog", {"officer"}),
    ("sop.process.replan", "action_confirm"): ("replan dialog", {"officer"}),
    ("sop.holiday.load", "action_load"): ("holiday dialog", {"administrator"}),
    ("sop.interchange.import", "action_import"): ("import dialog", {"officer"}),
    ("sop.settings", "execute"): ("settings page", {"administrator"}),
    ("sop.settings", "cancel"): ("settings page", {"administrator"}),
    ("sop.journal.check", "action_check"): ("check", {"administrator"}),
    ("sop.seal", "action_revoke"): ("seal", WRITERS),
    ("sop.seal", "action_open"): ("seal", WRITERS),
    ("sop.seal.revoke", "action_confirm"): ("revoke dialog", {"officer"}),
    # Everybody's own: what he may not read is not in it, see test_overview.py.
    ("sop.dashboard", "figures"): ("dashboard", EVERY_USER),
    ("sop.my.work", "overview"): ("my work", EVERY_USER),
    ("sop.first.use", "overview"): ("first use", EVERY_USER),
    ("sop.first.use", "close"): ("first use", {"administrator"}),
    # Nobody here has rights on employees: people are read through the public employee.
    **{("hr.employee", method): ("employee", set()) for method in SMART_BUTTONS},
    **{("hr.employee.public", method): ("public employee", READERS) for method in SMART_BUTTONS},
    **{("hr.department", method): ("unit", READERS) for method in SMART_BUTTONS},
    **{("hr.job", method): ("job", READERS) for method in SMART_BUTTONS},
    # What these share; a model without records.
    **{("sop.taking.part", method): ("taking part", set()) for method in SMART_BUTTONS},
    **{("sop.taking.part.person", method): ("person taking part", set()) for method in SMART_BUTTONS},
    ("sop.book", "action_add_sops"): ("book", WRITERS),
    ("sop.book", "action_propose_revisions"): ("book", WRITERS),
}


class Refused(Exception):
    """The server's answer to a call was an error; holds its name and message."""


def is_open(model, method):
    """Whether a client may call it by name."""
    try:
        return bool(get_public_method(model, method))
    except AccessError:
        return False


class ForgedCase(SopCase, HttpCase):
    """Two agencies: `executor` started a process and has its turn, `participant` takes part, `outsider` does not;
    `stranger` and `chief` are user and officer of the other agency, `nobody` an employee without any SOP right."""

    agency = "disdukcapil-balangan"
    other = "bappeda-kalbar"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_agency(cls.other)
        cls.template = cls.import_sop("disdukcapil-balangan-rkt")
        cls.foreign = cls.import_sop("bappeda-kalbar-renja")
        cls.people = {
            "executor": cls.person("kadis"),
            "participant": cls.person("kabid1"),
            "officer": cls.person("pengelola"),
            "administrator": cls.person("admin-sop"),
            "stranger": cls.person("sekretaris", cls.other),
            "chief": cls.person("pengelola", cls.other),
            "outsider": cls.newcomer("outsider", "sop_planning.group_sop_user"),
            "nobody": cls.newcomer("nobody", "base.group_user"),
            "portal": cls.newcomer("portal", "base.group_portal"),
        }
        cls.process = cls.start(cls.template, cls.people["executor"])
        cls.disposition = cls.dispose(cls.people["executor"], cls.process, cls.people["participant"])
        cls.draft = cls.template.copy({"number": False})

    @classmethod
    def newcomer(cls, login, group):
        return cls.env["res.users"].create(
            {
                "login": login,
                "name": login,
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
                "group_ids": [Command.set(cls.env.ref(group).ids)],
            }
        )

    # Calling as a client does

    def login(self, role):
        user = self.people.get(role)
        self.authenticate(user and user.login, user and "any")

    def call(self, model, method, *args, route="/web/dataset/call_kw", **kwargs):
        """The result of an RPC.

        :raises Refused: the server answered with an error
        """
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        with mute_logger("odoo.http", "odoo.sql_db"):
            answer = self.url_open(route, json={"jsonrpc": "2.0", "method": "call", "params": params}).json()
        self.env.invalidate_all()
        if "error" in answer:
            raise Refused(answer["error"]["data"]["name"], answer["error"]["data"]["message"])
        return answer["result"]

    def assert_refused(self, model, method, *args, says="", **kwargs):
        before = self.snapshot()
        with self.assertRaisesRegex(Refused, says):
            self.call(model, method, *args, **kwargs)
        self.assertEqual(self.snapshot(), before)

    def assert_dialog_refused(self, model, method, values, says=""):
        """Refused when the dialog is made, or when its button is pressed."""
        before = self.snapshot()
        with self.assertRaisesRegex(Refused, says):
            self.call(model, method, self.call(model, "create", [values]))
        self.assertEqual(self.snapshot(), before)

    def snapshot(self):
        """What is stored of SOPs, processes, messages and files, but not of dialogs."""
        tables = [
            model._table
            for name, model in self.env.items()
            if name.startswith("sop.") and model._auto and not model._transient and not model._abstract
        ]
        return self.digests((*tables, "mail_message", "mail_activity", "ir_attachment"))

    def dialog(self, role, model, values):
        return self.as_person(self.env[model], self.people[role]).create(values)


class TestPublicMethods(ForgedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        reviewed = cls.template.copy({"number": False})
        reviewed.action_send_for_review()
        prepared = cls.as_person(cls.env["sop.process"], cls.people["officer"]).create(
            {"template_id": cls.template.id, "name": "Disiapkan"}
        )
        suspended = cls.start(cls.template, cls.people["executor"], "Ditunda")
        Move = cls.as_person(cls.env["sop.process.move"], cls.people["officer"])
        Move.create({"process_id": suspended.id, "kind": "suspend", "reason": "X"}).action_confirm()
        sent = cls.start(cls.template, cls.people["executor"], "Terkirim")
        cls.done(cls.people["executor"], sent)
        shared, claimed = (cls.shared_run(name) for name in ("Bersama", "Diambil"))
        cls.as_person(claimed, cls.people["executor"]).action_claim()
        cls.records = {
            "sent": sent,
            "shared": shared,
            "claimed": claimed,
            "proposed": cls.acting_period("2031", "kadis"),
            "acting": cls.acting_period("2032", "kadis"),
            "effective": cls.template,
            "draft": cls.draft,
            "reviewed": reviewed,
            "prepared": prepared,
            "running": cls.process,
            "suspended": suspended,
            "schedule": cls.due_schedule(),
            "calling": cls.calling_process(),
            "task": cls.process.task_ids,
            "check": cls.env["sop.journal.check"]._begin(cls.company, "cron"),
            "disposition": cls.disposition,
            "recipient": cls.disposition.recipient_ids,
            "closed": cls.closed_with_paper(),
            "book": cls.env["sop.book"].create({"name": "Buku", "company_id": cls.company.id}),
            "archive": cls.archived_output(),
            "signing": cls.signing_run(),
            "specimen": cls.as_person(cls.env["sop.specimen"], cls.people["participant"])._mine(),
            "seal": cls.template._sop_seal("sop").sudo(False),
            "open job": cls.job(("waiting", "waiting")),
            "stopped job": cls.job(("waiting", "stopped")),
            "failed job": cls.job(("failed", "done")),
            "printed job": cls.printed_job(),
            "dashboard": cls.env["sop.dashboard"],
            "my work": cls.env["sop.my.work"],
            "first use": cls.env["sop.first.use"],
            "sample": cls.env["sop.template"],
            "employee": cls.env["hr.employee"].search([("user_id", "=", cls.people["executor"].id)]),
            "public employee": cls.env["hr.employee.public"].search([("user_id", "=", cls.people["executor"].id)]),
            "unit": cls.template.department_id or cls.template.executor_ids.job_id[:1].department_id,
            "job": cls.template.executor_ids.job_id[:1],
            "taking part": cls.env["sop.taking.part"],
            "person taking part": cls.env["sop.taking.part.person"],
        }

    @classmethod
    def job(cls, states):
        """Mass work of the officer, with a line; in these states."""
        values = {"kind": "start", "name": "X", "template_id": cls.template.id, "company_id": cls.company.id}
        job = cls.env["sop.job"].create({**values, "user_id": cls.people["officer"].id, "state": states[1]})
        job.line_ids.create({"job_id": job.id, "name": "X", "state": states[0]})
        return job

    @classmethod
    def printed_job(cls):
        job = cls.job(("done", "done"))
        job.file_id = job._keep("X.pdf", b"%PDF")
        return job

    @classmethod
    def archived_output(cls):
        """An archive file with a document of the process, as the engine writes them."""
        process = with_engine(cls.process.with_user(cls.people["executor"]).sudo())
        Output, Archive = (with_engine(process.env[f"sop.{name}"]) for name in ("output", "archive"))
        place = Output._place_of(process, process.env["sop.task"])
        output = Output.create({**place, "name": "Nota", "place": "Meja"})
        archive = Archive._deposit(process, output, {"code": "000", "place": "Lemari", "fate": "permanent"})
        process._note_papers("archive", "X", "X", outputs=output, archives=archive)
        return archive.with_env(cls.env)

    @classmethod
    def closed_with_paper(cls):
        """A cancelled run with a document."""
        closed = cls.start(cls.template, cls.people["executor"], "Selesai")
        cls.as_person(closed, cls.people["executor"])._file_output("Dokumen", place="Rak 1")
        Move = cls.as_person(cls.env["sop.process.move"], cls.people["officer"])
        Move.create({"process_id": closed.id, "kind": "cancel", "reason": "X"}).action_confirm()
        return closed

    @classmethod
    def shared_run(cls, name):
        """A run whose first step asks two people."""
        column = cls.template.step_ids[0].executor_ids[:1]
        people = cls.people["executor"], cls.person("sekretaris")
        members = [Command.create({"executor_id": column.id, "user_id": user.id}) for user in people]
        values = {"template_id": cls.template.id, "name": name, "member_ids": members}
        return cls.as_person(cls.env["sop.process"], cls.people["executor"])._launch([values])

    @classmethod
    def signing_run(cls):
        """A run whose first step asks the executor for his paraf, on a document that is there."""
        template = cls.template.copy({"number": False, "name": "Diparaf"})
        template.step_ids[0].asks_paraf = True
        template._make_effective(False)
        process = cls.start(template, cls.people["executor"], "Diparaf")
        file_paper(process, cls.people["executor"])
        return process

    @classmethod
    def acting_period(cls, year, official):
        values = {"company_id": cls.company.id, "date_from": f"{year}-01-01", "date_to": f"{year}-01-31"}
        people = {"user_id": cls.person(official).id, "deputy_id": cls.person("kabid2").id, "office": "Kepala Dinas"}
        period = cls.env["sop.acting"].create({**values, **people})
        if year == "2032":
            period.action_confirm()
        return period

    @classmethod
    def due_schedule(cls):
        """A schedule that is due today and has not started."""
        return cls.as_person(cls.env["sop.schedule"], cls.people["officer"]).create(
            {
                "name": "Tiap bulan",
                "template_id": cls.template.id,
                "every": "month",
                "day": 1,
                "subject": "X",
                "date_from": "2020-01-01",
            }
        )

    @classmethod
    def calling_process(cls):
        """A process whose step calls a micro SOP, and waits for it; the micro process was cancelled."""
        macro = cls.template.copy({"number": False, "name": "Makro"})
        macro.step_ids[0].micro_template_id = cls.template
        macro._make_effective(False)
        process = cls.start(macro, cls.people["executor"], "Makro")
        Move = cls.as_person(cls.env["sop.process.move"], cls.people["officer"])
        Move.create({"process_id": process.child_ids.id, "kind": "cancel", "reason": "X"}).action_confirm()
        return process

    def record(self, name):
        running, reviewed = self.process.id, self.records["reviewed"].id
        another_day = {"process_id": running, "date_deadline": "2099-01-01 00:00:00", "reason": "X"}
        dialogs = {
            "start dialog": ("participant", "sop.process.start", {"template_id": self.template.id, "name": "X"}),
            "start many dialog": (
                "officer",
                "sop.process.start.many",
                {"template_id": self.template.id, "by": "subjects", "subjects": "X"},
            ),
            "finish dialog": ("executor", "sop.task.finish", {"process_id": running}),
            "move dialog": ("executor", "sop.process.move", {"process_id": running, "kind": "cancel", "reason": "X"}),
            "pass dialog": (
                "officer",
                "sop.process.pass",
                {"process_id": running, "user_id": self.person("kabid2").id, "reason": "X"},
            ),
            "replan dialog": ("officer", "sop.process.replan", another_day),
            "holiday dialog": ("administrator", "sop.holiday.load", {}),
            "return dialog": ("officer", "sop.template.return", {"template_id": reviewed, "reason": "X"}),
            "write dialog": (
                "executor",
                "sop.disposition.write",
                {"process_id": running, "words": "X", "to_ids": self.people["participant"].ids},
            ),
            "answer dialog": (
                "participant",
                "sop.disposition.answer",
                {"recipient_id": self.disposition.recipient_ids.id, "report": "X"},
            ),
            "sign dialog": (
                "executor",
                "sop.signature.write",
                {"process_id": self.records["signing"].id, "kind": "paraf", "image": picture()},
            ),
            "pin dialog": ("participant", "sop.pin.set", {}),
            "settings page": ("administrator", "sop.settings", {}),
            "import dialog": ("officer", "sop.interchange.import", {}),
            "hand-over dialog": ("participant", "sop.handover", {"process_id": running}),
            "filing dialog": (
                "executor",
                "sop.output.file",
                {"process_id": running, "line_ids": [Command.create({"name": "X", "place": "Rak 1"})]},
            ),
            "archive dialog": (
                "officer",
                "sop.archive.write",
                {"process_id": self.records["closed"].id, "code": "X", "place": "X"},
            ),
            "revoke dialog": ("officer", "sop.seal.revoke", {"seal_id": self.records["seal"].id, "reason": "X"}),
        }
        return self.dialog(*dialogs[name]) if name in dialogs else self.records[name]

    def test_no_method_is_forgotten(self):
        found = {
            (name, method)
            for name, model in self.env.items()
            for klass in type(model).mro()
            if klass.__module__.startswith(OURS)
            for method, member in vars(klass).items()
            if inspect.isroutine(member) and is_open(model, method) and method not in VERBS
        }
        self.assertEqual(found, METHODS.keys() | EXTENDED)

    def test_wrong_people(self):
        records = {method: self.record(name) for method, (name, _who) in METHODS.items()}
        for role in sorted(EVERYBODY):
            self.login(role)
            before = self.snapshot()  # once for each person: looking at all tables costs more than the calls
            for (model, method), (_name, may) in METHODS.items():
                if role not in may:
                    with self.subTest(model=model, method=method, who=role), self.assertRaises(Refused):
                        self.call(model, method, records[model, method].ids)
            self.assertEqual(self.snapshot(), before, role)

    def test_right_people(self):
        """The same calls are no errors by themselves."""
        for (model, method), (name, may) in METHODS.items():
            for role in sorted(may):
                with self.subTest(model=model, method=method, who=role), self.env.cr.savepoint() as savepoint:
                    record = self.as_person(self.record(name), self.people[role])
                    getattr(record, method)()
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_as_a_button(self):
        self.login("outsider")
        for model, method, record in (
            ("sop.process", "action_resume", self.records["suspended"]),
            ("sop.process", "action_finish", self.process),
            ("sop.template", "action_withdraw", self.template),
        ):
            self.assert_refused(model, method, record.ids, route="/web/dataset/call_button")

    def test_private_methods_are_out_of_reach(self):
        self.login("executor")
        words = ("process", "task", "template", "interchange", "disposition", "seal", "job")
        private = {
            (name, method)
            for name in (f"sop.{word}" for word in words)
            for klass in type(self.env[name]).mro()
            if klass.__module__.startswith(OURS)
            for method, member in vars(klass).items()
            if inspect.isfunction(member) and method.startswith("_")
        }
        self.assertIn(("sop.task", "_complete"), private)
        before = self.snapshot()
        for model, method in sorted(private):
            with self.assertRaisesRegex(Refused, "[Pp]rivate"):
                self.call(model, method, self.process.ids)
        self.assertEqual(self.snapshot(), before)


class TestForgedArguments(ForgedCase):
    """The right dialog of the right person, with somebody else's records in it."""

    def test_processes_of_others(self):
        for role in ("outsider", "stranger", "chief"):
            self.login(role)
            replan = {"process_id": self.process.id, "date_deadline": "2099-01-01 00:00:00", "reason": "X"}
            self.assert_dialog_refused("sop.process.replan", "action_confirm", replan, "AccessError")
            finish = {"process_id": self.process.id, "task_ids": [Command.set(self.process.task_ids.ids)]}
            self.assert_dialog_refused("sop.task.finish", "action_finish", finish, "AccessError")
            for kind in ("send_back", "suspend", "cancel"):
                move = {"process_id": self.process.id, "kind": kind, "reason": "X", "seen": "running"}
                self.assert_dialog_refused("sop.process.move", "action_confirm", move, "AccessError")

    def test_dialogs_show_nothing_of_others(self):
        """Neither names nor what is computed of them, by a dialog that is only looked at."""
        process, lines = {"process_id": self.process.id}, {"line_ids": {"fields": {"executor_id": {"fields": {}}}}}
        dialogs = (
            ("sop.task.finish", process, {"step_text": {}, "step_id": {}, "asks_exit": {}, "task_ids": {}}),
            ("sop.process.move", {**process, "kind": "cancel", "reason": "X"}, {"seen": {}, "target_ids": {}}),
            ("sop.process.start", {"template_id": self.draft.id, "name": "X"}, lines),
            ("sop.process.start.many", {"template_id": self.draft.id, "name": "X"}, {"summary": {}}),
            ("sop.template.return", {"template_id": self.draft.id, "reason": "X"}, {}),
            ("sop.process.replan", {**process, "reason": "X"}, {"seen": {}, "date_deadline": {}}),
            ("sop.handover", process, {"output_ids": {"fields": {"display_name": {}}}}),
        )
        for role in ("outsider", "stranger", "chief"):
            self.login(role)
            for model, values, computed in dialogs:
                name = next(iter(values))
                shown = {name: {"fields": {"display_name": {}}}, **computed}
                with self.subTest(who=role, model=model):
                    self.assert_refused(model, "create", [values])
                    self.assert_refused(model, "web_save", [], values, shown)
                    self.assert_shows_nothing(model, values, [name], shown)
                    self.assert_shows_nothing(model, {}, [], shown, {f"default_{key}": values[key] for key in values})

    def assert_shows_nothing(self, model, values, changed, shown, context=None):
        """What an open dialog shows before it is stored, of all its fields and of each."""
        secrets = {self.process.name, self.draft.name, "running", *self.template.step_ids.mapped("name")}
        for spec in (shown, *({name: shown[name]} for name in shown)):
            with suppress(Refused):
                answer = self.call(model, "onchange", [], values, changed, spec, context=context or {})
                self.assertFalse([secret for secret in secrets if secret in str(answer)])

    def test_participant_out_of_turn(self):
        self.login("participant")
        finish = {"process_id": self.process.id, "task_ids": [Command.set(self.process.task_ids.ids)]}
        self.assert_dialog_refused("sop.task.finish", "action_finish", finish, "not your turn")
        for kind in ("cancel", "suspend", "send_back"):
            target = self.template.step_ids[0].id
            move = {"process_id": self.process.id, "kind": kind, "reason": "X", "target_id": target}
            says = "may not|not your turn|it has been through"
            self.assert_dialog_refused("sop.process.move", "action_confirm", move, says)

    def test_kinds_of_moves_without_a_dialog(self):
        self.login("executor")
        for kind in ("start", "finish", "resume", "hand_over", "", False, 1, ["cancel"]):
            move = {"process_id": self.process.id, "kind": kind, "reason": "X"}
            self.assert_dialog_refused("sop.process.move", "action_confirm", move)

    def test_exits_of_other_steps(self):
        self.login("executor")
        for branch in (self.foreign.step_ids.branch_ids[0], self.template.step_ids.branch_ids[0]):
            values = {"process_id": self.process.id, "branch_id": branch.id}
            self.assert_dialog_refused("sop.task.finish", "action_finish", values, "exit")

    def test_targets_of_other_steps(self):
        self.login("executor")
        for step in (self.foreign.step_ids[0], self.template.step_ids[4], self.draft.step_ids[0]):
            values = {"process_id": self.process.id, "kind": "send_back", "reason": "X", "target_id": step.id}
            self.assert_dialog_refused("sop.process.move", "action_confirm", values)

    def test_a_decision_tells_nothing_to_others(self):
        """The refusal of a mere "done" is for the person asked; others do not even hear what the step is."""
        while not self.process.current_step_id.branch_ids:
            self.done(self.process.task_ids.filtered(lambda task: task.state == "open").user_id[0], self.process)
        activity = self.process.task_ids.filtered(lambda task: task.state == "open").activity_id
        for role in ("outsider", "chief"):
            self.login(role)
            self.assert_refused("mail.activity", "action_feedback", activity.ids, says="UserError.*not your turn")

    def test_start_of_what_is_not_for_me(self):
        for role, template, says in (
            ("outsider", self.template, "no part"),
            ("outsider", self.draft, "AccessError"),
            ("outsider", self.foreign, "AccessError"),
            ("participant", self.draft, "AccessError"),
            ("officer", self.draft, "not effective"),
            ("officer", self.foreign, "AccessError"),
            ("chief", self.template, "AccessError"),
        ):
            with self.subTest(who=role, template=template.display_name):
                self.login(role)
                values = {"template_id": template.id, "name": "X"}
                self.assert_dialog_refused("sop.process.start", "action_start", values, says)
                empty = {**values, "line_ids": []}
                self.assert_dialog_refused("sop.process.start", "action_start", empty, says)

    def test_start_with_wrong_people(self):
        values = {"template_id": self.template.id, "name": "X"}
        columns, foreign = self.template.executor_ids, self.foreign.executor_ids
        for role in ("executor", "officer"):
            self.login(role)
            for executors, person, says in (
                (foreign, "executor", "do not fit"),
                (self.draft.executor_ids, "executor", "do not fit"),
                (columns, "stranger", "does not work for"),
                (columns, "portal", "does not work for"),
            ):
                forged = {**values, "line_ids": self.lines(executors, person)}
                self.assert_dialog_refused("sop.process.start", "action_start", forged, says)
            for person in ("chief", "portal"):
                forged = {**values, "requester_id": self.people[person].id}
                self.assert_dialog_refused("sop.process.start", "action_start", forged, "does not work for")

    def lines(self, executors, person):
        people = [Command.set(self.people[person].ids)]
        return [Command.create({"executor_id": executor.id, "user_ids": people}) for executor in executors]

    def test_dialogs_of_others(self):
        """Nobody reads, bends or adds to somebody else's open dialog."""
        dialog = self.dialog("executor", "sop.process.start", {"template_id": self.template.id, "name": "X"})
        people = dialog.line_ids.user_ids
        executor = self.template.executor_ids[0]
        for role in ("outsider", "participant", "officer", "chief"):
            self.login(role)
            self.assert_refused("sop.process.start", "read", dialog.ids, ["name"])
            self.assert_refused("sop.process.start", "write", dialog.ids, {"name": "palsu"})
            self.assert_refused("sop.process.start.line", "write", dialog.line_ids.ids, {"user_ids": []})
            self.assert_refused("sop.process.start.line", "unlink", dialog.line_ids.ids)
            line = {"wizard_id": dialog.id, "executor_id": executor.id, "user_ids": self.people[role].ids}
            with suppress(Refused):
                self.call("sop.process.start.line", "create", [line])
        mine = self.as_person(dialog, self.people["executor"])
        self.assertEqual((mine.name, mine.line_ids.user_ids), ("X", people))
        self.assertNotIn(self.people["outsider"], self.started(mine).member_ids.user_id)

    def started(self, dialog):
        return self.env["sop.process"].browse(dialog.action_start()["res_id"])

    def test_forged_contexts(self):
        self.login("officer")
        template, process = self.template.ids, self.process.ids
        for forged in (True, "x", "<object object at 0x7f0000000000>", {}, {"sop_engine": True}, [1], 1):
            context = {"sop_engine": forged}
            self.assert_refused("sop.process", "write", process, {"state": "done"}, context=context)
            self.assert_refused("sop.process", "unlink", process, context=context)
            self.assert_refused("sop.task", "write", self.process.task_ids.ids, {"state": "done"}, context=context)
            self.assert_refused("sop.event", "unlink", self.process.event_ids.ids, context=context)
            self.assert_refused("sop.template", "write", template, {"name": "X"}, context=context)
            self.assert_refused("sop.template", "create", [{"name": "X", "state": "effective"}], context=context)
            self.assert_refused("mail.activity", "unlink", self.process.activity_ids.ids, context=context)

    def test_forged_agencies(self):
        self.login("chief")
        for companies in (self.company.ids, [self.company.id, self.foreign.company_id.id], [0], ["x"]):
            context = {"allowed_company_ids": companies}
            self.assert_refused("sop.process", "web_search_read", [], {"name": {}}, context=context)

    def test_forged_defaults(self):
        self.login("officer")
        context = {"default_state": "effective", "default_version": 9, "default_writer_ids": []}
        made = self.env["sop.template"].browse(self.call("sop.template", "create", [{"name": "X"}], context=context))
        self.assertEqual((made.state, made.version, made.writer_ids), ("draft", 1, self.people["officer"]))
        self.login("executor")
        dialog = self.call("sop.task.finish", "create", [{"process_id": self.process.id}])
        self.call(
            "sop.task.finish", "action_finish", dialog, context={"default_state": "done", "default_feedback": "X"}
        )
        task = self.process.task_ids.filtered("is_current")
        self.assertEqual((task.state, task.feedback), ("open", False))


class TestForgedFiles(ForgedCase):
    """Nobody takes along, or comes to read, a file that is not his to read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        File = cls.env["ir.attachment"]
        private = cls.as_person(File, cls.people["outsider"]).create({"name": "pribadi.txt", "raw": b"pribadi"})
        private = private.with_env(cls.env)
        foreign = File.create(
            {"name": "lain.txt", "raw": b"lain", "res_model": "sop.process", "res_id": cls.elsewhere()}
        )
        system = File.create({"name": "sistem.txt", "raw": b"sistem"})
        cls.secrets = private | foreign | system

    @classmethod
    def elsewhere(cls):
        """A process of the other agency."""
        return cls.start(cls.foreign, cls.people["chief"], "Lain").id

    def assert_still_secret(self):
        for secret in self.secrets:
            self.assert_refused("ir.attachment", "read", secret.ids, ["datas"])
            self.assertNotEqual(self.url_open(f"/web/content/{secret.id}").content, secret.raw)
            self.assertFalse(secret.access_token)

    def test_in_the_inbox(self):
        self.login("executor")
        activity = self.process.activity_ids
        for method in ("action_feedback", "action_feedback_schedule_next"):
            for secret in self.secrets:
                self.assert_refused("mail.activity", method, activity.ids, attachment_ids=secret.ids)
        self.assert_still_secret()

    def test_in_the_dialog(self):
        self.login("executor")
        for secret in self.secrets:
            values = {"process_id": self.process.id, "attachment_ids": [Command.set(secret.ids)]}
            try:
                dialog = self.call("sop.task.finish", "create", [values])
                shown = self.call("sop.task.finish", "web_read", dialog, {"attachment_ids": {"fields": {"name": {}}}})
                self.assertEqual(shown[0]["attachment_ids"], [])
                with self.env.cr.savepoint() as savepoint:
                    self.as_person(self.env["sop.task.finish"], self.people["executor"]).browse(dialog).action_finish()
                    self.assertNotIn(secret, self.process.message_ids.attachment_ids)
                    savepoint.rollback()
            except (Refused, UserError):
                pass
            self.env.invalidate_all()
        self.assert_still_secret()

    def test_in_the_import(self):
        self.login("officer")
        names = self.secrets.mapped("name")
        for secret in self.secrets:
            try:
                dialog = self.call("sop.interchange.import", "create", [{"attachment_ids": [Command.set(secret.ids)]}])
                self.call("sop.interchange.import", "action_import", dialog)
            except Refused as refused:
                self.assertNotIn(secret.name, str(refused))
        self.assertEqual(self.secrets.exists().mapped("name"), names)
        self.assert_still_secret()

    def test_ones_own(self):
        """A file of one's own goes with the message, and those who take part can read it; others cannot."""
        self.login("executor")
        mine = self.call("ir.attachment", "create", [{"name": "nota.txt", "raw": "nota"}])
        step = self.process.task_ids.activity_id
        self.call("mail.activity", "action_feedback", step.ids, attachment_ids=mine)
        self.assertEqual(self.process.message_ids[0].attachment_ids.ids, mine)
        for role, expected in (("participant", True), ("officer", True), ("outsider", False), ("chief", False)):
            self.login(role)
            with self.subTest(who=role):
                self.assertEqual(self.url_open(f"/web/content/{mine[0]}").content == b"nota", expected)

    def test_papers(self):
        """Papers and stored files of a version go by the right to read it."""
        reports = ("sop_template", "sop_register")
        paths = [f"/report/html/sop_planning_reports.{report}/{{}}" for report in reports]
        paths += ["/web/content/sop.template/{}/paper_pdf", "/web/image/sop.template/{}/signer_image"]
        for role, template in (("chief", self.template), ("outsider", self.draft), ("nobody", self.template)):
            self.login(role)
            for path in paths:
                with self.subTest(who=role, path=path), mute_logger("odoo.http", "odoo.addons.base.models.ir_qweb"):
                    answer = self.url_open(path.format(template.id))
                    self.assertNotIn(template.step_ids[0].name, answer.text)
                    self.assertNotIn(template.name, answer.text)

"""Who may do what: roles x verbs for every model, through the ORM as that person, and no way around by other models."""

from psycopg2 import IntegrityError

from odoo.addons.sop_planning.models.engine_key import with_engine
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import SopCase
from .papers import file_paper, picture

ROLES = (
    *("public", "portal", "nobody", "outsider", "participant", "head"),
    *("officer", "administrator", "neighbour", "stranger"),
)
# One letter a verb: read, write, create, unlink. Rows: what; columns: ROLES. A neighbour is a user of another agency, a
# stranger its officer, an outsider a user who takes no part, a head one of the unit of the SOP, nobody an employee
# without any right in SOP Planning.
MATRIX = {
    #                      public  portal  nobody  outsider participant head    officer administrator neighbour stranger
    "draft template":    ("----", "----", "----", "----", "----", "----", "rwcu", "rwcu", "----", "----"),
    "draft executor":    ("----", "----", "----", "----", "----", "----", "rwcu", "rwcu", "----", "----"),
    "draft step":        ("----", "----", "----", "----", "----", "----", "rwcu", "rwcu", "----", "----"),
    "draft branch":      ("----", "----", "----", "----", "----", "----", "rwcu", "rwcu", "----", "----"),
    "draft label":       ("----", "----", "----", "----", "----", "----", "rwcu", "rwcu", "----", "----"),
    # An officer may always create an SOP: a new draft.
    "reviewed template": ("----", "----", "----", "----", "----", "----", "r-c-", "r-c-", "----", "----"),
    "reviewed step":     ("----", "----", "----", "----", "----", "----", "r---", "r---", "----", "----"),
    "effective template":("----", "----", "----", "r---", "r---", "r---", "r-c-", "r-c-", "----", "----"),
    "effective executor":("----", "----", "----", "r---", "r---", "r---", "r---", "r---", "----", "----"),
    "effective step":    ("----", "----", "----", "r---", "r---", "r---", "r---", "r---", "----", "----"),
    "effective branch":  ("----", "----", "----", "r---", "r---", "r---", "r---", "r---", "----", "----"),
    "effective label":   ("----", "----", "----", "r---", "r---", "r---", "r---", "r---", "----", "----"),
    "prepared process":  ("----", "----", "----", "----", "----", "r---", "rwcu", "rwcu", "----", "----"),
    "prepared member":   ("----", "----", "----", "----", "----", "r---", "rwcu", "rwcu", "----", "----"),
    "running process":   ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    "running member":    ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    "task":              ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    "event":             ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    "acting":            ("----", "----", "----", "r---", "r---", "r---", "rwcu", "rwcu", "----", "----"),
    "confirmed acting":  ("----", "----", "----", "r---", "r---", "r---", "rwc-", "rwc-", "----", "----"),
    "check":             ("----", "----", "----", "----", "----", "----", "----", "r---", "----", "----"),
    "break":             ("----", "----", "----", "----", "----", "----", "----", "r---", "----", "----"),
    # An agency has one, so that no second one can be made; test_certificate.py makes the first one.
    "certificate":       ("----", "----", "----", "----", "----", "----", "----", "rw-u", "----", "----"),
    "book":              ("----", "----", "----", "r---", "r---", "r---", "rwcu", "rwcu", "----", "----"),
    "book line":         ("----", "----", "----", "r---", "r---", "r---", "rwcu", "rwcu", "----", "----"),
    "book revision":     ("----", "----", "----", "r---", "r---", "r---", "rwcu", "rwcu", "----", "----"),
    "book recipient":    ("----", "----", "----", "r---", "r---", "r---", "rwcu", "rwcu", "----", "----"),
    "schedule":          ("----", "----", "----", "r---", "r---", "r---", "rwcu", "rwcu", "----", "----"),
    "chosen person":     ("----", "----", "----", "r---", "r---", "r---", "rwcu", "rwcu", "----", "----"),
    "task report":       ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    "notice":            ("----", "----", "----", "----", "----", "----", "r---", "r---", "----", "----"),
    "replan":            ("----", "----", "----", "----", "----", "----", "----", "----", "----", "----"),
    # The officer's own; whoever asked for it is the only one besides administrators.
    "job":               ("----", "----", "----", "----", "----", "----", "r---", "r---", "----", "----"),
    "job line":          ("----", "----", "----", "----", "----", "----", "r---", "r---", "----", "----"),
    "disposition":       ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    "recipient":         ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    "register":          ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    # A secret one: to its recipient, not to the officer.
    "secret":            ("----", "----", "----", "----", "r---", "----", "----", "r---", "----", "----"),
    "secret recipient":  ("----", "----", "----", "----", "r---", "----", "----", "r---", "----", "----"),
    "secret register":   ("----", "----", "----", "----", "r---", "----", "----", "r---", "----", "----"),
    "agency heading":    ("----", "----", "----", "----", "----", "----", "r---", "rwcu", "----", "----"),
    "phrase":            ("----", "----", "----", "r---", "r---", "r---", "r---", "rwcu", "----", "----"),
    "output":            ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    "signature":         ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    "handed over":       ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    "archive file":      ("----", "----", "----", "----", "r---", "r---", "r---", "r---", "----", "----"),
    # A participant's own; whoever makes one, it is his own.
    "specimen":          ("----", "----", "----", "--c-", "rw-u", "--c-", "--c-", "--c-", "--c-", "--c-"),
    "PIN":               ("----", "----", "----", "----", "----", "----", "----", "----", "----", "----"),
    "agenda":            ("----", "----", "----", "----", "----", "----", "----", "rwc-", "----", "----"),
    "seal":              ("----", "----", "----", "----", "----", "----", "r---", "r---", "----", "----"),
    "issued file":       ("----", "----", "----", "----", "----", "----", "r---", "r---", "----", "----"),
    "visit":             ("----", "----", "----", "----", "----", "----", "----", "----", "----", "----"),
    # Of a secret disposition: not even the officer's.
    "secret seal":       ("----", "----", "----", "----", "----", "----", "----", "r---", "----", "----"),
    "secret file":       ("----", "----", "----", "----", "----", "----", "----", "r---", "----", "----"),
}  # fmt: skip
EVERY_USER = ("outsider", "participant", "head", "officer", "administrator", "neighbour", "stranger")
# Who may open which dialog.
DIALOGS = {
    "sop.process.start": EVERY_USER,
    "sop.task.finish": EVERY_USER,
    "sop.process.move": EVERY_USER,
    "sop.process.pass": EVERY_USER,
    "sop.interchange.export": EVERY_USER,
    "sop.process.replan": ("officer", "administrator", "stranger"),
    "sop.process.start.many": ("officer", "administrator", "stranger"),
    "sop.holiday.load": ("administrator",),
    "sop.settings": ("administrator",),
    "sop.disposition.write": EVERY_USER,
    "sop.handover": EVERY_USER,
    "sop.output.file": EVERY_USER,
    "sop.output.draft.line": EVERY_USER,
    "sop.archive.write": EVERY_USER,
    "sop.disposition.answer": EVERY_USER,
    "sop.signature.write": EVERY_USER,
    "sop.pin.set": EVERY_USER,
    "sop.interchange.import": ("officer", "administrator", "stranger"),
    "sop.template.return": ("officer", "administrator", "stranger"),
    "sop.seal.revoke": ("officer", "administrator", "stranger"),
}


def grouped_by(Model):
    """A field every record has, to group by; a report's rows have no author."""
    return "create_uid" if "create_uid" in Model._fields else "user_id"


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
        cls.reviewed = cls.template.copy({"number": False})
        cls.reviewed.action_send_for_review()
        cls.book = cls.env["sop.book"].create(
            {
                "name": "Buku",
                "company_id": cls.company.id,
                "line_ids": [Command.create({"template_id": cls.template.id})],
                "revision_ids": [Command.create({"name": "X"})],
                "distribution_ids": [Command.create({"name": "X"})],
            }
        )
        cls.process = cls.start(cls.template, cls.person("kadis"))
        column, officer = cls.template.executor_ids[0], cls.person("pengelola")
        cls.schedule = cls.env["sop.schedule"].create({
            "name": "Tiap tahun", "company_id": cls.company.id, "template_id": cls.template.id, "subject": "RKT",
            "officer_id": officer.id,
            "member_ids": [Command.create({"executor_id": column.id, "user_id": cls.person("staf1").id})],
        })  # fmt: skip
        cls.disposition = cls.dispose(cls.person("kadis"), cls.process, cls.person("staf1"))
        cls.secret = cls.dispose(cls.person("kadis"), cls.process, cls.person("kabid1"), secrecy="secret")
        cls.prepared = cls.env["sop.process"].create({
            "template_id": cls.template.id, "name": "Disiapkan",
            "member_ids": [Command.create({
                "executor_id": cls.template.executor_ids[0].id, "user_id": cls.person("staf1").id,
            })],
        })  # fmt: skip
        cls.acting = cls.env["sop.acting"].create(
            [
                {
                    "company_id": cls.company.id,
                    "user_id": cls.person("kabid1").id,
                    "deputy_id": cls.person("kabid2").id,
                    "office": "Kepala Bidang I",
                    "date_from": f"203{number}-01-01",
                    "date_to": f"203{number}-01-31",
                }
                for number in range(2)
            ]
        )
        cls.acting[1].action_confirm()
        cls.check = cls.env["sop.journal.check"]._begin(cls.company, "cron")
        cls.line = cls.check.line_ids.create({"check_id": cls.check.id, "name": "X", "number": 1, "what": "changed"})
        cls.certificate = cls.env["sop.certificate"].create({"company_id": cls.company.id})
        cls.paper = file_paper(cls.process, cls.person("kadis"))
        cls.visit = cls.env["sop.check.visit"].create({"address": "X", "date": "2026-01-01 00:00:00"})
        cls.people = cls.everyone()
        cls.env.flush_all()
        cls.env.invalidate_all()

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
        people = {
            "nobody": nobody, "outsider": outsider, "participant": cls.person("kabid1"),
            "head": cls.person("sekretaris"),
            "officer": cls.person("pengelola"), "administrator": cls.person("admin-sop"),
            "neighbour": cls.person("sekretaris", "bappeda-kalbar"),
            "stranger": cls.person("pengelola", "bappeda-kalbar"),
        }  # fmt: skip
        exporters = [Command.link(user.id) for user in people.values()]
        cls.env.ref("base.group_allow_export").user_ids = exporters
        return people | {"portal": portal, "public": cls.env.ref("base.public_user")}

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
                f"{state} process": (
                    process,
                    {"name": "X"},
                    values if state == "prepared" else {**values, "state": state},
                ),
                f"{state} member": (
                    process.member_ids[0],
                    {"user_id": self.person("staf2").id},
                    {**member, "user_id": self.person("kadis").id},
                ),
            }
        task, event = self.process.task_ids[0], self.process.event_ids[0]
        step = self.reviewed.step_ids[0]
        return {
            **found,
            "reviewed template": (self.reviewed, {"name": "X"}, {"name": "X", "company_id": self.company.id}),
            "reviewed step": (step, {"name": "X"}, {"template_id": self.reviewed.id, "name": "X"}),
            **self.specimens_of_the_book(),
            **self.specimens_of_acting(),
            "check": (self.check, {"broken": 9}, {"company_id": self.company.id, "who": "cron"}),
            "break": (self.line, {"name": "Y"}, {"check_id": self.check.id, "name": "X", "number": 1, "what": "head"}),
            **self.specimens_of_the_schedule(),
            "task report": (self.env["sop.task.report"].browse(task.id), {"visit": 9}, {"visit": 9}),
            **self.specimens_of_time(),
            **self.specimens_of_jobs(),
            **self.specimens_of_dispositions("", self.disposition),
            **self.specimens_of_dispositions("secret", self.secret),
            **self.specimens_of_settings(),
            **self.specimens_of_papers(),
            **self.specimens_of_signing(),
            "visit": (self.visit, {"address": "X"}, {"address": "X", "date": self.visit.date}),
            **self.specimens_of_seals("seal", "issued file", self.template._sop_seal("sop")),
            **self.specimens_of_seals("secret seal", "secret file", self.secret._sop_seal("disposition")),
            "task": (task, {"feedback": "X"}, task.copy_data()[0] | {"user_id": self.env.uid}),
            "event": (event, {"note": "X"}, event.copy_data()[0]),
        }

    def specimens_of_acting(self):
        values = {"company_id": self.company.id, "date_from": "2031-01-01", "date_to": "2031-01-31"}
        people = {"user_id": self.person("kabid1").id, "deputy_id": self.person("kabid2").id, "office": "X"}
        periods = self.acting[0], self.acting[1]
        created = {**values, **people, "date_from": "2032-01-01", "date_to": "2032-01-31"}
        return {
            "acting": (periods[0], {"decree": "X"}, created),
            "confirmed acting": (periods[1], {"decree": "X"}, created),
        }

    def specimens_of_dispositions(self, word, disposition):
        line = disposition.recipient_ids
        register = self.env["sop.disposition.report"].browse(line.id)
        return {
            word or "disposition": (disposition, {"words": "X"}, disposition.copy_data()[0]),
            f"{word} recipient".strip(): (line, {"state": "done"}, line.copy_data()[0]),
            f"{word} register".strip(): (register, {"state": "done"}, {"state": "done"}),
        }

    def specimens_of_papers(self):
        kept = {"code": "000", "place": "Lemari A", "fate": "permanent"}
        archive = with_engine(self.env["sop.archive"])._deposit(self.process, self.paper, kept)
        sheet = with_engine(self.env["sop.handover.sheet"]).create(
            {
                "process_id": self.process.id,
                "company_id": self.company.id,
                "user_id": self.env.uid,
                "date": "2026-11-21 00:00:00",
                "printed": {"kind": "receipt", "number": ""},
                "digest": "Y",
            }
        )
        return {
            "output": (self.paper, {"name": "X"}, self.paper.copy_data()[0]),
            "archive file": (archive, {"place": "X"}, {**archive.copy_data()[0], "agenda_number": 99}),
            "handed over": (sheet, {"digest": "X"}, {**sheet.copy_data()[0], "digest": "X"}),
        }

    def specimens_of_signing(self):
        values = {"kind": "paraf", "tz": "UTC", "statement": "X", "confirmed_by": "none", "digest": "X"}
        values |= self.paper._place_of(self.process, self.process.task_ids[:1])
        signature = with_engine(self.env["sop.signature"]).create(values)
        mine = self.as_person(self.env["sop.specimen"], self.people["participant"])._mine().with_env(self.env)
        pin = self.env["sop.pin"].search([]) or self.env["sop.pin"].create({"user_id": self.env.uid, "hashed": "X"})
        return {
            "signature": (signature, {"person": "X"}, signature.copy_data()[0]),
            "specimen": (mine, {"paraf_image": picture()}, {"signature_image": picture()}),
            "PIN": (pin, {"tries": 1}, {"user_id": self.person("staf2").id, "hashed": "X"}),
        }

    def specimens_of_settings(self):
        phrase = self.env["sop.disposition.phrase"].search([("company_id", "=", self.company.id)], limit=1)
        phrase = phrase or phrase.create({"name": "X", "company_id": self.company.id})
        heading = self.env["sop.company.label"].create({"company_id": self.company.id, "key": "no", "name": "X"})
        agenda = self.env["sop.disposition.agenda"].search([("company_id", "=", self.company.id)], limit=1)
        values = {"company_id": self.company.id}
        return {
            "phrase": (phrase, {"name": "Y"}, {**values, "name": "Z"}),
            "agency heading": (heading, {"name": "Y"}, {**values, "key": "remark", "name": "Z"}),
            "certificate": (self.certificate, {"fallback": True}, values),
            "agenda": (agenda, {"last": agenda.last + 5}, {**values, "year": 2001}),
        }

    def specimens_of_seals(self, word, file_word, seal):
        seal._note_print(b"%PDF")
        seal = seal.sudo(False)
        values = {"token": "x", "code": "x", "res_id": seal.res_id + 1}
        issued = seal.print_ids
        return {
            word: (seal, {"reason": "X"}, seal.copy_data()[0] | values),
            file_word: (issued, {"digest": "X"}, issued.copy_data()[0] | {"digest": "X"}),
        }

    def specimens_of_the_book(self):
        row = {"book_id": self.book.id, "name": "X"}
        line = {"book_id": self.book.id, "template_id": self.reviewed.id}
        return {
            "book": (self.book, {"name": "Y"}, {"name": "X", "company_id": self.company.id}),
            "book line": (self.book.line_ids, {"sequence": 9}, line),
            "book revision": (self.book.revision_ids, {"name": "Y"}, row),
            "book recipient": (self.book.distribution_ids, {"name": "Y"}, row),
        }

    def specimens_of_the_schedule(self):
        member = {"executor_id": self.template.executor_ids[1].id, "user_id": self.person("staf2").id}
        new = {"name": "X", "template_id": self.template.id, "subject": "X", "company_id": self.company.id}
        return {
            "schedule": (self.schedule, {"name": "Y"}, {**new, "officer_id": self.person("pengelola").id}),
            "chosen person": (
                self.schedule.member_ids,
                {"user_id": self.person("staf2").id},
                {**member, "schedule_id": self.schedule.id},
            ),
        }

    def specimens_of_time(self):
        task = self.process.task_ids[0]
        Notice = self.env["sop.notice"]
        notice = Notice.search([("task_id", "=", task.id)]) or Notice._claim(
            [Notice._notice_of(task, "before", task.user_id)]
        )
        replan = self.env["sop.replan"].create({"company_id": self.company.id})
        return {
            "notice": (notice, {"kind": "due"}, {**notice.copy_data()[0], "kind": "due"}),
            "replan": (replan, {"last_id": 1}, {"company_id": self.company.id}),
        }

    def specimens_of_jobs(self):
        Dialog = self.as_person(self.env["sop.process.start.many"], self.people["officer"])
        dialog = Dialog.create({"template_id": self.template.id, "by": "subjects", "subjects": "X"})
        job = self.env["sop.job"].browse(dialog.action_start()["res_id"])
        return {
            "job": (job, {"state": "waiting"}, {**job.copy_data()[0], "user_id": self.people["officer"].id}),
            "job line": (job.line_ids, {"state": "waiting"}, {"job_id": job.id, "name": "Y"}),
        }

    def may(self, act):
        try:
            with self.env.cr.savepoint() as savepoint:
                act()
                self.env.flush_all()
                savepoint.rollback()
        except (UserError, IntegrityError):
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
            name
            for name, model in self.env.items()
            if name.startswith("sop.") and model._original_module.startswith("sop_planning") and not model._abstract
        }
        covered = {record._name for record, _written, _created in self.specimens().values()}
        self.assertEqual(ours, covered | set(DIALOGS) | {"sop.process.start.line"})

    def test_dialogs(self):
        values = {
            "sop.process.start": {"template_id": self.template.id, "name": "X"},
            "sop.task.finish": {"process_id": self.process.id},
            "sop.process.move": {"process_id": self.process.id, "kind": "cancel", "reason": "X"},
            "sop.process.pass": {"process_id": self.process.id, "user_id": self.person("kabid1").id},
            "sop.template.return": {"template_id": self.draft.id, "reason": "X"},
            "sop.process.replan": {"process_id": self.process.id, "reason": "X"},
            "sop.process.start.many": {"template_id": self.template.id},
            "sop.handover": {"process_id": self.process.id},
            "sop.output.file": {"process_id": self.process.id},
            "sop.output.draft.line": {"name": "X"},
            "sop.archive.write": {"process_id": self.process.id, "code": "X", "place": "X"},
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
        self.env.invalidate_all()  # what another person has just read is no way of this one's
        only = [("id", "=", record.id)]
        ways = {
            "search": lambda: Model.search(only),
            "search_count": lambda: Model.search_count(only),
            "search_read": lambda: Model.search_read(only, ["id"]),
            "search_fetch": lambda: Model.search_fetch(only, ["id"]),
            "name_search": lambda: Model.name_search("", only),
            "_read_group": lambda: Model._read_group(only, [], ["__count"])[0][0],
            "web_read_group": lambda: Model.web_read_group(only, [grouped_by(Model)], ["__count"])["length"],
            "web_search_read": lambda: Model.web_search_read(only, {"id": {}})["records"],
            "read": lambda: Model.browse(record.id).read(["id", "display_name"]),
            "web_read": lambda: Model.browse(record.id).web_read({"display_name": {}}),
            "export_data": lambda: Model.browse(record.id).export_data(["display_name"])["datas"],
            "copy_data": lambda: Model.browse(record.id).copy_data(),
        }
        shows = {way: self.shows(ask) for way, ask in ways.items()}
        self.assertEqual(len(set(shows.values())), 1, shows)
        return shows["search"]

    def shows(self, ask):
        try:
            return bool(ask())
        except UserError:
            return False

    def test_through_other_records(self):
        outsider = self.as_person(self.template, self.people["outsider"])
        self.assertFalse(outsider.process_ids)
        self.assertEqual(outsider.process_count, 0)
        self.assertFalse(self.as_person(self.env["sop.task"], self.people["outsider"]).search([]))
        for domain in (
            [("process_ids.name", "=", self.process.name)],
            [("process_ids.task_ids.state", "=", "open")],
            [("process_ids", "any", [("event_ids.kind", "=", "start")])],
        ):
            self.assertFalse(outsider.search(domain), domain)
            self.assertTrue(self.as_person(self.template, self.people["participant"]).search(domain), domain)

    def test_what_is_computed_for_others(self):
        for role in ("outsider", "stranger", "nobody"):
            process = self.as_person(self.process, self.people[role])
            for name in ("table_html", "waiting_for", "my_step_text", "can_finish", "progress"):
                with self.subTest(who=role, field=name), self.assertRaises(AccessError):
                    process.read([name])


class TestFiveAgencies(SopCase):
    """Each agency sees its own SOPs and processes and nothing of the other four, whichever way it looks."""

    STEMS = {
        "bkpsdm-selayar": ("bkpsdm-selayar-rkt", "kaban"),
        "bappeda-kalbar": ("bappeda-kalbar-renja", "pengelola"),
        "disdukcapil-balangan": ("disdukcapil-balangan-rkt", "kadis"),
        "kesbangpol-kaltim": ("kesbangpol-kaltim-rkt", "pengelola"),
        "polhukam": ("polhukam-rkt", "pengelola"),
    }
    COUNTED = {
        "sop.template": "company_id",
        "sop.template.executor": "template_id.company_id",
        "sop.template.step": "template_id.company_id",
        "sop.template.branch": "step_id.template_id.company_id",
        "sop.process": "company_id",
        "sop.process.member": "process_id.company_id",
        "sop.task": "company_id",
        "sop.event": "company_id",
        "sop.schedule": "company_id",
        "sop.schedule.member": "schedule_id.company_id",
        "sop.task.report": "company_id",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.companies = {code: cls.import_agency(code) for code in cls.STEMS}
        for code, (stem, starter) in cls.STEMS.items():
            template = cls.import_sop(stem)
            cls.start(template, cls.person(starter, code), f"Rahasia {code}")
            officer = cls.person("pengelola", code)
            member = Command.create({"executor_id": template.executor_ids[0].id, "user_id": officer.id})
            cls.as_person(cls.env["sop.schedule"], officer).create(
                {"name": f"Jadwal {code}", "template_id": template.id, "subject": "X", "member_ids": [member]}
            )
        exporters = [Command.link(cls.person("pengelola", code).id) for code in cls.STEMS]
        cls.env.ref("base.group_allow_export").user_ids = exporters

    def test_each_sees_its_own(self):
        for code, company in self.companies.items():
            officer = self.person("pengelola", code)
            for name, path in self.COUNTED.items():
                Model = self.as_person(self.env[name], officer)
                everything = self.env[name].search([])
                own = everything.filtered_domain([(path, "=", company.id)])
                with self.subTest(agency=code, model=name):
                    self.assertTrue(own < everything or name == "sop.template.branch")
                    self.assert_sees_only(Model, own)
                    self.assert_cannot_ask_for(Model, everything - own)

    def assert_sees_only(self, Model, own):
        self.assertEqual(set(Model.search([]).ids), set(own.ids))
        self.assertEqual({row["id"] for row in Model.web_search_read([], {"id": {}})["records"]}, set(own.ids))
        self.assertEqual({key for key, _name in Model.name_search("", limit=None)}, set(own.ids))
        self.assertEqual(Model._read_group([], [], ["__count"]), [(len(own),)])
        groups = Model.web_read_group([], [grouped_by(Model)], ["__count"])["groups"]
        self.assertEqual(sum(group["__count"] for group in groups), len(own))

    def assert_cannot_ask_for(self, Model, others):
        for ask in (
            lambda record: record.read(["display_name"]),
            lambda record: record.web_read({"display_name": {}}),
            lambda record: record.export_data([".id", "display_name"]),
            lambda record: record.copy(),
        ):
            for other in others[:3]:
                with self.assertRaises(UserError):
                    ask(Model.browse(other.id))

    def test_working_for_two(self):
        """Who works for two agencies sees those he has switched on, and no third."""
        user = self.person("pengelola", "polhukam")
        both = self.companies["polhukam"] | self.companies["bappeda-kalbar"]
        user.company_ids = both
        Process = self.env["sop.process"].with_user(user)
        for companies in (both[0], both[1], both):
            seen = Process.with_context(allowed_company_ids=companies.ids).search([])
            self.assertEqual(seen.company_id, companies)
        with self.assertRaises(AccessError):
            Process.with_context(allowed_company_ids=self.companies["bkpsdm-selayar"].ids).search([])


class TestOrdinaryUsers(RightsCase):
    """A user with no right but that of SOP Planning opens every view and dialog with all their fields."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.person("kadis")
        cls.user.group_ids = cls.env.ref("sop_planning.group_sop_user")

    def test_no_rights_on_employees(self):
        self.assertFalse([name for name in self.user.all_group_ids.mapped("full_name") if "Employee" in name])
        self.assertFalse(self.as_person(self.env["hr.employee"], self.user).has_access("read"))

    def test_views(self):
        report = self.env["sop.task.report"].browse(self.process.task_ids.ids)
        records = {"sop.template": self.template, "sop.process": self.process, "sop.task": self.process.task_ids}
        others = {"sop.book": self.book, "sop.schedule": self.schedule, "sop.task.report": report}
        for model, record in (records | others).items():
            views = self.env["ir.ui.view"].search([("model", "=", model), ("mode", "=", "primary")])
            self.assertTrue(views)
            for view in views:
                with self.subTest(view=view.xml_id):
                    mine = self.as_person(record, self.user)
                    spec = self.fields_of(mine, view)
                    if view.type != "search":
                        self.assertEqual(len(mine.web_read(spec)), len(record))
                        self.assertTrue(mine.web_search_read([], spec)["length"])

    def fields_of(self, Model, view):
        """Everything the view and its lists read, as the client asks for it."""
        models = Model.get_views([(view.id, view.type)])["models"]
        return {name: self.spec_of(field, models) for name, field in models[Model._name]["fields"].items()}

    def spec_of(self, field, models):
        if field["type"] == "many2one":
            return {"fields": {"display_name": {}}}
        if field["type"] in ("one2many", "many2many"):
            inner = models.get(field["relation"], {"fields": {}})["fields"]
            plain = {name: {} for name, field in inner.items() if field["type"] not in ("one2many", "many2many")}
            return {"fields": {"display_name": {}, **plain}}
        return {}

    def test_dialogs(self):
        process, export = {"process_id": self.process.id}, {"template_ids": [Command.set(self.template.ids)]}
        for model, values in {
            "sop.process.start": {"template_id": self.template.id, "name": "X"},
            "sop.task.finish": process,
            "sop.process.move": {**process, "kind": "cancel", "reason": "X"},
            "sop.interchange.export": export,
        }.items():
            Dialog = self.as_person(self.env[model], self.user)
            with self.subTest(model=model):
                view = self.env["ir.ui.view"].search([("model", "=", model), ("inherit_id", "=", False)])
                spec = self.fields_of(Dialog, view)
                defaults = {f"default_{name}": value for name, value in values.items()}
                self.assertTrue(Dialog.with_context(**defaults).onchange({}, [], spec)["value"])
                self.assertTrue(Dialog.onchange(values, list(values), spec)["value"])
                (stored,) = Dialog.web_save(values, spec)
                self.assertTrue(Dialog.browse(stored["id"]).web_read(spec))

    def test_menus_and_actions(self):
        """Every menu the user sees opens."""
        Menu = self.as_person(self.env["ir.ui.menu"], self.user)
        ours = self.env["ir.model.data"].search([("module", "=like", "sop_planning%"), ("model", "=", "ir.ui.menu")])
        visible = Menu.browse(Menu._visible_menu_ids()) & Menu.browse(ours.mapped("res_id"))
        self.assertTrue(visible)
        for action in (menu.sudo().action for menu in visible):
            if action and action._name == "ir.actions.act_window":
                views = [(False, mode) for mode in (*action.view_mode.split(","), "search")]
                self.assertTrue(self.as_person(self.env[action.res_model], self.user).get_views(views)["views"])

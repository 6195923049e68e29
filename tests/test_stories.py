"""The main stories of the product, each played in a real Chromium: on a desk and on a telephone, in both languages."""

import datetime
import json
import os

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import HttpCase

from .browsing import LANGUAGES, SharesBrowser, foreign_terms
from .common import DATA, SopCase
from .papers import PNG, file_paper, picture
from .test_table_editor import make_bundles

IMPORTED = DATA / "bkpsdm-selayar-rkt.json"
WIDTHS = {"desktop": ("1366x768", False), "phone": ("390x844", True)}
PEOPLE = ("staf", "kaban", "sekretaris", "pengelola", "admin-sop")
# What the data of this agency call things, which is no translation.
NAMES = {"Kepala", "Sekretaris", "Nota dinas", "Keterangan", "Pemohon", "Staf"}


class StoryCase(SharesBrowser, SopCase, HttpCase):
    """A memorandum: the staff write it, the head of the agency decides on it and sends it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in PEOPLE:
            person = cls.person(name)
            person.password = person.login
            setattr(cls, name.replace("-", "_"), person)
        cls.company.sop_self_approval = True
        cls.unit = cls.env["hr.department"].search([("manager_id.user_id", "=", cls.kaban.id)])
        cls.memo = cls.sop("Nota dinas", cls.staf, cls.kaban, [{"outputs": "Nota dinas"}, {}, {}])
        second, third = cls.memo.step_ids[1:]
        cls.foreign = {language: sorted(foreign_terms(language) - NAMES) for language in LANGUAGES}
        cls.exits(second, ("Setuju", third), ("Perbaiki", cls.memo.step_ids[0]))
        cls.memo._make_effective(False)
        make_bundles(cls.env, "web.assets_web", "web.assets_tests")

    @classmethod
    def sop(cls, name, first, others, rows):
        """A draft: the first step is one person's, those after it another's."""
        template = cls.env["sop.template"].create({
            "name": name,
            "company_id": cls.company.id,
            "department_id": cls.unit.id,
            "executor_ids": [
                Command.create({"name": user.name, "rule": "person", "user_ids": user.ids}) for user in first | others
            ],
        })  # fmt: skip
        columns = template.executor_ids
        time = {"template_id": template.id, "duration": 1, "duration_unit": "hour"}
        cls.env["sop.template.step"].create([
            {"sequence": number, "name": f"Langkah {number}", "executor_ids": columns[number > 1].ids, **time, **row}
            for number, row in enumerate(rows, 1)
        ])  # fmt: skip
        return template

    @classmethod
    def exits(cls, step, *exits):
        cls.env["sop.template.branch"].create(
            [{"step_id": step.id, "name": name, "target_step_id": target.id} for name, target in exits]
        )

    def begin(self, template=None, until=1, days=0):
        """A process that was started some days ago and has come to a step."""
        with freeze_time(datetime.datetime.now() - datetime.timedelta(days=days)):
            process = self.start(template or self.memo, self.pengelola, "Nota dinas Januari")
        for step in process.template_id.step_ids[: until - 1]:
            user = step.executor_ids.user_ids
            self.done(user, process, label=step.branch_ids[:1].name)
        return process

    def play(self, story, login, url):
        """Play the tour of a story, which is handed what may not be on the screen, and a file to import."""
        tour = f"sop_story_{story}"
        options = {"stepDelay": 0, "keepWatchBrowser": False, "debug": False, "startUrl": url}
        handed = {"sop_foreign": json.dumps(self.foreign[self.language]), "sop_file": IMPORTED.read_text()}
        code = f"Object.assign(sessionStorage, {json.dumps(handed)}); odoo.startTour('{tour}', {json.dumps(options)})"
        try:
            self.start_tour(url, tour, login=login.login, code=code, timeout=300)
        except AssertionError as error:
            # Without all that it was handed.
            raise AssertionError(f"{tour}: {str(error).rpartition('failed')[2]}") from None
        self.env.invalidate_all()

    def at(self, process):
        return f"/odoo/sop-processes/{process.id}"


class TestStories(StoryCase):
    def story_write(self):
        self.play(f"write_{self.width}", self.pengelola, "/odoo/sop-templates")
        template = self.env["sop.template"].search([("name", "=", "Menyusun laporan")])
        self.assertEqual(template.state, "effective")
        self.assertEqual(template.executor_ids.mapped("rule"), ["requester"])
        self.assertEqual(template.step_ids.executor_ids, template.executor_ids)

    def story_start(self):
        self.play("start", self.pengelola, f"/odoo/sop-templates/{self.memo.id}")
        process = self.memo.process_ids
        self.assertEqual((process.state, process.task_ids.user_id), ("running", self.staf))

    def story_inbox(self):
        process = self.begin(days=3)
        self.play("inbox", self.staf, "/odoo/sop-my-work")
        self.assertEqual(process.current_step_id, self.memo.step_ids[1])
        self.assertEqual(process.task_ids.filtered("feedback").feedback, "Konsep terlampir")

    def story_decide(self):
        process = self.begin(until=2)
        self.play("decide", self.kaban, self.at(process))
        self.assertEqual(process.current_step_id, self.memo.step_ids[1])
        self.assertEqual(process.task_ids.branch_id.name, "Setuju")
        self.assertIn("Tanggal surat keliru", process.event_ids.mapped("note"))

    def story_dispose(self):
        process = self.begin(until=2)
        self.play("dispose", self.kaban, self.at(process))
        line = process.disposition_line_ids
        self.assertEqual((line.user_id, line.date_read), (self.sekretaris, False))
        self.play("answer", self.sekretaris, "/odoo/sop-my-work")
        self.assertEqual((line.state, line.report), ("done", "Rapat sudah dijadwalkan"))
        self.assertTrue(line.date_read)

    def story_file(self):
        process = self.begin()
        self.play("file", self.staf, self.at(process))
        self.assertEqual(process.output_ids.file_ids.raw, b"Nota dinas")
        self.assertEqual(process.current_step_id, self.memo.step_ids[1])

    def story_sign(self):
        self.company.sop_sign_confirm = "password"
        Specimen = self.as_person(self.env["sop.specimen"], self.kaban)
        Specimen.create({"paraf_image": picture(), "signature_image": picture()})
        paraf, signature = {"asks_paraf": True}, {"asks_signature": True}
        template = self.sop("Surat", self.staf, self.kaban, [{}, paraf, signature, paraf])
        template._make_effective(False)
        process = self.begin(template)
        # A picture: the browser's reader of PDFs writes into the log, which a tour takes for a fault.
        values = {"name": "Surat.png", "raw": PNG, "res_model": "sop.output.file", "res_id": 0}
        file = self.as_person(self.env["ir.attachment"], self.staf).create(values)
        self.as_person(process, self.staf)._file_output("Surat", file.ids)
        self.done(self.staf, process)
        self.play("sign", self.kaban, self.at(process))
        self.assertEqual(process.signature_ids.sorted("id").mapped("kind"), ["paraf", "signature"])
        self.assertEqual(process.current_step_id, template.step_ids[2])
        self.assertIn("Lampiran belum lengkap", process.event_ids.mapped("note"))

    def story_archive(self):
        process = self.begin()
        file_paper(process, self.staf, "Nota dinas")
        for user, label in ((self.staf, None), (self.kaban, "Setuju"), (self.kaban, None)):
            self.done(user, process, label=label)
        self.play("archive", self.pengelola, self.at(process))
        self.assertEqual(process.archive_ids.place, "Rak 7")
        self.assertEqual(process.output_ids.state, "archived")

    def story_head(self):
        process = self.begin(days=3)
        self.play("head", self.kaban, "/odoo/sop-dashboard")
        task = process.task_ids.filtered(lambda task: task.state == "open")
        self.assertEqual(task.user_id, self.person("kabid1"))

    def story_settings(self):
        self.admin_sop.group_ids += self.env.ref("base.group_system")
        template = self.sop("Nota dinas", self.staf, self.admin_sop, [{}, {}])
        template._make_effective(False)
        process = self.begin(template, until=2)
        self.company.sop_send_back = True
        self.play("settings", self.admin_sop, self.at(process))
        self.assertFalse(self.company.sop_send_back)

    def story_import(self):
        self.play("import", self.pengelola, "/odoo/action-sop_planning.sop_interchange_import_action")
        template = self.env["sop.template"].search([("code", "=", "rkt"), ("company_id", "=", self.company.id)])
        self.assertEqual((template.state, template.step_count), ("draft", 12))


def _test(story, width, language):
    def test(self):
        self.width, self.language = width, language
        self.browser_size, self.touch_enabled = WIDTHS[width]
        self.company.user_ids.lang = language
        getattr(self, story)()

    return test


# Each story at both widths and in both languages, in turn the one way about and the other; with STORIES=all the lot.
_ALL = [(width, language) for width in WIDTHS for language in LANGUAGES]
_PAIRS = (_ALL[0], _ALL[3]), (_ALL[1], _ALL[2])
for _number, _story in enumerate(sorted(name for name in vars(TestStories) if name.startswith("story_"))):
    for _width, _language in _ALL if os.environ.get("STORIES") == "all" else _PAIRS[_number % 2]:
        _name = f"test_{_width}_{_language[:2]}_{_story.removeprefix('story_')}"
        setattr(TestStories, _name, _test(_story, _width, _language))

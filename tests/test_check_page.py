"""The public check page: what it says of each paper, what it never says, and whom it does not answer."""

import hashlib
import io
import re
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html

from odoo import fields
from odoo.addons.sop_planning_reports.models import sop_check_visit
from odoo.tests import HttpCase

from .papers import PDF, stored_output
from .test_seals import SealCase

HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{7*7}}"""
UNKNOWN = "Tidak ditemukan atau ditarik"


class CheckCase(SealCase, HttpCase):
    def setUp(self):
        super().setUp()
        # Each test asks as often as it likes; `TestTooMany` counts.
        self.patch(sop_check_visit, "OF_ONE", 10_000)
        self.patch(sop_check_visit, "OF_ALL", 10_000)
        self.env.flush_all()

    def ask(self, path="", **options):
        self.env.flush_all()
        return self.url_open(f"/sop/check{path}", allow_redirects=False, **options)

    def page(self, path="", status=200, **options):
        """The words of a page, in one line."""
        answer = self.ask(path, **options)
        self.assertEqual(answer.status_code, status, answer.text[:500])
        return " ".join(html.fromstring(answer.content).text_content().split())

    def of(self, seal, status=200, query=""):
        return self.page(f"/{seal.token}{query}", status)

    def assert_says(self, page, *words):
        for word in words:
            self.assertIn(word, page)

    def assert_silent(self, page, *words):
        for word in words:
            self.assertNotIn(word, page)


class TestPapers(CheckCase):
    def test_in_force(self):
        page = self.of(self.seal)
        self.assert_says(page, "Dokumen ini benar diterbitkan oleh instansi ini", "SOP ini berlaku", "Utuh")
        self.assert_says(page, self.company.name)
        self.assert_says(page, self.template.name, self.template.number, self.template.signer_name)
        self.assert_silent(page, self.template.step_ids[0].name, "Jangan percayai")

    def test_no_personal_number(self):
        nip = self.template.signer_nip
        self.assertTrue(nip)
        self.assert_silent(self.of(self.seal), nip)
        self.company.sop_check_nip = True
        self.assert_says(self.of(self.seal), nip)

    def test_replaced(self):
        second = self.env["sop.template"].browse(self.template.action_new_version()["res_id"])
        second.date_effective = "2026-11-02"
        second._make_effective(second.date_effective)
        self.assert_says(self.of(self.seal), "telah digantikan oleh versi 2 (2 November 2026)", "tidak berlaku lagi")
        self.assert_says(self.of(second._sop_seal("sop")), "SOP ini berlaku")

    def test_withdrawn(self):
        with freeze_time("2026-11-20 04:00:00"):
            self.template.action_withdraw()
        self.assert_says(self.of(self.seal), "dicabut pada 20 November 2026", "tidak berlaku lagi")

    def test_processes(self):
        process = self.start(self.template, self.kaban)
        seal = process._sop_seal("record")
        page = self.of(seal)
        self.assert_says(page, "RKT 2027", "sedang berjalan", self.template.name, "Utuh", "WITA")
        self.assert_silent(page, process.current_step_id.name)
        Move = self.as_person(self.env["sop.process.move"], self.kaban)
        Move.create({"process_id": process.id, "kind": "cancel", "reason": "tidak jadi"}).action_confirm()
        page = self.of(seal)
        self.assert_says(page, "dibatalkan")
        self.assert_silent(page, "tidak jadi")

    def test_dispositions(self):
        process = self.start(self.template, self.kaban)
        open_one = self.dispose(self.kaban, process, self.person("staf"), letter_subject="Perihal surat")
        page = self.of(open_one._sop_seal("disposition"))
        self.assert_says(page, open_one.number, open_one.person, "Kepala Badan")
        self.assert_silent(page, "Siapkan rapat", "Perihal surat", open_one.nip, process.name)
        secret = self.dispose(self.kaban, process, self.person("staf"), secrecy="secret")
        page = self.of(secret._sop_seal("disposition"))
        self.assert_says(page, secret.number, self.company.name)
        self.assert_silent(page, secret.person, "Kepala Badan", "Siapkan rapat", process.name)

    def test_english(self):
        page = self.of(self.seal, query="?lang=en")
        self.assertIn('name="lang" value="en"', self.ask(f"/{self.seal.token}?lang=en").text)
        self.assert_says(page, "The office issued this paper", "This SOP is in force.", "Bahasa Indonesia")

    def test_hostile_names(self):
        draft = self.template.copy({"number": HOSTILE, "name": HOSTILE})
        draft.write({"name": HOSTILE, "signer_name": HOSTILE, "signer_position": HOSTILE})
        draft._make_effective(False)
        self.company.name = HOSTILE
        for lang in ("id", "en"):
            answer = self.ask(f"/{draft._sop_seal('sop').token}?lang={lang}")
            self.assertIn(HOSTILE, html.fromstring(answer.content).text_content())
            self.assert_silent(answer.text, "<script>alert", "<img src=x", "49")
        for query in ("?code=", "?digest=", "?lang=", "/"):
            answer = self.ask(query + "%3Cscript%3Ealert(1)%3C/script%3E")
            self.assert_silent(answer.text, "<script>alert")

    def test_no_way_into_the_backend(self):
        answer = self.ask(f"/{self.seal.token}")
        for address in re.findall(r"""(?:href|src|action)=["']([^"']*)""", answer.text):
            self.assertRegex(address, r"^(/sop/check|/sop_planning_reports/static/src/check/|data:image/)")

    def test_headers(self):
        for path, status in (("", 200), (f"/{self.seal.token}", 200), ("/unknown", 404)):
            answer = self.ask(path)
            self.assertEqual(answer.status_code, status)
            self.assertEqual(answer.headers["Cache-Control"], "no-store")
            self.assertIn("noindex", answer.headers["X-Robots-Tag"])
            self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
            self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
            self.assertNotIn("Set-Cookie", answer.headers)


class TestTampered(CheckCase):
    def test_version(self):
        self.assert_says(self.of(self.seal), "Utuh")
        self.env.cr.execute("UPDATE sop_template SET signer_name = 'Orang Lain' WHERE id = %s", [self.template.id])
        self.env.invalidate_all()
        self.assert_says(self.of(self.seal), "Utuh")  # told again for some minutes
        with freeze_time(fields.Datetime.now() + timedelta(minutes=6)):
            self.assert_says(self.of(self.seal), "Jangan percayai dokumen ini", "Diubah")

    def test_every_printed_fact_of_a_version(self):
        changes = (
            "UPDATE sop_template_step SET name = 'lain' WHERE template_id = %s",
            "UPDATE sop_template_step SET duration = 99 WHERE template_id = %s",
            "UPDATE sop_template_executor SET name = 'lain' WHERE template_id = %s",
            "UPDATE sop_template SET date_effective = '2020-01-01' WHERE id = %s",
            "UPDATE sop_template SET legal_basis = 'lain' WHERE id = %s",
            "DELETE FROM sop_template_step WHERE id = (SELECT max(id) FROM sop_template_step WHERE template_id = %s)",
        )
        self.assert_each_shows(changes, self.template, self.seal)

    def assert_each_shows(self, changes, record, seal):
        """Each of these statements, alone, leaves the record no longer what its seal stands for."""
        for change in changes:
            with self.subTest(change=change), self.env.cr.savepoint() as savepoint:
                self.assertTrue(record._sop_is_intact(seal))
                self.env.cr.execute(change, [record.id])
                self.env.invalidate_all()
                self.assertFalse(record._sop_is_intact(seal))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_people_behind_the_columns_are_not_printed(self):
        self.env.cr.execute("UPDATE sop_template_executor SET department_id = NULL")
        self.env.invalidate_all()
        self.assertTrue(self.template._sop_is_intact(self.seal))

    def test_process(self):
        process = self.start(self.template, self.kaban)
        self.done(self.kaban, process, "arahan")
        self.env.flush_all()
        self.env.cr.execute("UPDATE sop_event SET note = 'lain' WHERE process_id = %s", [process.id])
        self.env.invalidate_all()
        self.assert_says(self.of(process._sop_seal("record")), "Jangan percayai dokumen ini")

    def test_every_printed_fact_of_a_disposition(self):
        process = self.start(self.template, self.kaban)
        sent = self.dispose(self.kaban, process, self.person("staf"), letter_subject="Perihal surat")
        seal = sent._sop_seal("disposition")
        changes = (
            "UPDATE sop_disposition SET words = 'lain' WHERE id = %s",
            "UPDATE sop_disposition SET person = 'Orang Lain' WHERE id = %s",
            "UPDATE sop_disposition SET position = 'Bupati' WHERE id = %s",
            "UPDATE sop_disposition SET letter_subject = 'lain' WHERE id = %s",
            "UPDATE sop_disposition SET date_due = '2030-01-01' WHERE id = %s",
            "UPDATE sop_disposition_recipient SET person = 'Orang Lain' WHERE disposition_id = %s",
            "DELETE FROM sop_disposition_recipient WHERE disposition_id = %s",
        )
        self.assert_each_shows(changes, sent, seal)

    def test_answering_a_disposition_changes_nothing_that_is_sealed(self):
        process, staf = self.start(self.template, self.kaban), self.person("staf")
        sent = self.dispose(self.kaban, process, staf)
        seal = sent._sop_seal("disposition")
        line = sent.recipient_ids
        Answer = self.as_person(self.env["sop.disposition.answer"], staf)
        Answer.create({"recipient_id": line.id, "kind": "done", "report": "Sudah"}).action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(line.state, "done")
        self.assertTrue(sent._sop_is_intact(seal))

    def test_asking_often_is_no_work(self):
        process = self.start(self.template, self.kaban)
        seal = process._sop_seal("record")
        with patch.object(type(process), "_findings", autospec=True, return_value={}) as reading:
            for _time in range(5):
                self.of(seal)
        self.assertEqual(reading.call_count, 1)


class TestUnknown(CheckCase):
    def test_all_look_alike(self):
        self.revoke(self.seal)
        answers = [self.ask(f"/{word}") for word in (self.seal.token, "abc", "x" * 5000, "%00", "<b>")]
        answers += [self.ask(f"?code={word}") for word in (self.seal.code, "0000-0000-0000-0000", "x", "' OR 1=1 --")]
        self.assertEqual({answer.status_code for answer in answers}, {404})
        self.assertEqual(len({answer.text for answer in answers}), 1)
        self.assertIn(UNKNOWN, answers[0].text)

    def test_the_new_seal_after_revoking(self):
        self.revoke(self.seal)
        self.of(self.template._sop_seal("sop"))

    def test_setting_off(self):
        self.of(self.seal)
        self.company.sop_check_page = False
        self.assertIn(UNKNOWN, self.of(self.seal, 404))
        self.env["res.company"].search([]).sop_check_page = False
        self.assertIn(UNKNOWN, self.page("", 404))

    def test_ids_are_no_tokens(self):
        for word in (self.seal.id, self.template.id, self.seal.code):
            self.page(f"/{word}", 404)

    def test_public_reads_no_model(self):
        public = self.env.ref("base.public_user")
        for model in ("sop.seal", "sop.seal.print", "sop.check.visit", "sop.template", "sop.process"):
            self.assertFalse(self.env[model].with_user(public).has_access("read"))


class TestCode(CheckCase):
    def test_typed(self):
        typed = (self.seal.code, self.seal.code.lower().replace("-", " "), self.seal.url, self.seal.token)
        for words in typed:
            answer = self.ask("?code=" + words.replace(" ", "+"))
            self.assertEqual(answer.status_code, 303, words)
            self.assertTrue(answer.headers["Location"].endswith(f"/sop/check/{self.seal.token}?lang=id"))

    def test_letters_that_look_alike(self):
        self.env.cr.execute("UPDATE sop_seal SET code = '0123-1101-ABCD-EFGH' WHERE id = %s", [self.seal.id])
        self.env.invalidate_all()
        self.assertEqual(self.ask("?code=oi23-llOl-abcd-efgh").status_code, 303)


class TestFiles(CheckCase):
    content = b"%PDF-1.4 isi"

    def setUp(self):
        super().setUp()
        self.seal._note_print(self.content)
        self.digest = hashlib.sha256(self.content).hexdigest()

    def post(self, path, content, status=200):
        files = {"file": ("a.pdf", io.BytesIO(content), "application/pdf")}
        return self.page(path, status, files=files, data={"lang": "id"})

    def test_of_this_paper(self):
        by_digest = self.of(self.seal, query=f"?digest={self.digest}")
        for page in (by_digest, self.post(f"/{self.seal.token}", self.content)):
            self.assert_says(page, "Berkas ini asli", "adalah cetakan")

    def test_changed(self):
        asked = self.of(self.seal, query=f"?digest={'0' * 64}")
        for page in (asked, self.post(f"/{self.seal.token}", b"%PDF-1.4 lain")):
            self.assert_says(page, "Berkas ini bukan yang diterbitkan")

    def test_without_a_code(self):
        for page in (self.page(f"?digest={self.digest}"), self.post("", self.content)):
            self.assert_says(page, "Berkas ini asli", self.template.name)
        for page in (self.page(f"?digest={'0' * 64}"), self.post("", b"%PDF-1.4 lain"), self.page("?digest=x%25")):
            self.assert_says(page, "Berkas tidak dikenal")
        self.revoke(self.seal)
        self.assert_says(self.page(f"?digest={self.digest}"), "Berkas tidak dikenal")

    def test_file_of_a_document(self):
        output = self.output()
        query = f"?digest={hashlib.sha256(PDF).hexdigest()}"
        self.assert_says(self.page(query), "Berkas tidak dikenal")  # no paper of it was printed
        seal = output._sop_seal("output")
        self.assert_says(self.of(seal, query=query), "Berkas ini adalah “rkt.pdf”, versi 1.")
        self.assert_says(self.page(query), "Berkas ini asli", "RKT")
        self.assert_says(self.of(self.seal, query=query), "Berkas ini bukan yang diterbitkan")

    def output(self):
        process = self.start(self.template, self.kaban)
        output = stored_output(self.env.user, process, "RKT", [("rkt.pdf", PDF)])
        process._note_papers("paper", "RKT", "RKT", outputs=output)
        return output

    def test_nothing_is_kept(self):
        self.env.flush_all()
        before = self.env["ir.attachment"].search_count([])
        self.post("", b"%PDF-1.4 rahasia")
        self.assertEqual(self.env["ir.attachment"].search_count([]), before)
        self.assertEqual(len(self.seal.print_ids.filtered(lambda row: row.digest == self.digest)), 1)

    def test_words_where_a_file_belongs_and_the_reverse(self):
        file = {"file": ("a.pdf", io.BytesIO(self.content), "application/pdf")}
        self.assert_says(self.page("", 400, data={"file": "isi"}), "Tidak ada berkas")
        self.assert_says(self.page("?file=isi", 400, data={"lang": "id"}), "Tidak ada berkas")
        for name in ("code", "digest", "lang", "token"):
            with self.subTest(name=name):
                self.page("", files={**file, name: ("b.pdf", io.BytesIO(b"b"), "application/pdf")})

    def test_records_changed_since(self):
        output = self.output()
        seal = output._sop_seal("output")
        forged = hashlib.sha256(b"palsu").hexdigest()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sop_output SET contents = jsonb_set(contents, '{0,sha256}', %s::jsonb) WHERE id = %s",
            [f'"{forged}"', output.id],
        )
        self.env.invalidate_all()
        query = f"?digest={forged}"
        for page in (self.page(query), self.of(seal, query=query)):
            self.assert_says(page, "Jangan percayai dokumen ini")
            self.assert_silent(page, "Berkas ini asli")

    def test_too_large(self):
        with patch("odoo.addons.sop_planning_reports.controllers.check.LARGEST", 5):
            self.assert_says(self.post("", b"123456", status=400), "terlalu besar")
        self.assert_says(self.page("", 400, data={"lang": "id"}), "Tidak ada berkas")


class TestTooMany(CheckCase):
    def test_of_one_address(self):
        self.patch(sop_check_visit, "OF_ONE", 3)
        for _time in range(3):
            self.page("/unknown", 404)
        answer = self.ask(f"/{self.seal.token}")
        self.assertEqual((answer.status_code, answer.headers["Retry-After"]), (429, "60"))
        self.assert_silent(answer.text, self.template.name)
        Visit = self.env["sop.check.visit"]
        self.assertTrue(Visit._admit("10.1.1.1"))
        with freeze_time(fields.Datetime.now() + timedelta(seconds=61)):
            self.page(f"/{self.seal.token}")

    def test_of_all(self):
        self.patch(sop_check_visit, "OF_ALL", 3)
        Visit = self.env["sop.check.visit"]
        self.assertEqual([Visit._admit(f"10.0.0.{number}") for number in range(5)], [True] * 3 + [False] * 2)

    def test_one_network_of_ipv6(self):
        self.patch(sop_check_visit, "OF_ONE", 1)
        Visit = self.env["sop.check.visit"]
        addresses = ("2001:db8::1", "2001:db8::ffff", "2001:db8:0:1::1", "", "")
        self.assertEqual([Visit._admit(address) for address in addresses], [True, False, True, True, False])

    def test_addresses_are_not_kept_as_they_are(self):
        self.env["sop.check.visit"]._admit("10.1.2.3")
        self.assertNotIn("10.1", self.env["sop.check.visit"].search([], limit=1).address)

    def test_forgotten_after_an_hour(self):
        Visit = self.env["sop.check.visit"]
        with freeze_time("2026-11-21 06:00:00"):
            Visit._admit("10.1.2.3")
        with freeze_time("2026-11-21 06:59:00"):
            Visit._gc_visits()
            self.assertTrue(Visit.search_count([("date", "=", "2026-11-21 06:00:00")]))
        with freeze_time("2026-11-21 07:01:00"):
            Visit._gc_visits()
            self.assertFalse(Visit.search_count([("date", "=", "2026-11-21 06:00:00")]))

"""The record of execution (rekam pelaksanaan): what happened in a run, in order, nothing left out, nothing twice."""

import re
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger

from .printed import squeezed
from .run_papers import RECORD, RunPapersCase

HOSTILE = '<script>alert("x")</script> & {{ 7*7 }} =1+1'


class TestRecord(RunPapersCase):
    def text(self, process=None, user=None):
        pages, _sizes = self.pages(process or self.process, user)
        return "".join(pages)

    def record(self):
        """What one record is printed from."""
        process = self.as_person(self.process, self.officer)
        report = process.env[f"report.{RECORD}"]
        (record,) = process._records(lambda run: report._head_of(run, {}))
        return record

    def test_a_run_is_told_in_its_order(self):
        with freeze_time("2026-11-02 01:00:00") as clock:
            process = self.start(self.template, self.kadis, "RKT cerita")
            clock.tick(3600)
            self.pass_step(process, "kata pertama")
            self.move(self.officer, process, "suspend", "menunggu pagu")
            clock.tick(3600)
            self.as_person(process, self.officer).action_resume()
            first = self.template.step_ids[0]
            self.move(self.waiting(process), process, "send_back", "kurang lengkap", target_id=first.id)
            self.pass_step(process, "kata kedua")
            self.pass_step(process, "kata ketiga")
        text = self.text(process)
        self.assert_in_order(
            text,
            "REKAM PELAKSANAAN",
            "Nomor SOP",
            self.template.number,
            "Mulai",
            "02-11-2026 09.00 WITA",
            "RKT cerita",
            "Waktu Nyata (WITA)",
            self.template.step_ids[0].name,
            "kata pertama",
            self.template.step_ids[1].name,
            "Dikembalikan",
            "Ditangguhkan oleh",
            "menunggu pagu",
            "Dilanjutkan oleh",
            "Dikembalikan ke langkah 1 oleh",
            "kurang lengkap",
            "(ke-2)",
            "kata kedua",
            "(ke-2)",
            "kata ketiga",
            self.template.step_ids[2].name,
            "Belum selesai",
            "Jurnal utuh",
        )
        for once in ("kata pertama", "kata kedua", "kata ketiga", "menunggu pagu", "kurang lengkap"):
            self.assertEqual(text.count(squeezed(once)), 1, once)

    def test_times_are_those_of_the_agency(self):
        with freeze_time("2026-11-02 01:00:00") as clock:
            process = self.start(self.template, self.kadis, "RKT waktu")
            clock.tick(1800)
            self.as_person(process, self.kadis).web_read({"my_step_text": {}})
            clock.tick(3600)
            self.pass_step(process)
        for zone, name, hours in (("Asia/Makassar", "WITA", "09.00"), ("Asia/Jakarta", "WIB", "08.00")):
            self.company.resource_calendar_id.tz = zone
            text = self.text(process)
            self.assertIn(f"WaktuNyata({name})", text)
            self.assertIn(f"diminta02-11-2026{hours}", text)
        self.assertIn("dibaca02-11-202608.30", text)
        self.assertIn("selesai02-11-202609.30lamakerja1jam30menit", text)

    def test_a_joint_step_has_a_line_for_each_person(self):
        self.pass_until(self.process, 3)
        step = self.process.current_step_id
        self.assertGreater(len(step.executor_ids), 2)
        self.pass_step(self.process, "rapat")
        rows = [row for row in self.record().rows if getattr(row, "number", "") == "3"]
        tasks = self.process.task_ids.filtered(lambda task: task.step_id == step)
        self.assertEqual(len(rows), len(tasks.filtered(lambda task: task.state == "done")))
        self.assertEqual([bool(row.text) for row in rows], [True] + [False] * (len(rows) - 1))
        named = " ".join(f"{row.person} {row.remark}" for row in rows)
        for name in tasks.user_id.mapped("name"):
            self.assertIn(name, named)

    def test_decisions_name_their_exit(self):
        self.pass_until(self.process, 7)
        self.pass_step(self.process, label="Koreksi")
        self.pass_until(self.process, 7)
        self.pass_step(self.process, label="Setuju")
        self.assert_in_order(self.text(), "Selesai: Koreksi", "(ke-2)", "Selesai: Setuju")

    def test_passing_on(self):
        Dialog = self.as_person(self.env["sop.process.pass"], self.officer)
        task = self.process.task_ids
        Dialog.create(
            {"process_id": self.process.id, "user_id": self.person("kabid1").id, "reason": "tugas luar"}
        ).action_confirm()
        self.assertEqual(task.state, "passed")
        self.assert_in_order(self.text(), "Dialihkan", "Langkah 1 dialihkan dari", "kepada", "tugas luar")

    def test_acting_officials_print_as_they_acted(self):
        self.env["sop.acting"].create(
            {
                "company_id": self.company.id,
                "user_id": self.kadis.id,
                "deputy_id": self.person("kabid2").id,
                "office": "Kepala Dinas",
                "date_from": "2020-01-01",
                "date_to": "2099-12-31",
            }
        ).action_confirm()
        self.assertIn("Plh.KepalaDinas", self.text())

    def test_cancelled_and_reopened(self):
        self.move(self.officer, self.process, "cancel", "salah SOP")
        text = self.text()
        self.assert_in_order(text, "Status", "Dibatalkan", "Tidak diperlukan lagi", "Dibatalkan oleh", "salah SOP")
        self.move(self.officer, self.process, "reopen", "ternyata benar", target_id=self.template.step_ids[0].id)
        self.assert_in_order(self.text(), "salah SOP", "Dibuka kembali pada langkah 1", "ternyata benar", "(ke-2)")

    def test_papers_of_the_run(self):
        output = self.file_output(self.kadis, self.process, "Nota Dinas", b"satu")
        second = self.file_output(self.kadis, self.process, "Nota Dinas", b"dua", previous=output)
        paper = self.file_output(self.kadis, self.process, "Map", None, place="Meja 2")
        signature = self.sign(self.kadis, self.process, second | paper)
        self.sign(self.kadis, self.process, second, "stamp", image=False)
        self.archive(self.kadis, self.process, second, date_until=False)
        text = self.text()
        for file in output.contents + second.contents:
            self.assertEqual(text.count(file["sha256"]), 1)
            self.assertEqual(text.count(file["sha256"][:12]), 2, "short in its step, whole in the list")
        self.assert_in_order(
            text,
            *("Stempel", "Nota Dinas: Konsep", "Nota Dinas (versi 2)", "Meja 2"),
            *("Dokumen", "(diganti)", "Naskah kertas: Meja 2"),
            *("Tanda tangan", "Pembina (IV/a)", "NIP. 19680104", signature.digest, "Stempel"),
            *("Nomor arsip", f"ARS/{self.process.id}", "Selamanya", "Permanen", "Nota Dinas (versi 2)"),
            "Jurnal utuh",
        )
        (row,) = [row for row in self.record().rows if row.number == "1"]
        self.assertEqual((len(row.pictures), row.marks, row.signed), (1, "Stempel", "Tanda tangan\nStempel"))

    def test_dispositions_and_secret_ones(self):
        open_one = self.dispose(self.kadis, self.process, self.person("staf1"), words="siapkan bahan")
        secret = self.dispose(self.kadis, self.process, self.person("kabid1"), words="rahasia sekali", secrecy="secret")
        for user in (self.kadis, self.officer, self.person("kabid1")):
            text = self.text(user=user)
            self.assert_in_order(text, open_one.number, "siapkan bahan", secret.number, "isi tidak ditampilkan")
            self.assertNotIn("rahasiasekali", text)

    def test_hostile_words_stay_words(self):
        self.pass_step(self.process, HOSTILE)
        self.file_output(self.waiting(self.process), self.process, f"Nota {HOSTILE}"[:60])
        body, _kind = self.env["ir.actions.report"]._render_qweb_html(RECORD, self.process.ids)
        page = html.fromstring(body.decode())
        self.assertFalse(page.xpath("//script"))
        self.assertIn(HOSTILE, " ".join(page.itertext()))
        self.assertIn(squeezed(HOSTILE), self.text())

    def test_a_broken_journal_is_said_in_red(self):
        self.pass_step(self.process, "asli")
        self.assertTrue(self.record().intact)
        task = self.process.task_ids.sorted("id")[0]
        self.env.flush_all()
        self.env.cr.execute("UPDATE sop_task SET feedback = 'palsu' WHERE id = %s", [task.id])
        self.env.invalidate_all()
        body, _kind = self.env["ir.actions.report"]._render_qweb_html(RECORD, self.process.ids)
        (said,) = html.fromstring(body.decode()).xpath("//table[contains(@class, 'broken')]")
        self.assertRegex(" ".join(said.text_content().split()), r"JURNAL TIDAK UTUH:.*kejadian 3: Tugas diubah")
        self.assertNotIn("Jurnalutuh", self.text())

    def test_what_the_journal_does_not_know_is_not_hidden(self):
        self.pass_step(self.process)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM sop_event WHERE process_id = %s AND kind = 'start'", [self.process.id])
        self.env.invalidate_all()
        self.assertEqual([row.number for row in self.record().rows], ["2", "1"])

    def test_the_mark_of_the_journal_prints(self):
        self.assertIn(squeezed(self.process.journal_mark), self.text())

    def test_indonesian_whoever_prints(self):
        self.pass_step(self.process)
        for lang in ("en_US", "id_ID"):
            self.officer.lang = lang
            self.assert_in_order(self.text(), "REKAM PELAKSANAAN", "Berjalan", "Selesai", "Belum selesai")

    def test_a_process_that_has_not_started(self):
        draft = self.env["sop.process"].create({"template_id": self.template.id, "name": "Disiapkan dulu"})
        self.assert_in_order(self.text(draft), "Disiapkan dulu", "Disiapkan", "Proses belum dimulai")

    def test_the_way_to_the_check_page(self):
        """Where papers have a seal, its code stands in the head beside its picture."""
        Process = type(self.env["sop.process"])
        seal = Seal("https://cek.example/1", "CEK-77")
        module = "odoo.addons.sop_planning_reports.models.sop_paged_report"
        with (
            patch.object(Process, "_sop_seals", lambda runs, kind: dict.fromkeys(runs, seal), create=True),
            patch(f"{module}.qr_picture", lambda text: f"data:{text}"),
        ):
            body, _kind = self.env["ir.actions.report"]._render_qweb_html(RECORD, self.process.ids)
        page = html.fromstring(body.decode())
        self.assertEqual(page.xpath("//img/@src"), ["data:https://cek.example/1"])
        self.assertIn("CEK-77", page.text_content())

    def test_name_of_the_file(self):
        self.assertEqual(self.process._record_name(), "Rekam Pelaksanaan RKT Dinas")
        self.assertEqual((self.process | self.process.copy())._record_name(), "Rekam Pelaksanaan 2 proses")


class Seal:
    def __init__(self, url, code):
        self.url, self.code = url, code


class TestPages(RunPapersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pass_until(cls.process, 6)
        for number in range(28):
            cls.pass_step(cls.process, f"siklus-{number:02}-a selesai dikerjakan dengan baik")
            cls.pass_step(cls.process, f"siklus-{number:02}-b perlu perbaikan", label="Koreksi")

    def test_sixty_visits(self):
        visits = {(task.step_id, task.visit) for task in self.process.task_ids}
        self.assertGreater(len(visits), 60)
        pages, sizes = self.pages(self.process)
        text = "".join(pages)
        for number in range(28):
            for letter in "ab":
                self.assertEqual(text.count(f"siklus-{number:02}-{letter}"), 1)
        self.assert_in_order(text, *(f"siklus-{number:02}-{letter}" for number in range(28) for letter in "ab"))
        for number, (page, size) in enumerate(zip(pages, sizes), 1):
            self.assertIn(f"halaman{number}dari{len(pages)}", page)
            self.assertGreater(size.width, size.height)
        table = [page for page in pages if "siklus" in page]
        self.assertGreater(len(table), 4)
        self.assertTrue(all("UraianKegiatan" in page and "WaktuNyata" in page for page in table))

    def test_several_in_one_print(self):
        other = self.start(self.template, self.kadis, "RKT kedua")
        pages, _sizes = self.pages(other | self.process)
        self.assertIn("RKTkedua", pages[0])
        self.assertIn("halaman1dari1", pages[0])
        self.assertIn(f"halaman1dari{len(pages) - 1}", pages[1])

    def test_paper_of_the_agency(self):
        self.company.sop_paper = "f4"
        _pages, sizes = self.pages(self.process)
        self.assertAlmostEqual(float(sizes[0].width) / 72 * 25.4, 330, delta=1)

    def test_queries_do_not_grow_with_visits(self):
        """One more thing is read for a long run: nothing."""
        short = self.start(self.template, self.kadis, "pendek")
        self.pass_until(short, 8)
        report = self.env[f"report.{RECORD}"]

        def write(processes):
            mine = self.as_person(processes, self.officer)
            return mine.env[report._name]._get_report_values(mine.ids)

        self.assertEqual(self.counted(lambda: write(self.process)), self.counted(lambda: write(short)))

    def test_queries_do_not_grow_with_processes(self):
        few, many = self.process, self.process
        for number in range(12):
            run = self.start(self.template, self.kadis, f"RKT {number}")
            self.pass_until(run, 3)
            output = self.file_output(self.waiting(run)[0], run, "Nota")
            self.sign(self.waiting(run)[0], run, output)
            self.dispose(self.kadis, run, self.person("staf1"))
            self.archive(self.kadis, run, output)
            few, many = (few if number else few | run), many | run

        def write(processes):
            mine = self.as_person(processes, self.officer)
            return mine.env[f"report.{RECORD}"]._get_report_values(mine.ids)

        counts = [self.counted(lambda processes=processes: write(processes)) for processes in (few, many)]
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertLessEqual(counts[1], 75)


class TestWhoMayPrint(RunPapersCase, HttpCase):
    REPORTS = ("sop_process_record", "sop_process_cover")

    def someone(self, login, groups, company=None):
        company = company or self.company
        return new_test_user(
            *(self.env, login),
            groups=groups,
            password=login * 3,
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def test_those_who_may_read_the_process(self):
        for report in self.REPORTS:
            for user in (self.kadis, self.officer):
                pages, _sizes = self.pages(self.process, user, f"sop_planning_reports.{report}")
                self.assertIn("RKTDinas", "".join(pages))

    def test_nobody_else(self):
        self.import_agency("bappeda-kalbar")
        other = self.person("pengelola", "bappeda-kalbar")
        outsider = self.someone("luar", "sop_planning.group_sop_user")
        for user in (outsider, other):
            for report in self.REPORTS:
                with self.assertRaises(AccessError):
                    self.pages(self.process, user, f"sop_planning_reports.{report}")

    def test_by_no_address(self):
        self.someone("luar", "sop_planning.group_sop_user")
        self.someone("tamu", "base.group_portal")
        for login in ("luar", "tamu", None):
            self.authenticate(login, login and login * 3)
            for report in self.REPORTS:
                for kind in ("html", "pdf"):
                    path = f"/report/{kind}/sop_planning_reports.{report}/{self.process.id}"
                    with mute_logger("odoo.http", "odoo.addons.base.models.ir_qweb"):
                        answer = self.url_open(path)
                    self.assertFalse(re.search(rb"RKT Dinas|REKAM|KARTU", answer.content), (login, path))
                    self.assertFalse(answer.content.startswith(b"%PDF"), (login, path))

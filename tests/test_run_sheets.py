"""Control card, hand-over sheets and register of archives: the small papers of a run."""

import re

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from .printed import page_texts, squeezed
from .run_papers import COVER, RunPapersCase

HANDOVER = "sop_planning_reports.sop_handover_sheet"
ARCHIVE = "sop_planning_reports.sop_archive_register"


class TestControlCard(RunPapersCase):
    def test_one_upright_page_with_every_step(self):
        (page,), (size,) = self.pages(self.process, report=COVER)
        self.assertLess(size.width, size.height)
        steps = [squeezed(step.name)[:60] for step in self.template.step_ids]
        self.assert_in_order(page, "KARTU KENDALI", "Nomor SOP", "Tanggal masuk", "Tanggal keluar", "Paraf", *steps)
        self.assertIn("Catatan", page)

    def test_filled_where_the_run_has_passed(self):
        with freeze_time("2026-11-02 01:00:00") as clock:
            process = self.start(self.template, self.kadis, "RKT kartu")
            clock.tick(3600)
            output = self.file_output(self.kadis, process, "Nota")
            self.sign(self.kadis, process, output, "stamp", image=False)
            self.pass_step(process)
        (page,), _sizes = self.pages(process, report=COVER)
        self.assert_in_order(page, "02-11-2026 09.00", "02-11-2026 10.00", "Stempel", "02-11-2026 10.00")
        # Once in the head, as the start; the second step has come, and not left.
        self.assertEqual(page.count("02-11-202610.00"), 2)

    def test_a_long_run_still_has_one_page(self):
        self.pass_until(self.process, 6)
        for _number in range(4):
            self.pass_step(self.process)
            self.pass_step(self.process, label="Koreksi")
        (page,), _sizes = self.pages(self.process, report=COVER)
        self.assertIn("(ke-5)", page)

    def test_several_at_once_cost_no_more_queries(self):
        processes = self.process
        for number in range(8):
            processes |= self.start(self.template, self.kadis, f"RKT {number}")
        pages, _sizes = self.pages(processes, report=COVER)
        self.assertEqual(len(pages), 9)

        def write(runs):
            mine = self.as_person(runs, self.officer)
            return mine.env[f"report.{COVER}"]._get_report_values(mine.ids)

        counts = [self.counted(lambda runs=runs: write(runs)) for runs in (processes[:1], processes)]
        self.assertLessEqual(counts[1], counts[0] + 2)


class TestHandover(RunPapersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.file_output(cls.kadis, cls.process, "Nota Dinas", b"satu")
        cls.second = cls.file_output(cls.kadis, cls.process, "Nota Dinas", b"dua", previous=cls.first)
        cls.paper = cls.file_output(cls.kadis, cls.process, "Map <b>asli</b>", None, place="Meja 2")

    def dialog(self, user=None, **values):
        Dialog = self.as_person(self.env["sop.handover"], user or self.kadis)
        return Dialog.create({"process_id": self.process.id, "date": "2026-11-21", **values})

    def text(self, sheet):
        report = sheet.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf(HANDOVER, sheet.ids)
        return squeezed(*page_texts(content))

    def test_latest_versions_are_proposed(self):
        self.assertEqual(self.dialog().output_ids, self.second | self.paper)

    def test_receipt(self):
        sheet = self.dialog(
            number="800/12",
            place="Paringin",
            receiver_name="Kepala Bidang Perencanaan",
            receiver_position="Kepala Bidang",
            receiver_nip="19680104 199603 1 001",
        )
        self.assert_in_order(
            self.text(sheet),
            *("TANDA TERIMA DOKUMEN", "Nomor: 800/12", "Telah terima dari", self.kadis.name, "RKT Dinas"),
            *("1.", "Nota Dinas", "2", self.second.contents[0]["sha256"][:30]),
            *("2.", "Map <b>asli</b>", "Naskah kertas"),
            *("Yang menerima", "Paringin, 21 November 2026", "Yang menyerahkan"),
        )
        self.assertIn("NIP.19680104", self.text(sheet))

    def test_minutes(self):
        text = self.text(self.dialog(kind="minutes", place="Paringin"))
        self.assert_in_order(
            text,
            *("BERITA ACARA SERAH TERIMA DOKUMEN", "Nomor: ....", "hari ini, Sabtu, tanggal dua puluh satu"),
            *("bulan November tahun dua ribu dua puluh enam (21-11-2026)", "bertempat di Paringin"),
            *("PIHAK PERTAMA", "PIHAK KEDUA", "Map", "Demikian berita acara", "PIHAK KEDUA", "PIHAK PERTAMA"),
        )
        self.assertTrue(re.search(r"2\.Nama:\.{20,}", text), "what is not known is written by hand")

    def test_signatures_stay_together(self):
        for number in range(24):
            self.file_output(self.kadis, self.process, f"Dokumen {number}", b"isi %d" % number)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf(HANDOVER, self.dialog(kind="minutes").ids)
        last = squeezed(page_texts(content)[-1])
        self.assert_in_order(last, "Demikian berita acara", "PIHAK KEDUA", "PIHAK PERTAMA")

    def test_nothing_chosen(self):
        sheet = self.dialog()
        sheet.output_ids = False
        with self.assertRaises(UserError):
            sheet.action_print()
        self.assertEqual(self.dialog().action_print()["report_name"], HANDOVER)

    def test_documents_of_another_run(self):
        other = self.start(self.template, self.kadis, "Lain")
        foreign = self.file_output(self.kadis, other, "Nota")
        with self.assertRaises(ValidationError):
            self.dialog(output_ids=[(6, 0, foreign.ids)])

    def test_who_does_not_read_the_run(self):
        outsider = self.env["res.users"].create(
            {
                "name": "Lain",
                "login": "lain-serah",
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(6, 0, self.env.ref("sop_planning.group_sop_user").ids)],
            }
        )
        with self.assertRaises(AccessError):
            self.dialog(outsider)
        theirs = self.as_person(self.dialog(), outsider)
        with self.assertRaises(AccessError):
            self.text(theirs)

    def test_it_is_no_evidence_of_the_run(self):
        before = self.process.journal_count
        self.text(self.dialog())
        self.assertEqual(self.process.journal_count, before)
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", "sop.handover")]))

    def test_seal(self):
        """The same sheet has one seal however often it is printed; the check page knows it and the files on it."""
        text = self.text(self.dialog(number="800/12", receiver_name="Budi"))
        self.text(self.dialog(number="800/12", receiver_name="Budi"))
        self.text(self.dialog(number="800/13"))
        sheets = self.env["sop.handover.sheet"].search([("process_id", "=", self.process.id)], order="id")
        self.assertEqual([sheet.printed["number"] for sheet in sheets], ["800/12", "800/13"])
        seal = self.env["sop.seal"].search([("res_model", "=", sheets._name), ("res_id", "=", sheets[0].id)])
        self.assertIn(seal.code, text)
        self.assertEqual((seal.kind, len(seal), bool(seal.print_ids)), ("receipt", 1, True))
        self.assertTrue(seal._checked()[0])
        shown = repr(seal._shown())
        self.assertIn("800/12", shown)
        self.assertIn("Nota Dinas", shown)
        self.assertNotIn("Budi", shown, "who received it is not for the public")
        self.assertTrue(seal._matched(self.second.contents[0]["sha256"]))
        self.assertFalse(seal._matched(self.first.contents[0]["sha256"]), "an earlier version was not handed over")
        with self.assertRaises(UserError):
            self.as_person(sheets[0], self.officer).sudo().printed = {}
        self.env.cr.execute(
            "UPDATE sop_handover_sheet SET printed = jsonb_set(printed, '{number}', '\"9\"') WHERE id = %s",
            [sheets[0].id],
        )
        self.env.invalidate_all()
        self.assertFalse(sheets[0]._sop_is_intact(seal))

    def test_no_seal_without_a_check_page(self):
        self.company.sop_check_page = False
        self.text(self.dialog())
        self.assertFalse(self.env["sop.seal"].search([("res_model", "=", "sop.handover.sheet")]))


class TestArchiveRegister(RunPapersCase):
    def test_register(self):
        output = self.file_output(self.kadis, self.process, "Nota & <b>Peta</b>")
        self.archive(self.kadis, self.process, output)
        self.archive(self.kadis, self.process, output, number="ARS/kedua", date_until=False, fate="destroy")
        (page,), (size,) = self.pages(self.process.archive_ids, report=ARCHIVE)
        self.assertGreater(size.width, size.height)
        self.assert_in_order(
            page,
            *("DAFTAR ARSIP", "Nomor arsip", f"ARS/{self.process.id}", "000.7.2", "RKT Dinas", "Nota & <b>Peta</b>"),
            *("31 Desember 2031", "Permanen", "ARS/kedua", "Selamanya", "Musnah", "halaman 1 dari 1"),
        )
        self.assertEqual(self.process._findings(), {})

    def test_long_registers_repeat_their_heading(self):
        output = self.file_output(self.kadis, self.process, "Nota")
        for number in range(40):
            self.archive(self.kadis, self.process, output, number=f"ARS-{number:03}")
        pages, _sizes = self.pages(self.process.archive_ids, report=ARCHIVE)
        self.assertGreater(len(pages), 1)
        text = "".join(pages)
        for number in range(40):
            self.assertEqual(text.count(f"ARS-{number:03}"), 1)
        for number, page in enumerate(pages, 1):
            self.assertIn(f"halaman{number}dari{len(pages)}", page)
            self.assertIn("Kodeklasifikasi", page)

    def test_by_agency_and_reader(self):
        output = self.file_output(self.kadis, self.process, "Nota")
        archive = self.archive(self.kadis, self.process, output)
        self.import_agency("bappeda-kalbar")
        with self.assertRaises(AccessError):
            self.pages(archive, self.person("pengelola", "bappeda-kalbar"), ARCHIVE)

    def test_queries_do_not_grow(self):
        output = self.file_output(self.kadis, self.process, "Nota")
        for number in range(12):
            run = self.start(self.template, self.kadis, f"RKT {number}")
            self.archive(self.kadis, run, output)
        archives = self.env["sop.archive"].search([("company_id", "=", self.company.id)])

        def write(records):
            mine = self.as_person(records, self.officer)
            return mine.env[f"report.{ARCHIVE}"]._get_report_values(mine.ids)

        counts = [self.counted(lambda records=records: write(records)) for records in (archives[:1], archives)]
        self.assertLessEqual(counts[1], counts[0] + 1)

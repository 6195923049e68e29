"""The signed document on paper: its files as they are, and the signature sheet (Lembar Pengesahan) after them."""

import io
import os
from pathlib import Path
from unittest import mock

from pypdf import PdfReader

from odoo.addons.sop_planning_reports.models import sop_output_sheet
from odoo.addons.sop_planning_reports.paper import assemble
from odoo.exceptions import AccessError

from .printed import page_texts, squeezed
from .signed_papers import PapersCase, pdf, picture
from .test_signing_intact import IntactCase

REPORT = "sop_planning_reports.sop_output"
HONEST = "Disetujui secara elektronik dalam sistem; bukan tanda tangan elektronik tersertifikasi."
# Operators of PDF that set #c00 as the colour.
RED_INK = rb"0?\.8\d* 0 0 (rg|RG|scn|SCN|sc|SC)\b"
SMALL, WIDE = (300, 500), (700, 400)


class SheetCase(PapersCase):
    def printed(self, outputs, user=None):
        """The print of documents, as a person gets it: PdfReader."""
        Report = self.as_person(self.env["ir.actions.report"], user or self.kasubag)
        content, kind = Report.with_context(force_report_rendering=True)._render_qweb_pdf(REPORT, outputs.ids)
        self.assertEqual(kind, "pdf")
        if os.environ.get("DUMP"):
            Path(os.environ["DUMP"], f"{self._testMethodName}.pdf").write_bytes(content)
        return PdfReader(io.BytesIO(content))

    def texts(self, reader):
        return list(map(squeezed, page_texts(reader.stream.getvalue())))

    def assert_says(self, text, *words):
        for word in words:
            self.assertIn(squeezed(word), text)


class TestPages(SheetCase):
    def test_pages_stay_as_they_are_and_the_sheet_follows(self):
        original = pdf(SMALL, WIDE, SMALL)
        output = self.output(files=[("RKT.pdf", original)])
        self.sign(output, self.kaban)
        reader = self.printed(output)
        before = PdfReader(io.BytesIO(original)).pages
        self.assertEqual(len(reader.pages), 4)
        for page, known in zip(reader.pages, before):
            self.assertEqual(page.mediabox, known.mediabox)
            self.assertEqual(page.get_contents().get_data(), known.get_contents().get_data())
        sheet = reader.pages[-1]
        size = [round(float(side) / 72 * 25.4) for side in (sheet.mediabox.width, sheet.mediabox.height)]
        self.assertEqual(size, [210, 297])
        self.assert_says(self.texts(reader)[-1], "LEMBAR PENGESAHAN", "Halaman 1–3", "halaman 1 dari 1")
        self.assertEqual([mark.title for mark in reader.outline], ["RKT.pdf", "Lembar Pengesahan Rancangan RKT"])

    def test_pictures_are_pages_and_others_are_attached(self):
        files = [
            ("foto.jpg", picture("JPEG", (1600, 900))),
            ("pindai.png", picture("PNG", (600, 900))),
            ("Lampiran 1.docx", b"PK\3\4 office"),
            ("lampiran 1.docx", b"PK\3\4 another"),
            ("data é.xlsx", b"PK\3\4 sheet"),
        ]
        output = self.output(files=files)
        self.sign(output, self.kaban)
        reader = self.printed(output)
        self.assertEqual(len(reader.pages), 3)
        self.assertGreater(reader.pages[0].mediabox.width, reader.pages[0].mediabox.height)
        attached = {name: bytes(*content) for name, content in reader.attachments.items()}
        self.assertEqual(
            attached,
            {"Lampiran 1.docx": files[2][1], "lampiran 1 (2).docx": files[3][1], "data é.xlsx": files[4][1]},
        )
        sheet = self.texts(reader)[-1]
        self.assert_says(sheet, "Halaman 1 (gambar)", "Halaman 2 (gambar)", "data é.xlsx", "XLSX")
        self.assertEqual(sheet.count(squeezed("Berkas terlampir di dalam PDF ini")), 3)

    def test_what_cannot_be_read_is_attached_with_a_sentence(self):
        whole = pdf(SMALL, SMALL)
        files = [
            ("terkunci.pdf", pdf(SMALL, encrypt="rahasia")),
            ("rusak.pdf", b"%PDF-1.7\nnothing"),
            ("terpotong.pdf", whole[: len(whole) // 2]),
        ]
        output = self.output(files=[*files, ("utuh.pdf", whole)])
        reader = self.printed(output)
        self.assertEqual(len(reader.pages), 3)
        self.assertEqual({name: bytes(*content) for name, content in reader.attachments.items()}, dict(files))
        sheet = self.texts(reader)[-1]
        self.assert_says(sheet, "Berkas terlampir; PDF terkunci", "Halaman 1–2")
        self.assertEqual(sheet.count(squeezed("tidak terbaca sebagai halaman")), 2)

    def test_huge_files(self):
        output = self.output(files=[("panjang.pdf", pdf(*[SMALL] * 5)), ("besar.docx", b"x" * 2000), ("a.txt", b"y")])
        with mock.patch.object(assemble, "MOST_PAGES", 4), mock.patch.object(assemble, "MOST_ATTACHED", 1900):
            sheet = self.texts(self.printed(output))
        self.assertEqual(len(sheet), 1)
        self.assert_says(sheet[0], "Tidak disertakan karena terlalu besar", "Berkas terlampir di dalam PDF ini")
        with mock.patch.object(assemble, "MOST_PDF", 100):
            sheet = self.texts(self.printed(output))
        self.assert_says(sheet[0], "Berkas terlampir; terlalu besar untuk dicetak")

    def test_several_documents(self):
        outputs = self.output("Satu", [("a.pdf", pdf(SMALL))]) | self.output("Dua", [("b.pdf", pdf(WIDE, WIDE))])
        texts = self.texts(self.printed(outputs))
        self.assertEqual(len(texts), 5)
        self.assert_says(texts[1], "Dokumen : Satu", "Halaman 1")
        self.assert_says(texts[4], "Dokumen : Dua", "Halaman 3–4")


class TestSheet(SheetCase):
    def test_everything_is_on_it(self):
        content = pdf(SMALL)
        previous = self.output(is_current=False)
        output = self.output(files=[("RKT.pdf", content)], version=2, previous_id=previous.id)
        self.sign(output, self.kasubag, "paraf", paraf_kind="hierarchy")
        self.sign(output, self.kabid1, "paraf", paraf_kind="coordination", image=False)
        signature = self.sign(output, self.kaban)
        self.sign(output, self.staf, "stamp")
        text = self.texts(self.printed(output))[-1]
        self.assert_says(
            text,
            "LEMBAR PENGESAHAN",
            "Dokumen : Rancangan RKT",
            "Versi : 2 (menggantikan versi 1)",
            "Status : Ditandatangani",
            "Kegiatan : RKT 2027",
            f"Nomor SOP : {self.template.number}",
            f"Judul SOP : {self.template.name}",
            *("RKT.pdf", "PDF", f"{len(content) / 1024:.1f} KB".replace(".", ",")),
            output.contents[0]["sha256"],
            *("Paraf hierarki", "Paraf koordinasi", "disetujui dalam sistem"),
            *("Kepala Badan", "Drs. MUHTAR, M.M.", "NIP. 19680104 199603 1 001"),
            *("20 November 2026 12.05 WITA", signature.digest, "Cap dinas", "Dibubuhkan oleh"),
            HONEST,
        )
        self.assertRegex(signature.digest, "^[0-9a-f]{64}$")
        self.assertNotIn("TIDAKUTUH", text)

    def test_two_signers_and_one_who_stands_in(self):
        output = self.output(files=[("RKT.pdf", pdf(SMALL))])
        self.sign(output, self.sekretaris, date="2026-11-20 01:00:00", tz="Asia/Jakarta")
        self.sign(output, self.kabid1, position="Plh. Kepala Badan", official_id=self.kaban.id, tz="Asia/Jayapura")
        text = self.texts(self.printed(output))[-1]
        self.assert_says(text, "Plh. Kepala Badan", "08.00 WIB", "13.05 WIT")
        self.assertLess(text.index("08.00WIB"), text.index("13.05WIT"))

    def test_twelve_signers_take_further_pages(self):
        output = self.output(files=[("RKT.pdf", pdf(SMALL))])
        signers = [
            self.sign(output, self.kabid1, person=f"Pejabat {number:02}", date=f"2026-11-20 {number:02}:00:00",
                      digest=f"{number:02}" * 32)
            for number in range(12)
        ]  # fmt: skip
        texts = self.texts(self.printed(output))[1:]
        self.assertGreater(len(texts), 1)
        for number, text in enumerate(texts, 1):
            self.assert_says(text, HONEST, f"halaman {number} dari {len(texts)}")
        whole = "".join(texts)
        places = [whole.index(squeezed(signer.person)) for signer in signers]
        self.assertEqual(places, sorted(places))
        for signer in signers:
            self.assertEqual(whole.count(signer.digest), 1)

    def test_long_words(self):
        name = "Rancangan Rencana Kerja Tahunan Badan Kepegawaian dan Pengembangan Sumber Daya Manusia " * 4
        files = [(f"{'nama_berkas_panjang_sekali_' * 5}{number}.docx", b"PK") for number in range(25)]
        output = self.output(name, files)
        self.sign(output, self.kaban, position="Pelaksana Harian Kepala Bidang " * 12)
        for number in range(15):
            self.sign(output, self.kabid1, "paraf", paraf_kind="hierarchy", position="Kepala Bidang " * 8,
                      person=f"Pejabat {number}")  # fmt: skip
        texts = self.texts(self.printed(output))
        for number, text in enumerate(texts, 1):
            self.assert_says(text, f"halaman {number} dari {len(texts)}")
        self.assertEqual("".join(texts).count("SHA-256"), 25 + 16, "one for each file and signature")

    def test_nobody_has_signed(self):
        (text,) = self.texts(self.printed(self.output(state="draft", place="Lemari 3")))
        self.assert_says(
            text, "Dokumen ini belum diparaf dan belum ditandatangani.", "Naskah kertas : Lemari 3", "Konsep"
        )
        self.assertNotIn(squeezed(HONEST), text)

    def test_no_word_of_a_certificate_authority(self):
        output = self.output(files=[("RKT.pdf", pdf(SMALL))])
        self.sign(output, self.kaban)
        text = "".join(self.texts(self.printed(output))).casefold()
        for word in ("bsre", "bssn", "balaisertifikasi", "psre"):
            self.assertNotIn(word, text)
        self.assertNotIn("sertifikat", text)
        ours = Path(sop_output_sheet.__file__).parents[1]
        for path in [*ours.rglob("*.py"), *ours.rglob("*.xml"), *ours.rglob("*.po")]:
            self.assertNotRegex(path.read_text(), "(?i)bsre|balai sertifikasi", path)

    def test_indonesian_whoever_prints(self):
        output = self.output(files=[("RKT.pdf", pdf(SMALL))])
        self.sign(output, self.kaban)
        prints = set()
        for lang in ("en_US", "id_ID"):
            self.kasubag.lang = lang
            prints.add("".join(self.texts(self.printed(output))))
        self.assertEqual(len(prints), 1)

    def test_name_of_the_file(self):
        self.assertEqual(self.output()._paper_name(), "Pengesahan Rancangan RKT - RKT 2027")
        self.assertEqual(self.output("A/B", version=2)._paper_name(), "Pengesahan A-B versi 2 - RKT 2027")


class TestFaults(SheetCase):
    RED = "ISI TELAH BERUBAH, tidak disertakan"

    def setUp(self):
        super().setUp()
        self.addCleanup(self.broken.clear)

    def signed(self, signers=1):
        output = self.output(files=[("RKT.pdf", pdf(SMALL)), ("b.docx", b"PK")])
        for number in range(signers):
            self.sign(output, self.kaban, person=f"Pejabat {number}", digest=f"{number:02}" * 32)
        return output

    def overwrite(self, output, content):
        """Change a file behind the application's back."""
        attachment = output.file_ids[0]
        path = Path(attachment._full_path(attachment.store_fname))
        kept = path.read_bytes()
        self.addCleanup(path.write_bytes, kept)
        path.unlink() if content is None else path.write_bytes(content)
        self.env.invalidate_all()

    def test_a_changed_file(self):
        output = self.signed(signers=12)
        self.overwrite(output, pdf(WIDE, text="lain"))
        reader = self.printed(output)
        texts = self.texts(reader)
        self.assertGreater(len(texts), 1)
        for text in texts:
            self.assert_says(text, "Berkas “RKT.pdf” telah berubah sejak dicatat.")
        self.assert_says(texts[0], self.RED)
        self.assertNotIn("lain1", "".join(texts))
        self.assertEqual(list(reader.attachments), ["b.docx"])
        for page in reader.pages:
            self.assertRegex(page.get_contents().get_data(), RED_INK)

    def test_a_file_that_is_gone(self):
        output = self.signed()
        self.overwrite(output, None)
        (text,) = self.texts(self.printed(output))
        self.assert_says(text, "Berkas “RKT.pdf” tidak ditemukan lagi dalam sistem.", "TIDAK DITEMUKAN dalam sistem")

    def test_a_signature_that_is_not_intact(self):
        output = self.signed(signers=12)
        self.broken.add(output.signature_ids[3])
        texts = self.texts(self.printed(output))[1:]
        for text in texts:
            self.assert_says(text, "Tanda tangan Pejabat 3, 20 November 2026 12.05 WITA, TIDAK UTUH")
            self.assertNotIn("Pejabat4,20", text)

    def test_other_files_than_those_signed(self):
        output, other = self.signed(), self.output(files=[("lain.pdf", pdf(WIDE))])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sop_output SET contents = (SELECT contents FROM sop_output WHERE id = %s) WHERE id = %s",
            (other.id, output.id),
        )
        self.env.invalidate_all()
        self.assert_says(self.texts(self.printed(output))[-1], "Tanda tangan Pejabat 0", "TIDAK UTUH")

    def test_no_file_of_another_record_is_printed(self):
        secret = self.env["ir.attachment"].create({"name": "x.pdf", "raw": pdf(WIDE, text="rahasia")})
        output = self.output(files=[("x.pdf", pdf(WIDE, text="rahasia"))])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sop_output SET contents = jsonb_set(contents, '{0,id}', %s::jsonb) WHERE id = %s",
            (str(secret.id), output.id),
        )
        self.env.invalidate_all()
        (text,) = self.texts(self.printed(output))
        self.assert_says(text, "TIDAK DITEMUKAN dalam sistem")

    def test_many_faults_leave_room(self):
        output = self.signed(signers=9)
        self.broken.update(output.signature_ids)
        text = self.texts(self.printed(output))[-1]
        self.assert_says(text, "Dan 6 kejanggalan lain.")


class TestRecorded(IntactCase):
    def test_a_state_that_was_written_by_hand(self):
        self.assertEqual(self.paper._sheet_faults([]), [])
        self.spoil("sop_output", self.paper.id, state="stamped")
        (fault,) = self.paper._sheet_faults([])
        self.assertEqual(fault, "Catatan dokumen ini TIDAK UTUH: telah berubah sejak dicatat.")


class TestAccess(SheetCase):
    def test_who_may_not_read_the_process_prints_nothing(self):
        output = self.output(files=[("RKT.pdf", pdf(SMALL))])
        other = self.import_agency("bappeda-kalbar")
        strangers = [self.person("pengelola", other.sop_code), self.env.ref("base.public_user")]
        outsider = self.env["res.users"].with_context(no_reset_password=True).create(
            {"name": "Lain", "login": "lain", "company_id": self.company.id, "company_ids": self.company.ids,
             "group_ids": self.env.ref("sop_planning.group_sop_user").ids}
        )  # fmt: skip
        for user in (*strangers, outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.printed(output, user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.as_person(self.env["ir.actions.report"], user)._render_qweb_html(REPORT, output.ids)
        self.assertEqual(len(self.printed(output, self.pengelola).pages), 2)

    def test_a_client_cannot_say_what_was_joined(self):
        output = self.output(files=[("RKT.pdf", pdf(SMALL))])
        Report = self.as_person(self.env["ir.actions.report"], self.kasubag)
        for forged in ([], {"files": []}, "x", 1):
            html, _kind = Report._render_qweb_html(REPORT, output.ids, {"joined": forged})
            self.assertIn("RKT.pdf", html.decode())


class TestCost(SheetCase):
    # Of the document, its signatures with their images, process, SOP, agency and seal, the files, the views of the
    # report and its paper.
    QUERIES = 26

    def test_queries(self):
        counts = []
        for signers in (2, 12):
            output = self.output(f"Dokumen {signers}", [("RKT.pdf", pdf(SMALL))])
            for number in range(signers):
                self.sign(output, self.kaban, digest=f"{number:02}" * 32)
            self.printed(output)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.printed(output)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], self.QUERIES)
        # The first document of a process has no older one beside it, whose signatures are looked at as well.
        self.assertLessEqual(counts[1] - counts[0], 1)

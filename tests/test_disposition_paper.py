"""The sheet of a disposition (lembar disposisi): the official form with its boxes, and the chain under it."""

import io

from pypdf import PdfReader

from odoo.exceptions import AccessError

from .dispositions import DispositionCase
from .printed import page_texts, squeezed

REPORT = "sop_planning_reports.sop_disposition_sheet"


class TestSheet(DispositionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.send(
            cls.kaban,
            cls.sekretaris | cls.kabid1,
            copies=cls.kasubag,
            words="Mohon <disiapkan>",
            phrase_ids=cls.please.ids,
            urgency="urgent",
            date_due="2026-12-01",
            letter_from="Bupati",
            letter_number="050/123",
            letter_date="2026-11-16",
            letter_received="2026-11-18",
            letter_subject="Penyusunan RKT",
        )
        cls.second = cls.send(cls.sekretaris, cls.kasubag, parent_id=cls.first.id, words="Siapkan undangan")
        cls.secret = cls.send(
            cls.sekretaris, cls.staf, parent_id=cls.first.id, words="jangan disebar", secrecy="secret"
        )

    def pages(self, user, dispositions):
        Report = self.as_person(self.env["ir.actions.report"], user).with_context(force_report_rendering=True)
        content, kind = Report._render_qweb_pdf(REPORT, dispositions.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        return list(map(squeezed, page_texts(content))), [page.mediabox for page in pages]

    def assert_says(self, page, *words):
        for word in words:
            self.assertIn(squeezed(word), page)

    def test_form(self):
        (page,), (size,) = self.pages(self.kasubag, self.first)
        self.assertEqual((round(size.width / 72 * 25.4), round(size.height / 72 * 25.4)), (210, 297))
        self.assert_says(
            page,
            "LEMBAR DISPOSISI",
            "Surat dari:Bupati",
            "No. surat:050/123",
            "Tgl surat:16 November 2026",
            "Diterima tgl:18 November 2026",
            f"No. agenda:{self.first.number}",
            "Penyusunan RKT",
            "Mohon <disiapkan>",
            "Batas waktu: 1 Desember 2026",
            "Kepala Badan",
            "Drs. MUHTAR, M.M.",
            "NIP. 19680104 199603 1 001",
            "bukan tanda tangan elektronik tersertifikasi",
        )

    def test_boxes(self):
        (page,), _sizes = self.pages(self.kasubag, self.first)
        self.assert_says(page, "☐Sangat segera", "☑Segera", "☐Rahasia")
        self.assert_says(page, "☑Sekretaris", "☑Kepala Bidang (Kepala Bidang I)", "☐Staf", "(tembusan)")
        self.assert_says(page, "☑Tanggapan dan Saran", "☐Proses lebih lanjut", "☐Koordinasi/konfirmasikan")
        (page,), _sizes = self.pages(self.staf, self.secret)
        self.assert_says(page, "☑Rahasia", "☐Segera")

    def test_chain_as_far_as_the_printer_may_read(self):
        for user, hidden, secret in ((self.kasubag, True, False), (self.staf, False, True)):
            (page,), _sizes = self.pages(user, self.first)
            self.assert_says(page, self.second.number, "Siapkan undangan")
            self.assertEqual("jangandisebar" in page, secret)
            self.assertEqual("1disposisilaindalamrangkaianini" in page, hidden)
            self.assertEqual(self.secret.number.replace(" ", "") in page, secret)

    def test_many_in_one_call(self):
        pages, _sizes = self.pages(self.staf, self.first | self.second | self.secret)
        self.assertEqual(len(pages), 3)
        for page, disposition in zip(pages, self.first | self.second | self.secret):
            self.assert_says(page, f"No. agenda:{disposition.number}")

    def test_a_long_chain_goes_on_to_further_pages(self):
        for number in range(25):
            self.send(self.sekretaris, self.kasubag, parent_id=self.first.id, words=f"nomor urut {number} selesai " * 3)
        pages, _sizes = self.pages(self.kasubag, self.first)
        self.assertGreater(len(pages), 1)
        for number in range(25):
            self.assertEqual("".join(pages).count(f"nomorurut{number}selesai"), 3)

    def test_who_may_not_read_prints_nothing(self):
        for user in (self.kasubag, self.pengelola):
            with self.assertRaises(AccessError):
                self.pages(user, self.secret)

    def test_indonesian_whoever_prints(self):
        for lang in ("en_US", "id_ID"):
            self.kasubag.lang = lang
            (page,), _sizes = self.pages(self.kasubag, self.second)
            self.assert_says(page, "Diteruskan kepada:", "Dengan hormat harap:", "November")

    def test_name_of_the_file(self):
        name = self.first._paper_name()
        self.assertEqual(name, f"Lembar Disposisi {self.first.number.replace('/', '-')} RKT 2027")

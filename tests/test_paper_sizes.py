"""Sizes and margins, the word across the page, and the paper that is kept when a version takes effect."""

import base64
import io
from pathlib import Path

from psycopg2 import IntegrityError
from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import SopCase
from .printed import page_texts, squeezed

MM = 72 / 25.4


class TestPaperSizes(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.import_sop("bkpsdm-selayar-rkt", effective=False)

    def reader(self, templates):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf("sop_planning_reports.sop_template", templates.ids)
        return PdfReader(io.BytesIO(content))

    def texts(self, templates):
        return [" ".join(text.split()) for text in page_texts(self.reader(templates).stream.getvalue())]

    def sizes(self, templates):
        return [
            (round(page.mediabox.width / MM), round(page.mediabox.height / MM)) for page in self.reader(templates).pages
        ]

    def put_in_force_with_paper(self, template):
        self.put_in_force(template)
        template._store_papers()

    def test_of_the_agency(self):
        for paper, size in (("a4", (297, 210)), ("f4", (330, 215)), ("legal", (356, 216))):
            self.company.sop_paper = paper
            self.assertEqual(self.sizes(self.template), [size, size], paper)

    def test_of_the_sop(self):
        self.template.paper = "f4"
        self.assertEqual(self.sizes(self.template)[0], (330, 215))

    def test_different_sizes_in_one_call(self):
        other = self.import_sop("bkpsdm-selayar-iku", effective=False)
        other.paper = "legal"
        self.assertEqual(self.sizes(self.template | other), [(297, 210)] * 2 + [(356, 216)] * 2)

    def test_agencies_in_one_print_each_have_their_paper(self):
        """The register is one report for all of them; each agency's part lies on its own paper."""
        self.import_agency("polhukam").sop_paper = "legal"
        own, other = self.template, self.import_sop("polhukam-rkt", effective=False)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf("sop_planning_reports.sop_register", (other | own).ids)
        pages = PdfReader(io.BytesIO(content)).pages
        widths = [round(page.mediabox.width / MM) for page in pages]
        self.assertEqual(widths, [356, 297])
        for text, code in zip(page_texts(content), ("polhukam", "bkpsdm-selayar")):
            agency = self.env["res.company"].search([("sop_code", "=", code)])
            self.assertIn(squeezed(agency.name.upper()), squeezed(text.upper()))

    def test_margins_move_the_text(self):
        def left_edge():
            edges = []
            self.reader(self.template).pages[0].extract_text(
                visitor_text=lambda text, cm, tm, font, size: edges.append(cm[4] + tm[4]) if text.strip() else None
            )
            return min(edges)

        narrow = left_edge()
        self.company.sop_margin_left = 30
        self.assertAlmostEqual(left_edge() - narrow, 20 * MM, delta=4 * MM)

    def test_foolish_margin(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.company.sop_margin_left = 200
            self.env.flush_all()

    def test_set_in_settings(self):
        settings = self.env["res.config.settings"].with_company(self.company).create({"sop_paper": "f4"})
        settings.execute()
        self.assertEqual(self.template._sop_paper().width, 330)

    def test_page_numbers_in_the_body(self):
        texts = self.texts(self.template)
        self.assertIn("halaman 1 dari 2", texts[0])
        self.assertIn("halaman 2 dari 2", texts[1])

    def test_word_across_the_page(self):
        def words(template):
            return [
                [word for word in ("KONSEP", "DIGANTIKAN", "DICABUT") if word in text] for text in self.texts(template)
            ]

        self.assertEqual(words(self.template), [["KONSEP"], ["KONSEP"]])
        self.put_in_force_with_paper(self.template)
        self.assertEqual(words(self.template), [[], []])
        second = self.env["sop.template"].browse(self.template.action_new_version()["res_id"])
        self.put_in_force(second)
        self.assertEqual(words(self.template), [["DIGANTIKAN"], ["DIGANTIKAN"]])
        second.action_withdraw()
        self.assertEqual(words(second), [["DICABUT"], ["DICABUT"]])

    def test_kept_when_it_takes_effect(self):
        self.template = self.template.with_context(force_report_rendering=True)
        self.template.action_send_for_review()
        self.template._make_effective(self.template.date_effective)
        kept = base64.b64decode(self.template.paper_pdf)
        self.company.sop_paper = "f4"
        self.company.sop_check_page = False  # a seal is written on what is kept
        self.assertEqual(self.template._papers_pdf(), kept)
        self.assertEqual(self.sizes(self.template)[0], (297, 210))
        with self.assertRaises(UserError):
            self.template.paper_pdf = False
        with self.assertRaises(UserError):
            self.env["ir.attachment"].search(
                [("res_model", "=", "sop.template"), ("res_field", "=", "paper_pdf"), ("res_id", "=", self.template.id)]
            ).unlink()

    def test_a_kept_paper_that_was_changed_is_neither_printed_nor_called_intact(self):
        self.put_in_force_with_paper(self.template)
        seal = self.template._sop_seal("sop")
        self.assertTrue(self.template._sop_is_intact(seal))
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "sop.template"), ("res_field", "=", "paper_pdf"), ("res_id", "=", self.template.id)]
        )
        path = Path(file._full_path(file.store_fname))
        kept = path.read_bytes()
        self.addCleanup(path.write_bytes, kept)
        path.write_bytes(kept.replace(b"%PDF-1.4", b"%PDF-1.5"))
        self.env.invalidate_all()
        self.assertFalse(self.template._sop_is_intact(seal))
        with self.assertRaisesRegex(UserError, "no longer the file that was stored"):
            self.as_person(self.template, self.person("staf"))._papers_pdf()

    def test_first_print_keeps_it(self):
        self.put_in_force(self.template)
        self.assertFalse(self.template.paper_pdf)
        self.company.sop_check_page = False
        reader = self.as_person(self.template, self.person("staf"))._papers_pdf()
        self.assertEqual(base64.b64decode(self.template.paper_pdf), reader)

    def test_a_client_cannot_say_how_much_room_there_is(self):
        self.put_in_force(self.template)
        process = self.start(self.template, self.person("kaban"))
        Report = self.env["ir.actions.report"]
        for name, record in (("sop_template", self.template), ("sop_process_cover", process)):
            report = f"sop_planning_reports.{name}"
            plain, _kind = Report._render_qweb_html(report, record.ids)
            for forged in ("x", [], 5, 0):  # the last would go on for ever
                html, _kind = Report._render_qweb_html(report, record.ids, {"squeeze": forged})
                self.assertEqual(html.count(b'class="foot"'), plain.count(b'class="foot"'))

    def test_wrong_user(self):
        self.import_agency("bappeda-kalbar")
        stranger = self.person("pengelola", "bappeda-kalbar")
        with self.assertRaises(UserError):
            self.as_person(self.template, stranger)._papers_pdf()
        with self.assertRaises(UserError):
            self.as_person(self.template, self.person("staf"))._papers_pdf()

    def test_signature_image(self):
        self.template.signer_image = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "sop_planning_reports.sop_template", self.template.ids
        )
        self.assertIn(b"data:image/png;base64", html)

    def test_long_lists_break_across_pages(self):
        self.template.legal_basis = "\n".join(
            f"{number}. Peraturan nomor {number} " + "tentang tata kerja " * 12 for number in range(1, 60)
        )
        texts = self.texts(self.template)
        self.assertGreater(len(texts), 3)
        whole = " ".join(texts)
        for number in range(1, 60):
            self.assertEqual(whole.count(f"Peraturan nomor {number} "), 1, number)
        self.assertIn(f"halaman 1 dari {len(texts)}", texts[0])

    def test_connectors_name_the_pages_that_are_printed(self):
        self.template.step_ids[0].name = ("Memberi arahan " * 220).strip()
        texts = self.texts(self.template)
        table = next(number for number, text in enumerate(texts, start=1) if "Uraian Prosedur" in text)
        self.assertGreater(table, 1)
        self.assertIn(f"Bersambung ke halaman {len(texts)}", texts[-2])
        self.assertIn(f"Lanjutan dari halaman {len(texts) - 1}", texts[-1])

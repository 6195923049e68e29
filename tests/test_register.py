"""The register of SOPs (Daftar SOP), as PDF and as spreadsheet."""

import datetime
import io

from freezegun import freeze_time
from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError

from .common import SopCase
from .printed import page_texts, squeezed

REPORT = "sop_planning_reports.sop_register"
LABELS = [
    "No.",
    "Nomor SOP",
    "Judul SOP",
    "Unit",
    "Tanggal Pembuatan",
    "Tanggal Revisi",
    "Tanggal Efektif",
    "Disahkan oleh",
    "Versi",
    "Status",
]


class TestRegister(SopCase):
    sops = ("rkt", "iku", "renstra")

    def setUp(self):
        super().setUp()
        self.all = self.env["sop.template"].union(*self.templates.values())

    def pages(self, templates):
        """Texts of the pages, without blanks, and their sizes."""
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(REPORT, templates.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        return list(map(squeezed, page_texts(content))), [page.mediabox for page in pages]

    def many(self, count):
        return self.all | self.env["sop.template"].create(
            [
                {
                    "name": f"Penyusunan dokumen ke {number} " + "dan lain-lain " * (number % 7),
                    "number": f"UJI-{number}-2026",
                    "company_id": self.company.id,
                }
                for number in range(count)
            ]
        )

    def test_pdf_says_what_the_sops_say(self):
        (page,), (size,) = self.pages(self.all)
        for template in self.all:
            for word in (template.number, template.name, template.signer_name):
                self.assertIn(squeezed(word), page)
        for word in ("DAFTARSTANDAR", "04Januari2017", "Berlaku", "halaman1dari1", *LABELS):
            self.assertIn(squeezed(word), page)
        self.assertGreater(size.width, size.height)
        self.assertAlmostEqual(float(size.width) / 72 * 25.4, 297, delta=1)

    def test_day_of_the_agency_wherever_the_reader_is(self):
        far = self.all.with_context(tz="America/New_York")
        with freeze_time("2026-11-20 17:30:00"):  # half past one of the 21st in Makassar
            (register,) = self.env["report.sop_planning_reports.sop_register"]._registers(far)
            name, _content = far._register_spreadsheet()
        self.assertEqual(register.title[-1], "Keadaan tanggal 21 November 2026")
        self.assertIn("2026-11-21", name)

    def test_paper_of_the_agency(self):
        self.company.sop_paper = "f4"
        _pages, (size,) = self.pages(self.all)
        self.assertAlmostEqual(float(size.width) / 72 * 25.4, 330, delta=1)

    def test_long_registers_repeat_their_heading_and_count_their_pages(self):
        templates = self.many(60)
        pages, _sizes = self.pages(templates)
        planned = self.env[f"report.{REPORT}"]._get_report_values(templates.ids)["registers"][0]["pages"]
        self.assertEqual(len(pages), len(planned))
        self.assertGreater(len(pages), 2)
        for number, (page, rows) in enumerate(zip(pages, planned), 1):
            self.assertIn(f"halaman{number}dari{len(pages)}", page)
            self.assertIn("JudulSOP", page)
            for row, _height in rows:
                self.assertIn(squeezed(row[2]), page)
        together = "".join(pages)
        for template in templates:
            self.assertEqual(together.count(squeezed(template.number)), 1)

    def test_each_agency_has_its_own(self):
        self.import_agency("bappeda-kalbar")
        other = self.import_sop("bappeda-kalbar-renja")
        pages, _sizes = self.pages(self.all | other)
        self.assertEqual(len(pages), 2)
        for page, company in zip(pages, (self.company, other.company_id)):
            self.assertIn("halaman1dari1", page)
            self.assertIn(squeezed(company.name), page)

    def test_states_in_indonesian(self):
        draft = self.import_sop("bkpsdm-selayar-ikk", effective=False)
        review = self.import_sop("bkpsdm-selayar-tapkin", effective=False)
        review.action_send_for_review()
        self.templates["rkt"].action_withdraw()
        self.templates["iku"].action_new_version()
        (register,) = self.env[f"report.{REPORT}"]._registers(self.all | draft | review)
        self.assertEqual(
            [row.state for row in register.rows], ["Dicabut", "Berlaku", "Berlaku", "Konsep", "Dalam peninjauan"]
        )

    def test_texts_are_escaped(self):
        draft = self.import_sop("bkpsdm-selayar-ikk", effective=False)
        draft.name = 'Judul <b>tebal</b> & "kutip"'
        (page,), _sizes = self.pages(draft)
        self.assertIn('Judul<b>tebal</b>&"kutip"', page)

    def test_spreadsheet(self):
        name, content = self.all._register_spreadsheet()
        self.assertRegex(name, r"^Daftar SOP bkpsdm-selayar \d{4}-\d\d-\d\d\.xlsx$")
        sheet = load_workbook(io.BytesIO(content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        head = rows.index(LABELS)
        self.assertEqual(rows[0][0], "DAFTAR STANDAR OPERASIONAL PROSEDUR (SOP)")
        for row, template in zip(rows[head + 1 :], self.all):
            self.assertEqual(row[1:4], [template.number, template.name, template.department_id.name])
            self.assertEqual(row[4], datetime.datetime.combine(template.date_created, datetime.time()))
            self.assertEqual(row[9], "Berlaku")
        self.assertEqual(len(rows), head + 1 + len(self.all))
        self.assertEqual(sheet.print_title_rows, f"${head + 1}:${head + 1}")
        self.assertEqual(sheet.auto_filter.ref, f"A{head + 1}:J{len(rows)}")
        self.assertEqual(sheet.freeze_panes, f"A{head + 2}")

    def test_spreadsheet_is_not_alive(self):
        draft = self.import_sop("bkpsdm-selayar-ikk", effective=False)
        draft.write({"name": "=1+1", "number": "@SUM(A1)", "signer_position": "+1", "revision": "-1"})
        sheet = load_workbook(io.BytesIO(draft._register_spreadsheet()[1])).active
        cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
        for text in ("=1+1", "@SUM(A1)"):
            self.assertEqual(cells[text].data_type, "s")
            self.assertTrue(cells[text].quotePrefix)
        self.assertNotIn("f", {cell.data_type for cell in cells.values()})

    def test_all_of_the_users_agencies(self):
        self.import_agency("bappeda-kalbar")
        self.import_sop("bappeda-kalbar-renja")
        self.import_sop("bkpsdm-selayar-ikk", effective=False)
        staff = self.as_person(self.env["sop.template"], self.person("sekretaris"))
        found = staff._all_of_my_agencies()
        self.assertEqual(set(found.ids), set(self.all.ids))
        self.assertEqual(staff.action_register_spreadsheet()["url"], "/sop_planning_reports/spreadsheet/register?ids=")
        self.assertEqual(staff.action_register_pdf()["report_name"], REPORT)
        empty = self.env["sop.template"].with_context(
            allowed_company_ids=self.env.company.create({"name": "Kosong"}).ids
        )
        with self.assertRaises(UserError):
            empty.action_register_pdf()

    def test_only_what_the_user_may_read(self):
        draft = self.import_sop("bkpsdm-selayar-ikk", effective=False)
        staff = self.person("sekretaris")
        with self.assertRaises(AccessError):
            self.as_person(self.env["ir.actions.report"], staff)._render_qweb_html(REPORT, draft.ids)
        with self.assertRaises(AccessError):
            self.as_person(draft, staff)._register_spreadsheet()

    def test_many_cost_no_more_queries(self):
        templates = self.many(300)
        Report = self.as_person(self.env["ir.actions.report"], self.person("admin-sop"))
        Report._render_qweb_html(REPORT, templates.ids)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        Report._render_qweb_html(REPORT, templates.ids)
        self.assertLessEqual(self.cr.sql_log_count - before, 15)


class TestPaperQueries(SopCase):
    """Rendering official papers asks the database the same few questions for any number of SOPs."""

    sops = ("rkt",)
    BUDGET = 15

    def test_any_number_of_sops(self):
        many = self.templates["rkt"]
        for _number in range(49):
            many += self.templates["rkt"].copy()
        Report = self.as_person(self.env["ir.actions.report"], self.person("admin-sop"))
        report = "sop_planning_reports.sop_template"
        Report._render_qweb_html(report, many[:1].ids)
        counts = {}
        for count in (1, 1, 10, 50):  # the first one warms the caches of the registry
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Report._render_qweb_html(report, many[:count].ids)
            counts[count] = self.cr.sql_log_count - before
        self.assertLessEqual(max(counts.values()), self.BUDGET, counts)
        self.assertLessEqual(counts[50], counts[1] + 1, counts)

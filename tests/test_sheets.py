"""SOPs as spreadsheets: read back, they say what the paper says, and nothing in them is alive."""

import base64
import io
import re
from urllib.parse import unquote

from openpyxl import load_workbook
from PIL import Image

from odoo.addons.sop_planning_reports.sheets.workbook import Page, Workbook
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from .common import SOP_FILES, SopCase

URL = "/sop_planning_reports/spreadsheet"
# What somebody might type to have a spreadsheet do something.
LIVELY = ("=1+1", "+62 812", "-5 hari", "@SUM(A1)", "http://contoh.go.id", '=HYPERLINK("http://x","y")', "007")


def texts(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def row_of(sheet, text):
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == text)


class SheetCase(SopCase):
    def sheets(self, templates):
        _name, content = templates._spreadsheet()
        return load_workbook(io.BytesIO(content), rich_text=False).worksheets

    def sheet(self, template):
        return self.sheets(template)[0]

    def table_rows(self, sheet, template):
        """Rows of the table in the sheet, by step."""
        labels = template._labels()
        head = row_of(sheet, labels["activity"])
        bottom = sheet.max_row
        numbers = {template._chart_texts(step).number: step for step in template.step_ids}
        rows = {}
        for row in range(head + 2, bottom + 1):
            value = sheet.cell(row, 1).value
            if value in numbers and not (template.column_numbers and row == head + 2):
                rows[numbers[value]] = row
        return rows


class TestCells(SheetCase):
    def test_a_text_longer_than_a_cell_is_cut_and_says_so(self):
        workbook = Workbook()
        page = Page(workbook, workbook.add("Uji"), [200])
        page.put(page.band(20), (0, 0), "kata " * 8000)
        (text,) = texts(load_workbook(io.BytesIO(workbook.content())).active)
        self.assertEqual((len(text), text[-1]), (32767, "…"))


class TestSheets(SheetCase):
    sops = ("rkt", "iku", "renstra")

    def test_nine_sops_say_what_the_paper_says(self):
        for path in SOP_FILES:
            code = path.stem
            agency = next(
                a
                for a in ("bkpsdm-selayar", "bappeda-kalbar", "disdukcapil-balangan", "kesbangpol-kaltim", "polhukam")
                if code.startswith(a)
            )
            self.import_agency(agency)
            template = self.import_sop(code)
            sheet = self.sheet(template)
            rows = self.table_rows(sheet, template)
            self.assertEqual(list(rows), list(template.step_ids), code)
            lanes = len(template.executor_ids)
            for step, row in rows.items():
                found = [sheet.cell(row, column).value or "" for column in (1, 2, *range(3 + lanes, 7 + lanes))]
                self.assertEqual(found, list(template._chart_texts(step)), code)
            self.check_headings(sheet, template)
            for _label, lines, _box in template._identity_rows() if template._has_identity() else ():
                for line in filter(None, lines):
                    self.assertTrue(any(line in text for text in texts(sheet)), line)

    def check_headings(self, sheet, template):
        labels = template._labels()
        row = row_of(sheet, labels["activity"])
        lanes = len(template.executor_ids)
        cells = [sheet.cell(row, column).value for column in (1, 2, 3, 3 + lanes, 6 + lanes)]
        self.assertEqual(cells, [labels[key] for key in ("no", "activity", "executors", "standard", "remark")])
        under = [sheet.cell(row + 1, column).value for column in range(3, 6 + lanes)]
        self.assertEqual(
            under,
            [*template.executor_ids.mapped("name"), *(labels[key] for key in ("requirements", "time", "outputs"))],
        )
        merged = {str(merged) for merged in sheet.merged_cells.ranges}
        self.assertIn(f"A{row}:A{row + 1}", merged)
        numbered = [sheet.cell(row + 2, column).value for column in range(1, 7 + lanes)]
        self.assertEqual(template.column_numbers, numbered == [str(n) for n in range(1, 7 + lanes)])

    def test_nothing_is_alive(self):
        template = self.import_sop("bkpsdm-selayar-tapkin", effective=False)
        for step, text in zip(template.step_ids, LIVELY):
            step.write({"name": text, "requirements": text, "outputs": text, "remark": text})
        template.write({"name": LIVELY[0], "number": LIVELY[5], "heading": LIVELY[2], "legal_basis": LIVELY[4]})
        name, content = template._spreadsheet()
        sheet = load_workbook(io.BytesIO(content)).active
        for row in sheet.iter_rows():
            for cell in row:
                self.assertIn(cell.data_type, ("s", "n"), cell.coordinate)
                self.assertFalse(cell.data_type == "n" and cell.value is not None, cell.coordinate)
                self.assertIsNone(cell.hyperlink)
        found = texts(sheet)
        for text in LIVELY:
            self.assertIn(text, found)
        # Also once somebody edits the cell.
        quoted = [cell for row in sheet.iter_rows() for cell in row if cell.value in LIVELY[:4]]
        self.assertTrue(quoted and all(cell.quotePrefix for cell in quoted))

    def test_control_characters_are_left_out(self):
        template = self.import_sop("bkpsdm-selayar-tapkin", effective=False)
        template.step_ids[0].name = "Memberi\x08 arahan\x1b\x0b dan\ufffe _x0041_ surat\r\nkedua"
        self.assertIn("Memberi arahan dan _x0041_ surat\nkedua", texts(self.sheet(template)))

    def test_picture_lies_exactly_over_the_executors(self):
        for template in self.templates.values():
            sheet = self.sheet(template)
            rows = sorted(self.table_rows(sheet, template).values())
            (picture,) = sheet._images
            start, end = picture.anchor._from, picture.anchor.to
            lanes = len(template.executor_ids)
            self.assertEqual((start.col, start.colOff, start.row, start.rowOff), (2, 0, rows[0] - 1, 0))
            self.assertEqual((end.col, end.colOff, end.rowOff), (2 + lanes, 0, 0))
            total = sum(text == template._labels()["total"] for text in texts(sheet))
            ends = sum(text == "Selesai" for text in texts(sheet))
            self.assertEqual(end.row, rows[-1] + total + ends)
            self.assertIn(picture.anchor.editAs, (None, "twoCell"))

    def test_picture_is_sharp_and_transparent(self):
        sheet = self.sheet(self.templates["rkt"])
        image = Image.open(io.BytesIO(sheet._images[0]._data()))
        widths = sheet.column_dimensions
        width = round(7 * widths["C"].width + 5) * len(self.templates["rkt"].executor_ids)
        self.assertGreaterEqual(image.width / width * 96, 200)
        self.assertEqual(image.convert("RGBA").getpixel((0, 0))[3], 0)

    def test_rows_are_high_enough_for_their_texts(self):
        template = self.import_sop("bkpsdm-selayar-tapkin", effective=False)
        template.step_ids[2].name = "sebuah kalimat yang cukup panjang " * 30
        sheet = self.sheet(template)
        rows = self.table_rows(sheet, template)
        heights = {step: sheet.row_dimensions[row].height for step, row in rows.items()}
        width = 7 * sheet.column_dimensions["B"].width * 0.75
        # Letters of Arial at 9 pt are half as wide as high on average; a line takes 11.25 pt.
        lines = len(template.step_ids[2].name) * 4.3 / width
        self.assertGreater(heights[template.step_ids[2]], 11 * lines)
        self.assertLess(heights[template.step_ids[0]], heights[template.step_ids[2]])

    def test_a_row_higher_than_excel_allows_is_several(self):
        template = self.import_sop("bkpsdm-selayar-tapkin", effective=False)
        words = " ".join(f"kata{number}" for number in range(2500))
        template.step_ids[2].name = words
        sheet = self.sheet(template)
        self.assertLessEqual(max(row.height for row in sheet.row_dimensions.values() if row.height), 409.5)
        self.assertEqual(re.findall(r"kata\d+", " ".join(texts(sheet)) if texts(sheet) else ""), words.split())
        self.assertGreater(len(sheet._images), 1)
        self.assertEqual(len(sheet.row_breaks.brk), len(sheet._images))

    def test_print_settings(self):
        template = self.templates["rkt"]
        company = template.company_id
        for paper, number in (("a4", "9"), ("f4", "14"), ("legal", "5")):
            company.write({"sop_paper": paper, "sop_margin_left": 20})
            sheet = self.sheet(template)
            self.assertEqual(str(sheet.page_setup.paperSize), number)
            self.assertEqual(sheet.page_setup.orientation, "landscape")
            self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
            self.assertEqual((sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight), (1, 0))
            self.assertAlmostEqual(sheet.page_margins.left, 20 / 25.4)
            self.assertAlmostEqual(sheet.page_margins.right, 10 / 25.4)
            head = row_of(sheet, template._labels()["activity"])
            self.assertEqual(sheet.print_title_rows, f"${head}:${head + 1 + template.column_numbers}")
            self.assertEqual([brk.id for brk in sheet.row_breaks.brk], [head - 1])
            self.assertIn("halaman &P dari &N", str(sheet.oddFooter.right.text))
            self.assertFalse(sheet.sheet_view.showGridLines)

    def test_word_over_drafts(self):
        draft = self.import_sop("bkpsdm-selayar-ikk", effective=False)
        self.assertIn("KONSEP", str(self.sheet(draft).oddHeader.center.text))
        self.assertFalse(self.sheet(self.templates["rkt"]).oddHeader.center.text)

    def test_sheet_names(self):
        template = self.import_sop("bkpsdm-selayar-ikk", effective=False)
        templates = template
        for name in (
            "a/b: [c]*?\\",
            "Penyusunan Rencana Kerja Tahunan SKPD",
            "PENYUSUNAN RENCANA KERJA TAHUNAN B",
            "History",
            "'kutip'",
            "?",
        ):
            templates += template.copy({"name": name})
        names = [sheet.title for sheet in self.sheets(templates)]
        self.assertEqual(len({name.lower() for name in names}), len(templates))
        for name in names:
            self.assertLessEqual(len(name), 31)
            self.assertNotRegex(name, r"[\[\]:*?/\\]|^'|'$")
            self.assertNotEqual(name.lower(), "history")

    def test_images_of_the_identity(self):
        template = self.import_sop("bkpsdm-selayar-tapkin", effective=False)
        stream = io.BytesIO()
        Image.new("RGB", (300, 400), "navy").save(stream, "PNG")
        template.company_id.logo = template.signer_image = base64.b64encode(stream.getvalue())
        self.assertEqual(len(self.sheet(template)._images), 3)
        template.company_id.logo = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"/>')
        self.assertEqual(len(self.sheet(template)._images), 2)

    def test_indonesian_whatever_the_language(self):
        user = self.person("sekretaris")
        user.lang = "en_US"
        found = texts(self.sheet(self.as_person(self.templates["rkt"], user)))
        self.assertIn("04 Januari 2017", found)
        self.assertIn("1 hari", found)

    def test_file_names(self):
        rkt = self.templates["rkt"]
        self.assertEqual(rkt._spreadsheet()[0], "SOP 18-1-2021-BKPSDM PENYUSUNAN RENCANA KERJA TAHUNAN (RKT).xlsx")
        self.assertEqual((rkt | self.templates["iku"])._spreadsheet()[0], "2 SOP bkpsdm-selayar.xlsx")

    def test_actions_lead_to_the_download(self):
        rkt = self.as_person(self.templates["rkt"], self.person("staf"))
        for name, kind in (("sop_template_spreadsheet_action", "sop"), ("sop_register_spreadsheet_action", "register")):
            action = self.env.ref(f"sop_planning_reports.{name}").with_env(rkt.env)
            found = action.with_context(active_model="sop.template", active_id=rkt.id, active_ids=rkt.ids).run()
            self.assertEqual(found["url"], f"{URL}/{kind}?ids={rkt.id}")
            self.assertEqual(found["target"], "download")

    def test_many_sops_cost_no_more_queries(self):
        few, many = self.templates["rkt"], self.templates["rkt"]
        for _number in range(19):
            many += few.copy()
        user = self.person("admin-sop")
        self.as_person(many, user)._spreadsheet()
        counts = []
        for templates in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.as_person(templates, user)._spreadsheet()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertLessEqual(counts[1], 15)


class TestDownload(SheetCase, HttpCase):
    sops = ("rkt",)

    def setUp(self):
        super().setUp()
        self.rkt = self.templates["rkt"]
        self.draft = self.import_sop("bkpsdm-selayar-iku", effective=False)

    def someone(self, login, groups, company=None):
        company = company or self.company
        return new_test_user(
            self.env,
            login,
            groups=groups,
            password=login * 3,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def get(self, login, path):
        self.authenticate(login, login and login * 3)
        return self.url_open(f"{URL}/{path}", allow_redirects=False)

    def test_download(self):
        self.someone("pembaca", "sop_planning.group_sop_user")
        answer = self.get("pembaca", f"sop?ids={self.rkt.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        self.assertIn("RENCANA KERJA TAHUNAN (RKT).xlsx", unquote(answer.headers["Content-Disposition"]))
        sheet = load_workbook(io.BytesIO(answer.content)).active
        self.assertIn(self.rkt.step_ids[0].name, texts(sheet))

    def test_register_of_all_holds_only_what_the_user_may_read(self):
        self.someone("pembaca", "sop_planning.group_sop_user")
        answer = self.get("pembaca", "register")
        self.assertEqual(answer.status_code, 200)
        found = texts(load_workbook(io.BytesIO(answer.content)).active)
        self.assertIn(self.rkt.name, found)
        self.assertNotIn(self.draft.name, found)
        self.assertIn("Daftar SOP bkpsdm-selayar", unquote(answer.headers["Content-Disposition"]))

    def test_drafts_are_not_for_plain_users(self):
        self.someone("pembaca", "sop_planning.group_sop_user")
        self.someone("petugas", "sop_planning.group_sop_officer")
        for kind in ("sop", "register"):
            self.assertEqual(self.get("pembaca", f"{kind}?ids={self.draft.id}").status_code, 403)
            self.assertEqual(self.get("pembaca", f"{kind}?ids={self.rkt.id},{self.draft.id}").status_code, 403)
            self.assertEqual(self.get("petugas", f"{kind}?ids={self.draft.id}").status_code, 200)

    def test_another_agency(self):
        other = self.env["res.company"].create({"name": "Dinas Lain"})
        self.someone("asing", "sop_planning.group_sop_officer", other)
        for kind in ("sop", "register"):
            self.assertEqual(self.get("asing", f"{kind}?ids={self.rkt.id}").status_code, 403)

    def test_without_rights(self):
        self.someone("tamu", "base.group_user")
        self.someone("portal", "base.group_portal")
        for login in ("tamu", "portal"):
            for path in (f"sop?ids={self.rkt.id}", f"register?ids={self.rkt.id}", "register"):
                self.assertEqual(self.get(login, path).status_code, 403, path)

    def test_without_login(self):
        answer = self.get(None, f"sop?ids={self.rkt.id}")
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_ids_that_are_none(self):
        self.someone("petugas", "sop_planning.group_sop_officer")
        gone = self.draft.copy()
        missing = gone.id
        gone.unlink()
        wrong = (
            "",
            "abc",
            "1,,2",
            "-1",
            "1;2",
            "٣",
            "9" * 30,
            str(missing),
            f"{self.rkt.id},{missing}",
            ",".join(["1"] * 201),
        )
        for ids in wrong:
            self.assertEqual(self.get("petugas", f"sop?ids={ids}").status_code, 404, ids)
        self.assertEqual(self.get("petugas", "sop").status_code, 404)
        self.assertEqual(self.get("petugas", f"other?ids={self.rkt.id}").status_code, 404)

    def test_actions_refuse_what_the_user_may_not_read(self):
        stranger = self.someone(
            "asing2", "sop_planning.group_sop_officer", self.env["res.company"].create({"name": "X"})
        )
        with self.assertRaises(AccessError):
            self.as_person(self.rkt, stranger).action_spreadsheet()
        with self.assertRaises(AccessError):
            self.as_person(self.rkt, stranger).action_register_spreadsheet()

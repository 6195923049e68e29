"""Records of execution and the register of archives as spreadsheets: what the paper says, and nothing lives."""

import datetime
import io
from urllib.parse import unquote

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger

from .run_papers import RunPapersCase

URL = "/sop_planning_reports/spreadsheet"
LIVELY = ("=1+1", "+62 812", "-5 hari", "@SUM(A1)", '=HYPERLINK("http://x","y")')


def texts(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


class TestRecordSheet(RunPapersCase):
    def sheets(self, processes):
        name, content = self.as_person(processes, self.officer)._record_spreadsheet()
        self.assertTrue(name.endswith(".xlsx"))
        return load_workbook(io.BytesIO(content)).worksheets

    def test_what_the_paper_says(self):
        with freeze_time("2026-11-02 01:00:00") as clock:
            process = self.start(self.template, self.kadis, "RKT lembar")
            clock.tick(5400)
            self.pass_step(process, "kata pertama")
            self.move(self.officer, process, "suspend", "menunggu pagu")
        output = self.file_output(self.kadis, process, "Nota", b"satu")
        signature = self.sign(self.kadis, process, output)
        self.archive(self.kadis, process, output)
        (sheet,) = self.sheets(process)
        found = texts(sheet)
        for said in ("RKT lembar", "kata pertama", output.contents[0]["sha256"], signature.digest, "Jurnal"):
            self.assertEqual(sum(said == text for text in found), 1, said)
        self.assertTrue(any("Ditangguhkan oleh" in str(text) and "menunggu pagu" in str(text) for text in found))
        self.assertTrue(any("Jurnal utuh" in str(text) for text in found))
        head = next(row for row in sheet.iter_rows() if row[0].value == "No.")
        columns = {cell.value: cell.column for cell in head}
        first = next(row for row in range(head[0].row, sheet.max_row) if sheet.cell(row, 1).value == "1")
        cells = {label: sheet.cell(first, column).value for label, column in columns.items()}
        self.assertEqual(cells["Diminta"], datetime.datetime(2026, 11, 2, 9, 0))
        self.assertEqual(cells["Selesai"], datetime.datetime(2026, 11, 2, 10, 30))
        self.assertEqual((cells["Ke-"], cells["Jam kerja"], cells["Hasil"]), (1, 1.5, "Selesai"))

    def test_nothing_is_alive(self):
        for text in LIVELY:
            self.pass_step(self.process, text)
        self.file_output(self.waiting(self.process)[0], self.process, LIVELY[4])
        (sheet,) = self.sheets(self.process)
        for row in sheet.iter_rows():
            for cell in row:
                self.assertNotEqual(cell.data_type, "f", cell.coordinate)
                self.assertIsNone(cell.hyperlink)
        found = texts(sheet)
        for text in LIVELY:
            self.assertTrue(any(str(cell).startswith(text) for cell in found), text)
        quoted = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(LIVELY[:4])]
        self.assertTrue(quoted and all(cell.quotePrefix for cell in quoted))

    def test_several_with_an_overview(self):
        others = self.process.browse()
        for name in ("RKT Dinas", "RKT kedua"):
            others |= self.start(self.template, self.kadis, name)
        sheets = self.sheets(self.process | others)
        self.assertEqual(len(sheets), 4)
        self.assertEqual(sheets[0].title, "Ikhtisar")
        self.assertEqual(len({sheet.title.lower() for sheet in sheets}), 4)
        rows = [[cell.value for cell in row] for row in sheets[0].iter_rows()]
        self.assertEqual([row[1] for row in rows[-3:]], ["RKT Dinas", "RKT Dinas", "RKT kedua"])
        self.assertEqual([row[-1] for row in rows[-3:]], ["Utuh"] * 3)

    def test_a_broken_journal_shows(self):
        self.pass_step(self.process, "asli")
        self.env.flush_all()
        self.env.cr.execute("UPDATE sop_task SET feedback = 'palsu' WHERE process_id = %s", [self.process.id])
        self.env.invalidate_all()
        (sheet,) = self.sheets(self.process)
        (broken,) = [c for row in sheet.iter_rows() for c in row if "JURNAL TIDAK UTUH" in str(c.value)]
        self.assertEqual(broken.font.color.rgb[-6:], "CC0000")

    def test_secret_dispositions_are_numbers(self):
        self.dispose(self.kadis, self.process, self.person("kabid1"), words="rahasia sekali", secrecy="secret")
        (sheet,) = self.sheets(self.process)
        self.assertFalse([text for text in texts(sheet) if "rahasia sekali" in str(text)])

    def test_the_action_leads_to_the_download(self):
        action = self.env.ref("sop_planning_reports.sop_process_record_spreadsheet_action")
        mine = action.with_env(self.as_person(self.process, self.officer).env)
        found = mine.with_context(
            active_model="sop.process", active_id=self.process.id, active_ids=self.process.ids
        ).run()
        self.assertEqual(found["url"], f"{URL}/record?ids={self.process.id}")

    def test_too_many(self):
        many = self.process.browse([self.process.id] * 201)
        with self.assertRaises(UserError):
            self.as_person(many, self.officer).action_record_spreadsheet()


class TestArchiveSheet(RunPapersCase):
    def test_register(self):
        output = self.file_output(self.kadis, self.process, "=Nota")
        self.archive(self.kadis, self.process, output)
        self.archive(self.kadis, self.process, output, number="-7", date_until=False, fate="destroy")
        archives = self.process.archive_ids
        _name, content = self.as_person(archives, self.officer)._register_spreadsheet()
        sheet = load_workbook(io.BytesIO(content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        head = next(place for place, row in enumerate(rows) if row[0] == "No.")
        self.assertEqual([row[1] for row in rows[head + 1 :]], [f"ARS/{self.process.id}", "-7"])
        self.assertEqual(rows[head + 1][8:10], [datetime.datetime(2031, 12, 31), "Permanen"])
        self.assertEqual(rows[head + 2][4:6], ["=Nota", 1])
        self.assertEqual(rows[head + 2][8:10], ["Selamanya", "Musnah"])
        self.assertNotIn("f", {cell.data_type for row in sheet.iter_rows() for cell in row})


class TestDownloads(RunPapersCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        output = cls.file_output(cls.kadis, cls.process, "Nota")
        cls.archived = cls.archive(cls.kadis, cls.process, output)

    def someone(self, login, groups, company=None):
        company = company or self.company
        return new_test_user(
            *(self.env, login),
            groups=groups,
            password=login * 3,
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def get(self, login, path):
        self.authenticate(login, login and login * 3)
        with mute_logger("odoo.http"):
            return self.url_open(f"{URL}/{path}", allow_redirects=False)

    def test_who_may(self):
        self.someone("petugas", "sop_planning.group_sop_officer")
        record, archive = f"record?ids={self.process.id}", f"archive?ids={self.archived.id}"
        for path, name in (
            (record, "Rekam Pelaksanaan RKT Dinas"),
            (archive, "Daftar Arsip"),
            ("archive", "Daftar Arsip"),
        ):
            answer = self.get("petugas", path)
            self.assertEqual(answer.status_code, 200, path)
            self.assertIn(name, unquote(answer.headers["Content-Disposition"]))
            self.assertTrue(load_workbook(io.BytesIO(answer.content)).worksheets)

    def test_who_may_not(self):
        self.import_agency("bappeda-kalbar")
        other = self.env["res.company"].search([("sop_code", "=", "bappeda-kalbar")])
        self.someone("luar", "sop_planning.group_sop_user")
        self.someone("tetangga", "sop_planning.group_sop_officer", other)
        self.someone("tamu", "base.group_portal")
        for path in (f"record?ids={self.process.id}", f"archive?ids={self.archived.id}"):
            for login in ("luar", "tetangga", "tamu"):
                self.assertEqual(self.get(login, path).status_code, 403, (login, path))
            self.assertIn(self.get(None, path).status_code, (302, 303))

    def test_bad_addresses(self):
        self.someone("petugas", "sop_planning.group_sop_officer")
        for path in (
            "record",
            "record?ids=",
            "record?ids=x",
            "record?ids=0",
            "archive?ids=1;2",
            "record?ids=999999999",
        ):
            self.assertEqual(self.get("petugas", path).status_code, 404, path)

    def test_nothing_to_list(self):
        outsider = self.someone("luar", "sop_planning.group_sop_user")
        with self.assertRaises(UserError):
            self.as_person(self.env["sop.archive"], outsider)._all_of_my_agencies()
        with self.assertRaises(AccessError):
            self.as_person(self.archived, outsider)._register_spreadsheet()

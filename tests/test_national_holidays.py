"""Loading national holidays: preview, all or nothing, twice changes nothing, administrators only."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime

from .common import SopCase

# Days of nobody's calendar: what an agency loads is its own file.
FILE = "date,name\n2027-03-08,Hari uji satu\n09/03/2027;Hari uji dua\n".replace(";", ",")


class TestNationalHolidays(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(freeze_time("2027-01-15 02:00:00"))
        cls.admin = cls.person("admin-sop")
        cls.calendar = cls.company.resource_calendar_id
        cls.other = cls.import_agency("bappeda-kalbar")

    def dialog(self, content=None, user=None, **values):
        Dialog = self.as_person(self.env["sop.holiday.load"], user or self.admin)
        file = content is not None and base64.b64encode(content.encode() if isinstance(content, str) else content)
        return Dialog.create({"file": file, **values})

    def holidays(self):
        leaves = self.env["resource.calendar.leaves"].search([("sop_holiday", "!=", False)])
        return {(leave.calendar_id, leave.sop_holiday): leave.name for leave in leaves}

    def stored(self):
        leaves = self.env["resource.calendar.leaves"].search([], order="id")
        return leaves.read(["name", "date_from", "date_to", "calendar_id", "sop_holiday", "write_date"])

    def test_fixed_days_of_a_year(self):
        dialog = self.dialog()
        self.assertEqual((dialog.calendar_ids, dialog.year, dialog.with_fixed), (self.calendar, 2027, True))
        dialog.action_load()
        self.assertEqual(
            self.holidays(),
            {
                (self.calendar, date(2027, 1, 1)): "Tahun Baru Masehi",
                (self.calendar, date(2027, 5, 1)): "Hari Buruh Internasional",
                (self.calendar, date(2027, 6, 1)): "Hari Lahir Pancasila",
                (self.calendar, date(2027, 8, 17)): "Proklamasi Kemerdekaan",
                (self.calendar, date(2027, 12, 25)): "Kelahiran Yesus Kristus",
            },
        )
        leave = self.env["resource.calendar.leaves"].search([("sop_holiday", "=", "2027-08-17")])
        self.assertEqual(Datetime.to_string(leave.date_from), "2027-08-16 16:00:00")  # midnight in Makassar
        self.assertEqual(Datetime.to_string(leave.date_to), "2027-08-17 15:59:59")
        self.assertEqual((leave.company_id, leave.resource_id.id), (self.company, False))

    def test_deadlines_skip_them(self):
        start = Datetime.to_datetime("2027-08-16 08:00:00")  # Monday, four in the afternoon
        self.assertEqual(str(self.calendar._sop_deadline(start, 2, "hour")), "2027-08-17 01:00:00")
        self.dialog().action_load()
        self.assertEqual(str(self.calendar._sop_deadline(start, 2, "hour")), "2027-08-18 01:00:00")
        self.assertIn(self.company, self.env["sop.replan"].search([]).company_id)

    def test_preview_and_file(self):
        dialog = self.dialog(FILE, with_fixed=False)
        preview = dialog.preview_html
        self.assertIn("Hari uji dua", preview)
        self.assertEqual(preview.count("<td>new</td>"), 2)
        self.assertFalse(self.holidays())
        dialog.action_load()
        self.assertEqual(list(self.holidays().values()), ["Hari uji satu", "Hari uji dua"])

    def test_twice_changes_nothing(self):
        self.dialog(FILE).action_load()
        self.env.flush_all()
        before = self.stored()
        again = self.dialog(FILE)
        self.assertEqual(again.preview_html.count("is there already"), 7)
        again.action_load()
        self.assertEqual(self.stored(), before)

    def test_another_name(self):
        self.dialog(FILE).action_load()
        renamed = self.dialog(FILE.replace("uji satu", "raya"), with_fixed=False)
        self.assertIn("gets this name", renamed.preview_html)
        renamed.action_load()
        self.assertEqual(self.holidays()[self.calendar, date(2027, 3, 8)], "Hari raya")
        self.assertEqual(len(self.holidays()), 7)

    def test_the_file_names_a_fixed_day(self):
        self.dialog("2027-08-17,HUT RI\n").action_load()
        self.assertEqual(self.holidays()[self.calendar, date(2027, 8, 17)], "HUT RI")
        self.assertEqual(len(self.holidays()), 5)

    def test_days_that_are_free_already(self):
        start, end = self.calendar._sop_day(date(2027, 3, 8))
        self.env["resource.calendar.leaves"].create(
            {"name": "Cuti bersama", "calendar_id": self.calendar.id, "date_from": start, "date_to": end}
        )
        dialog = self.dialog(FILE, with_fixed=False)
        self.assertIn("is free already", dialog.preview_html)
        dialog.action_load()
        self.assertEqual(list(self.holidays().values()), ["Hari uji dua"])

    def test_bad_files_store_nothing(self):
        for content, words in (
            ("2027-03-08,Hari A\n2027-02-30,Hari B\n", "Line 2: “2027-02-30” is no date"),
            ("date,name\n2027-03-08,Hari A\n\n2027-03-08,Hari B\n", "Line 4: 2027-03-08 is listed twice"),
            ("2027-03-08\n", "Line 1: two columns"),
            ("2027-03-08,\n", "Line 1: the holiday of 2027-03-08 has no name"),
            ("1901-03-08,X\n", "Line 1: “1901-03-08” is too long ago"),
            (b"\xff\xfe\x00PK", "not text"),
            ("\n\n", "lists no holiday"),
        ):
            with self.subTest(words=words):
                dialog = self.dialog(content)
                self.assertTrue(dialog.faulty)
                self.assertIn(words, dialog.preview_html)
                with self.assertRaisesRegex(UserError, words):
                    dialog.action_load()
                self.assertFalse(self.holidays())

    def test_a_year_out_of_range(self):
        for year in (0, 2016, 2101, -5):
            with self.assertRaisesRegex(UserError, "from 2017 to 2100"):
                self.dialog(year=year).action_load()

    def test_names_are_no_html(self):
        preview = self.dialog("2027-03-08,<script>alert(1)</script>\n", with_fixed=False).preview_html
        self.assertNotIn("<script>", preview)

    def test_who_may_not(self):
        for user in (self.person("pengelola"), self.person("kaban")):
            with self.assertRaises(AccessError):
                self.dialog(user=user)
        dialog = self.dialog()
        for user in (self.person("pengelola"), self.person("admin-sop", "bappeda-kalbar")):
            with self.assertRaises(AccessError):
                self.as_person(dialog, user).action_load()
        self.assertFalse(self.holidays())

    def test_not_into_the_calendar_of_another_agency(self):
        foreign = self.other.resource_calendar_id
        with self.assertRaises(UserError):
            self.dialog(calendar_ids=[Command.set(foreign.ids)]).action_load()
        with self.assertRaises(UserError):
            self.dialog(calendar_ids=[Command.set((foreign | self.calendar).ids)]).action_load()
        self.assertFalse(self.holidays())

    def test_an_administrator_keeps_the_list(self):
        """He corrects and deletes holidays of his agency, and nobody's own leave."""
        self.dialog().action_load()
        leave = self.env["resource.calendar.leaves"].search([("sop_holiday", "=", "2027-08-17")])
        resource = self.env["resource.resource"].search([("user_id", "=", self.person("kaban").id)])
        own = self.env["resource.calendar.leaves"].create(
            {"name": "Cuti", "resource_id": resource.id, "date_from": "2027-03-01", "date_to": "2027-03-02"}
        )
        for user in (self.person("pengelola"), self.person("admin-sop", "bappeda-kalbar")):
            with self.assertRaises(AccessError):
                self.as_person(leave, user).name = "X"
        with self.assertRaises(AccessError):
            self.as_person(own, self.admin).unlink()
        self.as_person(leave, self.admin).unlink()
        self.assertEqual(len(self.holidays()), 4)

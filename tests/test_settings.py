"""Settings > SOP: one page, every setting of an agency on it once, with help, and shown somewhere to take effect."""

import ast
from collections import Counter
from pathlib import Path

from lxml import etree
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import file_open, mute_logger

from .common import SopCase
from .papers import file_paper

# Setting -> the test that shows what it does; it must name the setting.
SHOWN = {
    "sop_code": "test_settings.py::test_code_names_the_agency_in_files",
    "sop_heading": "test_settings.py::test_a_new_sop_begins_with_the_heading",
    "sop_head_units": "test_settings.py::test_the_units_of_a_new_sop",
    "sop_date_style": "test_settings.py::test_the_form_of_a_new_sop",
    "sop_row_number_style": "test_settings.py::test_the_form_of_a_new_sop",
    "sop_date_boxes": "test_settings.py::test_the_form_of_a_new_sop",
    "sop_column_numbers": "test_settings.py::test_the_form_of_a_new_sop",
    "sop_print_total": "test_settings.py::test_the_form_of_a_new_sop",
    "sop_number_pattern": "test_settings.py::test_a_number_when_sent_for_review",
    "sop_self_approval": "test_versions.py::test_four_eyes",
    "sop_first_use": "test_settings.py::test_first_steps_shown_again",
    "sop_send_back": "test_settings.py::test_no_sending_back",
    "sop_skip": "test_settings.py::test_no_skipping",
    "sop_claim": "test_settings.py::test_no_taking_on",
    "sop_reopen_days": "test_passing.py::test_reopening_within_the_days_of_the_setting",
    "sop_requirement_gate": "test_outputs.py::test_the_setting_stops",
    "sop_remind_before": "test_notices.py::test_all_switched_off",
    "sop_remind_before_value": "test_notices.py::test_settings",
    "sop_remind_before_unit": "test_notices.py::test_settings",
    "sop_remind_due": "test_notices.py::test_all_switched_off",
    "sop_escalate": "test_notices.py::test_all_switched_off",
    "sop_escalate_value": "test_notices.py::test_settings",
    "sop_escalate_unit": "test_notices.py::test_settings",
    "sop_digest": "test_notices.py::test_switched_off_and_another_hour",
    "sop_digest_hour": "test_notices.py::test_switched_off_and_another_hour",
    "sop_weekly": "test_weekly_digest.py::test_settings",
    "sop_weekly_day": "test_weekly_digest.py::test_settings",
    "sop_disposition_pattern": "test_dispositions.py::test_pattern_of_the_settings",
    "sop_use_urgent": "test_dispositions.py::test_only_grades_in_use",
    "sop_use_very_urgent": "test_dispositions.py::test_only_grades_in_use",
    "sop_urgency": "test_dispositions.py::test_proposed_grades",
    "sop_hours_normal": "test_dispositions.py::test_the_day_that_an_urgency_means",
    "sop_hours_urgent": "test_dispositions.py::test_the_day_that_an_urgency_means",
    "sop_hours_very_urgent": "test_dispositions.py::test_the_day_that_an_urgency_means",
    "sop_use_restricted": "test_dispositions.py::test_only_grades_in_use",
    "sop_use_secret": "test_dispositions.py::test_a_grade_no_longer_used_stays_where_it_is",
    "sop_use_top_secret": "test_dispositions.py::test_only_grades_in_use",
    "sop_secrecy": "test_dispositions.py::test_proposed_grades",
    "sop_file_mb": "test_outputs.py::test_too_large",
    "sop_file_types": "test_outputs.py::test_kinds",
    "sop_sign_confirm": "test_signing_secrets.py::test_password",
    "sop_stamp": "test_signing.py::test_signature_then_stamp_then_finish",
    "sop_retention_years": "test_settings.py::test_archive_as_the_settings_propose",
    "sop_archive_fate": "test_settings.py::test_archive_as_the_settings_propose",
    "sop_archive_pattern": "test_settings.py::test_archive_as_the_settings_propose",
    "sop_heads_folder": "test_heads.py::test_by_the_settings_of_an_administrator",
    "sop_paper": "test_paper_sizes.py::test_of_the_agency",
    "sop_margin_top": "test_settings.py::test_margins",
    "sop_margin_right": "test_settings.py::test_margins",
    "sop_margin_bottom": "test_settings.py::test_margins",
    "sop_margin_left": "test_paper_sizes.py::test_margins_move_the_text",
    "sop_check_page": "test_check_page.py::test_setting_off",
    "sop_check_url": "test_seals.py::test_address",
    "sop_check_nip": "test_check_page.py::test_no_personal_number",
}
BLOCKS = ["documents", "work", "deadlines", "dispositions", "papers", "signing", "archive", "evidence"]


def source_of(place):
    """The source of a test, named file::test; empty where there is none."""
    file, name = place.split("::")
    text = (Path(__file__).parent / file).read_text()
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef) and node.name == name]
    return "\n".join(ast.get_source_segment(text, node) for node in found)


class TestPage(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        arch = cls.env["res.config.settings"].get_view(view_type="form")["arch"]
        (cls.page,) = etree.fromstring(arch).xpath("//app[@name='sop_planning']")
        cls.settings = {name for name in cls.env["res.company"]._fields if name.startswith("sop_")}

    def test_every_setting_is_there_once_with_help(self):
        shown = Counter(self.page.xpath(".//field[starts-with(@name, 'sop_')]/@name"))
        self.assertEqual(shown, Counter(self.settings))
        for name in self.settings:
            (setting,) = self.page.xpath(f".//field[@name='{name}']/ancestor::setting")
            self.assertTrue(setting.get("help", "").strip(), name)
            self.assertEqual(setting.get("company_dependent"), "1", name)

    def test_every_setting_is_related_to_the_agency(self):
        for name in self.settings:
            field = self.env["res.config.settings"]._fields[name]
            self.assertEqual((field.related, field.readonly), (f"company_id.{name}", False))

    def test_every_setting_is_shown_to_take_effect(self):
        self.assertEqual(SHOWN.keys(), self.settings)
        for name, place in SHOWN.items():
            with self.subTest(setting=name):
                self.assertIn(name, source_of(place))

    def test_blocks_in_their_order(self):
        self.assertEqual(self.page.xpath("./block/@name"), BLOCKS)
        for block in self.page.iterfind("block"):
            self.assertTrue(len(block), block.get("name"))


class TestOwnPage(SopCase):
    """The page on which SOP administrators, who have no right on Odoo's Settings, set their agency up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer, cls.administrator = cls.person("pengelola"), cls.person("admin-sop")
        cls.other = cls.import_agency("polhukam")

    def page(self, user=None, **values):
        return self.as_person(self.env["sop.settings"], user or self.administrator).create(values)

    def test_shows_what_odoos_settings_show(self):
        self.assertFalse(self.administrator.has_group("base.group_system"))
        arch = self.as_person(self.env["sop.settings"], self.administrator).get_view(view_type="form")["arch"]
        shown = set(etree.fromstring(arch).xpath("//setting//field[starts-with(@name, 'sop_')]/@name"))
        settings = {name for name in self.env["res.company"]._fields if name.startswith("sop_")}
        self.assertEqual(settings - shown, {"sop_heads_folder", "sop_self_approval"})
        self.assertFalse(etree.fromstring(arch).xpath("//button[@name='open_company']"))
        self.assertTrue(etree.fromstring(arch).xpath("//button[@type='action']"))

    def test_sets_the_own_agency(self):
        page = self.page(sop_reopen_days=3, sop_disposition_pattern="{number}/X")
        self.assertEqual((self.company.sop_reopen_days, self.company.sop_disposition_pattern), (3, "{number}/X"))
        self.assertEqual((self.other.sop_reopen_days, page.sop_reopen_days), (7, 3))
        page.write({"sop_reopen_days": 4})
        self.assertEqual(self.company.sop_reopen_days, 4)
        self.assertEqual(page.execute()["tag"], "reload")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            page.write({"sop_disposition_pattern": "X"})

    def test_no_other_agency(self):
        self.page(company_id=self.other.id, sop_reopen_days=3)
        self.assertEqual((self.company.sop_reopen_days, self.other.sop_reopen_days), (3, 7))
        with self.assertRaises(AccessError):
            self.page().write({"company_id": self.other.id})
        with self.assertRaises(AccessError):
            Page = self.as_person(self.env["sop.settings"], self.administrator)
            Page.with_context(allowed_company_ids=self.other.ids).create({"sop_reopen_days": 3})
        page = self.page()
        self.env.cr.execute("UPDATE sop_settings SET company_id = %s WHERE id = %s", [self.other.id, page.id])
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            page.write({"sop_reopen_days": 3})

    def test_nothing_else_of_the_agency(self):
        for values in ({"name": "X"}, {"sop_self_approval": True}, {"sop_heads_folder": "/tmp"}):
            with self.subTest(values=values), self.assertRaisesRegex(ValueError, "Invalid field"):
                self.page(**values)
        with self.assertRaises(AccessError):
            self.as_person(self.company, self.administrator).write({"sop_reopen_days": 3})

    def test_nobody_else(self):
        page = self.page()
        for user in (self.officer, self.person("kaban"), self.person("admin-sop", "polhukam")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.as_person(page, user).write({"sop_reopen_days": 3})
        with self.assertRaises(AccessError):
            self.page(self.officer, sop_reopen_days=3)
        self.assertEqual(self.company.sop_reopen_days, 7)


class TestDocuments(SopCase):
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer, cls.administrator = cls.person("pengelola"), cls.person("admin-sop")

    def draft(self, **values):
        return self.as_person(self.templates["rkt"], self.officer).copy({"number": False, **values})

    def reviewed(self, **values):
        draft = self.draft(**values)
        draft.action_send_for_review()
        return draft

    def set(self, **values):
        self.env["res.config.settings"].with_company(self.company).create(values).execute()

    def test_code_names_the_agency_in_files(self):
        self.set(sop_code="badan-lain")
        with file_open("sop_planning/data/sample/sop-contoh.json", "rb") as file:
            content = file.read().replace(b'"contoh"', b'"badan-lain"')
        self.assertEqual(self.interchange._import_files([("x.json", content)]), [("x.json", "created")])
        self.assertEqual(
            self.env["sop.template"].search([("code", "=", "contoh-surat-keluar")]).company_id, self.company
        )

    def test_a_new_sop_begins_with_the_heading(self):
        self.set(sop_heading="PEMERINTAH\nBADAN")
        Template = self.as_person(self.env["sop.template"], self.officer)
        self.assertEqual(Template.create({"name": "Baru"}).heading, "PEMERINTAH\nBADAN")
        self.import_agency("polhukam")
        other = self.as_person(self.env["sop.template"], self.person("pengelola", "polhukam"))
        self.assertFalse(other.create({"name": "Baru"}).heading)

    def test_the_units_of_a_new_sop(self):
        """As the source document of the agency is headed."""
        self.set(sop_heading="\n".join(self.templates["rkt"].heading.splitlines()[:2]), sop_head_units=2)
        unit, printed = self.templates["rkt"].department_id, self.templates["rkt"].heading
        form = Form(self.as_person(self.env["sop.template"], self.officer))
        form.department_id = unit
        self.assertEqual(form.heading, printed)
        form.department_id = unit.parent_id
        self.assertEqual(form.heading, "\n".join(printed.splitlines()[:3]))
        form.heading = "PEMERINTAH\nKANTOR"
        form.department_id = unit
        self.assertEqual(form.heading, "PEMERINTAH\nKANTOR", "what somebody has written stays")
        self.set(sop_head_units=0)
        new = Form(self.as_person(self.env["sop.template"], self.officer))
        new.department_id = unit
        self.assertEqual(new.heading, self.company.sop_heading)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.set(sop_head_units=9)

    def test_the_form_of_a_new_sop(self):
        form = {
            "sop_date_style": "weekday",
            "sop_row_number_style": "plain",
            "sop_date_boxes": True,
            "sop_column_numbers": True,
            "sop_print_total": True,
        }
        before = self.templates["rkt"].read(list(self.templates["rkt"]._fields))
        self.set(**form)
        Template = self.as_person(self.env["sop.template"], self.officer)
        new = Template.create({"name": "Baru"})
        self.assertEqual({name: new[name.removeprefix("sop_")] for name in form}, form)
        self.assertEqual(self.templates["rkt"].read(list(self.templates["rkt"]._fields)), before)
        self.assertEqual(self.draft().date_style, self.templates["rkt"].date_style, "a copy is like what it copies")
        self.assertEqual(self.import_sop("bkpsdm-selayar-iku").date_style, "date", "a file prints what it says")

    def test_the_headings_of_a_new_sop(self):
        Label = self.as_person(self.env["sop.company.label"], self.administrator)
        Label.create([{"key": "activity", "name": "Aktivitas"}, {"key": "effective", "name": "Tanggal Pengesahan"}])
        Template = self.as_person(self.env["sop.template"], self.officer)
        new = Template.create({"name": "Baru"})
        self.assertEqual((new._labels()["activity"], new._labels()["effective"]), ("Aktivitas", "Tanggal Pengesahan"))
        self.assertEqual(new.table["labels"]["activity"], "Aktivitas")
        self.assertEqual(
            self.templates["rkt"]._labels()["activity"], "Uraian Prosedur", "those that are there keep theirs"
        )
        self.assertEqual(self.draft().label_ids.mapped("name"), self.templates["rkt"].label_ids.mapped("name"))
        self.import_agency("polhukam")
        other = self.as_person(self.env["sop.template"], self.person("pengelola", "polhukam"))
        self.assertFalse(other.create({"name": "Baru"}).label_ids)
        with self.assertRaises(AccessError):
            self.as_person(Label, self.officer).create({"key": "no", "name": "Nomor"})

    def test_a_number_when_sent_for_review(self):
        self.assertFalse(self.reviewed().number, "without a pattern, numbers are written by hand")
        self.set(sop_number_pattern="{number}/SOP/{month}/{year}")
        with freeze_time("2026-11-21 03:00:00"):
            first, second = self.reviewed(), self.reviewed()
        self.assertEqual([first.number, second.number], ["001/SOP/XI/2026", "002/SOP/XI/2026"])
        self.assertEqual(self.reviewed(number="7/X").number, "7/X", "a number of its own stays")
        with freeze_time("2026-12-31 16:30:00"):  # half past midnight where the agency works
            self.assertEqual(self.reviewed().number, "001/SOP/I/2027")

    def test_a_returned_version_keeps_its_number(self):
        self.set(sop_number_pattern="{number}/SOP/{year}")
        version = self.reviewed()
        number = version.number
        self.as_person(version, self.administrator)._return("Periksa lagi")
        version.action_send_for_review()
        self.assertEqual(version.number, number)

    def test_numbers_written_by_hand_are_passed_over(self):
        self.set(sop_number_pattern="{number}/SOP/{year}")
        with freeze_time("2026-11-21 03:00:00"):
            self.draft(number="001/SOP/2026")
            self.assertEqual(self.reviewed().number, "002/SOP/2026")
            book = self.as_person(self.env["sop.disposition.agenda"], self.administrator)
            book.search([("book", "=", "template")]).last = 40
            self.assertEqual(self.reviewed().number, "041/SOP/2026")

    def test_a_number_when_made_effective(self):
        version = self.reviewed()
        self.set(sop_number_pattern="{number}/SOP/{year}")
        with self.assertRaisesRegex(UserError, "somebody else"):
            version.action_make_effective()
        self.assertFalse(version.number)
        self.as_person(version, self.administrator).action_make_effective()
        self.assertEqual((version.state, version.number), ("effective", f"001/SOP/{self.company._sop_today().year}"))

    def test_a_successor_keeps_the_number(self):
        self.set(sop_number_pattern="{number}/SOP/{year}")
        template = self.as_person(self.templates["rkt"], self.officer)
        successor = template.browse(template.action_new_version()["res_id"])
        successor.action_send_for_review()
        self.assertEqual(successor.number, template.number)

    def test_patterns_that_are_none(self):
        for wrong in ("SOP", "{number}/{x}", "{number"):
            with self.subTest(pattern=wrong), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.sop_number_pattern = wrong

    def test_first_steps_shown_again(self):
        panel = self.as_person(self.env["sop.first.use"], self.administrator)
        panel.close()
        self.assertFalse(panel.overview())
        self.set(sop_first_use=True)
        self.assertTrue(panel.overview())

    def test_margins(self):
        self.set(sop_margin_top=11, sop_margin_right=12, sop_margin_bottom=13, sop_margin_left=14)
        self.assertEqual(self.company._sop_paper().margins, (11, 12, 13, 14))

    def test_not_for_officers(self):
        with self.assertRaises(AccessError):
            self.as_person(self.env["res.config.settings"], self.officer).create({"sop_skip": False}).execute()


class TestWork(SopCase):
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kaban, cls.sekretaris, cls.administrator = map(cls.person, ("kaban", "sekretaris", "admin-sop"))
        template = cls.templates["rkt"].copy({"number": False})
        template.step_ids.asks_disposition = False
        template._make_effective(False)
        cls.template = template

    def setUp(self):
        super().setUp()
        self.process = self.start(self.template, self.kaban)

    def mine(self, user, process=None):
        self.env.invalidate_all()
        return self.as_person(process or self.process, user)

    def move(self, user, kind, **values):
        Move = self.as_person(self.env["sop.process.move"], user)
        Move.create({"process_id": self.process.id, "kind": kind, "reason": "X", **values}).action_confirm()

    def test_no_sending_back(self):
        self.done(self.kaban, self.process)
        self.assertTrue(self.mine(self.sekretaris).can_send_back)
        self.company.sop_send_back = False
        self.assertFalse(self.mine(self.sekretaris).can_send_back)
        with self.assertRaisesRegex(UserError, "may not do this"):
            self.move(self.sekretaris, "send_back", target_id=self.template.step_ids[0].id)
        self.done(self.sekretaris, self.process)
        self.assertEqual(self.process.current_step_id, self.template.step_ids[2])

    def test_no_skipping(self):
        self.assertTrue(self.mine(self.administrator).can_skip)
        self.company.sop_skip = False
        self.assertFalse(self.mine(self.administrator).can_skip)
        with self.assertRaisesRegex(UserError, "may not do this"):
            self.move(self.administrator, "skip")

    def test_no_taking_on(self):
        """Whoever took his part on before the setting went off can give it back."""
        column = self.template.step_ids[0].executor_ids[0]
        members = [(0, 0, {"executor_id": column.id, "user_id": user.id}) for user in (self.kaban, self.sekretaris)]
        values = {"template_id": self.template.id, "name": "X", "member_ids": members}
        process = self.as_person(self.env["sop.process"], self.kaban)._launch([values])
        self.assertTrue(self.mine(self.kaban, process).can_claim)
        self.company.sop_claim = False
        self.assertFalse(self.mine(self.kaban, process).can_claim)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.mine(self.kaban, process).action_claim()
        self.company.sop_claim = True
        self.mine(self.kaban, process).action_claim()
        self.company.sop_claim = False
        self.mine(self.kaban, process).action_release()
        asked = process.task_ids.filtered(lambda task: task.state == "open").user_id
        self.assertEqual(asked, self.kaban | self.sekretaris)

    def test_another_agency_keeps_its_own(self):
        self.import_agency("polhukam").write({"sop_send_back": False, "sop_skip": False, "sop_claim": False})
        self.assertTrue(self.mine(self.administrator).can_skip)

    def test_archive_as_the_settings_propose(self):
        self.company.write(
            {"sop_retention_years": 3, "sop_archive_fate": "permanent", "sop_archive_pattern": "{number}/BERKAS/{year}"}
        )
        file_paper(self.process, self.kaban)
        self.move(self.person("pengelola"), "cancel")
        Archive = self.as_person(self.env["sop.archive.write"], self.person("pengelola"))
        dialog = Archive.create({"process_id": self.process.id, "code": "000", "place": "Lemari 1"})
        dialog.action_archive()
        self.env.invalidate_all()
        archive = self.env["sop.archive"].search([("process_id", "=", self.process.id)])
        self.assertEqual(archive.number, f"001/BERKAS/{self.company._sop_today().year}")
        self.assertEqual(archive.date_until.year, self.company._sop_today().year + 3)
        self.assertEqual(archive.fate, "permanent")

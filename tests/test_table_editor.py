"""The table editor: its one value on the server, and the editor itself in a real browser."""

import functools

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import SopCase

ROW = {
    "name": "Menyusun konsep",
    "executor_ids": [],
    "main_executor_id": False,
    "joint": "all",
    "requirements": "",
    "duration": 0,
    "duration_unit": "minute",
    "duration_printed": "",
    "outputs": "",
    "remark": "",
    "asks_disposition": False,
    "asks_paraf": False,
    "asks_signature": False,
    "asks_stamp": False,
    "asks_archive": False,
    "micro_template_id": False,
    "branch_ids": [],
}
COLUMN = {"name": "Pemohon", "rule": "requester", "job_id": False, "department_id": False, "user_ids": []}


def written(template):
    """The table as the editor would send it back."""
    template.invalidate_recordset(["table"])
    return {part: template.table[part] for part in ("seen", "columns", "rows")}


class TableCase(SopCase):
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.person("pengelola")
        cls.draft = cls.as_person(cls.templates["rkt"], cls.officer).copy({"number": False})


class TestTableValue(TableCase):
    def test_written_back_as_it_is_it_changes_nothing(self):
        self.draft.step_ids[1].branch_ids = [Command.create({"name": "Ya"}), Command.create({"name": "Tidak"})]
        table = written(self.draft)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sop_template_step SET write_date = write_date - interval '1 day'")
        self.env.invalidate_all()
        parts = (self.draft.executor_ids, self.draft.step_ids, self.draft.step_ids.branch_ids)
        before = parts, parts[1].mapped("write_date"), [part.mapped("sequence") for part in parts]
        self.draft.table = table
        self.env.flush_all()
        self.env.invalidate_all()
        parts = (self.draft.executor_ids, self.draft.step_ids, self.draft.step_ids.branch_ids)
        self.assertEqual((parts, parts[1].mapped("write_date"), [part.mapped("sequence") for part in parts]), before)
        self.assertEqual(written(self.draft), table)

    def test_new_parts_point_to_each_other(self):
        """A new executor does a new step, and a new exit leads to it."""
        table = written(self.draft)
        table["columns"].append({**COLUMN, "key": "new1"})
        row = {**ROW, "key": "new2", "executor_ids": ["new1"], "main_executor_id": "new1"}
        table["rows"].insert(2, row)
        ways = [("new3", "Ya", "new2"), ("new4", "Tidak", False)]
        table["rows"][4]["branch_ids"] = [{"key": k, "name": n, "target_step_id": t} for k, n, t in ways]
        before = self.draft.step_ids
        self.draft.write({"table": table})
        self.env.flush_all()
        self.env.invalidate_all()
        step = self.draft.step_ids[2]
        self.assertEqual((step.name, step.number, step.executor_ids.name), ("Menyusun konsep", 3, "Pemohon"))
        self.assertEqual(step.main_executor_id, self.draft.executor_ids[-1])
        self.assertEqual(self.draft.step_ids - step, before)
        exits = self.draft.step_ids[4].branch_ids
        self.assertEqual([(way.name, way.target_step_id) for way in exits], [("Ya", step), ("Tidak", step.browse())])

    def test_what_is_left_out_is_deleted(self):
        table = written(self.draft)
        gone = table["rows"].pop(3)
        lost = table["columns"].pop()
        for row in table["rows"]:
            row["executor_ids"] = [key for key in row["executor_ids"] if key != lost["key"]]
            row["main_executor_id"] = next(iter(row["executor_ids"]), False)
            row["branch_ids"] = [way for way in row["branch_ids"] if way["target_step_id"] != gone["key"]]
        self.draft.table = table
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotIn(gone["key"], self.draft.step_ids.ids)
        self.assertNotIn(lost["key"], self.draft.executor_ids.ids)
        self.assertEqual(self.draft.step_ids.mapped("number"), list(range(1, 12)))
        self.assertEqual(written(self.draft)["rows"], table["rows"])

    def test_an_exit_is_led_elsewhere_while_its_step_goes(self):
        first, second, third = self.draft.step_ids[:3]
        first.branch_ids = [Command.create({"name": "Ya", "target_step_id": second.id})]
        way = first.branch_ids[-1]
        table = written(self.draft)
        del table["rows"][1]
        table["rows"][0]["branch_ids"][-1]["target_step_id"] = third.id
        self.draft.table = table
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(way.exists().target_step_id, third)

    def test_rows_change_places(self):
        table = written(self.draft)
        table["rows"].reverse()
        self.draft.table = table
        self.assertEqual(self.draft.step_ids.sorted().ids, [row["key"] for row in table["rows"]])
        self.assertEqual(self.draft.step_ids.sorted().mapped("number"), list(range(1, 13)))

    def test_an_sop_is_born_with_its_table(self):
        column, row = (
            {**COLUMN, "key": "new1"},
            {**ROW, "key": "new2", "executor_ids": ["new1"], "main_executor_id": False},
        )
        Template = self.as_person(self.env["sop.template"], self.officer)
        template = Template.create({"name": "Baru", "table": {"seen": "", "columns": [column], "rows": [row]}})
        self.assertEqual(template.step_ids.executor_ids.name, "Pemohon")
        self.assertEqual(template.step_ids.main_executor_id, template.executor_ids)
        self.assertEqual(template.writer_ids, self.officer)

    def test_a_printed_time_stays_until_the_time_changes(self):
        self.draft.step_ids[0].duration_printed = "± 1 hari"
        table = written(self.draft)
        table["rows"][0]["name"] = "Memberi arahan"
        self.draft.table = table
        self.assertEqual(self.draft.step_ids[0].duration_printed, "± 1 hari")
        table = written(self.draft)
        table["rows"][0].update(duration=2, duration_printed="2 hari kerja")
        self.draft.table = table
        self.assertEqual(
            (self.draft.step_ids[0].duration, self.draft.step_ids[0].duration_printed), (2, "2 hari kerja")
        )


class TestTableRefused(TableCase):
    def assert_refused(self, change, says, template=None):
        template = template or self.draft
        table = written(template)
        change(table)
        before = self.draft.step_ids.mapped("name")
        with self.assertRaisesRegex(UserError, says), self.env.cr.savepoint():
            template.table = table
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.draft.step_ids.mapped("name"), before)

    def test_somebody_else_was_faster(self):
        table = written(self.draft)
        self.draft.step_ids[5].name = "Lain"
        with self.assertRaisesRegex(UserError, "Somebody else"):
            self.draft.table = table

    def test_a_version_in_force(self):
        effective = self.as_person(self.templates["rkt"], self.officer)
        self.assert_refused(lambda table: table["rows"].pop(), "no longer a draft", effective)

    def test_a_step_without_text(self):
        self.assert_refused(lambda table: table["rows"][2].update(name=" "), "Step 3 has no text")

    def test_an_executor_who_is_nobody(self):
        column = {**COLUMN, "rule": "job", "key": "new1"}
        self.assert_refused(lambda table: table["columns"].append(column), "say which job")

    def test_what_is_no_table(self):
        for value, says in (
            ({"rows": []}, "“columns” is missing"),
            ({"columns": [], "rows": [{**ROW}]}, "“key” is missing"),
            ({"columns": [], "rows": [{**ROW, "key": 1, "state": "effective"}]}, "no such entry"),
            ({"columns": [], "rows": [{**ROW, "key": True}]}, "right kind"),
            ({"columns": [], "rows": [{**ROW, "key": n} for n in range(1, 400)]}, "more than 300"),
            ({"columns": [], "rows": [{**ROW, "key": 1, "name": "x" * 9000}]}, "longer"),
            ({"columns": [], "rows": [{**ROW, "key": 1}, {**ROW, "key": 1}]}, "twice"),
            ({"columns": [], "rows": [{**ROW, "key": 1, "executor_ids": [7]}]}, "no executor “7”"),
            ({"columns": [], "rows": [{**ROW, "key": 1, "duration": -1}]}, "below 0"),
            (
                {
                    "columns": [],
                    "rows": [{**ROW, "key": 1, "branch_ids": [{"key": 2, "name": "", "target_step_id": 9}]}],
                },
                "no step 9",
            ),
            (
                {
                    "columns": [],
                    "rows": [{**ROW, "key": 1, "branch_ids": [{"key": 2, "name": "", "target_step_id": 1}]}],
                },
                "own step",
            ),
            ("<table>", "right kind"),
        ):
            with self.subTest(says=says):
                for send in (lambda value: self.draft.write({"table": value}), self.draft.check_table):
                    with self.assertRaisesRegex(UserError, says), self.env.cr.savepoint():
                        send(value)

    def test_records_of_another_sop_are_not_touched(self):
        """Keys are only those of this SOP; a foreign one is a new row, and what it named stays as it is."""
        foreign = self.templates["rkt"].step_ids[0]
        name = foreign.name
        table = written(self.draft)
        table["rows"].append({**ROW, "key": foreign.id, "name": "Diubah"})
        self.draft.table = table
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((foreign.name, foreign.template_id), (name, self.templates["rkt"]))
        self.assertEqual(self.draft.step_ids[-1].name, "Diubah")
        self.assertNotEqual(self.draft.step_ids[-1], foreign)

    def test_who_may_not_write(self):
        reader = self.person("staf")
        template = self.as_person(self.templates["rkt"], reader)
        self.assertTrue(template.table["rows"])
        for refused in (template, self.as_person(self.draft, reader)):
            with self.assertRaises(AccessError):
                refused.check_table()
            with self.assertRaises(UserError):  # no longer a draft, or not his
                refused.write({"table": {"columns": [], "rows": []}})
        with self.assertRaises(AccessError):
            self.as_person(self.env["sop.template"], reader).check_table({"columns": [], "rows": []})


class TestTableChecked(TableCase):
    def test_findings_and_chart_of_what_is_not_stored(self):
        table = written(self.draft)
        table["rows"][0].update(executor_ids=[], main_executor_id=False, name="Memberi <b>arahan</b>")
        table["rows"].append({**ROW, "key": "new1"})
        table["columns"].append({**COLUMN, "key": "new2", "name": table["columns"][0]["name"]})
        self.env.flush_all()
        found = self.draft.check_table(table, draw=True)
        self.assertIn(
            "it has no executor.", [finding["text"] for finding in found["rows"][str(table["rows"][0]["key"])]]
        )
        self.assertEqual(found["rows"]["new1"][0]["severity"], "error")
        self.assertIn("label", found["columns"]["new2"][0]["text"])
        self.assertIn("Memberi &lt;b&gt;arahan", found["html"])
        self.assertEqual(found["html"].count("<svg"), self.draft._chart_html().count("<svg") - 1)

    def test_it_says_what_the_stored_sop_would_say(self):
        self.draft.step_ids[3].write({"outputs": False, "duration": 0})
        told = self.draft.check_table(written(self.draft), draw=True)
        stored = self.draft.check_table(draw=True)
        self.assertEqual(told, stored)
        for step in self.draft.step_ids:
            words = "\n".join(finding["text"] for finding in told["rows"].get(str(step.id), []))
            self.assertEqual(words, step.findings or "")
        self.assertEqual(told["html"], str(self.draft._chart_html()))

    def test_nothing_is_stored(self):
        table = written(self.draft)
        table["rows"] = table["rows"][:2]
        table["rows"][0]["branch_ids"] = []
        self.env.flush_all()
        self.draft.check_table(table, draw=True)
        self.env.invalidate_all()
        self.assertEqual(len(self.draft.step_ids), 12)

    def test_a_new_sop_in_the_plain_lists(self):
        """A form sends the table back as it was shown where nobody wrote in it."""
        Template = self.as_person(self.env["sop.template"], self.officer)
        shown = Template.new({}).table
        self.assertIn("labels", shown)
        column = Command.create({"name": "Pemohon", "rule": "requester"})
        template = Template.create({"name": "Menyusun laporan", "table": shown, "executor_ids": [column]})
        self.assertEqual(template.executor_ids.mapped("name"), ["Pemohon"])

    def test_an_sop_that_is_not_there_yet(self):
        Template = self.as_person(self.env["sop.template"], self.officer)
        row = {**ROW, "key": "new2", "executor_ids": ["new1"], "main_executor_id": "new1"}
        found = Template.check_table({"columns": [{**COLUMN, "key": "new1"}], "rows": [row]}, draw=True)
        self.assertIn("the output is missing.", [finding["text"] for finding in found["rows"]["new2"]])
        self.assertIn("<svg", found["html"])


class TestInTheBrowser(TableCase, HttpCase):
    def test_an_officer_writes_an_sop(self):
        """Columns, a typed step, three rows from Word, a decision, undo: what is saved is what was seen."""
        template = self.as_person(self.env["sop.template"], self.officer).create({"name": "Menyusun laporan"})
        make_bundles(self.env, "web.assets_web", "web.assets_tests")
        self.start_tour(f"/odoo/sop-templates/{template.id}", "sop_table_editor", login=self.officer.login, timeout=180)
        self.env.invalidate_all()
        self.assertEqual(template.executor_ids.mapped("name"), ["Kepala", "Staf"])
        chief, staff = template.executor_ids
        first, second, third, fourth = template.step_ids
        self.assertEqual(
            [(step.name, step.executor_ids, step._printed_time()) for step in template.step_ids],
            [
                ("Menyusun konsep", staff, ""),
                ("Memeriksa konsep", chief, "2 hari"),
                ("Memperbaiki konsep", staff, "30 menit"),
                ("Menandatangani laporan", chief, "± 1 jam"),
            ],
        )
        self.assertEqual(third.outputs, "Laporan\nSalinan")
        self.assertEqual((fourth.duration, fourth.duration_unit), (1, "hour"))
        exits = [(way.name, way.target_step_id) for way in second.branch_ids]
        self.assertEqual(exits, [("Ya", third), ("Tidak", first)])


@tagged("standard", "post_install", "-at_install")
class HootCase(HttpCase):
    """The tests in static/tests, as Odoo's own run them (web/tests/test_js.py)."""

    def run_hoot(self, preset):
        # HOOT names a suite by a hash of its path.
        wanted = functools.reduce(lambda number, letter: (number * 31 + ord(letter)) & 0xFFFFFFFF, "@sop_planning", 0)
        make_bundles(self.env, "web.assets_unit_tests_setup", "web.assets_unit_tests")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset={preset}&timeout=30000&id={wanted:08x}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )


class TestHoot(HootCase):
    def test_desktop(self):
        self.run_hoot("desktop")


class TestHootOnPhone(HootCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_mobile(self):
        self.run_hoot("mobile")


def make_bundles(env, *names):
    """A browser waits a minute for its page; a busy machine needs longer to make the bundles."""
    for name in names:
        bundle = env["ir.qweb"]._get_asset_bundle(name)
        bundle.css()
        bundle.js()

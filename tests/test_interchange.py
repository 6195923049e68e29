"""Files in and out: one path, all or none, and every fault named with its place."""

import base64
import copy
import io
import json
import zipfile
from pathlib import Path

from odoo.addons.sop_planning.interchange import file_code
from odoo.exceptions import AccessError, UserError, ValidationError

from .common import DATA, SOP_FILES, SopCase


class TestInterchange(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.content = (DATA / "bkpsdm-selayar-rkt.json").read_bytes()
        cls.document = json.loads(cls.content)

    def test_export_equals_file(self):
        for path in SOP_FILES:
            self.import_agency(json.loads(path.read_text())["agency"])
            template = self.import_sop(path.stem)
            self.assertEqual(self.interchange._export(template), path.read_bytes(), path.name)

    def test_importing_twice_changes_nothing(self):
        template = self.import_sop("bkpsdm-selayar-rkt", effective=False)
        steps = template.step_ids
        outcome = self.interchange._import_files([("rkt.json", self.content)])
        self.assertEqual(outcome, [("rkt.json", "unchanged")])
        self.assertEqual(template.step_ids, steps)
        self.assertEqual(
            self.interchange._import_files([("a.json", (DATA / "agencies/bkpsdm-selayar.json").read_bytes())])[0][1],
            "unchanged",
        )

    def test_draft_is_updated_and_effective_is_not(self):
        template = self.import_sop("bkpsdm-selayar-rkt", effective=False)
        self.document["steps"].pop()
        changed = json.dumps(self.document).encode()
        self.assertEqual(self.interchange._import_files([("rkt.json", changed)])[0][1], "updated")
        self.assertEqual(len(template.step_ids), 11)
        self.put_in_force(template)
        with self.assertRaisesRegex(UserError, "rkt.json.*no longer a draft"):
            self.interchange._import_files([("rkt.json", self.content)])

    def test_next_version(self):
        first = self.import_sop("bkpsdm-selayar-rkt")
        self.document["version"] = 2
        self.interchange._import_files([("rkt.json", json.dumps(self.document).encode())], effective=True)
        second = self.env["sop.template"].search([("previous_id", "=", first.id)])
        self.assertEqual((first.state, second.state, second.root_id), ("superseded", "effective", first))

    def test_officer_imports_through_the_dialog(self):
        officer = self.person("pengelola")
        attachment = self.as_person(self.env["ir.attachment"], officer).create(
            {"name": "rkt.json", "raw": self.content}
        )
        dialog = self.as_person(self.env["sop.interchange.import"], officer).create({"attachment_ids": attachment.ids})
        dialog.action_import()
        self.assertIn("rkt.json", dialog.report)
        template = self.env["sop.template"].search([("code", "=", "rkt"), ("company_id", "=", self.company.id)])
        self.assertEqual((len(template.step_ids), template.state), (12, "draft"))

    def test_user_may_not_import(self):
        interchange = self.as_person(self.interchange, self.person("sekretaris"))
        with self.assertRaises(UserError):
            interchange._import_files([("rkt.json", self.content)])
        with self.assertRaises(AccessError):
            self.as_person(self.env["sop.interchange.import"], self.person("sekretaris")).create({})

    def test_officer_of_another_agency_may_not_import(self):
        self.import_agency("bappeda-kalbar")
        stranger = self.person("pengelola", "bappeda-kalbar")
        with self.assertRaisesRegex(UserError, "do not work for the agency"):
            self.as_person(self.interchange, stranger)._import_files([("rkt.json", self.content)])

    def test_only_system_administrator_imports_agencies(self):
        content = (DATA / "agencies/polhukam.json").read_bytes()
        with self.assertRaisesRegex(UserError, "administrator of the system"):
            self.as_person(self.interchange, self.person("admin-sop"))._import_files([("polhukam.json", content)])

    def test_export_dialog(self):
        templates = self.import_sop("bkpsdm-selayar-rkt") | self.import_sop("bkpsdm-selayar-iku")
        Dialog = self.as_person(self.env["sop.interchange.export"], self.person("sekretaris"))
        one = Dialog.create({"template_ids": templates[0].ids})
        self.assertEqual(one.filename, "bkpsdm-selayar-rkt.json")
        self.assertEqual(base64.b64decode(one.content), self.content)
        both = Dialog.create({"template_ids": templates.ids})
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(both.content))) as archive:
            self.assertEqual(sorted(archive.namelist()), ["bkpsdm-selayar-iku.json", "bkpsdm-selayar-rkt.json"])

    def test_an_sop_written_here_has_a_file_code_when_it_leaves_its_writers(self):
        first = self.import_sop("bkpsdm-selayar-rkt", effective=False)
        written = first.copy({"name": first.name, "code": False}) | first.copy({"name": "½ – Öl & Äpfel"})
        written.action_send_for_review()
        stem = file_code.code_of(first.name, ())
        self.assertEqual(written.mapped("code"), [stem, "12-ol-apfel"])
        again = first.copy({"name": first.name})
        self.assertEqual(again._free_code(), f"{stem}-2")
        content = self.interchange._export(written[1])
        self.assertEqual(self.interchange._import_files([("sop.json", content)]), [("sop.json", "unchanged")])

    def test_codes_that_no_file_can_carry(self):
        template = self.import_sop("bkpsdm-selayar-rkt", effective=False)
        for record, field in ((template, "code"), (self.company, "sop_code")):
            for code in ("SOP 12", "a--b", "-a", "a_b", "a" * 65, "kode/1"):
                with self.assertRaisesRegex(ValidationError, code), self.env.cr.savepoint():
                    record[field] = code
                    self.env.flush_all()

    def test_one_rule_for_codes_in_files_and_forms(self):
        for path in Path(file_code.__file__).parent.glob("*.schema.json"):
            rule = json.loads(path.read_text())["$defs"].get("code")
            if rule:
                self.assertEqual(rule["pattern"], f"^{file_code.CODE.pattern}$", path.name)
                self.assertEqual(rule["maxLength"], file_code.LONGEST, path.name)


class TestFaultyFiles(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = json.loads((DATA / "bkpsdm-selayar-rkt.json").read_text())

    def assert_refused(self, content, *words):
        """The file is refused with every one of `words` in the message, and nothing is stored."""
        before = self.env["sop.template"].search_count([])
        good = (DATA / "bkpsdm-selayar-iku.json").read_bytes()
        with self.assertRaises(UserError) as raised, self.env.cr.savepoint():
            self.interchange._import_files([("good.json", good), ("bad.json", content)])
        message = str(raised.exception)
        for word in ("bad.json", *words):
            self.assertIn(word, message)
        self.assertNotIn("good.json", message)
        self.assertEqual(self.env["sop.template"].search_count([]), before)

    def assert_change_refused(self, change, *words):
        document = copy.deepcopy(self.document)
        change(document)
        self.assert_refused(json.dumps(document).encode(), *words)

    def test_not_json(self):
        self.assert_refused(b'{"format": "sop-planning/sop/1",\n nonsense}', "not JSON", "line 2")
        self.assert_refused(b"\xff\xfe\x00", "UTF-8")
        self.assert_refused(b"[]", "not an SOP file")
        self.assert_refused(b"[" * 100_000, "nested")
        self.assert_refused(b'{"format": "sop-planning/sop/1", "format": "x"}', "twice")
        for shape in (b"[]", b"{}", b"1"):
            self.assert_refused(b'{"format": %s}' % shape, "format: this is not an SOP file")
        digits = json.dumps(self.document).replace('"version": 1', f'"version": {"9" * 5000}')
        self.assert_refused(digits.encode(), "version: 9999", "is above 9999")

    def test_what_no_text_holds(self):
        for sign in ("\0", "\ud800"):
            self.assert_change_refused(
                lambda d, sign=sign: d["identity"].update(name=f"RKT{sign}"), "identity.name: “RKT�” is not a valid"
            )

    def test_whole_numbers_may_have_a_point(self):
        document = copy.deepcopy(self.document)
        document["steps"][5]["exits"] = [{"label": "Ya", "to": 2.0}, {"label": "Tidak", "to": 7.0}]
        self.interchange._import_files([("rkt.json", json.dumps(document).encode())])
        template = self.env["sop.template"].search([("code", "=", document["code"])])
        self.assertEqual(template.step_ids[5].branch_ids.target_step_id.mapped("number"), [2, 7])

    def test_schema(self):
        self.assert_change_refused(lambda d: d.pop("steps"), "“steps” is missing")
        self.assert_change_refused(lambda d: d.update(colour="red"), "no such entry", "colour")
        self.assert_change_refused(lambda d: d["steps"][2].update(text=5), "steps[2].text", "5")
        self.assert_change_refused(
            lambda d: d["identity"].update(created="2017-02-30"), "identity.created", "2017-02-30"
        )
        self.assert_change_refused(lambda d: d.update(version=0), "version")
        self.assert_change_refused(lambda d: d.update(steps=[]), "steps", "nothing")

    def test_unit_of_time(self):
        self.assert_change_refused(
            lambda d: d["steps"][3]["time"].update(unit="fortnight"),
            "steps[3].time.unit",
            "fortnight",
            "minute, hour, day",
        )

    def test_unit_job_person_of_the_agency(self):
        self.assert_change_refused(
            lambda d: d["identity"].update(unit="Bidang Khayal"), "identity.unit", "Bidang Khayal"
        )
        self.assert_change_refused(
            lambda d: d["executors"][0].update(rule={"type": "head", "unit": "Bidang Khayal"}), "executors[0].rule.unit"
        )
        self.assert_change_refused(
            lambda d: d["executors"][0].update(rule={"type": "job", "job": "Juru Khayal"}),
            "executors[0].rule.job",
            "Juru Khayal",
        )
        self.assert_change_refused(
            lambda d: d["executors"][0].update(rule={"type": "person", "login": "x@y"}),
            "executors[0].rule.login",
            "x@y",
        )
        self.assert_change_refused(lambda d: d["executors"][0].update(rule={"type": "job"}), "executors[0].rule", "job")
        self.assert_change_refused(lambda d: d.update(agency="khayal"), "agency", "khayal")

    def test_unknown_executor(self):
        self.assert_change_refused(
            lambda d: d["steps"][4].update(executors=["bendahara"]), "steps[4].executors[0]", "bendahara"
        )

    def test_branch_to_nowhere(self):
        self.assert_change_refused(
            lambda d: d["steps"][5].update(exits=[{"label": "Ya", "to": 40}]), "steps[5].exits[0].to", "no step 40"
        )
        self.assert_change_refused(
            lambda d: d["steps"][5].update(exits=[{"label": "Ya", "to": 6}]), "steps[5].exits[0].to"
        )
        self.assert_change_refused(
            lambda d: d["steps"][5].update(exits=[{"label": "Ya", "to": "akhir"}]), "steps[5].exits[0].to"
        )

    def test_duplicates(self):
        self.assert_change_refused(
            lambda d: d["executors"].append(dict(d["executors"][0])),
            f"executors[{len(self.document['executors'])}].code",
            "twice",
        )
        self.import_sop("bkpsdm-selayar-rkt")
        self.assert_change_refused(lambda d: d.update(code="lain"), "18/1/2021/BKPSDM", "already")

    def test_too_large(self):
        self.assert_change_refused(lambda d: d["steps"][0].update(text="a" * 10_000_000), "larger than 2 MB")
        self.assert_change_refused(lambda d: d["steps"][0].update(text="a" * 20_000), "steps[0].text", "10000")

    def test_script(self):
        self.assert_change_refused(
            lambda d: d["steps"][1].update(text="Menerima <script>alert(1)</script>"), "steps[1].text", "without markup"
        )

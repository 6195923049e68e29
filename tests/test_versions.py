"""Versions: what is in force cannot be changed by any path, and its life has one order."""

import base64
import json
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command

from .common import DATA, SopCase

PIXEL = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
)


class VersionCase(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.writer, cls.officer = cls.person("pengelola"), cls.person("admin-sop")

    def draft(self, code="rkt"):
        """A draft that the writer has imported himself."""
        name = f"{self.agency}-{code}.json"
        self.as_person(self.interchange, self.writer)._import_files([(name, (DATA / name).read_bytes())])
        return self.env["sop.template"].search([("code", "=", code), ("company_id", "=", self.company.id)])

    def in_force(self, code="rkt"):
        template = self.draft(code)
        self.put_in_force(template)
        return template

    def next_version(self, template):
        action = self.as_person(template, self.writer).action_new_version()
        return self.env["sop.template"].browse(action["res_id"])


class TestLife(VersionCase):
    def test_review_then_effect(self):
        template = self.draft()
        with self.assertRaisesRegex(UserError, "Draft"):
            self.as_person(template, self.officer).action_make_effective()
        self.as_person(template, self.writer).action_send_for_review()
        self.assertEqual(template.state, "review")
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            template.name = "Lain"
        self.as_person(template, self.officer).action_make_effective()
        self.assertEqual(template.state, "effective")

    def test_four_eyes(self):
        template = self.draft()
        mine = self.as_person(template, self.writer)
        mine.action_send_for_review()
        self.assertFalse(mine.can_approve)
        self.assertTrue(self.as_person(template, self.officer).can_approve)
        with self.assertRaisesRegex(UserError, "somebody else"):
            mine.action_make_effective()
        self.company.sop_self_approval = True
        mine.action_make_effective()
        self.assertEqual(template.state, "effective")

    def test_who_corrects_a_row_is_a_writer(self):
        template = self.draft()
        self.as_person(template.step_ids[0], self.officer).name = "Memberi arahan"
        self.as_person(template, self.writer).action_send_for_review()
        with self.assertRaisesRegex(UserError, "somebody else"):
            self.as_person(template, self.officer).action_make_effective()

    def test_return_with_a_reason(self):
        template = self.draft()
        self.as_person(template, self.writer).action_send_for_review()
        Dialog = self.as_person(self.env["sop.template.return"], self.officer)
        with self.assertRaisesRegex(UserError, "reason"):
            Dialog.create({"template_id": template.id, "reason": " "}).action_confirm()
        Dialog.create({"template_id": template.id, "reason": "Waktu langkah 3 keliru"}).action_confirm()
        self.assertEqual(template.state, "draft")
        message = template.message_ids[0]
        self.assertIn("Waktu langkah 3 keliru", message.body)
        self.assertIn(self.writer.partner_id, message.notified_partner_ids)

    def test_faulty_sop_is_not_sent(self):
        template = self.draft()
        template.step_ids[4].executor_ids = False
        with self.assertRaisesRegex(UserError, "Step 5: it has no executor"):
            template.action_send_for_review()
        empty = self.env["sop.template"].create({"name": "Kosong", "company_id": self.company.id})
        with self.assertRaisesRegex(UserError, "no steps"):
            empty.action_send_for_review()

    def test_withdraw(self):
        template = self.in_force()
        self.as_person(template, self.officer).action_withdraw()
        self.assertEqual(template.state, "withdrawn")
        self.assertTrue(self.as_person(template, self.person("staf")).has_access("read"))
        with self.assertRaises(UserError):
            self.env["sop.process"].create({"template_id": template.id, "name": "RKT"})

    def test_days_are_those_of_the_agency_wherever_the_officer_is(self):
        template = self.draft()
        template.date_effective = False
        self.as_person(template, self.writer).action_send_for_review()
        mine = self.as_person(template, self.officer).with_context(tz="America/New_York")
        with freeze_time("2026-11-20 17:30:00"):  # half past one of the 21st in Makassar
            mine.action_make_effective()
            mine.action_withdraw()
        self.assertEqual(template.date_effective, date(2026, 11, 21))
        self.assertEqual(template.date_withdrawn, date(2026, 11, 21))

    def test_state_is_not_written(self):
        for values in ({"state": "effective"}, {"version": 5}, {"root_id": False}, {"writer_ids": [Command.clear()]}):
            with self.assertRaises(UserError):
                self.as_person(self.draft(), self.writer).write(values)
        with self.assertRaises(UserError):
            self.as_person(self.env["sop.template"], self.writer).create({"name": "X", "state": "effective"})


class TestNewVersion(VersionCase):
    def test_copy_names_what_it_replaces(self):
        first = self.in_force()
        second = self.next_version(first)
        self.assertEqual((second.version, second.previous_id, second.root_id, second.state), (2, first, first, "draft"))
        self.assertEqual(second.writer_ids, self.writer)
        before, after = (json.loads(self.interchange._export(template)) for template in (first, second))
        # The date it takes effect is a version's own.
        self.assertEqual(before["identity"].pop("effective"), "2021-01-25")
        self.assertEqual({**before, "version": 2}, after)
        self.assertFalse(second.step_ids & first.step_ids)
        self.assertEqual(second.step_ids.executor_ids, second.executor_ids)

    def test_one_effective(self):
        first = self.in_force()
        second = self.next_version(first)
        with self.assertRaisesRegex(UserError, "being written already"):
            self.next_version(first)
        self.put_in_force(second)
        self.assertEqual((first.state, second.state), ("superseded", "effective"))
        self.assertTrue(self.as_person(first, self.person("staf")).has_access("read"))

    def test_two_drafts_for_one_version(self):
        """The second would silently undo what the first has changed."""
        first = self.in_force()
        document = json.loads((DATA / f"{self.agency}-rkt.json").read_text())
        later = json.dumps({**document, "version": 3}).encode()
        self.as_person(self.interchange, self.writer)._import_files([("x.json", later)])
        third = self.env["sop.template"].search([("root_id", "=", first.root_id.id), ("version", "=", 3)])
        second = json.dumps({**document, "version": 2}).encode()
        self.as_person(self.interchange, self.writer)._import_files([("x.json", second)])
        second = self.env["sop.template"].search([("root_id", "=", first.root_id.id), ("version", "=", 2)])
        self.assertEqual((second | third).previous_id, first)
        mine = self.as_person(second, self.writer)
        mine.action_send_for_review()
        self.put_in_force(third)
        self.env.invalidate_all()
        self.assertTrue(second.is_overtaken)
        with self.assertRaisesRegex(UserError, "replace version 1, but version 3 is in force"):
            self.as_person(second, self.officer).action_make_effective()
        self.assertEqual((second.state, third.state), ("review", "effective"))
        with self.assertRaisesRegex(UserError, "cannot do this now"):
            mine.action_replace_current()
        self.as_person(second, self.officer)._return("Bandingkan dengan versi 3")
        with self.assertRaisesRegex(UserError, "version 3 is in force"):
            mine.action_send_for_review()
        mine.action_replace_current()
        self.assertEqual((second.previous_id, second.is_overtaken), (third, False))
        self.put_in_force(second)
        self.assertEqual((second.state, third.state), ("effective", "superseded"))

    def test_an_old_version_written_again(self):
        """Whoever begins from a version that is no longer in force knows that he replaces the one that is."""
        first = self.in_force()
        second = self.next_version(first)
        self.put_in_force(second)
        third = self.next_version(first)
        self.assertEqual((third.previous_id, third.version), (second, 3))
        self.put_in_force(third)
        self.assertEqual(second.state, "superseded")

    def test_what_changed_side_by_side(self):
        second = self.next_version(self.in_force())
        self.assertEqual([change.place for change in second._changes()], ["identity.effective"])
        second.step_ids[2].duration = 2
        second.signer_name = "Plt. Kepala"
        second.step_ids[6].unlink()
        changes = {change.place: (change.before, change.after) for change in second._changes()}
        self.assertEqual(changes["steps.3.time.value"], ("1", "2"))
        self.assertEqual(changes["identity.signer.name"], ("Drs. MUHTAR, M.M.", "Plt. Kepala"))
        self.assertTrue(changes["steps.7.text"][0].startswith("Memberi petunjuk"))
        self.assertEqual(changes["steps.7.text"][1], "")
        self.assertIn("Plt. Kepala", second.changes_html)

    def test_decisions_are_copied(self):
        self.import_agency("disdukcapil-balangan")
        first = self.import_sop("disdukcapil-balangan-rkt")
        second = self.env["sop.template"].browse(first.action_new_version()["res_id"])
        before, after = (json.loads(self.interchange._export(template))["steps"] for template in (first, second))
        self.assertEqual(before, after)


class TestFrozen(VersionCase):
    """Every path that could change a version in force."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_agency("disdukcapil-balangan")
        cls.template = cls.import_sop("disdukcapil-balangan-rkt")
        cls.draft_twin = cls.env["sop.template"].browse(cls.template.copy().id)
        cls.before = cls.interchange._export(cls.template)

    def tearDown(self):
        self.env.invalidate_all()
        self.assertEqual(self.interchange._export(self.template), self.before)
        super().tearDown()

    def refuse(self, act):
        with self.assertRaisesRegex(UserError, "no longer a draft|of its own SOP"), self.env.cr.savepoint():
            act()

    def test_identity(self):
        for values in (
            {"name": "X"},
            {"number": "1"},
            {"date_effective": "2020-01-01"},
            {"print_total": True},
            {"code": "x"},
        ):
            self.refuse(lambda values=values: self.template.write(values))
            self.refuse(lambda values=values: self.template.sudo().write(values))

    def test_rows(self):
        step, branch = self.template.step_ids[6], self.template.step_ids[6].branch_ids[0]
        executor, label = self.template.executor_ids[0], self.template.label_ids[0]
        for record, values in (
            (step, {"name": "X"}),
            (step, {"sequence": 99}),
            (step, {"executor_ids": [Command.clear()]}),
            (branch, {"name": "X"}),
            (branch, {"target_step_id": False}),
            (executor, {"name": "X"}),
            (executor, {"user_ids": [Command.clear()]}),
            (label, {"name": "X"}),
        ):
            self.refuse(lambda record=record, values=values: record.write(values))
            self.refuse(record.unlink)

    def test_new_rows(self):
        template, step = self.template, self.template.step_ids[0]
        self.refuse(lambda: self.env["sop.template.step"].create({"template_id": template.id, "name": "X"}))
        self.refuse(
            lambda: self.env["sop.template.executor"].create(
                {"template_id": template.id, "name": "X", "rule": "requester"}
            )
        )
        self.refuse(lambda: self.env["sop.template.branch"].create({"step_id": step.id, "name": "X"}))
        self.refuse(
            lambda: self.env["sop.template.label"].create({"template_id": template.id, "key": "total", "name": "X"})
        )

    def test_rows_through_the_form(self):
        step = self.template.step_ids[0]
        self.refuse(lambda: self.template.write({"step_ids": [Command.update(step.id, {"name": "X"})]}))
        self.refuse(lambda: self.template.write({"step_ids": [Command.delete(step.id)]}))
        self.refuse(lambda: self.template.web_save({"name": "X"}, {"name": {}}))
        self.refuse(lambda: step.write({"branch_ids": [Command.create({"name": "X"})]}))

    def test_rows_copied_or_moved_in(self):
        foreign = self.draft_twin.step_ids[0]
        self.refuse(lambda: self.template.step_ids[0].copy())
        self.refuse(lambda: foreign.write({"template_id": self.template.id}))
        self.refuse(lambda: self.draft_twin.step_ids[6].branch_ids[0].write({"step_id": self.template.step_ids[6].id}))
        self.refuse(lambda: self.draft_twin.executor_ids[0].write({"template_id": self.template.id}))

    def test_rows_moved_out(self):
        self.refuse(lambda: self.template.step_ids[0].write({"template_id": self.draft_twin.id}))
        self.refuse(lambda: self.template.step_ids[6].branch_ids[0].write({"step_id": self.draft_twin.step_ids[0].id}))

    def test_import(self):
        result = self.env["sop.template"].load(["id", ".id", "name"], [["", str(self.template.id), "X"]])
        self.assertFalse(result["ids"])
        document = json.loads(self.before)
        document["identity"]["name"] = "X"
        with self.assertRaisesRegex(UserError, "no longer a draft"), self.env.cr.savepoint():
            self.interchange._import_files([("x.json", json.dumps(document).encode())])

    def test_delete(self):
        self.refuse(self.template.unlink)

    def test_pictures(self):
        self.refuse(lambda: self.template.write({"signer_image": PIXEL}))
        values = {"name": "signer_image", "res_model": "sop.template", "res_field": "signer_image", "datas": PIXEL}
        self.refuse(lambda: self.env["ir.attachment"].create({**values, "res_id": self.template.id}))
        self.draft_twin.signer_image = PIXEL
        picture = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "sop.template"),
                ("res_field", "=", "signer_image"),
                ("res_id", "=", self.draft_twin.id),
            ]
        )
        self.refuse(lambda: picture.write({"res_id": self.template.id}))
        self.draft_twin.action_send_for_review()
        self.refuse(lambda: picture.write({"datas": PIXEL}))
        self.refuse(picture.unlink)

    def test_chatter_lives(self):
        self.template.message_post(body="Catatan")
        self.template.activity_schedule("mail.mail_activity_data_todo", user_id=self.env.uid)

    def test_forged_engine_key(self):
        for forged in (True, "x", 1, {}, "<object object>"):
            self.refuse(lambda forged=forged: self.template.with_context(sop_engine=forged).write({"name": "X"}))


class TestChecker(VersionCase):
    def test_beside_the_row(self):
        self.import_agency("kesbangpol-kaltim")
        template = self.import_sop("kesbangpol-kaltim-rkt")
        self.assertIn("Kasubbag perencanaan", template.step_ids[2].findings)
        self.assertFalse(template.step_ids[0].findings)

    def test_on_the_form(self):
        template = self.import_sop("bkpsdm-selayar-renstra")
        self.assertIn("15//2021/BKSPDM", template.finding_text)
        self.assertFalse(template.has_errors)
        draft = self.draft("iku")
        draft.step_ids[0].executor_ids = False
        self.assertTrue(draft.has_errors)
        self.assertIn("Step 1: it has no executor", draft.finding_text)

    def test_every_code_has_its_sentence(self):
        from odoo.addons.sop_planning.flow.checker.finding import CODES

        self.assertEqual(set(self.env["sop.template"]._finding_sentences()), set(CODES))

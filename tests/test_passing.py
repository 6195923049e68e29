"""Passing a part on, and the moves over a step: who may, what it does, what the journal and the chatter say."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command

from .common import SopCase
from .racing import Soundness

NAMES = ("kaban", "sekretaris", "kasubag", "staf", "kabid1", "pengelola")


class PassingCase(SopCase, Soundness):
    """`kaban` alone, then a team of three, then `staf` twice, the second time asking nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kaban, cls.sekretaris, cls.kasubag, cls.staf, cls.stranger, cls.officer = map(cls.person, NAMES)
        cls.admin = cls.person("admin-sop")
        team = cls.sekretaris | cls.kasubag | cls.staf
        cls.template = cls.env["sop.template"].create(
            {
                "name": "Beregu",
                "company_id": cls.company.id,
                "department_id": cls.env["hr.department"].search([("manager_id.user_id", "=", cls.kasubag.id)]).id,
                "allows_delegation": True,
                "executor_ids": [
                    Command.create({"name": "Kepala", "rule": "person", "user_ids": cls.kaban.ids}),
                    Command.create({"name": "Tim", "rule": "team", "user_ids": team.ids}),
                    Command.create({"name": "Staf", "rule": "person", "user_ids": cls.staf.ids}),
                    Command.create({"name": "Dinas lain", "rule": "outside", "user_ids": cls.kaban.ids}),
                ],
            }
        )
        head, team, staff, outside = cls.template.executor_ids.ids
        cls.template.step_ids = [
            Command.create({"sequence": number, "name": f"Langkah {number}", "executor_ids": [column]})
            for number, column in enumerate((head, team, staff, staff, outside), start=1)
        ]
        cls.put_in_force(cls.template)
        cls.team = cls.template.executor_ids[1]

    def setUp(self):
        super().setUp()
        self.process = self.start(self.template, self.officer)

    def tearDown(self):
        self.env.invalidate_all()
        self.assert_sound(self.process)
        super().tearDown()

    def to_team(self):
        self.done(self.kaban, self.process)

    def mine(self, user):
        self.env.invalidate_all()
        return self.as_person(self.process, user)

    def asked(self):
        self.env.invalidate_all()
        return self.process.task_ids.filtered(lambda task: task.state == "open").user_id

    def said(self):
        return str(self.process.message_ids[:1].body)

    def last(self):
        return self.process.event_ids.sorted("id")[-1]

    def move(self, user, kind, reason="perlu", **values):
        dialog = self.mine(user).env["sop.process.move"]
        return dialog.create({"process_id": self.process.id, "kind": kind, "reason": reason, **values}).action_confirm()

    def pass_on(self, user, kind, other, reason="mutasi", **values):
        dialog = self.mine(user).env["sop.process.pass"]
        values = {"process_id": self.process.id, "kind": kind, "user_id": other.id, "reason": reason, **values}
        return dialog.create(values).action_confirm()


class TestTeam(PassingCase):
    def test_the_first_to_claim_owns_it_and_gives_it_back(self):
        self.to_team()
        self.assertEqual(self.asked(), self.sekretaris | self.kasubag | self.staf)
        self.mine(self.kasubag).action_claim()
        self.assertEqual(self.asked(), self.kasubag)
        self.assertFalse(self.inbox(self.sekretaris))
        self.assertIn("takes step 2. Langkah 2 on", self.said())
        with self.assertRaisesRegex(UserError, "taken this on already"):
            self.mine(self.sekretaris).action_claim()
        with self.assertRaisesRegex(UserError, "not taken this on"):
            self.mine(self.sekretaris).action_release()
        self.mine(self.kasubag).action_release()
        self.assertEqual(self.asked(), self.sekretaris | self.kasubag | self.staf)
        self.assertEqual(self.last().kind, "release")
        self.done(self.sekretaris, self.process)
        self.assertEqual(self.asked(), self.staf)

    def test_an_outside_party_is_recorded_by_a_named_person(self):
        self.to_team()
        for user in (self.staf, self.staf, self.staf):
            self.done(user, self.process)
        self.assertEqual(self.asked(), self.kaban)
        self.assertIn(f"{self.kaban.name} on behalf of Dinas lain", self.said())


class TestPassing(PassingCase):
    def test_delegating_ones_own_part(self):
        self.pass_on(self.kaban, "delegate", self.stranger, reason="")
        self.assertEqual(self.asked(), self.stranger)
        self.assertIn("delegates step 1. Langkah 1", self.said())
        self.assertIn(self.stranger, self.process.participant_ids)
        self.assertEqual((self.last().from_user_id, self.last().to_user_ids), (self.kaban, self.stranger.ids))
        self.done(self.stranger, self.process)
        self.assertEqual(self.process.current_step_id, self.template.step_ids[1])
        with self.assertRaisesRegex(UserError, "not your turn"):
            self.pass_on(self.kaban, "delegate", self.stranger)

    def test_not_where_the_sop_does_not_allow_it(self):
        strict = self.template.copy({"number": False, "allows_delegation": False})
        self.put_in_force(strict)
        self.process = self.start(strict, self.officer)
        with self.assertRaisesRegex(UserError, "not your turn"):
            self.pass_on(self.kaban, "delegate", self.stranger)

    def test_not_to_somebody_of_another_agency(self):
        self.import_agency("bappeda-kalbar")
        outsider = self.person("sekretaris", "bappeda-kalbar")
        for user, kind in ((self.kaban, "delegate"), (self.officer, "reassign")):
            with self.assertRaisesRegex(UserError, "does not work for"), self.env.cr.savepoint():
                self.pass_on(user, kind, outsider)

    def test_an_officer_reassigns_for_the_rest_of_the_run(self):
        self.pass_on(self.officer, "reassign", self.stranger)
        self.assertEqual(self.asked(), self.stranger)
        self.assertIn("passes from", self.said())
        self.done(self.stranger, self.process)
        self.move(self.sekretaris, "send_back", target_id=self.template.step_ids[0].id)
        self.assertEqual(self.asked(), self.stranger)

    def test_whoever_is_settled_takes_part_though_another_stands_in_today(self):
        today = fields.Date.today()
        absence = {"user_id": self.stranger.id, "deputy_id": self.staf.id, "date_from": today, "date_to": today}
        self.as_person(self.env["sop.acting"], self.officer).create(absence).action_confirm()
        self.pass_on(self.officer, "reassign", self.stranger)
        self.assertEqual(self.asked(), self.staf)
        self.assertIn(self.stranger, self.process.participant_ids)
        self.assertIn(self.stranger.partner_id, self.process.message_partner_ids)

    def test_whoever_unfollows_is_asked_all_the_same(self):
        self.process.message_unsubscribe(self.sekretaris.partner_id.ids)
        self.to_team()
        self.assertIn(self.sekretaris, self.asked())
        self.assertTrue(self.inbox(self.sekretaris))
        self.assertNotIn(self.sekretaris.partner_id, self.process.message_partner_ids)

    def test_or_for_this_time(self):
        self.pass_on(self.officer, "reassign", self.stranger, for_rest=False)
        self.done(self.stranger, self.process)
        self.move(self.sekretaris, "send_back", target_id=self.template.step_ids[0].id)
        self.assertEqual(self.asked(), self.kaban)

    def test_for_the_rest_in_place_of_whoever_delegated_it(self):
        self.to_team()
        self.pass_on(self.kasubag, "delegate", self.stranger)
        self.pass_on(self.stranger, "delegate", self.officer)
        task = self.process.task_ids.filtered(lambda task: task.state == "open" and task.user_id == self.officer)
        self.pass_on(self.admin, "reassign", self.kaban, task_id=task.id, executor_id=self.team.id)
        self.assertEqual(self.asked(), self.kaban | self.sekretaris | self.staf)
        members = self.process.member_ids.filtered(lambda member: member.executor_id == self.team)
        self.assertEqual(members.user_id, self.kaban | self.sekretaris | self.staf)

    def test_the_head_of_the_unit_may_and_others_may_not(self):
        for user in (self.kaban, self.staf):
            if user not in self.template.department_id.manager_id.user_id and self.template.department_id not in (
                user.sop_unit_ids
            ):
                with self.assertRaisesRegex(UserError, "may not"), self.env.cr.savepoint():
                    self.pass_on(user, "reassign", self.stranger)
        self.pass_on(self.kasubag, "reassign", self.stranger)
        self.assertEqual(self.asked(), self.stranger)

    def test_a_reason_is_needed_and_what_was_seen_must_stand(self):
        with self.assertRaisesRegex(UserError, "Give a reason"):
            self.pass_on(self.officer, "reassign", self.stranger, reason=" ")
        dialog = self.mine(self.officer).env["sop.process.pass"]
        dialog = dialog.create({"process_id": self.process.id, "user_id": self.stranger.id, "reason": "mutasi"})
        self.to_team()
        with self.assertRaisesRegex(UserError, "moved on"):
            dialog.action_confirm()

    def test_to_one_who_is_asked_already(self):
        self.to_team()
        task = self.process.task_ids.filtered(lambda task: task.user_id == self.staf and task.state == "open")
        self.pass_on(self.officer, "reassign", self.kasubag, executor_id=self.team.id, task_id=task.id)
        self.assertEqual(self.asked(), self.sekretaris | self.kasubag)


class TestOverTheStep(PassingCase):
    def test_calling_back_while_nobody_has_opened_it(self):
        self.to_team()
        self.assertTrue(self.mine(self.kaban).can_call_back)
        self.assertFalse(self.mine(self.officer).can_call_back)
        with self.assertRaisesRegex(UserError, "no longer be called back"):
            self.mine(self.officer).action_call_back()
        self.mine(self.kaban).action_call_back()
        self.assertEqual(self.asked(), self.kaban)
        self.assertIn("Called back from step 2. Langkah 2", self.said())
        self.done(self.kaban, self.process)
        self.mine(self.staf).web_read({"name": {}, "my_step_text": {}})
        self.assertFalse(self.mine(self.kaban).can_call_back)
        with self.assertRaisesRegex(UserError, "no longer be called back"):
            self.mine(self.kaban).action_call_back()

    def test_skipping_is_for_the_administrator_with_a_reason(self):
        with self.assertRaisesRegex(UserError, "may not"):
            self.move(self.officer, "skip")
        with self.assertRaisesRegex(UserError, "Give a reason"):
            self.move(self.admin, "skip", reason=" ")
        self.move(self.admin, "skip", reason="kosong")
        self.assertEqual(self.asked(), self.sekretaris | self.kasubag | self.staf)
        self.assertIn("Step 1. Langkah 1 skipped", self.said())
        self.assertIn("kosong", self.said())
        self.assertEqual(self.process.task_ids.filtered(lambda task: task.user_id == self.kaban).state, "skipped")

    def test_reopening_within_the_days_of_the_setting(self):
        self.move(self.officer, "cancel")
        with self.assertRaisesRegex(UserError, "may not"):
            self.move(self.kaban, "reopen", target_id=self.template.step_ids[0].id)
        self.move(self.officer, "reopen", target_id=self.template.step_ids[0].id)
        self.assertEqual((self.process.state, self.asked(), self.process.date_end), ("running", self.kaban, False))
        self.move(self.officer, "cancel")
        self.company.sop_reopen_days = 3
        with freeze_time(fields.Datetime.now() + timedelta(days=3, minutes=1)):
            with self.assertRaisesRegex(UserError, "may not"):
                self.move(self.officer, "reopen", target_id=self.template.step_ids[0].id)
            self.company.sop_reopen_days = 4
            self.assertTrue(self.mine(self.officer).can_reopen)
            self.company.sop_reopen_days = 0
            self.assertFalse(self.mine(self.officer).can_reopen)

    def test_both_steps_of_one_person_at_once(self):
        self.to_team()
        self.done(self.staf, self.process)
        dialog = self.mine(self.staf).env["sop.task.finish"].create({"process_id": self.process.id})
        self.assertEqual(dialog.next_step_text, "Langkah 4")
        dialog.with_next = True
        dialog.action_finish()
        self.assertEqual(self.process.current_step_id, self.template.step_ids[4])
        self.assertEqual([event.kind for event in self.process.event_ids.sorted("id")[-2:]], ["finish", "finish"])

    def test_not_where_others_are_asked(self):
        dialog = self.mine(self.kaban).env["sop.task.finish"].create({"process_id": self.process.id, "with_next": True})
        self.assertFalse(dialog.next_step_text)
        dialog.action_finish()
        self.assertEqual(self.process.current_step_id, self.template.step_ids[1])


class TestNobody(PassingCase):
    """A run never fails for want of a person: it waits, says for whom, and tells the officers."""

    def notices(self):
        return self.env["mail.message"].search(
            [
                ("model", "=", "sop.process"),
                ("res_id", "=", self.process.id),
                ("message_type", "=", "user_notification"),
                ("subject", "ilike", "waits for a person"),
            ]
        )

    def test_whoever_leaves_is_named_and_the_run_waits(self):
        self.kaban.action_archive()
        self.assertFalse(self.asked())
        self.assertTrue(self.process.is_unmanned)
        self.assertIn("Kepala", self.process.obstacle)
        self.assertIn("is gone", self.said())
        self.assertIn(self.officer.partner_id, self.notices().notified_partner_ids)
        self.assertIn(self.process, self.env["sop.process"].search([("is_unmanned", "=", True)]))
        self.env["sop.process"]._cron_stand_in()
        self.assertEqual(len(self.notices()), 1, "told once")
        self.pass_on(self.officer, "reassign", self.stranger)
        self.assertEqual((self.asked(), self.process.is_unmanned), (self.stranger, False))

    def test_a_step_nobody_can_do_is_entered_and_waits(self):
        (self.sekretaris | self.kasubag | self.staf).action_archive()
        self.to_team()
        self.assertEqual(self.process.current_step_id, self.template.step_ids[1])
        self.assertFalse(self.asked())
        self.assertIn("Nobody stands in for: Tim", self.said())
        self.kasubag.action_unarchive()
        self.env["sop.process"]._cron_stand_in()
        self.assertEqual(self.asked(), self.kasubag)

    def test_the_columns_of_an_sop_are_found_before_they_hurt(self):
        self.kaban.action_archive()
        found = self.env["sop.template.executor"].search([("vacancy", "!=", False)])
        column = found.filtered(lambda column: column.template_id == self.template and column.name == "Kepala")
        self.assertIn(self.kaban.name, column.vacancy)
        self.assertNotIn(self.team, found)

    def test_whoever_takes_the_place_before_his_step_comes(self):
        """The head settled at the start is gone; his successor is asked, together with the other column of the step."""
        template = self.env["sop.template"].create(
            {
                "name": "Kepala baru",
                "company_id": self.company.id,
                "executor_ids": [
                    Command.create({"name": "Kepala", "rule": "person", "user_ids": self.kaban.ids}),
                    Command.create({"name": "Unit", "rule": "head", "department_id": self.template.department_id.id}),
                    Command.create({"name": "Staf", "rule": "person", "user_ids": self.staf.ids}),
                ],
            }
        )
        head, *both = template.executor_ids.ids
        template.step_ids = [
            Command.create({"sequence": number, "name": f"Langkah {number}", "executor_ids": columns})
            for number, columns in enumerate(([head], both), start=1)
        ]
        self.put_in_force(template)
        self.process = self.start(template, self.officer)
        self.kasubag.action_archive()
        successor = self.env["hr.employee"].search([("user_id", "=", self.stranger.id)])
        template.executor_ids.department_id.manager_id = successor
        self.done(self.kaban, self.process)
        self.assertEqual(self.process.task_ids.filtered("is_current").user_id, self.stranger | self.staf)
        self.assertIn(self.stranger, self.process.participant_ids)
        self.assertIn(self.stranger.partner_id, self.process.message_partner_ids)

    def test_who_left_while_the_run_is_suspended(self):
        self.move(self.officer, "suspend")
        self.kaban.action_archive()
        self.assertTrue(self.process.is_unmanned)
        self.mine(self.officer).action_resume()
        with self.assertRaises(RedirectWarning if self.process.current_step_id.branch_ids else UserError):
            self.mine(self.staf).env["sop.task.finish"].create({"process_id": self.process.id}).action_finish()


class TestDialog(PassingCase):
    def test_it_opens_with_whoever_is_asked_now(self):
        dialog = self.mine(self.officer).env["sop.process.pass"].new({"process_id": self.process.id})
        self.assertEqual(dialog.executor_id._origin, self.template.executor_ids[0])
        self.assertEqual(dialog.task_id._origin, self.process.task_ids)

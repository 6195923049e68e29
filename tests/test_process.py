"""A run and its moves: start, finish, joint steps, decisions, ways back, suspending, cancelling."""

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.fields import Command

from .common import SopCase


class ProcessCase(SopCase):
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.templates["rkt"]
        for name in ("kaban", "sekretaris", "kasubag", "staf", "pengelola"):
            setattr(cls, name, cls.person(name))

    def setUp(self):
        super().setUp()
        self.process = self.start(self.template, self.kaban)
        self.dispose(self.kaban, self.process, self.sekretaris)  # so that the first step is passed by a tick

    def move(self, user, kind, reason="", target=None, process=None):
        """Make a move in its dialog."""
        process = process or self.process
        self.env.invalidate_all()
        Dialog = self.as_person(self.env["sop.process.move"], user)
        dialog = Dialog.create({"process_id": process.id, "kind": kind, "reason": reason})
        if target:
            dialog.target_id = process.template_id.step_ids[target - 1]
        return dialog.action_confirm()

    def walk_to(self, row):
        """Finish steps until the process is at a row."""
        while self.process.current_step_id.number < row:
            self.done(self.process.task_ids.filtered(lambda task: task.state == "open").user_id[0], self.process)

    def row(self, number):
        return self.template.step_ids[number - 1]


class TestStart(ProcessCase):
    def test_people_are_settled(self):
        columns = {member.executor_id.name: member.user_id for member in self.process.member_ids}
        self.assertEqual(
            columns,
            {"Kepala Badan": self.kaban, "Sekretaris": self.sekretaris, "Kasubag.": self.kasubag, "Staf": self.staf},
        )
        self.assertEqual(
            self.process.message_partner_ids, (self.kaban | self.sekretaris | self.kasubag | self.staf).partner_id
        )

    def test_first_executor_is_asked(self):
        activity = self.inbox(self.kaban)
        self.assertEqual(activity.res_id, self.process.id)
        self.assertIn("Memberi arahan/disposisi", activity.summary)
        for text in ("Kertas disposisi dan", "disposisi", "1 hari", self.template.number):
            self.assertIn(text, activity.note)
        self.assertFalse(self.inbox(self.sekretaris))

    def test_starter_may_choose_people(self):
        dialog = self.as_person(self.env["sop.process.start"], self.kaban).create(
            {"template_id": self.template.id, "name": "RKT"}
        )
        staff = dialog.line_ids.filtered(lambda line: line.executor_id.name == "Staf")
        self.assertEqual(staff.user_ids, self.staf)
        staff.user_ids = self.kasubag
        process = self.env["sop.process"].browse(dialog.action_start()["res_id"])
        self.assertNotIn(self.staf, process.member_ids.user_id)

    def test_empty_column_is_refused(self):
        dialog = self.as_person(self.env["sop.process.start"], self.kaban).create(
            {"template_id": self.template.id, "name": "RKT"}
        )
        dialog.line_ids[1].user_ids = False
        count = self.env["sop.process"].search_count([])
        with self.assertRaisesRegex(UserError, "Sekretaris"):
            dialog.action_start()
        self.assertEqual(self.env["sop.process"].search_count([]), count)

    def test_column_without_holder_is_refused(self):
        process = self.env["sop.process"].create({"template_id": self.template.id, "name": "RKT"})
        self.staf.active = False
        with self.assertRaisesRegex(UserError, "Staf"):
            process.action_start()

    def test_draft_cannot_be_started(self):
        draft = self.import_sop("bkpsdm-selayar-iku", effective=False)
        with self.assertRaisesRegex(UserError, "not effective"):
            self.env["sop.process"].create({"template_id": draft.id, "name": "IKU"})

    def test_outsider_may_not_start(self):
        outsider = self.person("kabid1")
        with self.assertRaises(AccessError):
            self.start(self.template, outsider)
        self.assertFalse(self.template.with_user(outsider).can_start)
        self.assertTrue(self.template.with_user(self.pengelola).can_start)

    def test_started_once(self):
        with self.assertRaises(UserError):
            self.process.with_user(self.kaban).action_start()

    def test_keeps_its_version(self):
        self.put_in_force(self.env["sop.template"].browse(self.template.action_new_version()["res_id"]))
        self.assertEqual((self.template.state, self.process.template_id), ("superseded", self.template))
        self.done(self.kaban, self.process)
        self.assertEqual(self.process.current_step_id, self.row(2))


class TestSteps(ProcessCase):
    def test_feedback_is_kept(self):
        self.done(self.kaban, self.process, "Segera siapkan rapat")
        task = self.process.task_ids.filtered(lambda task: task.step_id == self.row(1))
        self.assertEqual((task.state, task.feedback, task.user_id), ("done", "Segera siapkan rapat", self.kaban))
        self.assertIn("Segera siapkan rapat", self.process.message_ids[0].body)
        self.assertEqual(self.process.message_ids[0].author_id, self.kaban.partner_id)

    def test_feedback_is_escaped(self):
        self.done(self.kaban, self.process, "<script>alert(1)</script>")
        self.assertNotIn("<script>", self.process.message_ids[0].body)
        self.assertNotIn("<script>", self.process.with_user(self.kaban).table_html)

    def test_files_go_with_the_message(self):
        attachment = self.env["ir.attachment"].with_user(self.kaban).create({"name": "nota.pdf", "raw": b"%PDF-"})
        self.as_person(self.inbox(self.kaban), self.kaban).action_feedback("ada", attachment_ids=attachment.ids)
        self.assertEqual(self.process.message_ids[0].attachment_ids, attachment)

    def test_button_of_the_form(self):
        dialog = self.as_person(self.env["sop.task.finish"], self.kaban).create(
            {"process_id": self.process.id, "feedback": "ya"}
        )
        dialog.action_finish()
        self.assertEqual(self.process.current_step_id, self.row(2))
        self.assertFalse(self.inbox(self.kaban))

    def test_second_click_does_nothing(self):
        activity = self.as_person(self.inbox(self.kaban), self.kaban)
        activity.action_feedback("satu")
        messages = len(self.process.message_ids)
        activity.action_feedback("dua")
        self.assertEqual((self.process.current_step_id, len(self.process.message_ids)), (self.row(2), messages))

    def test_not_your_turn(self):
        with self.assertRaisesRegex(UserError, "not your turn"):
            self.as_person(self.env["sop.task.finish"], self.staf).create(
                {"process_id": self.process.id}
            ).action_finish()
        with self.assertRaisesRegex(UserError, "not your turn"):
            self.as_person(self.inbox(self.kaban).sudo(), self.sekretaris).action_feedback("bukan saya")
        self.assertEqual(self.process.current_step_id, self.row(1))

    def test_joint_step_waits_for_all(self):
        self.walk_to(4)
        meeting = self.row(4)
        people = (self.kaban, self.sekretaris, self.kasubag, self.staf)
        for person in people[:-1]:
            self.done(person, self.process)
            self.assertEqual(self.process.current_step_id, meeting)
        self.assertIn("Still waiting for Staf", self.process.message_ids[0].body)
        self.done(self.staf, self.process)
        self.assertEqual(self.process.current_step_id, self.row(5))
        self.assertEqual(
            len(self.process.task_ids.filtered(lambda task: task.step_id == meeting and task.state == "done")), 4
        )

    def test_what_the_form_shows(self):
        self.env.invalidate_all()
        mine, other = self.process.with_user(self.kaban), self.process.with_user(self.staf)
        self.assertTrue(mine.my_turn and mine.can_finish)
        self.assertFalse(mine.can_send_back)
        self.assertIn("Memberi arahan", mine.my_step_text)
        self.assertEqual(mine.my_asks, "Disposition")
        self.assertFalse(other.my_turn or other.can_finish or other.can_cancel)
        self.assertEqual(mine.search([("my_turn", "=", True)]), mine)
        self.assertFalse(other.search([("my_turn", "=", True)]))
        self.assertEqual(mine.waiting_for, "Drs. MUHTAR, M.M. (Kepala Badan)")

    def test_table_shows_who_did_what(self):
        self.done(self.kaban, self.process)
        html = self.process.with_user(self.staf).table_html
        self.assertEqual((html.count('class="step done"'), html.count('class="step now"')), (1, 1))
        self.assertIn("Drs. MUHTAR, M.M. (Kepala Badan)", html)

    def test_progress(self):
        self.walk_to(7)
        self.assertEqual(self.process.progress, 50)


class TestTeams(ProcessCase):
    def test_column_with_several_people_takes_the_first(self):
        template = self.env["sop.template"].create(
            {
                "name": "Forum",
                "company_id": self.company.id,
                "executor_ids": [
                    Command.create(
                        {
                            "name": "Forum",
                            "rule": "team",
                            "user_ids": [Command.set((self.kasubag | self.staf).ids)],
                        }
                    )
                ],
            }
        )
        self.env["sop.template.step"].create(
            [
                {"template_id": template.id, "name": name, "executor_ids": [Command.set(template.executor_ids.ids)]}
                for name in ("Membahas", "Menyepakati")
            ]
        )
        self.put_in_force(template)
        process = self.start(template, self.kasubag)
        self.assertTrue(self.inbox(self.staf).filtered(lambda activity: activity.res_id == process.id))
        self.done(self.kasubag, process)
        states = {
            task.user_id: task.state
            for task in process.task_ids.filtered(lambda task: task.step_id == template.step_ids[0])
        }
        self.assertEqual(states, {self.kasubag: "done", self.staf: "dropped"})
        self.assertEqual(process.current_step_id, template.step_ids[1])

    def test_any_one_of_several_columns(self):
        template = self.import_sop("bkpsdm-selayar-iku", effective=False)
        template.step_ids[0].write({"executor_ids": [Command.set(template.executor_ids.ids)], "joint": "any"})
        self.put_in_force(template)
        process = self.start(template, self.kaban)
        self.done(self.staf, process)
        self.assertEqual(process.current_step_id, template.step_ids[1])
        self.assertFalse(self.inbox(self.kaban).filtered(lambda activity: activity.res_id == process.id))

    def test_one_person_in_two_columns_is_asked_once(self):
        dialog = self.as_person(self.env["sop.process.start"], self.kaban).create(
            {"template_id": self.template.id, "name": "RKT"}
        )
        dialog.line_ids.filtered(lambda line: line.executor_id.name == "Sekretaris").user_ids = self.kasubag
        self.process = self.env["sop.process"].browse(dialog.action_start()["res_id"])
        self.walk_to(4)
        activities = self.inbox(self.kasubag).filtered(lambda activity: activity.res_id == self.process.id)
        self.assertEqual(len(activities), 1)
        for person in (self.kasubag, self.kaban, self.staf):
            self.done(person, self.process)
        self.assertEqual(self.process.current_step_id, self.row(5))


class TestOtherMoves(ProcessCase):
    def test_send_back(self):
        self.walk_to(3)
        self.move(self.kasubag, "send_back", "Nota dinas kurang", target=1)
        self.assertEqual(self.process.current_step_id, self.row(1))
        task = self.process.task_ids.filtered(lambda task: task.step_id == self.row(3))
        self.assertEqual(task.state, "returned")
        self.assertEqual(self.process.task_ids.filtered(lambda task: task.state == "open").visit, 2)
        self.assertIn("Nota dinas kurang", self.process.message_ids[0].body)
        self.assertTrue(self.inbox(self.kaban))
        self.assertFalse(self.inbox(self.kasubag))

    def test_send_back_needs_reason_and_earlier_step(self):
        self.walk_to(3)
        with self.assertRaisesRegex(UserError, "reason"):
            self.move(self.kasubag, "send_back", " ", target=1)
        with self.assertRaisesRegex(UserError, "step it has been through"):
            self.move(self.kasubag, "send_back", "maju", target=5)
        with self.assertRaises(UserError):
            self.move(self.staf, "send_back", "bukan giliran", target=1)

    def test_one_of_several_sends_back(self):
        self.walk_to(4)
        self.done(self.kaban, self.process)
        self.move(self.staf, "send_back", "Undangan salah", target=3)
        self.assertEqual(self.process.current_step_id, self.row(3))
        self.assertFalse(self.inbox(self.sekretaris))

    def test_suspend_and_resume(self):
        self.move(self.pengelola, "suspend", "Menunggu anggaran")
        self.assertEqual(self.process.state, "suspended")
        with self.assertRaisesRegex(UserError, "suspended"):
            self.done(self.kaban, self.process)
        with self.assertRaises(UserError):
            self.process.with_user(self.kaban).action_resume()
        self.process.with_user(self.pengelola).action_resume()
        self.done(self.kaban, self.process)
        self.assertEqual(self.process.current_step_id, self.row(2))

    def test_cancel(self):
        with self.assertRaises(UserError):
            self.move(self.staf, "cancel", "malas")
        self.move(self.kaban, "cancel", "Tidak jadi")
        self.assertEqual((self.process.state, self.process.current_step_id.id), ("cancelled", False))
        self.assertFalse(self.inbox(self.kaban))
        self.assertEqual(set(self.process.task_ids.mapped("state")), {"dropped"})

    def test_closed_process_stands_still(self):
        self.move(self.kaban, "cancel", "Tidak jadi")
        for kind in ("suspend", "cancel"):
            with self.assertRaises(UserError):
                self.move(self.pengelola, kind, "lagi")

    def test_started_process_cannot_be_deleted(self):
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.process.unlink()
        prepared = self.env["sop.process"].create({"template_id": self.template.id, "name": "RKT"})
        prepared.unlink()
        self.assertFalse(prepared.exists())


class TestDecisions(SopCase):
    agency = "disdukcapil-balangan"
    sops = ("rkt",)

    def test_done_in_the_inbox_opens_the_choice(self):
        template = self.templates["rkt"]
        process = self.start(template, self.person("kadis"))
        while process.current_step_id.number < 7:
            self.done(process.task_ids.filtered(lambda task: task.state == "open").user_id[0], process)
        decider = process.task_ids.filtered(lambda task: task.state == "open").user_id
        with self.assertRaises(RedirectWarning) as raised:
            self.done(decider, process)
        self.assertEqual(raised.exception.args[1], self.env.ref("sop_planning.sop_task_finish_action").id)
        with self.assertRaisesRegex(UserError, "choose one of its exits"):
            self.as_person(self.env["sop.task.finish"], decider).create({"process_id": process.id}).action_finish()
        foreign = template.step_ids[8].branch_ids[0]
        with self.assertRaises(UserError):
            self.as_person(self.env["sop.task.finish"], decider).create(
                {"process_id": process.id, "branch_id": foreign.id}
            ).action_finish()
        self.decide(decider, process.id, "Koreksi", "perbaiki")
        self.assertEqual(process.current_step_id.number, 6)
        self.assertEqual(process.task_ids.filtered(lambda task: task.branch_id).branch_id.name, "Koreksi")
        self.assertIn("Koreksi", process.message_ids[0].body)

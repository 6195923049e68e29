"""A disposition from its writing to its report: who may send it, what it asks, what its sender sees."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.addons.sop_planning.models.engine_key import with_engine
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import Form
from odoo.tools import mute_logger

from .dispositions import DispositionCase


class TestSending(DispositionCase):
    def test_to_one_with_a_copy(self):
        sent = self.send(
            self.kaban,
            self.sekretaris,
            copies=self.kasubag,
            phrase_ids=self.please.ids,
            urgency="urgent",
            date_due="2026-12-01",
        )
        self.assertEqual((sent.user_id, sent.position, sent.asked), (self.kaban, "Kepala Badan", "Tanggapan dan Saran"))
        self.assertEqual((sent.person, sent.nip), ("Drs. MUHTAR, M.M.", "19680104 199603 1 001"))
        lines = {line.user_id: (line.role, line.position, line.state, line.date_read) for line in sent.recipient_ids}
        self.assertEqual(
            lines,
            {
                self.sekretaris: ("to", "Sekretaris", "open", False),
                self.kasubag: ("cc", "Kepala Sub Bagian", "open", False),
            },
        )

    def test_inbox_of_the_recipient(self):
        sent = self.send(self.kaban, self.sekretaris, copies=self.kasubag, date_due="2026-12-01", words="Pelajari")
        activity = self.dispositions_to(self.sekretaris)
        self.assertEqual((activity.res_model, activity.res_id), ("sop.process", self.process.id))
        self.assertEqual(activity.date_deadline, date(2026, 12, 1))
        self.assertIn(sent.number, activity.summary)
        self.assertIn("Pelajari", activity.note)
        self.assertFalse(self.dispositions_to(self.kasubag), "a copy asks for nothing")
        notice = self.env["mail.message"].search(
            [("partner_ids", "in", self.kasubag.partner_id.ids), ("message_type", "=", "user_notification")]
        )
        self.assertIn("Pelajari", notice.body)

    def test_no_context_hides_it_from_the_inbox(self):
        """A client may ask core to plan no activities; a recipient finds what is asked of him all the same."""
        Dialog = self.as_person(self.env["sop.disposition.write"], self.kaban)
        dialog = Dialog.create({"process_id": self.process.id, "words": "Siapkan", "to_ids": self.sekretaris.ids})
        dialog.with_context(mail_activity_automation_skip=True).action_send()
        self.assertEqual(self.dispositions_to(self.sekretaris).res_id, self.process.id)

    def test_proposed_grades(self):
        self.company.write({"sop_urgency": "urgent", "sop_secrecy": "restricted"})
        sent = self.send(self.kaban, self.sekretaris)
        self.assertEqual((sent.urgency, sent.secrecy), ("urgent", "restricted"))
        Dialog = self.as_person(self.env["sop.disposition.write"], self.kaban)
        form = Form(Dialog.with_context(default_process_id=self.process.id))
        self.assertEqual((form.urgency, form.secrecy), ("urgent", "restricted"))
        form.urgency = "normal"
        self.assertEqual((form.urgency, form.secrecy), ("normal", "restricted"))

    def test_only_grades_in_use(self):
        unused = {"sop_use_urgent": False, "sop_use_very_urgent": False, "sop_use_restricted": False}
        self.company.write({**unused, "sop_use_top_secret": False})
        Dialog = self.as_person(self.env["sop.disposition.write"], self.kaban)
        dialog = Dialog.create({"process_id": self.process.id})
        self.assertEqual((dialog.urgencies, dialog.secrecies), (["normal"], ["ordinary", "secret"]))
        for grade in ({"urgency": "urgent"}, {"urgency": "very_urgent"}, {"secrecy": "top_secret"}):
            with self.subTest(grade=grade), self.assertRaisesRegex(UserError, "does not use"):
                self.send(self.kaban, self.sekretaris, **grade)
        for wrong in ({"sop_urgency": "urgent"}, {"sop_secrecy": "restricted"}):
            with self.subTest(wrong=wrong), self.assertRaisesRegex(ValidationError, "that the agency uses"):
                self.company.write(wrong)

    def test_a_grade_no_longer_used_stays_where_it_is(self):
        secret = self.send(self.kaban, self.sekretaris, secrecy="secret")
        self.company.sop_use_secret = False
        self.assertEqual(secret.secrecy, "secret")
        with self.assertRaisesRegex(UserError, "does not use"):
            self.send(self.kaban, self.sekretaris, secrecy="secret")
        passed_on = self.send(self.sekretaris, self.staf, parent_id=secret.id, secrecy="secret")
        self.assertEqual(passed_on.secrecy, "secret", "what passes it on may not be less secret")

    def test_the_day_that_an_urgency_means(self):
        """In working hours of the agency: the weekend does not count."""
        hours = {"sop_hours_normal": 36, "sop_hours_urgent": 12, "sop_hours_very_urgent": 4}
        Dialog = self.as_person(self.env["sop.disposition.write"], self.kaban)
        with freeze_time("2026-11-19 23:00:00"):  # Friday, seven in the morning there
            self.assertFalse(Dialog.create({"process_id": self.process.id, "urgency": "urgent"}).date_due)
            self.company.write(hours)
            dialog = Dialog.create({"process_id": self.process.id})
            self.assertEqual(dialog.date_due, date(2026, 11, 26))
            dialog.urgency = "urgent"
            self.assertEqual(dialog.date_due, date(2026, 11, 23))
            dialog.urgency = "very_urgent"
            self.assertEqual(dialog.date_due, date(2026, 11, 20))
            sent = self.send(self.kaban, self.sekretaris, urgency="very_urgent")
            self.assertEqual(self.dispositions_to(self.sekretaris).date_deadline, sent.date_due)
            chosen = self.send(self.kaban, self.sekretaris, urgency="very_urgent", date_due="2026-12-24")
            self.assertEqual(chosen.date_due, date(2026, 12, 24), "the sender's own day goes before it")
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.company.sop_hours_urgent = -1
            self.env.flush_all()

    def test_chatter_and_journal(self):
        before = len(self.process.message_ids)
        self.send(self.kaban, self.sekretaris, words="Siapkan <rapat>")
        message, event = self.process.message_ids[0], self.process.event_ids.sorted("id")[-1]
        self.assertEqual(len(self.process.message_ids), before + 1)
        self.assertEqual(message.author_id, self.kaban.partner_id)
        self.assertIn("Siapkan &lt;rapat&gt;", message.body)
        self.assertIn("Sekretaris", message.body)
        self.assertEqual((event.kind, event.user_id), ("disposition", self.kaban))
        self.assertIn("Sekretaris", event.note)
        self.assertEqual(self.process._replayed_state(), self.process._state(self.process._current_tasks()))

    def test_recipients_take_part_from_then_on(self):
        with self.assertRaises(AccessError):
            self.as_person(self.process, self.kabid1).read(["name"])
        sent = self.send(self.kaban, self.kabid1)
        self.assertEqual(self.as_person(self.process, self.kabid1).name, self.process.name)
        self.assertIn(self.kabid1.partner_id, self.process.message_partner_ids)
        onward = self.send(self.kabid1, self.staf, parent_id=sent.id)
        self.assertEqual(onward.parent_id, sent)

    def test_who_may_send(self):
        for user in (self.kabid1, self.pengelola):
            with self.assertRaises(UserError):
                self.send(user, self.sekretaris)
        # A past executor takes part as well as the present one.
        self.done(self.kaban, self.process)
        self.assertTrue(self.send(self.kaban, self.staf))

    def test_only_while_it_runs(self):
        self.cancel()
        with self.assertRaisesRegex(UserError, "running process"):
            self.send(self.kaban, self.sekretaris)

    def cancel(self):
        Dialog = self.as_person(self.env["sop.process.move"], self.pengelola)
        Dialog.create({"process_id": self.process.id, "kind": "cancel", "reason": "Tidak jadi"}).action_confirm()
        self.env.invalidate_all()

    def test_refused_recipients(self):
        self.import_agency("bappeda-kalbar")
        stranger = self.person("sekretaris", "bappeda-kalbar")
        nobody = self.env["res.users"].create(
            {"login": "nobody", "name": "Pegawai", "company_id": self.company.id, "company_ids": self.company.ids}
        )
        nobody.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        for people, words in (
            (stranger, "does not work for"),
            (nobody, "does not use SOP"),
            (self.kaban, "yourself"),
            (self.kaban.browse(), "to whom"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self.send(self.kaban, people)
        self.assertFalse(self.process.disposition_ids)

    def test_says_something(self):
        with self.assertRaisesRegex(UserError, "what is to be done"):
            self.send(self.kaban, self.sekretaris, words="  ")

    def test_the_phrase_stays_as_it_was(self):
        sent = self.send(self.kaban, self.sekretaris, phrase_ids=self.please.ids, words=False)
        self.please.name = "Lain"
        self.assertEqual(sent.asked, "Tanggapan dan Saran")

    def test_files_are_for_the_readers(self):
        file = self.as_person(self.env["ir.attachment"], self.kaban).create({"name": "surat.pdf", "raw": b"surat"})
        sent = self.send(self.kaban, self.sekretaris, letter_ids=file.ids)
        self.assertEqual(sent.attachment_ids.ids, file.ids)
        self.assertEqual(self.as_person(file, self.sekretaris).raw, b"surat")
        with self.assertRaises(AccessError):
            self.as_person(file, self.kabid1).read(["datas"])

    def test_as_the_acting_official(self):
        """What is printed is the office he held when he sent it."""
        with patch.object(
            type(self.env["res.users"]), "_sop_offices", lambda users, company: dict.fromkeys(users, "Plt. X")
        ):
            sent = self.send(self.kaban, self.sekretaris)
        self.assertEqual((sent.position, sent.recipient_ids.position), ("Plt. X", "Plt. X"))


class TestNumbers(DispositionCase):
    def test_by_agency_and_year(self):
        with freeze_time("2026-12-30 03:00:00"):
            numbers = [self.send(self.kaban, self.sekretaris).number for _turn in range(2)]
        with freeze_time("2026-12-31 16:30:00"):  # half past midnight where the agency works
            numbers.append(self.send(self.kaban, self.sekretaris).number)
        self.assertEqual(numbers, ["001/DISP/2026", "002/DISP/2026", "001/DISP/2027"])

    def test_pattern_of_the_settings(self):
        settings = self.env["res.config.settings"].with_company(self.company).create({})
        settings.sop_disposition_pattern = "{number}/{month}/BKPSDM/{year}"
        settings.execute()
        with freeze_time("2026-11-21 03:00:00"):
            self.assertEqual(self.send(self.kaban, self.sekretaris).number, "001/XI/BKPSDM/2026")
        for wrong in ("DISP", "{number}/{x}", "{number", "{}", "{number.x}", "{year}007"):
            with self.subTest(pattern=wrong), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.sop_disposition_pattern = wrong

    def test_a_book_that_has_begun(self):
        Agenda = self.as_person(self.env["sop.disposition.agenda"], self.administrator)
        with freeze_time("2026-11-21 03:00:00"):
            book = Agenda.create({"last": 237})
            self.assertEqual(self.send(self.kaban, self.sekretaris).number, "238/DISP/2026")
            with self.assertRaisesRegex(ValidationError, "cannot be given again"):
                book.last = 100


class TestGate(DispositionCase):
    """The head's first step asks for a disposition."""

    def finish(self, user=None, **values):
        Dialog = self.as_person(self.env["sop.task.finish"], user or self.kaban)
        dialog = Dialog.create({"process_id": self.process.id, **values})
        dialog.action_finish()
        self.env.invalidate_all()

    def test_a_tick_opens_the_dialog(self):
        activity = self.as_person(self.inbox(self.kaban), self.kaban)
        self.assertTrue(activity.sop_asks_exit)
        with self.assertRaises(RedirectWarning) as caught:
            activity.action_feedback("selesai")
        self.assertEqual(caught.exception.args[1], self.env.ref("sop_planning.sop_task_finish_action").id)
        dialog = self.as_person(self.env["sop.task.finish"], self.kaban).create({"process_id": self.process.id})
        self.assertTrue(dialog.owes_disposition and dialog.with_disposition)
        self.assertEqual(dialog.to_ids, self.sekretaris, "the next executor is proposed")

    def test_not_without_one(self):
        with self.assertRaisesRegex(UserError, "asks for a disposition"):
            self.finish(with_disposition=False)
        task = self.as_person(self.process.task_ids, self.kaban)
        with self.assertRaisesRegex(UserError, "asks for a disposition"):
            task._complete("selesai")
        self.assertEqual(self.process.current_step_id.number, 1)

    def test_both_at_once(self):
        self.finish(words="Adakan rapat", feedback="selesai")
        self.assertEqual(self.process.current_step_id.number, 2)
        sent = self.process.disposition_ids
        self.assertEqual((sent.step_id.number, sent.visit, sent.task_id.state), (1, 1, "done"))
        self.assertTrue(self.inbox(self.sekretaris) and self.dispositions_to(self.sekretaris))
        self.assertEqual(
            [event.kind for event in self.process.event_ids.sorted("id")], ["start", "disposition", "finish"]
        )

    def test_neither_if_one_fails(self):
        for values in ({"words": ""}, {"words": "X", "to_ids": [Command.clear()]}):
            with self.assertRaises(UserError):
                self.finish(**values)
        # The disposition is in order, the finish is not: the dialog was opened on another task.
        with self.assertRaisesRegex(UserError, "not your turn"):
            self.finish(words="X", task_ids=[Command.clear()])
        self.assertFalse(self.process.disposition_ids)
        self.assertEqual(self.process.current_step_id.number, 1)
        self.assertEqual(len(self.process.event_ids), 1)

    def test_one_sent_before_counts(self):
        self.send(self.kaban, self.sekretaris)
        self.as_person(self.inbox(self.kaban), self.kaban).action_feedback("selesai")
        self.assertEqual(self.process.current_step_id.number, 2)

    def test_one_recalled_does_not_count(self):
        sent = self.send(self.kaban, self.sekretaris)
        self.as_person(sent, self.kaban).action_recall()
        with self.assertRaises(RedirectWarning):
            self.as_person(self.inbox(self.kaban), self.kaban).action_feedback("selesai")

    def test_one_of_an_earlier_visit_does_not_count(self):
        self.done(self.kaban, self.process)
        Dialog = self.as_person(self.env["sop.process.move"], self.sekretaris)
        Dialog.create({"process_id": self.process.id, "kind": "send_back", "reason": "Kurang jelas"}).action_confirm()
        self.env.invalidate_all()
        with self.assertRaises(RedirectWarning):
            self.as_person(self.inbox(self.kaban), self.kaban).action_feedback("selesai")

    def test_any_step_may_be_finished_with_one(self):
        self.done(self.kaban, self.process)
        self.finish(self.sekretaris, with_disposition=True, words="Siapkan", to_ids=self.kasubag.ids)
        self.assertEqual(self.process.disposition_ids.sorted("id")[-1].user_id, self.sekretaris)
        self.assertEqual(self.process.current_step_id.number, 3)

    def test_the_exit_says_whom_it_is_proposed_to(self):
        template = self.template.copy({"number": False})
        steps = template.step_ids
        steps[1].branch_ids = [
            Command.create({"name": "Ya", "target_step_id": steps[2].id}),
            Command.create({"name": "Tidak", "target_step_id": steps[0].id}),
        ]
        self.put_in_force(template)
        process = self.start(template, self.kaban)
        self.done(self.kaban, process)
        dialog = self.as_person(self.env["sop.task.finish"], self.sekretaris).create({"process_id": process.id})
        dialog.with_disposition = True
        for branch, person in ((steps[1].branch_ids[0], self.kasubag), (steps[1].branch_ids[1], self.kaban)):
            dialog.branch_id = branch.id
            self.assertEqual(dialog.to_ids, person)

    def test_where_several_act_the_main_executor_gives_it(self):
        template = self.template.copy({"number": False})
        template.step_ids[3].asks_disposition = True
        template.step_ids[3].main_executor_id = template.executor_ids[0]
        self.put_in_force(template)
        self.process = self.start(template, self.kaban)
        for person in (self.kaban, self.sekretaris, self.kasubag):
            self.done(person, self.process)
        self.as_person(self.inbox(self.staf), self.staf).action_feedback("hadir")
        with self.assertRaises(RedirectWarning):
            self.as_person(self.inbox(self.kaban), self.kaban).action_feedback("hadir")


class TestAnswering(DispositionCase):
    def setUp(self):
        super().setUp()
        self.sent = self.send(self.kaban, self.sekretaris | self.kasubag, copies=self.staf)

    def state(self, user):
        return self.line(self.sent, user).state

    def test_read_mark(self):
        mine = self.line(self.sent, self.sekretaris)
        self.open_form(self.pengelola, self.sent)
        self.assertFalse(any(self.sent.recipient_ids.mapped("date_read")), "others' looks are not theirs")
        with freeze_time("2026-11-21 03:00:00"):
            self.open_form(self.sekretaris, self.sent)
        with freeze_time("2026-11-21 05:00:00"):
            self.open_form(self.sekretaris, self.sent)
        self.assertEqual(mine.date_read, Datetime.from_string("2026-11-21 03:00:00"))
        self.assertFalse(self.line(self.sent, self.kasubag).date_read)
        self.assertEqual(self.as_person(self.sent, self.kaban).status, "1 of 2 read, 0 answered")

    def test_the_form_of_the_disposition_marks_too_and_a_list_does_not(self):
        mine = self.as_person(self.sent, self.sekretaris)
        mine.web_search_read([], {"number": {}, "status": {}})
        self.assertFalse(self.line(self.sent, self.sekretaris).date_read)
        mine.web_read({"words": {}})
        self.assertTrue(self.line(self.sent, self.sekretaris).date_read)

    def test_a_copy_is_done_when_it_is_read(self):
        self.open_form(self.staf, self.sent)
        self.assertEqual(self.state(self.staf), "done")
        with self.assertRaisesRegex(UserError, "not sent to you"):
            self.answer(self.staf, self.sent)

    def test_report(self):
        self.answer(self.sekretaris, self.sent, "Rapat hari Senin")
        line = self.line(self.sent, self.sekretaris)
        self.assertEqual((line.state, line.report), ("done", "Rapat hari Senin"))
        self.assertTrue(line.date_read and line.date_done)
        self.assertFalse(self.dispositions_to(self.sekretaris))
        self.assertTrue(self.dispositions_to(self.kasubag), "each answers for himself")
        self.assertIn("Rapat hari Senin", self.process.message_ids[0].body)
        self.assertEqual(self.process.event_ids.sorted("id")[-1].kind, "disposition_report")
        notice = self.env["mail.message"].search([("partner_ids", "in", self.kaban.partner_id.ids)], limit=1)
        self.assertIn("Rapat hari Senin", notice.body)

    def test_report_in_the_inbox(self):
        activity = self.as_person(self.dispositions_to(self.sekretaris), self.sekretaris)
        self.assertEqual(activity.sop_disposition_line, self.line(self.sent, self.sekretaris).id)
        with self.assertRaises(RedirectWarning) as caught:
            activity.action_done()
        self.assertEqual(caught.exception.args[3]["default_recipient_id"], activity.sop_disposition_line)
        messages = activity.action_feedback("Sudah")
        self.assertTrue(messages)
        self.assertEqual((self.state(self.sekretaris), self.line(self.sent, self.sekretaris).report), ("done", "Sudah"))
        activity.action_feedback("Dua kali")
        self.assertEqual(self.line(self.sent, self.sekretaris).report, "Sudah")

    def test_files_of_the_report(self):
        file = self.as_person(self.env["ir.attachment"], self.sekretaris).create({"name": "nota.txt", "raw": b"nota"})
        self.answer(self.sekretaris, self.sent, attachment_ids=file.ids)
        self.assertEqual(self.as_person(file, self.kaban).raw, b"nota")

    def test_return(self):
        self.answer(self.sekretaris, self.sent, "Bukan tugas saya", kind="returned")
        self.assertEqual(self.state(self.sekretaris), "returned")
        self.assertEqual(self.process.event_ids.sorted("id")[-1].kind, "disposition_return")
        self.assertEqual(self.as_person(self.sent, self.kaban).status, "1 of 2 read, 1 answered")

    def test_once_and_by_himself(self):
        with self.assertRaisesRegex(UserError, "Say what came of it"):
            self.answer(self.sekretaris, self.sent, "  ")
        mine = self.line(self.sent, self.sekretaris)
        Dialog = self.as_person(self.env["sop.disposition.answer"], self.kasubag)
        with self.assertRaisesRegex(UserError, "not sent to you"):
            Dialog.create({"recipient_id": mine.id, "report": "palsu"}).action_confirm()
        self.answer(self.sekretaris, self.sent)
        with self.assertRaisesRegex(UserError, "already"):
            self.answer(self.sekretaris, self.sent)

    def test_recall(self):
        self.open_form(self.kasubag, self.sent)
        mine = self.as_person(self.sent, self.kaban)
        self.assertTrue(mine.can_recall)
        mine.action_recall()
        self.env.invalidate_all()
        states = {line.user_id: line.state for line in self.sent.recipient_ids}
        self.assertEqual(states, {self.sekretaris: "recalled", self.kasubag: "open", self.staf: "recalled"})
        self.assertFalse(self.dispositions_to(self.sekretaris))
        with self.assertRaisesRegex(UserError, "can no longer be recalled"):
            mine.action_recall()
        with self.assertRaisesRegex(UserError, "recalled by its sender"):
            self.answer(self.sekretaris, self.sent)
        with self.assertRaisesRegex(UserError, "Only who has received"):
            self.send(self.sekretaris, self.kabid1, parent_id=self.sent.id)

    def test_recall_from_one(self):
        self.as_person(self.line(self.sent, self.kasubag), self.kaban).action_recall()
        self.env.invalidate_all()
        self.assertEqual((self.state(self.kasubag), self.state(self.sekretaris)), ("recalled", "open"))

    def test_who_came_by_it_alone_leaves_with_it(self):
        sent = self.send(self.kaban, self.kabid1)
        self.as_person(sent, self.kaban).action_recall()
        self.env.invalidate_all()
        self.assertNotIn(self.kabid1, self.process.participant_ids)
        self.assertNotIn(self.kabid1.partner_id, self.process.message_partner_ids)
        self.assertIn(self.sekretaris, self.process.participant_ids)

    def test_whoever_was_there_before_stays(self):
        """The head of a unit, who has been told that it is late, stands in for a recipient from whom it is recalled."""
        kabid2 = self.person("kabid2")
        notice = {"kind": "escalation", "company_id": self.company.id, "task_id": self.process.task_ids[:1].id}
        day = {"user_id": kabid2.id, "day": "2026-11-21"}
        with_engine(self.env["sop.notice"]).create({**notice, **day})
        with_engine(self.process)._participate(kabid2)
        period = {"user_id": self.kabid1.id, "deputy_id": kabid2.id, "company_id": self.company.id}
        today = self.company._sop_today()
        self.env["sop.acting"].create({**period, "date_from": today, "date_to": today}).action_confirm()
        sent = self.send(self.kaban, self.kabid1)
        self.assertEqual(self.line(sent, self.kabid1).asked_id, kabid2)
        self.as_person(sent, self.kaban).action_recall()
        self.env.invalidate_all()
        self.assertNotIn(self.kabid1, self.process.participant_ids)
        self.assertIn(kabid2, self.process.participant_ids)

    def test_only_the_sender_recalls_and_reminds(self):
        for user in (self.sekretaris, self.pengelola, self.administrator):
            for button in ("action_recall", "action_remind"):
                with self.assertRaises(AccessError):
                    getattr(self.as_person(self.sent, user), button)()

    def test_remind(self):
        def reminders():
            return self.env["mail.message"].search([("subject", "=like", "Reminder%")])

        now = Datetime.from_string("2026-11-21 03:00:00")
        mine = self.as_person(self.sent, self.kaban)
        self.answer(self.kasubag, self.sent)
        with freeze_time(now):
            mine.action_remind()
        self.assertEqual(reminders().partner_ids, (self.sekretaris | self.staf).partner_id)
        with freeze_time(now + timedelta(minutes=59)), self.assertRaisesRegex(UserError, "last hour"):
            mine.action_remind()
        with freeze_time(now + timedelta(minutes=61)):
            mine.action_remind()
        self.assertEqual(len(reminders()), 2)
        self.answer(self.sekretaris, self.sent)
        self.open_form(self.staf, self.sent)
        with self.assertRaisesRegex(UserError, "Everyone has answered"):
            mine.action_remind()


class TestChain(DispositionCase):
    """The head writes to the secretary, who passes it on to two, one of whom passes it on again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.send(cls.kaban, cls.sekretaris, letter_from="Bupati", letter_number="1/2026", urgency="urgent")
        cls.second = cls.send(cls.sekretaris, cls.kasubag | cls.kabid1, parent_id=cls.first.id)
        cls.third = cls.send(cls.kasubag, cls.staf, parent_id=cls.second.id)
        cls.other = cls.send(cls.kaban, cls.kasubag)

    def test_tree(self):
        chain = self.process.disposition_ids.sudo()._chain()
        self.assertEqual(chain.roots, self.first | self.other)
        self.assertEqual(dict(chain.below), {self.first.id: self.second, self.second.id: self.third})
        html = str(self.as_person(self.third, self.staf).tree_html)
        positions = [html.index(number) for number in (self.first + self.second + self.third).mapped("number")]
        self.assertEqual(positions, sorted(positions))
        self.assertNotIn(self.other.number, html)
        self.assertIn(self.other.number, str(self.as_person(self.process, self.staf).dispositions_html))

    def test_passing_on_takes_the_letter_along(self):
        Dialog = self.as_person(self.env["sop.disposition.write"], self.sekretaris)
        dialog = Dialog.with_context(default_process_id=self.process.id, default_parent_id=self.first.id).create({})
        self.assertEqual((dialog.letter_from, dialog.letter_number, dialog.urgency), ("Bupati", "1/2026", "urgent"))
        self.assertFalse(dialog.to_ids)

    def test_passing_on_is_reading(self):
        self.assertTrue(self.line(self.first, self.sekretaris).date_read)
        self.assertEqual(self.line(self.first, self.sekretaris).state, "open")

    def test_only_by_its_recipients(self):
        with self.assertRaisesRegex(UserError, "Only who has received"):
            self.send(self.staf, self.kabid1, parent_id=self.first.id)

    def test_within_its_process(self):
        process = self.start(self.template, self.kaban, "Lain")
        with self.assertRaisesRegex(UserError, "within its process"):
            self.send(self.sekretaris, self.kasubag, process=process, parent_id=self.first.id)


class TestClosing(DispositionCase):
    def test_cancelling_closes_them(self):
        sent = self.send(self.kaban, self.sekretaris | self.kabid1)
        self.open_form(self.sekretaris, sent)
        Dialog = self.as_person(self.env["sop.process.move"], self.pengelola)
        Dialog.create({"process_id": self.process.id, "kind": "cancel", "reason": "Tidak jadi"}).action_confirm()
        self.env.invalidate_all()
        self.assertEqual([(line.state, line.report) for line in sent.recipient_ids], [("recalled", "Tidak jadi")] * 2)
        self.assertFalse(self.dispositions_to(self.sekretaris) | self.dispositions_to(self.kabid1))

    def test_done_leaves_them_to_be_answered(self):
        sent = self.send(self.kaban, self.kabid1)
        while self.process.state == "running":
            self.done(self.process.task_ids.filtered(lambda task: task.state == "open").user_id[0], self.process)
        self.assertEqual(self.line(sent, self.kabid1).state, "open")
        self.answer(self.kabid1, sent)
        self.assertEqual(self.line(sent, self.kabid1).state, "done")
        self.assertFalse(self.as_person(sent, self.kabid1).can_pass_on)


class TestLeaving(DispositionCase):
    """A recipient leaves the agency before he has answered."""

    def setUp(self):
        super().setUp()
        self.sent = self.send(self.kaban, self.kabid1 | self.staf, copies=self.kasubag)
        self.open_form(self.kabid1, self.sent)

    def test_it_returns_to_its_sender(self):
        (self.kabid1 | self.kasubag).action_archive()
        self.env.invalidate_all()
        states = {line.user_id: line.state for line in self.sent.recipient_ids}
        self.assertEqual(states, {self.kabid1: "returned", self.staf: "open", self.kasubag: "open"})
        self.assertIn("tidak lagi bekerja di sini", self.line(self.sent, self.kabid1).report)
        self.assertFalse(self.line(self.sent, self.kabid1).activity_id.active)
        self.assertEqual(self.process.event_ids.sorted("id")[-1].kind, "disposition_return")
        told = [("model", "=", "sop.process"), ("res_id", "=", self.process.id), ("subject", "ilike", "returned by")]
        self.assertEqual(self.env["mail.message"].search(told).notified_partner_ids, self.kaban.partner_id)

    def test_whoever_stands_in_is_asked_instead(self):
        today = self.company._sop_today()
        period = {"user_id": self.kabid1.id, "deputy_id": self.sekretaris.id, "company_id": self.company.id}
        period = self.env["sop.acting"].create({**period, "date_from": today, "date_to": today})
        period.action_confirm()
        self.kabid1.action_archive()
        line = self.line(self.sent, self.kabid1)
        self.assertEqual((line.state, line.asked_id), ("open", self.sekretaris))
        period.action_end()
        self.assertEqual(line.state, "returned")


class TestRegister(DispositionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-02 03:00:00"):
            cls.old = cls.send(cls.kaban, cls.sekretaris, date_due="2026-11-10")
        with freeze_time("2026-11-18 03:00:00"):
            cls.new = cls.send(cls.kaban, cls.sekretaris | cls.kasubag)
        with freeze_time("2026-11-20 03:00:00"):
            cls.answer(cls.kasubag, cls.new)

    @freeze_time("2026-11-21 04:00:00")
    def test_ageing(self):
        lines = self.old.recipient_ids | self.new.recipient_ids.sorted("id")
        self.assertEqual([(line.days, line.is_late) for line in lines], [(19, True), (3, False), (2, False)])
        groups = self.as_person(self.env["sop.disposition.report"], self.pengelola)._read_group(
            [("company_id", "=", self.company.id)], ["user_id", "state"], ["__count", "days:avg"], order="user_id"
        )
        found = {(user, state): (count, round(days)) for user, state, count, days in groups}
        self.assertEqual(found, {(self.sekretaris, "open"): (2, 11), (self.kasubag, "done"): (1, 2)})
        self.assertEqual(self.env["sop.disposition.report"].search([("is_late", "=", True)]).disposition_id, self.old)

    @freeze_time("2026-11-21 04:00:00")
    def test_filters(self):
        view = self.env["sop.disposition.recipient"].get_view(
            self.env.ref("sop_planning.sop_disposition_recipient_view_search").id, "search"
        )
        self.assertIn("my_dispositions", view["arch"])
        mine = self.as_person(self.process, self.kasubag)
        waiting = [("disposition_line_ids", "any", [("user_id", "=", self.kasubag.id), ("state", "=", "open")])]
        self.assertFalse(mine.search(waiting))
        self.assertTrue(mine.search([("disposition_line_ids.user_id", "=", self.kasubag.id)]))

    def test_units(self):
        department = self.new.recipient_ids.filtered(lambda line: line.user_id == self.kasubag).department_id
        self.assertEqual(department.name, "Sub Bagian Program")

"""A secret disposition is for its sender, its recipients and the SOP administrators of the agency, whichever way
others look; and nobody writes the record of any disposition."""

import json

from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase

from .dispositions import DispositionCase

WORDS, REPORT, LETTER = "periksa anggaran rahasia", "sudah diperiksa diam-diam", "surat inspektorat"
SECRETS = (WORDS, REPORT, LETTER, "Koordinasi/konfirmasikan")
MODELS = ("sop.disposition", "sop.disposition.recipient", "sop.disposition.report")


class SecretCase(DispositionCase):
    """The head writes a secret one to the secretary, copy to the head of a division; everyone else takes part only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_agency("bappeda-kalbar")
        phrase = cls.env.ref("sop_planning.sop_disposition_phrase_koordinasi")
        cls.secret = cls.send(
            cls.kaban,
            cls.sekretaris,
            copies=cls.kabid1,
            words=WORDS,
            secrecy="secret",
            letter_subject=LETTER,
            phrase_ids=phrase.ids,
        )
        cls.answer(cls.sekretaris, cls.secret, REPORT)
        cls.may = cls.kaban | cls.sekretaris | cls.kabid1 | cls.administrator
        exporters = cls.env["res.users"].search([("share", "=", False)])
        cls.env.ref("base.group_allow_export").user_ids = [Command.link(user.id) for user in exporters]
        cls.others = cls.kasubag | cls.staf | cls.pengelola  # two who take part, an officer
        cls.strangers = cls.person("admin-sop", "bappeda-kalbar") | cls.person("pengelola", "bappeda-kalbar")

    def assert_nothing_secret(self, answer, who):
        found = [word for word in SECRETS if word in str(answer)]
        self.assertFalse(found, f"{who.login} sees {found}")


class TestReaders(SecretCase):
    def test_who_reads_it(self):
        for model in MODELS:
            Model = self.env[model]
            only = [("id", "=", self.secret.id)] if model == MODELS[0] else [("disposition_id", "=", self.secret.id)]
            count = Model.search_count(only)
            self.assertTrue(count)
            for user in self.may:
                self.assertEqual(self.as_person(Model, user).search_count(only), count, (model, user.login))
            for user in self.others | self.strangers:
                mine, record = self.as_person(Model, user), Model.search(only, limit=1)
                with self.subTest(model=model, who=user.login):
                    self.assertFalse(mine.search(only))
                    self.assertFalse(mine.search_read(only))
                    self.assertFalse(mine.name_search("", only))
                    self.assertFalse(mine.web_search_read(only, {"display_name": {}})["records"])
                    self.assertEqual(mine._read_group(only, [], ["__count"]), [(0,)])
                    found = mine.browse(record.id)
                    for read in (
                        lambda found=found: found.read(["number"]),
                        lambda found=found: found.web_read({"number": {}}),
                        lambda found=found: found.export_data(["number"]),
                        lambda found=found: found.copy_data(),
                    ):
                        with self.assertRaises(AccessError):
                            read()

    def test_an_officer_who_receives_it_reads_it(self):
        sent = self.send(self.kaban, self.pengelola, secrecy="top_secret", words="untuk Anda")
        self.assertEqual(self.as_person(sent, self.pengelola).words, "untuk Anda")

    def test_restricted_is_for_those_who_take_part(self):
        sent = self.send(self.kaban, self.sekretaris, secrecy="restricted")
        self.assertEqual(self.as_person(sent, self.staf).words, "Siapkan rapat")
        for user in (self.person("kabid2"), *self.strangers):
            with self.assertRaises(AccessError):
                self.as_person(sent, user).read(["words"])

    def test_recalled_unread_it_is_his_no_more(self):
        sent = self.send(self.kaban, self.sekretaris | self.kasubag, secrecy="secret", words="keliru")
        self.open_form(self.kasubag, sent)
        self.as_person(sent, self.kaban).action_recall()
        self.env.invalidate_all()
        self.assertEqual(self.as_person(sent, self.kasubag).words, "keliru")
        with self.assertRaises(AccessError):
            self.as_person(sent, self.sekretaris).read(["words"])


class TestWaysAround(SecretCase):
    """Through what everybody who takes part may read."""

    def test_process(self):
        spec = {
            "disposition_count": {},
            "dispositions_html": {},
            "disposition_ids": {"fields": {"display_name": {}}},
            "disposition_line_ids": {"fields": {"display_name": {}, "report": {}, "asked": {}, "words": {}}},
            "my_disposition_line_ids": {"fields": {"words": {}, "asked": {}}},
            "table_html": {},
            "event_ids": {"fields": {"note": {}, "kind": {}}},
            "activity_ids": {"fields": {"summary": {}, "note": {}, "feedback": {}}},
            "message_ids": {"fields": {"body": {}, "subject": {}, "preview": {}}},
        }
        for user in self.others:
            with self.subTest(who=user.login):
                shown = self.as_person(self.process, user).web_read(spec)
                self.assert_nothing_secret(shown, user)
                self.assertEqual(shown[0]["disposition_count"], 0)
                self.assertEqual(shown[0]["disposition_ids"], [])
                self.assertIn("1 more", shown[0]["dispositions_html"])
                self.assertNotIn(self.secret.number, shown[0]["dispositions_html"])
        shown = self.as_person(self.process, self.sekretaris).web_read(spec)
        self.assertIn(WORDS, str(shown), "the same ways show it to its recipient")

    def test_searching_by_what_it_says(self):
        for user in self.others:
            mine = self.as_person(self.process, user)
            for domain in (
                [("disposition_ids.words", "ilike", "rahasia")],
                [("disposition_ids", "any", [("letter_subject", "ilike", "surat")])],
                [("disposition_line_ids.report", "ilike", "diam")],
                [("event_ids.note", "ilike", "rahasia")],
                [("message_ids.body", "ilike", "rahasia")],
                [("activity_ids.note", "ilike", "rahasia")],
            ):
                with self.subTest(who=user.login, domain=domain):
                    self.assertFalse(mine.search([("id", "=", self.process.id), *domain]))
        mine = self.as_person(self.process, self.sekretaris)
        self.assertTrue(mine.search([("disposition_ids.words", "ilike", "rahasia")]))

    def test_chatter(self):
        for user in self.others | self.strangers:
            Message = self.as_person(self.env["mail.message"], user)
            found = Message.search([("model", "=", "sop.process"), ("res_id", "=", self.process.id)])
            with self.subTest(who=user.login):
                self.assert_nothing_secret(found.read(["body", "subject", "record_name"]), user)
                self.assert_nothing_secret(Store().add(found).get_result(), user)
        everything = self.env["mail.message"].search([("model", "=", "sop.process")])
        self.assert_nothing_secret(everything.mapped("body"), self.env.user)

    def test_notices_are_for_their_addressee_and_say_nothing(self):
        notices = self.env["mail.message"].search(
            [("model", "=", "sop.process"), ("message_type", "=", "user_notification")]
        )
        self.assertEqual(notices.partner_ids, (self.kabid1 | self.kaban).partner_id)
        self.assert_nothing_secret(notices.read(["body", "subject"]), self.env.user)
        for user in self.others:
            with self.assertRaises(AccessError):
                self.as_person(notices, user).read(["subject"])

    def test_mail(self):
        """Mail lies on servers of others: not a word of it there, for the recipients neither."""
        (self.sekretaris | self.kabid1 | self.kaban).notification_type = "email"
        before = self.env["mail.mail"].search([])
        sent = self.send(
            self.kaban, self.sekretaris, copies=self.kabid1, words=WORDS, secrecy="top_secret", letter_from=LETTER
        )
        self.as_person(sent, self.kaban).action_remind()
        self.answer(self.sekretaris, sent, REPORT)
        mails = self.env["mail.mail"].search([]) - before
        self.assertTrue(mails)
        self.assert_nothing_secret(mails.read(["subject", "body_html", "body", "headers"]), self.env.user)

    def test_activities(self):
        sent = self.send(self.kaban, self.sekretaris, words=WORDS, secrecy="secret", letter_subject=LETTER)
        activity = self.line(sent, self.sekretaris).activity_id
        for user in self.others:
            mine = self.as_person(activity, user)
            with self.subTest(who=user.login):
                self.assert_nothing_secret(mine.read(["summary", "note", "feedback", "res_name", "display_name"]), user)
                self.assert_nothing_secret(mine.activity_format(), user)
                self.assert_nothing_secret(mine.get_activity_data("sop.process", []), user)
                self.assertEqual(mine.sop_disposition_line, 0)
        self.as_person(activity, self.sekretaris).action_feedback(REPORT)
        self.assert_nothing_secret(activity.with_context(active_test=False).read(["feedback", "note"]), self.env.user)

    def test_journal(self):
        events = self.as_person(self.env["sop.event"], self.staf).search([("kind", "like", "disposition")])
        self.assertEqual(events.mapped("kind"), ["disposition", "disposition_report"])
        self.assertEqual(set(events.mapped("note")), {self.secret.number})

    def test_files(self):
        file = self.as_person(self.env["ir.attachment"], self.kaban).create({"name": "x.pdf", "raw": b"x"})
        nota = self.as_person(self.env["ir.attachment"], self.sekretaris).create({"name": "y.pdf", "raw": b"y"})
        sent = self.send(self.kaban, self.sekretaris, secrecy="secret", letter_ids=file.ids)
        self.answer(self.sekretaris, sent, attachment_ids=nota.ids)
        for attachment in (file, nota):
            self.assertTrue(
                self.as_person(attachment, self.kaban).raw and self.as_person(attachment, self.sekretaris).raw
            )
            for user in self.others:
                with self.assertRaises(AccessError):
                    self.as_person(attachment, user).read(["datas"])
                self.assertFalse(self.as_person(attachment.browse(), user).search([("id", "=", attachment.id)]))

    def test_dialogs(self):
        """A dialog shows nothing of a disposition that is not its maker's to read."""
        Write, Answer = self.env["sop.disposition.write"], self.env["sop.disposition.answer"]
        line = self.line(self.secret, self.sekretaris)
        for user in self.others:
            with self.subTest(who=user.login):
                context = {"default_process_id": self.process.id, "default_parent_id": self.secret.id}
                with self.assertRaises(AccessError):
                    self.as_person(Write, user).with_context(**context).default_get(["letter_subject", "parent_id"])
                with self.assertRaises(AccessError):
                    self.as_person(Write, user).create({"process_id": self.process.id, "parent_id": self.secret.id})
                with self.assertRaises(AccessError):
                    self.as_person(Answer, user).create({"recipient_id": line.id, "report": "palsu"})
                with self.assertRaises(AccessError):
                    self.as_person(Answer, user).with_context(default_recipient_id=line.id).default_get(
                        ["recipient_id"]
                    )


class TestSecretChain(SecretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child = cls.send(cls.sekretaris, cls.kasubag, parent_id=cls.secret.id, secrecy="secret", words="bantu saya")

    def test_a_reader_of_the_child_does_not_see_the_parent(self):
        mine = self.as_person(self.child, self.kasubag)
        shown = mine.web_read({"words": {}, "tree_html": {}, "parent_id": {"fields": {"display_name": {}}}})
        self.assert_nothing_secret(shown, self.kasubag)
        self.assertIn("bantu saya", shown[0]["tree_html"])
        self.assertIn("1 more", shown[0]["tree_html"])
        with self.assertRaises(AccessError):
            mine.parent_id.read(["words"])
        for name in ("words", "letter_subject", "asked"):
            self.assertFalse(mine.search([(f"parent_id.{name}", "!=", False), ("id", "=", mine.id)]))

    def test_the_parents_reader_who_is_not_in_the_child_does_not_see_it(self):
        html = self.as_person(self.secret, self.kabid1).tree_html
        self.assertIn(WORDS, html)
        self.assertNotIn("bantu saya", html)

    def test_passing_on_keeps_the_secret(self):
        with self.assertRaisesRegex(UserError, "less secret"):
            self.send(self.sekretaris, self.staf, parent_id=self.secret.id, secrecy="ordinary")


class TestEvidence(SecretCase):
    """Once sent, nobody edits or deletes through the application."""

    def test_nobody_writes(self):
        line = self.secret.recipient_ids[0]
        for user in self.may | self.others:
            for record, values in (
                (self.secret, {"words": "palsu"}),
                (self.secret, {"secrecy": "ordinary"}),
                (line, {"state": "open"}),
                (line, {"date_read": False}),
                (line, {"report": "palsu"}),
            ):
                mine = self.as_person(record, user)
                for act in (
                    lambda mine=mine, values=values: mine.write(values),
                    lambda mine=mine, values=values: mine.web_save(values, {}),
                    lambda mine=mine: mine.unlink(),
                    lambda mine=mine: mine.copy(),
                    lambda mine=mine: mine.with_context(sop_engine=True).write({"state": "open"}),
                ):
                    with self.subTest(who=user.login, model=record._name), self.assertRaises(UserError):
                        act()
            with self.assertRaises(UserError):
                self.as_person(self.env["sop.disposition"], user).create(self.secret.sudo().copy_data())

    def test_the_superuser_neither(self):
        for record in (self.secret, self.secret.recipient_ids):
            with self.assertRaisesRegex(UserError, "kept by the system"):
                record.sudo().write({"company_id": self.company.id})
            with self.assertRaisesRegex(UserError, "kept by the system"):
                record.sudo().unlink()

    def test_through_the_process(self):
        command = [Command.update(self.secret.id, {"words": "palsu"})]
        for user in (self.pengelola, self.administrator):
            with self.assertRaises(UserError):
                self.as_person(self.process, user).write({"disposition_ids": command})

    def test_files_stay(self):
        file = self.as_person(self.env["ir.attachment"], self.kaban).create({"name": "x.pdf", "raw": b"x"})
        self.send(self.kaban, self.sekretaris, letter_ids=file.ids)
        for act in (lambda mine: mine.write({"raw": b"palsu"}), lambda mine: mine.unlink()):
            with self.assertRaises(UserError):
                act(self.as_person(file, self.kaban))

    def test_activity(self):
        sent = self.send(self.kaban, self.sekretaris)
        activity = self.line(sent, self.sekretaris).activity_id
        todo = self.env.ref("mail.mail_activity_data_todo").id
        for user in (self.sekretaris, self.kaban, self.administrator):
            mine = self.as_person(activity, user)
            for act in (
                lambda mine=mine: mine.write({"summary": "palsu"}),
                lambda mine=mine: mine.write({"activity_type_id": todo}),
                lambda mine=mine: mine.write({"user_id": self.staf.id}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.action_cancel(),
                lambda mine=mine: mine.action_reschedule_tomorrow(),
                lambda mine=mine: mine.action_archive(),
            ):
                with self.subTest(who=user.login), self.assertRaises(UserError):
                    act()
        for user in (self.kaban, self.kasubag, self.administrator):
            with self.assertRaisesRegex(UserError, "not sent to you"):
                self.as_person(activity, user).action_feedback("palsu")
        kind = self.env.ref("sop_planning.mail_activity_type_disposition").id
        model = self.env["ir.model"]._get_id("sop.process")
        forged = {"res_model_id": model, "res_id": self.process.id, "activity_type_id": kind, "user_id": self.staf.id}
        with self.assertRaisesRegex(UserError, "kept by the disposition"):
            self.as_person(self.env["mail.activity"], self.pengelola).create(forged)

    def test_forged_defaults(self):
        forged = {
            "default_secrecy": "ordinary",
            "default_number": "palsu",
            "default_user_id": self.staf.id,
            "default_person": "palsu",
            "default_state": "done",
            "default_date_read": "2020-01-01",
        }
        Dialog = self.as_person(self.env["sop.disposition.write"], self.kaban).with_context(**forged)
        values = {"process_id": self.process.id, "words": "X", "secrecy": "secret", "to_ids": self.sekretaris.ids}
        Dialog.create(values).action_send()
        sent = self.env["sop.disposition"].search([], order="id desc", limit=1)
        self.assertEqual((sent.secrecy, sent.user_id, sent.person), ("secret", self.kaban, "Drs. MUHTAR, M.M."))
        self.assertEqual((sent.recipient_ids.state, sent.recipient_ids.date_read), ("open", False))


class TestPhrases(SecretCase):
    def test_administrators_write_those_of_their_agency(self):
        Phrase = self.as_person(self.env["sop.disposition.phrase"], self.administrator)
        own = Phrase.create({"name": "Segera lapor"})
        self.assertEqual(own.company_id, self.company)
        for act in (
            lambda: Phrase.browse(self.please.id).write({"name": "palsu"}),
            lambda: Phrase.create({"name": "X", "company_id": False}),
            lambda: self.as_person(own, self.pengelola).write({"name": "X"}),
            lambda: self.as_person(own, self.strangers[0]).write({"name": "X"}),
            lambda: self.as_person(own, self.strangers[0]).read(["name"]),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_those_of_other_agencies_cannot_be_used(self):
        foreign = self.env["sop.disposition.phrase"].create(
            {"name": "Asing", "company_id": self.strangers.company_id.id}
        )
        with self.assertRaises(AccessError):
            self.send(self.kaban, self.sekretaris, phrase_ids=foreign.ids)


class TestByRpc(SecretCase, HttpCase):
    """The same over HTTP, as the web client asks."""

    def fetch(self, user):
        self.authenticate(user.login, user.login)
        params = {
            "fetch_params": {"limit": 50},
            "thread_id": self.process.id,
            "thread_model": "sop.process",
        }
        answer = self.url_open("/mail/thread/messages", json={"jsonrpc": "2.0", "method": "call", "params": params})
        return json.dumps(answer.json())

    def test_thread(self):
        for user in (self.staf, self.pengelola):
            user.password = user.login
            shown = self.fetch(user)
            self.assertIn("A secret disposition was sent", shown)
            self.assert_nothing_secret(shown, user)

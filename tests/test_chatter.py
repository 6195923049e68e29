"""The chatter of a started process is evidence: nobody changes or deletes what was said and sent there; what people
rightly do with it goes on as ever."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.addons.sop_planning.models.engine_key import ENGINE_KEY
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .test_evidence import EVIDENCE, EvidenceCase
from .test_journal import JournalCase

TABLES = ("mail_message", "ir_attachment", "message_attachment_rel", "mail_tracking_value")
FORGED_CONTEXTS = (
    {},
    *(
        dict.fromkeys(("sop_speaks", "sop_while_done", "sop_engine"), forged)
        for forged in (True, repr(ENGINE_KEY), {})
    ),
    {"install_mode": True, "bypass_audit": True},
)


class ChatterCase(EvidenceCase):
    """A run with a comment and a file of the secretary, a file in its box, and a reminder he has done."""

    evidence = (*EVIDENCE, *TABLES)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.comment = JournalCase.say.__func__(cls, cls.process, cls.sekretaris, "Segera", {"surat.txt": b"isi surat"})
        cls.file = cls.comment.attachment_ids
        cls.boxed = (
            cls.as_person(cls.env["ir.attachment"].sudo(), cls.sekretaris)
            .sudo()
            .create({"name": "lampiran.txt", "raw": b"lampiran", "res_model": "sop.process", "res_id": cls.process.id})
        )
        reminder = cls.as_person(cls.process, cls.sekretaris).activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.sekretaris.id, summary="ingat"
        )
        reminder.action_feedback("sudah")
        cls.reminder = reminder
        cls.moved = cls.process.message_ids.sorted("id")[0]

    upload = JournalCase.__dict__["upload"]


class TestGuards(ChatterCase):
    def test_messages(self):
        for message in (self.moved, self.comment):
            changes = {
                "body": "<p>lain</p>",
                "date": "2020-01-01 00:00:00",
                "author_id": self.staf.partner_id.id,
                "email_from": "lain@uji.example",
                "model": "res.partner",
                "res_id": self.process.id + 1,
                "message_type": "email",
                "subtype_id": self.env.ref("mail.mt_activities").id,
                "attachment_ids": [Command.set([] if message == self.comment else self.boxed.ids)],
                "parent_id": self.process.message_ids.sorted("id")[-1].id,
                "is_internal": not message.is_internal,
            }
            acts = {f"write {name}": lambda mine, name=name, value=value: mine.write({name: value})
                    for name, value in changes.items()}  # fmt: skip
            acts |= {
                "unlink": lambda mine: mine.unlink(),
                "update": lambda mine: (
                    mine.env["sop.process"]
                    .browse(self.process.id)
                    ._message_update_content(mine, body="lain", attachment_ids=[], strict=False)
                ),
                "delete": lambda mine: (
                    mine.env["sop.process"]
                    .browse(self.process.id)
                    ._message_update_content(mine, body="", attachment_ids=[], strict=False)
                ),
            }
            self.assert_all_unbent(message, acts)
            for context in FORGED_CONTEXTS:
                self.assert_all_unbent(
                    message, {"write body": acts["write body"], "unlink": acts["unlink"]}, context=context
                )

    def test_files(self):
        for file in (self.file, self.boxed):
            changes = {
                "name": "lain.txt",
                "raw": b"lain",
                "datas": base64.b64encode(b"lain"),
                "res_id": self.process.id + 1,
                "res_model": "res.partner",
                "mimetype": "image/png",
                "type": "url",
                "url": "/lain",
            }
            acts = {f"write {name}": lambda mine, name=name, value=value: mine.write({name: value})
                    for name, value in changes.items()}  # fmt: skip
            acts |= {"unlink": lambda mine: mine.unlink(), "delete": lambda mine: mine._delete_and_notify(self.comment)}
            self.assert_all_unbent(file, acts)
            for context in FORGED_CONTEXTS:
                self.assert_all_unbent(
                    file, {"write raw": acts["write raw"], "unlink": acts["unlink"]}, context=context
                )

    def test_done_reminders(self):
        self.assertFalse(self.reminder.active)
        acts = {
            "write": lambda mine: mine.write({"feedback": "lain"}),
            "unarchive": lambda mine: mine.write({"active": True}),
            "unlink": lambda mine: mine.unlink(),
        }
        for context in FORGED_CONTEXTS:
            self.assert_all_unbent(self.reminder, acts, context=context)

    def test_tracking_values(self):
        field = self.env["ir.model.fields"]._get("sop.process", "name")
        value = self.env["mail.tracking.value"].create(
            {"field_id": field.id, "mail_message_id": self.moved.id, "old_value_char": "a", "new_value_char": "b"}
        )
        acts = {"write": lambda mine: mine.write({"new_value_char": "c"}), "unlink": lambda mine: mine.unlink()}
        self.assert_all_unbent(value, acts)

    def test_the_chatter_of_a_run_is_not_moved_elsewhere(self):
        other = self.as_person(self.env["sop.process"], self.person("pengelola")).create(
            {"template_id": self.template.id, "name": "Disiapkan"}
        )
        self.assert_unbent(lambda: self.process.message_change_thread(other))

    def test_authors_are_not_deleted(self):
        commenter = self.env["res.users"].create({"login": "tamu", "name": "Tamu", "company_id": self.company.id,
                                                  "company_ids": [Command.set(self.company.ids)]})  # fmt: skip
        self.process.with_user(commenter).sudo().message_post(body="Saya tahu")
        self.assertEqual(self.process.message_ids.sorted("id")[-1].author_id, commenter.partner_id)
        for gone in (commenter.partner_id, commenter):
            with self.assertRaisesRegex(UserError, "has spoken in a started process"):
                gone.unlink()

    def test_who_speaks_and_when_is_not_the_clients_to_say(self):
        """Neither in another's name, nor with another date, nor as the run itself."""
        mine, partner = self.as_person(self.process, self.sekretaris), self.staf.partner_id
        posted = mine.message_post(body="Palsu", author_id=partner.id, message_type="notification")
        created = mine.env["mail.message"].create(
            {
                "model": "sop.process",
                "res_id": self.process.id,
                "body": "Langkah selesai",
                "author_id": partner.id,
                "email_from": "lain@uji.example",
                "date": "2020-01-01 00:00:00",
                "message_type": "notification",
                "subtype_id": self.env.ref("mail.mt_note").id,
            }
        )
        for message in (posted, created):
            self.assertEqual(message.author_id, self.sekretaris.partner_id)
            self.assertEqual(message.message_type, "comment")
            self.assertIn(self.sekretaris.email, message.email_from)
            self.assertLess(abs(fields.Datetime.now() - message.date), timedelta(minutes=5))
        self.assertEqual(self.process._findings(), {})


class TestWhatGoesOn(ChatterCase):
    """What people, and core's own flows, do with chatters must not stop for the evidence."""

    def tearDown(self):
        self.env.invalidate_all()
        self.assertEqual(self.process._findings(), {}, "and the journal still holds")
        super().tearDown()

    def test_reacting_starring_reading_pinning(self):
        for message in (self.comment, self.moved):
            mine = self.as_person(message, self.kaban)
            mine.toggle_message_starred()
            mine.sudo()._message_reaction("👍", "add", self.kaban.partner_id, self.env["mail.guest"])
            mine.sudo()._message_reaction("👍", "remove", self.kaban.partner_id, self.env["mail.guest"])
            mine.set_message_done()
            mine.sudo().write({"pinned_at": fields.Datetime.now()})

    def test_posting_with_mention_and_file(self):
        for user in (self.kaban, self.sekretaris):
            file = self.upload(user, "nota.txt", b"nota")
            message = self.as_person(self.process, user).message_post(
                body="Mohon dilihat", partner_ids=self.staf.partner_id.ids, attachment_ids=file.ids,
                message_type="comment", subtype_xmlid="mail.mt_comment",
            )  # fmt: skip
            self.assertEqual((file.res_model, file.res_id), ("sop.process", self.process.id))
            self.assertEqual(message.attachment_ids, file)
        self.done(self.sekretaris, self.process)

    def test_e_mail_of_a_comment(self):
        self.kaban.notification_type = "email"
        message = self.as_person(self.process, self.sekretaris).message_post(
            body="Lewat surel", partner_ids=self.kaban.partner_id.ids, subtype_xmlid="mail.mt_comment"
        )
        self.assertIn(self.kaban.partner_id, message.notified_partner_ids)
        self.done(self.sekretaris, self.process)
        self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)]).unlink()
        self.assertTrue(message.exists())

    def test_incoming_e_mail(self):
        message = (
            self.process.with_user(self.env.ref("base.user_root"))
            .sudo()
            .message_post(
                body="Dari luar",
                author_id=self.staf.partner_id.id,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            )
        )
        self.assertEqual(message.author_id, self.staf.partner_id)
        self.done(self.sekretaris, self.process)

    def test_partners_merged(self):
        """Another partner of the same person takes over what the first one said."""
        twin = self.env["res.partner"].create({"name": self.sekretaris.name, "email": self.sekretaris.email})
        Merge = self.env["base.partner.merge.automatic.wizard"].create({})
        self.done(self.sekretaris, self.process)
        Merge._merge((self.sekretaris.partner_id | twin).ids, twin, extra_checks=False)
        self.env.invalidate_all()
        self.assertEqual((self.sekretaris.partner_id, self.comment.author_id), (twin, twin))

    def test_link_previews_translations_and_the_bus(self):
        self.env["mail.message.link.preview"].create(
            {"message_id": self.comment.id, "link_preview_id": self.env["mail.link.preview"].create(
                {"source_url": "https://sop.example"}).id}
        )  # fmt: skip
        self.env["mail.message.translation"].create(
            {"message_id": self.comment.id, "source_lang": "id", "target_lang": "en", "body": "Soon"}
        )
        self.comment.sudo()._bus_send_reaction_group("👍")
        self.env["bus.bus"]._sendone(self.kaban.partner_id, "uji", {})

    def test_files_move_between_stores(self):
        for place in ("db", "file"):
            self.env["ir.config_parameter"].set_param("ir_attachment.location", place)
            (self.file | self.boxed).sudo()._migrate()
        self.done(self.sekretaris, self.process)

    def test_reminders(self):
        """Written, moved, done with a file of its own, and followed by the next one."""
        reminder = self.as_person(self.process, self.sekretaris).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.sekretaris.id, summary="ingat"
        )
        self.env["ir.attachment"].create(
            {"name": "gambar.txt", "raw": b"x", "res_model": "mail.activity", "res_id": reminder.id}
        )
        reminder.write({"summary": "ingat lagi"})
        file = self.upload(self.sekretaris, "bukti.txt", b"bukti")
        reminder.action_feedback("sudah", attachment_ids=file.ids)
        self.assertFalse(reminder.active)
        self.done(self.sekretaris, self.process)

    def test_a_file_of_another_record_goes_along_as_a_copy(self):
        own = self.env["ir.attachment"].create(
            {"name": "pegawai.txt", "raw": b"data", "res_model": "res.partner", "res_id": self.sekretaris.partner_id.id}
        )
        self.inbox(self.sekretaris).filtered(lambda mine: mine.res_id == self.process.id).action_feedback(
            attachment_ids=own.ids
        )
        sent = self.process.message_ids.sorted("id")[-1].attachment_ids
        self.assertNotEqual(sent, own)
        self.assertEqual((sent.raw, sent.res_model, sent.res_id), (b"data", "sop.process", self.process.id))
        own.unlink()

    def test_drafts_are_free(self):
        officer = self.person("pengelola")
        draft = self.as_person(self.env["sop.process"], officer).create(
            {"template_id": self.template.id, "name": "Disiapkan"}
        )
        file = self.as_person(self.env["ir.attachment"], officer).create(
            {"name": "konsep.txt", "raw": b"1", "res_model": "sop.process", "res_id": draft.id}
        )
        file.write({"raw": b"2"})
        file.unlink()
        note = draft.message_post(body="Konsep", attachment_ids=self.upload(officer, "a.txt", b"a").ids)
        note.sudo().write({"body": "Konsep dua"})
        draft._message_update_content(note, body="Konsep tiga")
        draft.unlink()
        self.assertFalse(note.exists())


class TestThroughTheWebClient(ChatterCase, HttpCase):
    """The routes of the chatter, with a real session."""

    def rpc(self, route, **params):
        with mute_logger("odoo.http", "odoo.sql_db"):
            answer = self.url_open(route, json={"jsonrpc": "2.0", "method": "call", "params": params}).json()
        self.env.invalidate_all()
        return answer

    def test_edit_and_delete(self):
        self.authenticate(self.sekretaris.login, "any")
        before = self.snapshot()
        for body in ("lain", ""):
            answer = self.rpc(
                "/mail/message/update_content",
                message_id=self.comment.id,
                update_data={"body": body, "attachment_ids": []},
            )
            self.assertIn("stays", answer["error"]["data"]["message"])
        answer = self.rpc("/mail/attachment/delete", attachment_id=self.file.id)
        self.assertIn("error", answer)
        self.assertEqual(self.snapshot(), before)

    def test_post_and_forged_key(self):
        self.authenticate(self.sekretaris.login, "any")
        answer = self.rpc(
            "/mail/message/post", thread_model="sop.process", thread_id=self.process.id,
            post_data={"body": "Lewat peramban", "message_type": "comment"},
        )  # fmt: skip
        self.assertNotIn("error", answer)
        self.assertIn("Lewat peramban", self.process.message_ids.sorted("id")[-1].body)
        before = self.snapshot()
        for context in FORGED_CONTEXTS[1:]:
            for model, record in (("mail.message", self.comment), ("ir.attachment", self.file)):
                for method, args in (
                    ("unlink", []),
                    ("write", [{"body": "x"} if model == "mail.message" else {"name": "x"}]),
                ):
                    answer = self.rpc(
                        "/web/dataset/call_kw",
                        model=model,
                        method=method,
                        args=[record.ids, *args],
                        kwargs={"context": context},
                    )
                    self.assertIn("error", answer, (model, method, context))
        self.assertEqual(self.snapshot(), before)

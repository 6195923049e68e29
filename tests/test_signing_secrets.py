"""Confirming with password or PIN: right, wrong, blocked, and written nowhere."""

import logging
from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError

from .papers import picture, sign, signing
from .test_signing import SigningCase

PIN, PASSWORD = "482915", "kata-sandi-rahasia-77"


class TestSecrets(SigningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sekretaris.password = PASSWORD
        cls.process = cls.at_signing("sekretaris")

    def set_pin(self, pin=PIN, password=PASSWORD, again=None, user=None):
        Dialog = self.as_person(self.env["sop.pin.set"], user or self.sekretaris)
        secrets = {"sop_secret": password, "sop_pin": pin, "sop_again": pin if again is None else again}
        Dialog.create({"pin": pin, "password": password}).with_context(**secrets).action_confirm()
        self.env.invalidate_all()

    def everywhere(self):
        """All text of the tables that this addon, the chatter and the dialogs write, and of the log."""
        self.env.flush_all()
        tables = {model._table for name, model in self.env.items() if name.startswith("sop.") and model._auto}
        tables = {*tables, "mail_message", "mail_activity", "ir_attachment", "ir_logging"} - {
            model._table for model in self.env.values() if model._abstract
        }
        for table in sorted(tables):
            self.env.cr.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # pylint: disable=sql-injection
            yield table, self.env.cr.fetchone()[0] or ""

    def assert_nowhere(self, *secrets):
        for table, text in self.everywhere():
            for secret in secrets:
                self.assertNotIn(secret, text, table)

    def test_nothing_more(self):
        self.assertEqual(sign(self.process, self.sekretaris, "paraf").confirmed_by, "none")

    def test_password(self):
        self.company.sop_sign_confirm = "password"
        nothing = "Type your password"
        for typed, words in (("", nothing), (False, nothing), ("salah", "wrong"), ("sekretaris", "wrong")):
            self.assert_refused(words, lambda typed=typed: sign(self.process, self.sekretaris, "paraf", secret=typed))
        with self.logged() as lines:
            signature = sign(self.process, self.sekretaris, "paraf", secret=PASSWORD)
        self.assertEqual(signature.confirmed_by, "password")
        self.assert_nowhere(PASSWORD)
        self.assertFalse([line for line in lines if PASSWORD in line])

    @contextmanager
    def logged(self):
        """What is written to the log meanwhile, at whatever level it is."""
        lines, handler = [], logging.Handler()
        handler.emit = lambda record: lines.append(record.getMessage())
        logging.getLogger().addHandler(handler)
        try:
            yield lines
        finally:
            logging.getLogger().removeHandler(handler)

    def test_typed_into_the_dialog(self):
        """What the form sends along when it saves the dialog is kept for its answer, and stored nowhere."""
        self.company.sop_sign_confirm = "password"
        Dialog = self.as_person(self.env["sop.signature.write"], self.sekretaris)
        values = {"process_id": self.process.id, "kind": "paraf", "image": picture(), "secret": PASSWORD}
        (stored,) = Dialog.web_save(values, {"secret": {}})
        self.assertEqual(stored["secret"], PASSWORD)
        Dialog.env.flush_all()  # as the person; what invalidates flushes as whoever opened the transaction
        self.env.invalidate_all()
        dialog = Dialog.browse(stored["id"])
        self.assertFalse(dialog.secret)
        action = dialog.with_context(sop_secret=PASSWORD).action_sign()
        self.assertNotIn(PASSWORD, str(action))
        self.assertIs(action["context"]["sop_secret"], False)
        self.assert_nowhere(PASSWORD)

    def test_setting_it(self):
        for values, says in (
            ({"password": "salah"}, "password is wrong"),
            ({"again": "482916"}, "not the same"),
            ({"pin": "1234"}, "at least 6 digits"),
            ({"pin": "111111"}, "not all the same"),
            ({"pin": "abcdef"}, "at least 6 digits"),
            ({"pin": ""}, "at least 6 digits"),
        ):
            with self.subTest(values=values):
                self.assert_refused(says, lambda values=values: self.set_pin(**values))
        self.assertFalse(self.env["sop.pin"].search([]))

    def test_nobody_reads_it(self):
        self.set_pin()
        pin = self.env["sop.pin"].search([])
        for user in (self.sekretaris, self.pengelola, self.administrator, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.as_person(pin, user).read(["tries"])

    def test_the_setting_cannot_be_passed_by(self):
        self.company.sop_sign_confirm = "password"
        dialog = signing(self.process, self.sekretaris, "paraf")
        for context in ({}, {"default_confirm": "none"}, {"sop_secret": False}, {"sop_secret": None}):
            with self.subTest(context=context), self.assertRaises(UserError), self.env.cr.savepoint():
                dialog.with_context(**context).action_sign()
        self.assertFalse(self.process.signature_ids)

"""Seals of printed papers: one for each, hard to guess, revocable; and who may know them."""

import re

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import SopCase
from .racing import RaceCase

CODE = re.compile(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")


class SealCase(SopCase):
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.templates["rkt"]
        cls.kaban, cls.officer = cls.person("kaban"), cls.person("pengelola")
        cls.seal = cls.as_person(cls.template, cls.kaban)._sop_seal("sop")

    def revoke(self, seal, user=None, reason="salah cetak"):
        Dialog = self.as_person(self.env["sop.seal.revoke"], user or self.officer)
        Dialog.create({"seal_id": seal.id, "reason": reason}).action_confirm()


class TestSeals(SealCase):
    def test_one_for_each_kind(self):
        self.assertEqual(self.as_person(self.template, self.officer)._sop_seal("sop"), self.seal)
        process = self.start(self.template, self.kaban)
        kinds = {kind: process._sop_seal(kind) for kind in ("record", "cover", "receipt")}
        self.assertEqual(len({seal.id for seal in kinds.values()}), 3)
        self.assertEqual({seal.name for seal in kinds.values()}, {process.display_name})
        with self.assertRaises(ValueError):
            process._sop_seal("sop")

    def test_hard_to_guess(self):
        self.assertGreaterEqual(len(self.seal.token) * 6, 128)
        self.assertTrue(CODE.fullmatch(self.seal.code), self.seal.code)
        other = self.import_sop("bkpsdm-selayar-iku")._sop_seal("sop")
        self.assertFalse({self.seal.token, self.seal.code} & {other.token, other.code})

    def test_drafts_have_none(self):
        draft = self.template.copy({"number": False})
        self.assertFalse(draft._sop_seal("sop"))
        draft.action_send_for_review()
        self.assertFalse(draft._sop_seal("sop"))
        self.assertEqual(list((draft | self.template)._sop_seals("sop")), [self.template])

    def test_only_for_whom_may_read(self):
        self.import_agency("polhukam")
        process = self.start(self.template, self.kaban)
        for user in (self.person("pengelola", "polhukam"), self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.as_person(process, user)._sop_seal("record")

    def test_queries_do_not_grow(self):
        others = [self.import_sop(f"bkpsdm-selayar-{code}") for code in ("iku", "ikk", "tapkin")]
        found, made = self.template, self.env["sop.template"].union(*others)
        counts = [
            self.queries(found),
            self.queries(made[0]),
            self.queries(found | made[:2]),
            self.queries(found | made),
        ]
        self.assertLessEqual(counts[1] - counts[0], 3, counts)  # the insert, the search for it, and its fields
        self.assertLessEqual(counts[2], counts[1], counts)
        self.assertEqual(counts[3], counts[2], counts)

    def queries(self, templates):
        """What asking for seals costs, with the user's rights known."""
        mine = self.as_person(templates, self.kaban)
        mine.mapped("state"), mine.company_id.mapped("name")
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        mine._sop_seals("sop")
        return self.env.cr.sql_log_count - before

    def test_address(self):
        self.env["ir.config_parameter"].set_param("web.base.url", "http://dalam:8069")
        self.env.invalidate_all()
        self.assertEqual(self.seal.url, f"http://dalam:8069/sop/check/{self.seal.token}")
        self.assertEqual(self.seal.sentence, f"Periksa keaslian: dalam:8069/sop/check kode {self.seal.code}")
        self.company.sop_check_url = "https://sop.selayar.example/"
        self.assertEqual(self.seal.url, f"https://sop.selayar.example/sop/check/{self.seal.token}")
        bad_ones = ("sop.selayar.example", "javascript:alert(1)", "https://x.example/?a=1", "https://")
        bad_ones += ("https://[sop.example", "https://sop selayar.example", "https://x.example:abc", "https://a:b@x.id")
        for bad in bad_ones:
            with self.subTest(bad=bad), self.assertRaises(ValidationError):
                self.company.sop_check_url = bad

    def test_setting_off(self):
        self.company.sop_check_page = False
        self.assertFalse(self.as_person(self.template, self.kaban)._sop_seal("sop"))
        self.assertEqual(self.template._sop_seals("sop"), {})

    def test_revoke(self):
        self.revoke(self.seal)
        self.assertEqual((self.seal.revoked_by_id, self.seal.reason), (self.officer, "salah cetak"))
        self.assertTrue(self.seal.date_revoked)
        again = self.template._sop_seal("sop")
        self.assertNotEqual(again, self.seal)
        self.assertNotEqual(again.token, self.seal.token)
        with self.assertRaises(UserError):
            self.revoke(self.seal)
        with self.assertRaises(UserError):
            self.revoke(again, reason="  ")

    def test_who_revokes(self):
        self.import_agency("polhukam")
        for user in (self.kaban, self.person("staf"), self.person("pengelola", "polhukam")):
            with self.assertRaises(AccessError):
                self.revoke(self.seal, user)
        self.assertFalse(self.seal.date_revoked)

    def test_issued_files_once(self):
        for content in (b"%PDF-1", b"%PDF-2", b"%PDF-1"):
            self.seal._note_print(content)
        self.assertEqual(len(self.seal.print_ids), 2)
        self.assertEqual(self.seal.print_ids.user_id, self.kaban)

    def test_of_a_secret_disposition(self):
        process = self.start(self.template, self.kaban)
        secret = self.dispose(self.kaban, process, self.person("staf"), secrecy="secret")
        seal = secret._sop_seal("disposition")
        self.assertTrue(seal.is_secret)
        self.assertEqual(seal.name, secret.number)
        with self.assertRaises(AccessError):
            self.as_person(seal.sudo(False), self.officer).read(["token"])


class TestSealRaces(RaceCase):
    def test_two_who_print_first(self):
        for _round in range(6):
            (process_id,) = self.runs(self.sop("a b c", "b"), 1)

            def printing(env, process_id=process_id):
                return env["sop.process"].browse(process_id)._sop_seal("record").token

            outcomes, _seconds = self.race(("a", printing), ("b", printing), ("c", printing))
            self.assertEqual(len({outcome.result for outcome in outcomes}), 1, outcomes)

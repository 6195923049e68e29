"""Signers who act at the same moment, on real connections."""

from .papers import file_paper, signing
from .racing import RaceCase

PIN = "482915"


class SigningRaceCase(RaceCase):
    @classmethod
    def _clean(cls):
        with cls.committed() as env:
            # Before their tasks, which signatures hold on to.
            env.cr.execute(
                "DELETE FROM sop_signature WHERE company_id IN (SELECT id FROM res_company WHERE sop_code = 'balapan')"
            )
            env.cr.execute(
                "DELETE FROM sop_output WHERE company_id IN (SELECT id FROM res_company WHERE sop_code = 'balapan')"
            )
        super()._clean()

    def run_to_sign(self, row):
        """A run that waits at a step for the paraf of its columns; a document is filed."""
        plain = self.sop(row, "d")
        with self.committed() as env:
            template = env["sop.template"].browse(plain).copy({"name": "Diparaf"})
            template.step_ids[0].asks_paraf = True
            template._make_effective(False)
        (key,) = self.runs(template.id, 1)
        with self.committed() as env:
            file_paper(env["sop.process"].browse(key), env["res.users"].browse(self.users["starter"]))
        return key

    def paraf(self, key, secret=None):
        def call(env):
            dialog = signing(env["sop.process"].browse(key), env.user, "paraf")
            return dialog.with_context(sop_secret=secret).action_sign()["res_model"]

        return call

    def correct(self, key):
        def call(env):
            process = env["sop.process"].browse(key)
            first = process.sudo().output_ids.filtered("is_current")
            return file_paper(process, env.user, content=b"%PDF-1.4 lain", previous=first.with_env(process.env)).id

        return call

    def assert_signed(self, key, count):
        with self.committed() as env:
            process = env["sop.process"].browse(key)
            self.assertEqual(len(process.signature_ids), count)
            self.assertTrue(all(process.signature_ids.mapped("is_intact")), process.signature_ids.mapped("faults"))
            self.assert_sound(process)


class TestSigningRaces(SigningRaceCase):
    def test_two_signers_at_once(self):
        for _turn in range(4):
            key = self.run_to_sign("a b")
            outcomes, _seconds = self.race(("a", self.paraf(key)), ("b", self.paraf(key)))
            self.assertTrue(all(outcome.passed for outcome in outcomes), outcomes)
            self.assert_signed(key, 2)

    def test_one_signer_twice_at_once(self):
        for _turn in range(4):
            key = self.run_to_sign("a")
            outcomes, _seconds = self.race(("a", self.paraf(key)), ("a", self.paraf(key)))
            self.assertTrue(all(outcome.passed for outcome in outcomes), outcomes)
            self.assert_signed(key, 1)

    def test_signing_while_it_is_corrected(self):
        """What was signed is the version that was shown, or nothing is signed."""
        for _turn in range(4):
            key = self.run_to_sign("a")
            outcomes, _seconds = self.race(("a", self.paraf(key)), ("starter", self.correct(key)))
            self.assertTrue(outcomes[1].passed, outcomes)
            with self.committed() as env:
                process = env["sop.process"].browse(key)
                for signature in process.signature_ids:
                    (paper,) = signature.papers
                    shown = process.output_ids.filtered(lambda output, paper=paper: output.id == paper["id"])
                    self.assertEqual(shown.version, paper["version"])
            self.assert_signed(key, len(process.ids) if outcomes[0].passed else 0)


class TestPin(SigningRaceCase):
    """The PIN with transactions as they are: a wrong try counts although the signature was refused and rolled back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.committed() as env:
            env["res.company"].browse(cls.company_id).sop_sign_confirm = "pin"

    def setUp(self):
        super().setUp()
        self.key = self.run_to_sign("a")
        self.set_pin(PIN)

    def set_pin(self, pin):
        with self.committed("a") as env:
            env["sop.pin"]._set(pin)

    def try_pin(self, pin):
        """What the person is told."""
        ((outcome,), _seconds) = self.race(("a", self.paraf(self.key, pin)))
        return outcome.refusal

    def tries(self):
        with self.committed() as env:
            return env["sop.pin"].search([("user_id", "=", self.users["a"])]).tries

    def test_right_after_wrong(self):
        self.assertIn("tries left: 4", self.try_pin("000001"))
        self.assertIn("Type your PIN", self.try_pin(""), "nothing typed is no try")
        self.assertIn("tries left: 3", self.try_pin("000002"))
        self.assertEqual(self.tries(), 2)
        self.assertFalse(self.try_pin(PIN))
        self.assertEqual(self.tries(), 0)
        self.assert_signed(self.key, 1)
        with self.committed() as env:
            env.cr.execute("SELECT string_agg(pin::text, ' ') FROM sop_pin pin")
            self.assertNotIn(PIN, env.cr.fetchone()[0])

    def test_blocked_after_five(self):
        for left in (4, 3, 2, 1, 0):
            self.assertIn(f"tries left: {left}", self.try_pin("000001"))
        self.assertIn("blocked", self.try_pin(PIN))
        with self.committed("a") as env:
            self.assertTrue(env["sop.specimen"]._mine().pin_blocked)
        self.set_pin("739164")
        self.assertFalse(self.try_pin("739164"))
        self.assert_signed(self.key, 1)

    def test_many_tries_at_once(self):
        """Guessing on several connections gives no more tries than one after the other."""
        outcomes, _seconds = self.race(*[("a", self.paraf(self.key, f"00000{number}")) for number in range(8)])
        told = [outcome.refusal for outcome in outcomes]
        self.assertEqual(sum("tries left" in words for words in told), 5, told)
        self.assertEqual(sum("blocked" in words for words in told), 3, told)

    def test_without_a_pin(self):
        with self.committed() as env:
            env["sop.pin"].search([]).unlink()
        self.assertIn("no PIN yet", self.try_pin(PIN))

"""A forged client cannot sign for another, skip a signer, or sign something other than what was shown."""

from datetime import timedelta

from odoo.addons.sop_planning.models.engine_key import with_engine
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools.misc import hash_sign

from .papers import file_paper, picture, sign, signing
from .test_evidence import FORGED_CONTEXTS
from .test_signing import SigningCase


class ForgedSigningCase(SigningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.process = cls.at_signing("sekretaris", "kasubag", signing_order="right")
        cls.paper = cls.process.output_ids

    def assert_nothing_signed(self, act, says=""):
        before = self.env["sop.signature"].search_count([])
        self.assert_refused(says, act)
        self.assertEqual(self.env["sop.signature"].search_count([]), before)


class TestForgedSigning(ForgedSigningCase):
    def test_for_another(self):
        """Neither who takes part but is not asked, nor an officer or administrator, nor another agency."""
        self.import_agency("bappeda-kalbar")
        for user in (self.staf, self.kaban, self.pengelola, self.administrator, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login):
                self.assert_nothing_signed(lambda user=user: signing(self.process, user, "paraf").action_sign())
        stranger = self.person("pengelola", "bappeda-kalbar")
        self.assert_nothing_signed(lambda: signing(self.process, stranger, "paraf").action_sign(), "companies")

    def test_with_the_dialog_of_another(self):
        dialog = signing(self.process, self.kasubag, "paraf")
        for user in (self.sekretaris, self.administrator):
            with self.subTest(user=user.login):
                self.assert_nothing_signed(self.as_person(dialog, user).action_sign)

    def test_who_and_when_are_not_the_clients(self):
        forged = {
            "user_id": self.kaban.id,
            "person": "Orang lain",
            "position": "Kepala Badan",
            "date": "2020-01-01 00:00:00",
            "statement": "Saya tidak menyetujui apa pun",
            "digest": "0" * 64,
            "signer": "Kepala Badan",
        }
        names = self.env["sop.signature.write"]._fields
        values = {name: value for name, value in forged.items() if name in names}
        self.assertEqual(values.keys(), {"person", "statement", "signer"})
        dialog = signing(self.process, self.kasubag, "paraf", **values)
        dialog.with_context(**{f"default_{name}": value for name, value in forged.items()}).action_sign()
        self.env.invalidate_all()
        signature = self.process.signature_ids
        self.assertEqual((signature.user_id, signature.official_id), (self.kasubag, self.env["res.users"]))
        self.assertNotIn("Orang lain", signature.person)
        self.assertNotIn("Kepala Badan", signature.position)
        self.assertNotIn("tidak menyetujui", signature.statement)
        self.assertNotEqual(signature.digest, "0" * 64)
        self.assertGreater(signature.date.year, 2020)
        self.assertTrue(signature.is_intact)

    def test_skipping_a_signer(self):
        """Neither out of turn, nor by finishing without having signed."""
        self.assert_nothing_signed(signing(self.process, self.sekretaris, "paraf").action_sign, "not your turn")
        for user in (self.sekretaris, self.kasubag):
            dialog = self.as_person(self.env["sop.task.finish"], user).create({"process_id": self.process.id})
            try:
                with self.env.cr.savepoint():
                    dialog.action_finish()
                    self.assertEqual(user, self.kasubag)
            except UserError:
                self.assertEqual(user, self.sekretaris)
            self.env.invalidate_all()
        self.assertEqual(self.process.current_step_id.number, 2)
        self.assertFalse(self.process.task_ids.filtered(lambda task: task.visit == 1 and task.state == "done")[:-1])

    def test_another_kind(self):
        for kind in ("signature", "stamp"):
            with self.subTest(kind=kind):
                self.assert_nothing_signed(signing(self.process, self.kasubag, kind).action_sign, "not your turn")

    def test_documents_of_others(self):
        """Of another run, of another agency, or none at all."""
        other = self.at_signing("kasubag")
        for papers in (other.output_ids, self.paper | other.output_ids, self.paper.browse()):
            dialog = signing(self.process, self.kasubag, "paraf", output_ids=[Command.set(papers.ids)])
            self.assert_nothing_signed(dialog.action_sign)

    def test_what_was_not_shown(self):
        """A corrected document, one that was filed since, a dialog of another run, a made-up seal, an old seal."""
        dialog = signing(self.process, self.kasubag, "paraf")
        newer = file_paper(self.process, self.staf, "Nota dinas", b"%PDF-1.4 lain", previous=self.paper)
        self.assert_nothing_signed(dialog.action_sign, "has changed since")
        dialog.output_ids = newer.with_env(dialog.env)
        self.assert_nothing_signed(dialog.action_sign, "has changed since")
        other = signing(self.at_signing("kasubag"), self.kasubag, "paraf").seen
        shown = self.process.sudo()._unseal_shown(signing(self.process, self.kasubag, "paraf").seen)
        old = hash_sign(self.env, "sop_planning.signing", shown, expiration=timedelta(hours=-1))
        wrong_scope = hash_sign(self.env, "other", shown)
        for seen in (other, "", "AQ", "%%%", "x" * 400, old, wrong_scope, False):
            forged = signing(self.process, self.kasubag, "paraf", seen=seen)
            with self.subTest(seen=str(seen)[:20]):
                self.assert_nothing_signed(forged.action_sign, "moved on")

    def test_another_office_since(self):
        """Who stood in when the dialog opened does not sign in that office when he no longer does."""
        dialog = signing(self.process, self.kasubag, "paraf")
        task = self.process.task_ids.filtered(lambda task: task.user_id == self.kasubag and task.state == "open")
        with_engine(task).office = "Plh. Sekretaris"
        self.assert_nothing_signed(dialog.action_sign, "moved on")

    def test_a_file_changed_on_the_disk(self):
        dialog = signing(self.process, self.kasubag, "paraf")
        self.env.cr.execute(
            "UPDATE ir_attachment SET db_datas = %s, store_fname = NULL WHERE id = %s",
            [b"lain", self.paper.file_ids.id],
        )
        self.env.invalidate_all()
        self.assert_nothing_signed(dialog.action_sign, "another content")

    def test_pictures(self):
        """A drawing of lines could carry a program; what is no picture is refused."""
        svg = b"PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnPjxzY3JpcHQ+MTwvc2NyaXB0Pjwvc3ZnPg=="
        for image in (svg, b"AAAA", b"not base64!", False):
            with self.subTest(image=image):
                self.assert_nothing_signed(
                    lambda image=image: sign(self.process, self.kasubag, "paraf", image=image), "picture|SVG"
                )
        large = sign(self.process, self.kasubag, "paraf", image=picture(size=(4000, 1000), kind="JPEG"))
        self.assertTrue(large.is_intact)

    def test_a_closed_run(self):
        Move = self.as_person(self.env["sop.process.move"], self.pengelola)
        dialog = signing(self.process, self.kasubag, "paraf")
        Move.create({"process_id": self.process.id, "kind": "suspend", "reason": "X"}).action_confirm()
        self.assert_nothing_signed(dialog.action_sign, "closed or suspended")


class TestSignaturesAreEvidence(ForgedSigningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signature = sign(cls.process, cls.kasubag, "paraf")
        cls.image = cls.env["ir.attachment"].search(
            [("res_model", "=", "sop.signature"), ("res_field", "=", "image"), ("res_id", "=", cls.signature.id)]
        )
        cls.root = cls.env.ref("base.user_admin")
        cls.root.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})

    def everyone(self):
        return self.kasubag, self.sekretaris, self.pengelola, self.administrator, self.root

    def test_nobody_writes_them(self):
        values = self.signature.copy_data()[0]
        acts = {
            "write": lambda mine: mine.write({"person": "X"}),
            "image": lambda mine: mine.write({"image": picture("red")}),
            "unlink": lambda mine: mine.unlink(),
            "copy": lambda mine: mine.copy(),
            "create": lambda mine: mine.create(values),
            "web_save": lambda mine: mine.web_save({"date": "2020-01-01 00:00:00"}, {}),
        }
        for user in self.everyone():
            for context in FORGED_CONTEXTS:
                mine = self.as_person(self.signature, user).with_context(**context)
                for name, act in acts.items():
                    with self.subTest(who=user.login, act=name, context=context):
                        self.assert_nothing_signed(lambda act=act, mine=mine: act(mine))
        for act in acts.values():
            self.assert_nothing_signed(lambda act=act: act(self.signature))
        self.assertTrue(self.signature.is_intact)

    def test_nobody_changes_the_picture(self):
        self.assertTrue(self.image)
        new = {"name": "image", "res_model": "sop.signature", "res_id": self.signature.id, "raw": b"x"}
        acts = {
            "content": lambda mine: mine.write({"raw": b"lain"}),
            "name": lambda mine: mine.write({"name": "lain"}),
            "elsewhere": lambda mine: mine.write({"res_id": 0}),
            "unlink": lambda mine: mine.unlink(),
            "a second one": lambda mine: mine.create({**new, "res_field": "image"}),
            "a file": lambda mine: mine.create(new),
            "moved here": lambda mine: mine.create({"name": "x", "raw": b"x"}).write(
                {"res_model": "sop.signature", "res_id": self.signature.id}
            ),
        }
        for user in (*self.everyone(), self.env.user):
            mine = self.image.with_user(user) if user != self.env.user else self.image
            for name, act in acts.items():
                with self.subTest(who=user.login, act=name):
                    self.assert_refused("", lambda act=act, mine=mine: act(mine))
        self.assertTrue(self.signature.is_intact)

    def test_another_agency_sees_nothing(self):
        self.import_agency("bappeda-kalbar")
        for name in ("pengelola", "sekretaris", "admin-sop"):
            stranger = self.person(name, "bappeda-kalbar")
            mine = self.as_person(self.signature, stranger)
            self.assertFalse(mine.search([("id", "=", self.signature.id)]))
            for field in ("person", "image", "faults", "statement"):
                with self.subTest(who=name, field=field), self.assertRaises(AccessError):
                    mine.read([field])
            with self.assertRaises(AccessError):
                self.as_person(self.image, stranger).read(["raw"])


class TestSpecimens(SigningCase):
    """A person's own paraf and signature are nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Specimen = cls.as_person(cls.env["sop.specimen"], cls.sekretaris)
        cls.specimen = Specimen.create({"paraf_image": picture(), "signature_image": picture()}).with_env(cls.env)
        cls.root = cls.env.ref("base.user_admin")

    def test_kept_for_the_next_time(self):
        process = self.at_signing("kasubag")
        sign(process, self.kasubag, "paraf", keep=True)
        mine = self.as_person(self.env["sop.specimen"], self.kasubag).search([])
        self.assertTrue(mine.paraf_image)
        self.assertFalse(mine.signature_image)
        again = self.at_signing("kasubag")
        Dialog = self.as_person(self.env["sop.signature.write"], self.kasubag)
        dialog = Dialog.create({"process_id": again.id, "kind": "paraf"})
        self.assertEqual(dialog.image, mine.paraf_image)
        dialog.action_sign()

    def test_not_kept_unasked(self):
        process = self.at_signing("kasubag")
        sign(process, self.kasubag, "paraf")
        self.assertFalse(self.as_person(self.env["sop.specimen"], self.kasubag).search([]))

    def test_of_others(self):
        for user in (self.kaban, self.pengelola, self.administrator, self.root):
            mine = self.as_person(self.specimen, user)
            acts = {
                "read": lambda mine: mine.read(["signature_image"]),
                "write": lambda mine: mine.write({"signature_image": picture("red")}),
                "unlink": lambda mine: mine.unlink(),
                "export": lambda mine: mine.export_data(["signature_image"]),
                "copy": lambda mine: mine.copy(),
                "give away": lambda mine: mine.search([]).write({"user_id": self.sekretaris.id}),
            }
            self.assertFalse(mine.search([("user_id", "=", self.sekretaris.id)]))
            for name, act in acts.items():
                with self.subTest(who=user.login, act=name):
                    if name == "give away":
                        mine.create({})
                    self.assert_refused("", lambda act=act, mine=mine: act(mine))

    def test_made_for_another(self):
        made = self.as_person(self.env["sop.specimen"], self.pengelola).create({"user_id": self.kaban.id})
        self.assertEqual(made.user_id, self.pengelola)

    def test_not_among_the_files(self):
        found = self.env["ir.attachment"].search([("res_model", "=", "sop.specimen"), ("res_field", "!=", False)])
        self.assertFalse(found)

    def test_the_stamp_is_the_agencys(self):
        """Neither read nor shown but to whom the step asks for it."""
        self.company.sop_stamp = picture("red")
        for user in (self.kaban, self.pengelola):
            with self.assertRaises(AccessError):
                self.as_person(self.company, user).read(["sop_stamp"])
        process = self.at_signing("kaban", asks=("stamp",))
        self.assertFalse(signing(process, self.staf, "stamp").stamp_image)
        self.assertTrue(signing(process, self.kaban, "stamp").stamp_image)

"""Paraf, signature and stamp as the people of a run give them."""

import json

from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command

from .common import DATA, SopCase
from .papers import file_paper, picture, sign, signing

HONESTLY = "Disetujui secara elektronik dalam sistem; bukan tanda tangan elektronik tersertifikasi."


class SigningCase(SopCase):
    """The BKPSDM's own RKT where it is initialled, signed and stamped."""

    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.templates["rkt"]
        for name in ("kaban", "sekretaris", "kasubag", "staf", "kabid1", "pengelola"):
            setattr(cls, name, cls.person(name))
        cls.administrator = cls.person("admin-sop")

    @classmethod
    def sop(cls, people, exits=(), asks=("paraf",), **step):
        """An SOP in force: a step of the staff, one of `people` that asks, one of the staff.

        :param people: names of persons, a column each, from the left
        :param exits: pairs of a label and a row it leads to
        """
        users = [cls.person(name) for name in dict.fromkeys((*people, "staf"))]
        template = cls.env["sop.template"].create(
            {
                "name": "Nota dinas",
                "company_id": cls.company.id,
                "executor_ids": [
                    Command.create({"name": user.name, "rule": "person", "user_ids": user.ids, "sequence": number})
                    for number, user in enumerate(users)
                ],
            }
        )
        column = {executor.user_ids: executor.id for executor in template.executor_ids}
        values = {f"asks_{kind}": True for kind in asks} | step
        signers = [column[cls.person(name)] for name in people]
        rows = ([column[cls.staf]], {}), (signers, values), ([column[cls.staf]], {})
        steps = cls.env["sop.template.step"].create(
            [
                {"template_id": template.id, "sequence": number, "name": f"Langkah {number}", **more}
                | {"executor_ids": columns, "main_executor_id": columns[0]}
                for number, (columns, more) in enumerate(rows, start=1)
            ]
        )
        cls.env["sop.template.branch"].create(
            [{"step_id": steps[1].id, "name": label, "target_step_id": steps[row - 1].id} for label, row in exits]
        )
        template._make_effective(False)
        return template

    @classmethod
    def at_signing(cls, *people, **sop):
        """A run of such an SOP that waits for its signers, with a document filed by the staff."""
        process = cls.start(cls.sop(people, **sop), cls.staf, "Nota")
        file_paper(process, cls.staf, "Nota dinas")
        cls.done(cls.staf, process)
        return process

    def tick(self, user, process):
        activity = self.inbox(user).filtered(lambda activity: activity.res_id == process.id)
        activity.action_feedback()
        self.env.invalidate_all()

    def assert_refused(self, says, act):
        with self.assertRaisesRegex(UserError, says), self.env.cr.savepoint():
            act()
        self.env.invalidate_all()


class TestStories(SigningCase):
    def test_two_initial_in_order(self):
        """The Sekretaris and the Kasubag initial a note, the lower rank, which stands at the right, first."""
        process = self.at_signing("sekretaris", "kasubag", signing_order="right")
        self.assert_refused(f"not your turn to sign.*{self.kasubag.name}", lambda: self.tick(self.sekretaris, process))
        self.assert_refused("not your turn to sign", lambda: sign(process, self.sekretaris, "paraf"))
        mine = self.as_person(process, self.sekretaris)
        self.assertFalse(mine.can_paraf)
        self.assertIn(self.kasubag.name, mine.my_signing_turn)
        paraf = sign(process, self.kasubag, "paraf")
        self.tick(self.kasubag, process)
        self.assertEqual(process.current_step_id.number, 2)
        self.assertTrue(self.as_person(process, self.sekretaris).can_paraf)
        sign(process, self.sekretaris, "paraf")
        self.tick(self.sekretaris, process)
        self.assertEqual(process.current_step_id.number, 3)
        self.assertEqual((paraf.kind, paraf.paraf_kind, paraf.tz), ("paraf", "hierarchy", "Asia/Makassar"))
        self.assertIn(HONESTLY, paraf.statement)
        self.assertNotIn("BSrE", paraf.statement)
        self.assertEqual(process.output_ids.state, "initialled")
        self.assertTrue(all(process.signature_ids.mapped("is_intact")))
        self.assertEqual(process._findings(), {})

    def test_any_order(self):
        process = self.at_signing("sekretaris", "kasubag")
        sign(process, self.sekretaris, "paraf")
        self.tick(self.sekretaris, process)
        sign(process, self.kasubag, "paraf")
        self.tick(self.kasubag, process)
        self.assertEqual(process.current_step_id.number, 3)

    def test_done_opens_the_dialog(self):
        process = self.at_signing("sekretaris")
        with self.assertRaises(RedirectWarning) as caught, self.env.cr.savepoint():
            self.tick(self.sekretaris, process)
        action = self.env["ir.actions.act_window"].browse(caught.exception.args[1])
        self.assertEqual(action.res_model, "sop.signature.write")
        self.assertEqual(caught.exception.args[3], {"default_process_id": process.id, "default_kind": "paraf"})
        activity = self.inbox(self.sekretaris).filtered(lambda activity: activity.res_id == process.id)
        self.assertEqual(activity.sop_asks_sign, "paraf")

    def test_signature_then_stamp_then_finish(self):
        process = self.at_signing("kaban", asks=("signature", "stamp"))
        self.company.sop_stamp = picture("red")
        action = signing(process, self.kaban, "signature").action_sign()
        self.assertEqual((action["res_model"], action["context"]["default_kind"]), ("sop.signature.write", "stamp"))
        action = signing(process, self.kaban, "stamp").action_sign()
        self.assertEqual(action["res_model"], "sop.task.finish")
        self.env.invalidate_all()
        self.assertEqual(process.output_ids.state, "stamped")
        stamp = process.signature_ids.filtered(lambda one: one.kind == "stamp")
        self.assertTrue(stamp.image_sha256 and stamp.image)
        self.tick(self.kaban, process)
        self.assertEqual(process.current_step_id.number, 3)

    def test_the_state_of_a_document_never_falls(self):
        process = self.at_signing("kaban", asks=("paraf", "signature"))
        sign(process, self.kaban, "signature")
        sign(process, self.kaban, "paraf")
        self.assertEqual(process.output_ids.state, "signed")

    def test_acting_official(self):
        """The Sekretaris signs as Plh. Kepala Badan while the head is away, and his own step in his own office."""
        process = self.at_signing("kaban", "sekretaris", asks=("signature",))
        today = self.company._sop_today()
        period = {"date_from": today, "date_to": today, "kind": "plh", "company_id": self.company.id}
        self.env["sop.acting"].create(
            {**period, "user_id": self.kaban.id, "deputy_id": self.kabid1.id, "state": "confirmed"}
        )
        self.env.invalidate_all()
        signature = sign(process, self.kabid1, "signature")
        self.assertTrue(signature.position.startswith("Plh. "), signature.position)
        self.assertEqual((signature.user_id, signature.official_id), (self.kabid1, self.kaban))
        self.assertIn(signature.position, signature.statement)
        own = sign(process, self.sekretaris, "signature")
        self.assertNotIn("Plh", own.position)
        self.assertFalse(own.official_id)

    def test_refusing_by_sending_back(self):
        process = self.at_signing("sekretaris")
        action = signing(process, self.sekretaris, "paraf").action_refuse()
        self.assertEqual(action["context"]["default_kind"], "send_back")
        Move = self.as_person(self.env["sop.process.move"], self.sekretaris)
        Move.create({"process_id": process.id, "kind": "send_back", "reason": "Angka salah"}).action_confirm()
        self.env.invalidate_all()
        self.assertEqual(process.current_step_id.number, 1)
        self.assertFalse(process.signature_ids)
        file_paper(process, self.staf, "Nota dinas", b"%PDF-1.4 baru", previous=process.output_ids)
        self.done(self.staf, process)
        signature = sign(process, self.sekretaris, "paraf")
        self.assertEqual([paper["version"] for paper in signature.papers], [2])

    def test_refusing_a_decision(self):
        process = self.at_signing("kaban", asks=("signature",), exits=(("Setuju", 3), ("Perbaiki", 1)))
        action = signing(process, self.kaban, "signature").action_refuse()
        Finish = self.as_person(self.env["sop.task.finish"], self.kaban).with_context(**action["context"])
        dialog = Finish.create({})
        dialog.env.flush_all()  # as the person; a savepoint flushes as whoever opened the transaction
        self.assertEqual(dialog.branch_id.name, "Perbaiki")
        self.assertTrue(dialog.is_refusal)
        self.assert_refused("Say why you do not sign", dialog.action_finish)
        dialog.feedback = "Angka salah"
        dialog.action_finish()
        self.env.invalidate_all()
        self.assertEqual(process.current_step_id.number, 1)
        self.assertFalse(process.signature_ids)

    def test_approving_a_decision(self):
        """The dialog of the decision asks for the signature, and comes back as it was filled in."""
        process = self.at_signing("kaban", asks=("signature",), exits=(("Setuju", 3), ("Perbaiki", 1)))
        Finish = self.as_person(self.env["sop.task.finish"], self.kaban)
        dialog = Finish.create({"process_id": process.id, "feedback": "Baik"})
        dialog.branch_id = dialog.step_id.branch_ids[0]
        action = dialog.action_finish()
        self.assertEqual(action["res_model"], "sop.signature.write")
        action = signing(process, self.kaban, "signature", finish_id=dialog.id).action_sign()
        self.assertEqual((action["res_model"], action["res_id"]), ("sop.task.finish", dialog.id))
        dialog.action_finish()
        self.env.invalidate_all()
        self.assertEqual(process.current_step_id.number, 3)
        self.assertIn("Baik", process.event_ids.mapped("note"))

    def test_a_correction_is_signed_anew(self):
        """Who has initialled a version has not initialled the next one."""
        process = self.at_signing("sekretaris")
        first = process.output_ids
        sign(process, self.sekretaris, "paraf")
        file_paper(process, self.staf, "Nota dinas", b"%PDF-1.4 lain", previous=first)
        self.assert_refused("paraf|initials", lambda: self.tick_or_tell(process))
        sign(process, self.sekretaris, "paraf")
        self.tick(self.sekretaris, process)
        self.assertEqual(process.current_step_id.number, 3)

    def tick_or_tell(self, process):
        try:
            self.tick(self.sekretaris, process)
        except RedirectWarning as warning:
            raise UserError(warning.args[0]) from warning

    def test_the_next_step_is_not_signed_along(self):
        process = self.start(self.sop(("staf",)), self.staf, "Nota")
        dialog = self.as_person(self.env["sop.task.finish"], self.staf).create({"process_id": process.id})
        self.assertFalse(dialog.next_step_text)
        dialog.with_next = True
        dialog.action_finish()
        self.env.invalidate_all()
        self.assertEqual(process.current_step_id.number, 2)

    def test_twice_is_once(self):
        process = self.at_signing("sekretaris")
        dialog = signing(process, self.sekretaris, "paraf")
        dialog.action_sign()
        dialog.action_sign()
        self.env.invalidate_all()
        self.assertEqual(len(process.signature_ids), 1)
        self.assertEqual(len(process.event_ids.filtered(lambda event: event.kind == "paraf")), 1)

    def test_which_documents(self):
        """Proposed are those the step names; others can be chosen; none at all cannot be signed."""
        process = self.start(self.sop(("sekretaris",), requirements="Nota dinas"), self.staf, "Nota")
        dialog = self.as_person(self.env["sop.task.finish"], self.staf).create({"process_id": process.id})
        dialog.action_finish()
        self.assert_refused("at least one document", signing(process, self.sekretaris, "paraf").action_sign)
        Move = self.as_person(self.env["sop.process.move"], self.sekretaris)
        Move.create({"process_id": process.id, "kind": "send_back", "reason": "Berkas kurang"}).action_confirm()
        self.env.invalidate_all()
        note, other = file_paper(process, self.staf, "Nota dinas"), file_paper(process, self.staf, "Anggaran kas")
        self.done(self.staf, process)
        paper = file_paper(process, self.staf, "Nota dinas asli", content=None, place="Lemari A")
        dialog = signing(process, self.sekretaris, "paraf")
        self.assertEqual(dialog.output_ids.ids, (note | paper).ids)
        self.assertIn("Lemari A", dialog.statement)
        dialog.output_ids |= other.with_env(dialog.env)
        dialog.action_sign()
        self.env.invalidate_all()
        self.assertEqual(len(process.signature_ids.papers), 3)

    def test_the_real_sop_to_its_end(self):
        process = self.start(self.template, self.kaban)
        for user in ("kaban", "sekretaris", "kasubag"):
            self.done(self.person(user), process)
        for user in ("kaban", "sekretaris", "kasubag", "staf"):
            self.done(self.person(user), process)
        for user in ("kasubag", "sekretaris", "kasubag", "staf", "kasubag", "sekretaris", "kaban", "staf"):
            self.done(self.person(user), process)
        self.assertEqual(process.state, "done")
        self.assertEqual(process.signature_ids.mapped("kind"), ["paraf", "signature", "stamp"])
        self.assertEqual(process._findings(), {})


class TestSteps(SigningCase):
    """What a step says of its paraf goes with its versions and files."""

    def test_file_and_version(self):
        template = self.sop(("sekretaris", "kasubag"), signing_order="left", paraf_kind="coordination")
        document = self.env["sop.interchange"]._document(template)
        self.assertEqual(document["steps"][1]["paraf_kind"], "coordination")
        self.assertEqual(document["steps"][1]["signing_order"], "left")
        self.assertFalse({"paraf_kind", "signing_order"} & document["steps"][0].keys())
        twin = template.copy()
        self.assertEqual((twin.step_ids[1].signing_order, twin.step_ids[1].paraf_kind), ("left", "coordination"))

    def test_from_a_file(self):
        stem = "bkpsdm-selayar-iku"
        document = json.loads((DATA / f"{stem}.json").read_text())
        document["steps"][9] |= {"paraf_kind": "coordination", "signing_order": "right"}
        content = json.dumps(document).encode()
        self.interchange._import_files([("iku.json", content)])
        template = self.env["sop.template"].search([("code", "=", "iku"), ("company_id", "=", self.company.id)])
        step = template.step_ids[9]
        self.assertEqual((step.paraf_kind, step.signing_order), ("coordination", "right"))
        self.assertEqual(self.interchange._import_files([("iku.json", content)]), [("iku.json", "unchanged")])
        document["steps"][9]["signing_order"] = "middle"
        self.assert_refused(
            "signing_order", lambda: self.interchange._import_files([("iku.json", json.dumps(document).encode())])
        )

    def test_coordination(self):
        process = self.at_signing("sekretaris", paraf_kind="coordination")
        signature = sign(process, self.sekretaris, "paraf")
        self.assertEqual(signature.paraf_kind, "coordination")
        self.assertIn("paraf koordinasi", signature.statement)

    def test_any_one_is_enough(self):
        """Whoever finishes signs, in whatever order, and he alone."""
        process = self.at_signing("sekretaris", "kasubag", joint="any", signing_order="right", asks=("paraf", "stamp"))
        sign(process, self.sekretaris, "paraf")
        sign(process, self.sekretaris, "stamp")
        self.tick(self.sekretaris, process)
        self.assertEqual(process.current_step_id.number, 3)
        self.assertEqual(process.signature_ids.user_id, self.sekretaris)

    def test_the_stamp_is_the_main_executors(self):
        process = self.at_signing("sekretaris", "kasubag", asks=("stamp",))
        self.tick(self.kasubag, process)
        self.assert_refused("not your turn", signing(process, self.kasubag, "stamp").action_sign)
        sign(process, self.sekretaris, "stamp")
        self.tick(self.sekretaris, process)
        self.assertEqual(process.current_step_id.number, 3)

"""A step of a macro SOP calls a micro SOP and waits for it; told as stories of the RKT inside the yearly planning."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import DATA, SopCase
from .racing import RaceCase, Soundness


class MacroCase(SopCase, Soundness):
    """Macro: the head orders, the secretary answers for the RKT (which calls the micro SOP), the head closes.
    Micro: the staff drafts, the section head checks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kaban, cls.sekretaris, cls.staf = cls.person("kaban"), cls.person("sekretaris"), cls.person("staf")
        cls.kasubag, cls.officer = cls.person("kasubag"), cls.person("pengelola")
        cls.micro = cls.sop("Penyusunan RKT", cls.staf, cls.kasubag, code="mikro")
        cls.macro = cls.sop(
            "Perencanaan tahunan", cls.kaban, cls.sekretaris, cls.kaban, code="makro", calls={1: cls.micro}
        )

    @classmethod
    def sop(cls, name, *people, calls=None, code=False, effective=True):
        """An SOP whose rows these people do; calls: number of a row, from 0 -> the SOP it calls."""
        template = cls.env["sop.template"].create(
            {
                "name": name,
                "code": code,
                "company_id": cls.company.id,
                "executor_ids": [
                    Command.create({"name": user.name, "rule": "person", "user_ids": [Command.set(user.ids)]})
                    for user in dict.fromkeys(people)
                ],
            }
        )
        columns = {column.user_ids: column.id for column in template.executor_ids}
        cls.env["sop.template.step"].create(
            [
                {
                    "template_id": template.id,
                    "sequence": row,
                    "name": f"Langkah {row + 1}",
                    "executor_ids": [Command.set([columns[user]])],
                    "micro_template_id": (calls or {}).get(row, cls.env["sop.template"]).id,
                }
                for row, user in enumerate(people)
            ]
        )
        if effective:
            template._make_effective(False)
        return template

    def at_the_call(self, template=None):
        """A macro process that has come to its second step."""
        process = self.start(template or self.macro, self.kaban)
        self.done(self.kaban, process)
        self.env.invalidate_all()
        return process

    def run_micro(self, child):
        self.done(self.staf, child)
        self.done(self.kasubag, child)
        self.env.invalidate_all()

    def move(self, user, process, kind, **values):
        Move = self.as_person(self.env["sop.process.move"], user)
        Move.create({"process_id": process.id, "kind": kind, "reason": "Alasan", **values}).action_confirm()
        self.env.invalidate_all()

    def last_message(self, process):
        return process.message_ids.sorted("id")[-1].body

    def kinds(self, process):
        return process.event_ids.sorted("id").mapped("kind")


class TestCalls(MacroCase):
    def test_the_macro_waits_and_goes_on(self):
        process = self.at_the_call()
        child = process.child_ids
        self.assertEqual((child.state, child.template_id), ("running", self.micro))
        self.assertEqual(child.name, "RKT 2027: Penyusunan RKT")
        self.assertEqual((child.parent_step_id, child.parent_visit), (self.macro.step_ids[1], 1))
        self.assertEqual(child.requester_id, self.sekretaris)
        self.assertEqual(self.inbox(self.sekretaris).res_id, process.id, "somebody stays responsible")
        with self.assertRaisesRegex(UserError, "waits for the micro process"):
            self.done(self.sekretaris, process, "sudah")
        self.run_micro(child)
        self.assertEqual((child.state, process.current_step_id), ("done", self.macro.step_ids[1]))
        message = process.message_ids.sorted("id")[-1]
        self.assertIn("is done; the step can be finished", message.body)
        self.assertIn(self.sekretaris.partner_id, message.notified_partner_ids)
        self.done(self.sekretaris, process, "dapat dilanjutkan")
        self.done(self.kaban, process)
        self.assertEqual(process.state, "done")
        for run in (process, child):
            self.assertEqual(run._replayed_state(), run._state(run._current_tasks()))

    def test_all_who_answer_for_the_step_take_part_and_follow(self):
        both = self.sekretaris | self.officer
        macro = self.sop("Bersama", self.kaban, *both, code="bersama", calls={1: self.micro}, effective=False)
        macro.step_ids[1].executor_ids |= macro.step_ids[2].executor_ids
        macro._make_effective(False)
        child = self.at_the_call(macro).child_ids
        self.assertLessEqual(both, child.participant_ids)
        self.assertLessEqual(both.partner_id, child.message_partner_ids)

    def test_its_outputs_are_taken(self):
        process = self.at_the_call()
        File = self.as_person(self.env["ir.attachment"], self.staf)
        draft = File.create({"name": "rkt.pdf", "raw": b"%PDF-1.4 RKT"})
        self.inbox(self.staf).action_feedback(attachment_ids=draft.ids)
        self.done(self.kasubag, process.child_ids)
        self.env.invalidate_all()
        taken = self.as_person(process, self.kaban).message_ids.attachment_ids
        self.assertEqual((taken.name, taken.raw, taken.res_id), ("rkt.pdf", b"%PDF-1.4 RKT", process.id))

    def test_progress_shows_through(self):
        process = self.at_the_call()
        self.assertEqual(process.progress, 33)
        self.done(self.staf, process.child_ids)
        self.env.invalidate_all()
        self.assertEqual(process.progress, 50)
        mine = self.as_person(process, self.sekretaris)
        self.assertIn("step 2. Langkah 2 (50%)", mine.micro_note)
        self.assertIn(f"/odoo/sop-processes/{process.child_ids.id}", mine.table_html)
        self.assertEqual(mine.action_open_children()["domain"], [("parent_id", "=", process.id)])
        child = self.as_person(process.child_ids, self.sekretaris)
        self.assertEqual(child.action_open_parent()["res_id"], process.id)

    def test_no_way_to_a_micro_process_one_takes_no_part_in(self):
        process = self.start(self.macro, self.officer)
        self.done(self.kaban, process)
        self.env.invalidate_all()
        child = process.child_ids
        self.env.cr.execute(
            "DELETE FROM sop_process_participant_rel WHERE sop_process_id = %s AND res_users_id = %s",
            [child.id, self.kaban.id],
        )
        self.env.invalidate_all()
        mine = self.as_person(process, self.kaban)
        self.assertIn("Langkah 1", mine.table_html)
        self.assertNotIn("/odoo/sop-processes/", mine.table_html)
        with self.assertRaises(AccessError):
            self.as_person(child, self.kaban).read(["name"])

    def test_a_newer_version_of_the_micro_sop_is_followed(self):
        new = self.micro.browse(self.micro.action_new_version()["res_id"])
        new._make_effective(False)
        self.assertEqual(self.at_the_call().child_ids.template_id, new)

    def test_the_first_step_calls(self):
        macro = self.sop("Langsung", self.sekretaris, self.kaban, calls={0: self.micro})
        process = self.start(macro, self.sekretaris)
        self.assertEqual(process.child_ids.state, "running")

    def test_calls_within_calls(self):
        upper = self.sop("Induk", self.kaban, calls={0: self.macro})
        top = self.start(upper, self.kaban)
        self.done(self.kaban, top.child_ids)
        self.env.invalidate_all()
        innermost = top.child_ids.child_ids
        self.assertEqual(innermost.template_id, self.micro)
        self.move(self.officer, top, "cancel")
        self.assertEqual((top.child_ids.state, innermost.state), ("cancelled", "cancelled"))
        for run in (top, top.child_ids, innermost):
            self.assertEqual(run._replayed_state(), run._state(run._current_tasks()))
        self.assertFalse(self.inbox(self.staf))

    def test_many_at_once(self):
        """Finishing in a batch starts a micro process for each, at no query more for each."""
        Process = self.as_person(self.env["sop.process"], self.kaban)
        costs = {}
        for count in (1, 2, 20):
            processes = Process._launch([{"template_id": self.macro.id, "name": f"R {i}"} for i in range(count)])
            tasks = processes.task_ids.filtered(lambda task: task.user_id == self.kaban)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            tasks._complete("selesai")
            self.env.flush_all()
            costs[count] = self.cr.sql_log_count - before
            self.assertEqual(len(processes.sudo().child_ids), count)
        # Only the lines in the chatters are written one by one.
        self.assertLessEqual((costs[20] - costs[2]) / 18, 8, costs)


class TestMovesOfTheMacro(MacroCase):
    def test_cancelled_with_it(self):
        process = self.at_the_call()
        child = process.child_ids
        self.move(self.officer, process, "cancel")
        self.assertEqual(child.state, "cancelled")
        self.assertEqual(self.kinds(child), ["start", "cancel"])
        self.assertIn("With its macro process", child.event_ids.sorted("id")[-1].note)
        self.assertIn("Alasan", child.event_ids.sorted("id")[-1].note)
        self.assertFalse(self.inbox(self.staf) | self.inbox(self.sekretaris))

    def test_suspended_and_resumed_with_it(self):
        process = self.at_the_call()
        child = process.child_ids
        self.move(self.officer, process, "suspend")
        self.assertEqual(child.state, "suspended")
        self.as_person(process, self.officer).action_resume()
        self.env.invalidate_all()
        self.assertEqual((process.state, child.state), ("running", "running"))
        self.assertEqual(self.kinds(child), ["start", "suspend", "resume"])

    def test_what_was_suspended_before_stays_suspended(self):
        process = self.at_the_call()
        child = process.child_ids
        self.move(self.officer, child, "suspend")
        self.move(self.officer, process, "suspend")
        self.as_person(process, self.officer).action_resume()
        self.env.invalidate_all()
        self.assertEqual(child.state, "suspended")

    def test_what_an_officer_suspends_later_stays_suspended(self):
        """It was suspended with its macro process, resumed by itself, and suspended again for a reason of its own."""
        process = self.at_the_call()
        child = process.child_ids
        self.move(self.officer, process, "suspend")
        self.as_person(child, self.officer).action_resume()
        self.move(self.officer, child, "suspend")
        self.as_person(process, self.officer).action_resume()
        self.env.invalidate_all()
        self.assertEqual((process.state, child.state), ("running", "suspended"))

    def test_not_called_back_when_its_micro_process_has_begun(self):
        """Nobody has opened the macro process, but what its step called is at work."""
        process = self.at_the_call()
        self.assertTrue(self.as_person(process, self.kaban).can_call_back)
        self.done(self.staf, process.child_ids)
        self.env.invalidate_all()
        self.assertFalse(self.as_person(process, self.kaban).can_call_back)
        with self.assertRaisesRegex(UserError, "no longer be called back"):
            self.as_person(process, self.kaban).action_call_back()
        self.assertEqual(process.child_ids.state, "running")

    def test_sent_back(self):
        """The micro process of the visit that is left is cancelled; coming again starts another."""
        process = self.at_the_call()
        first = process.child_ids
        self.move(self.sekretaris, process, "send_back")
        self.assertEqual((first.state, process.current_step_id), ("cancelled", self.macro.step_ids[0]))
        self.done(self.kaban, process)
        self.env.invalidate_all()
        second = process.child_ids - first
        self.assertEqual((second.state, second.parent_visit), ("running", 2))
        self.run_micro(second)
        self.done(self.sekretaris, process)
        self.assertEqual(process.current_step_id, self.macro.step_ids[2])


class TestNotTrapped(MacroCase):
    def test_a_cancelled_micro_process(self):
        """The executor may finish with a reason, or an officer starts it anew."""
        for anew in (True, False):
            with self.subTest(anew=anew):
                process = self.at_the_call()
                child = process.child_ids
                self.move(self.officer, child, "cancel")
                self.assertIn("was cancelled", self.last_message(process))
                with self.assertRaisesRegex(UserError, "was cancelled. Say why"):
                    self.done(self.sekretaris, process)
                if anew:
                    self.as_person(process, self.officer).action_call_micro()
                    self.env.invalidate_all()
                    self.run_micro(process.child_ids - child)
                self.done(self.sekretaris, process, "" if anew else "RKT sudah ada dari tahun lalu")
                self.assertEqual(process.current_step_id, self.macro.step_ids[2])

    def test_the_first_of_two_cancelled_ones_is_reopened(self):
        """What is done in it counts, and not that the second one is cancelled."""
        process = self.at_the_call()
        first = process.child_ids
        self.move(self.officer, first, "cancel")
        self.as_person(process, self.officer).action_call_micro()
        self.env.invalidate_all()
        self.move(self.officer, process.child_ids - first, "cancel")
        self.move(self.officer, first, "reopen", target_id=self.micro.step_ids[0].id)
        self.assertFalse(self.as_person(process, self.officer).can_call_micro)
        self.run_micro(first)
        self.assertIn("is done; the step can be finished", self.last_message(process))
        self.done(self.sekretaris, process)
        self.assertEqual(process.current_step_id, self.macro.step_ids[2])

    def test_reopened_when_its_step_is_past(self):
        """It is corrected on its own, and not cancelled because a later step of the macro process is finished."""
        process = self.at_the_call()
        child = process.child_ids
        self.run_micro(child)
        self.done(self.sekretaris, process)
        self.move(self.officer, child, "reopen", target_id=self.micro.step_ids[1].id)
        self.done(self.kaban, process)
        self.env.invalidate_all()
        self.assertEqual((process.state, child.state), ("done", "running"))
        self.done(self.kasubag, child)
        self.assertEqual(child.state, "done")

    def test_a_micro_sop_that_cannot_start(self):
        self.micro.action_withdraw()
        process = self.at_the_call()
        self.assertEqual((process.state, process.current_step_id), ("running", self.macro.step_ids[1]))
        self.assertFalse(process.child_ids)
        self.assertIn("No version of “Penyusunan RKT” is in force", process.micro_failure)
        self.assertIn("No version of", self.as_person(process, self.sekretaris).micro_note)
        with self.assertRaisesRegex(UserError, "has not started: No version"):
            self.done(self.sekretaris, process, "selesai saja")
        officer = self.as_person(process, self.officer)
        with self.assertRaisesRegex(UserError, "No version of"):
            officer.action_call_micro()
        self.micro.browse(self.micro.action_new_version()["res_id"])._make_effective(False)
        self.env.invalidate_all()
        officer.action_call_micro()
        self.env.invalidate_all()
        self.assertFalse(process.micro_failure)
        self.run_micro(process.child_ids)
        self.done(self.sekretaris, process)
        self.assertEqual(process.current_step_id, self.macro.step_ids[2])

    def test_one_that_cannot_start_does_not_hold_up_the_others(self):
        """Two macro processes go on in one call, and the micro SOP of one of them is withdrawn."""
        gone = self.sop("Dicabut", self.staf)
        other = self.sop("Lain", self.kaban, self.sekretaris, calls={1: gone})
        gone.action_withdraw()
        Process = self.as_person(self.env["sop.process"], self.kaban)
        good, bad = Process._launch([{"template_id": macro.id, "name": macro.name} for macro in (self.macro, other)])
        (good | bad).task_ids.filtered(lambda task: task.user_id == self.kaban)._complete()
        self.env.invalidate_all()
        self.assertEqual(good.sudo().child_ids.state, "running")
        self.assertFalse(bad.sudo().child_ids)
        self.assertTrue(bad.sudo().micro_failure)
        self.assertEqual((good.state, bad.state), ("running", "running"))

    def test_wrong_people(self):
        process = self.at_the_call()
        with self.assertRaisesRegex(UserError, "no micro process to start now"):
            self.as_person(process, self.officer).action_call_micro()
        self.move(self.officer, process.child_ids, "cancel")
        self.import_agency("bappeda-kalbar")
        for user in (self.sekretaris, self.staf, self.person("pengelola", "bappeda-kalbar")):
            with self.assertRaises(AccessError):
                self.as_person(process, user).action_call_micro()
        self.assertEqual(len(process.child_ids), 1)

    def test_forged_links(self):
        process = self.at_the_call()
        Process = self.as_person(self.env["sop.process"], self.officer)
        values = {"template_id": self.micro.id, "name": "palsu"}
        link = {"parent_id": process.id, "parent_step_id": self.macro.step_ids[1].id, "parent_visit": 1}
        with self.assertRaises(UserError):
            Process.create({**values, **link})
        forged = Process.with_context(**{f"default_{name}": value for name, value in link.items()}).create(values)
        self.assertFalse(forged.parent_id)
        for name, value in {**link, "micro_failure": "x", "suspended_by_parent": True}.items():
            with self.assertRaises(UserError):
                forged.write({name: value})


class TestChecker(MacroCase):
    def test_an_sop_that_calls_itself(self):
        draft = self.micro.browse(self.micro.action_new_version()["res_id"])
        draft.step_ids[0].micro_template_id = self.micro
        with self.assertRaisesRegex(
            UserError, "Step 1: the micro SOP it calls leads back.*Penyusunan RKT → Penyusunan RKT"
        ):
            draft.action_send_for_review()

    def test_through_another(self):
        draft = self.micro.browse(self.micro.action_new_version()["res_id"])
        draft.step_ids[1].micro_template_id = self.macro
        self.assertIn("Penyusunan RKT → Perencanaan tahunan → Penyusunan RKT", draft.finding_text)
        self.assertTrue(draft.has_errors)
        with self.assertRaisesRegex(UserError, "Step 2: the micro SOP it calls leads back"):
            draft._make_effective(False)

    def test_two_that_came_into_force_at_once_do_not_run_for_ever(self):
        """Past the checker: the second call is refused when it is made, and its step waits with the reason."""
        with_engine = self.env["sop.template.step"].with_context(sop_engine=self.engine_key())
        with_engine.browse(self.micro.step_ids[0].id).micro_template_id = self.macro
        self.env.registry.clear_cache()
        process = self.at_the_call()
        child = process.child_ids
        self.assertEqual(child.state, "running")
        self.assertIn("would call itself", child.micro_failure)
        self.assertFalse(child.child_ids)

    def engine_key(self):
        from odoo.addons.sop_planning.models.engine_key import ENGINE_KEY

        return ENGINE_KEY

    def test_a_micro_sop_that_is_not_in_force_is_odd(self):
        draft = self.sop("Konsep", self.staf, effective=False)
        macro = self.sop("Memanggil konsep", self.kaban, calls={0: draft}, effective=False)
        self.assertIn("Step 1: the micro SOP it calls, “Konsep”, is not in force", macro.finding_text)
        self.assertFalse(macro.has_errors)

    def test_frozen_with_the_version(self):
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            self.macro.step_ids[1].micro_template_id = False
        copy = self.macro.browse(self.macro.action_new_version()["res_id"])
        self.assertEqual(copy.step_ids[1].micro_template_id, self.micro)

    def test_an_sop_of_another_agency(self):
        self.import_agency("bappeda-kalbar")
        other = self.import_sop("bappeda-kalbar-renja")
        draft = self.sop("Konsep", self.staf, effective=False)
        with self.assertRaisesRegex(UserError, "its own agency"):
            draft.step_ids[0].micro_template_id = other

    def test_in_and_out_as_files(self):
        content = self.interchange._export(self.macro)
        document = json.loads(content)
        self.assertEqual([step.get("micro") for step in document["steps"]], [None, "mikro", None])
        document |= {"code": "makro-lain", "version": 1}
        document["identity"].pop("number", None)
        for step in document["executors"]:
            step["rule"] = {"type": "requester"}
        self.interchange._import_files([("makro.json", json.dumps(document).encode())])
        twin = self.env["sop.template"].search([("code", "=", "makro-lain"), ("company_id", "=", self.company.id)])
        self.assertEqual(twin.step_ids[1].micro_template_id, self.micro)
        document["steps"][1]["micro"] = "khayal"
        with self.assertRaisesRegex(UserError, r"steps\[1\].micro.*no SOP with the file code “khayal”"):
            self.interchange._import_files([("makro.json", json.dumps(document).encode())])

    def test_export_without_a_code(self):
        nameless = self.sop("Tanpa kode", self.staf)
        macro = self.sop("Memanggil", self.kaban, calls={0: nameless}, code="memanggil")
        with self.assertRaisesRegex(UserError, "file code"):
            self.interchange._export(macro)

    def test_the_nine_call_nothing(self):
        self.assertFalse(
            [path for path in DATA.glob("*.json") if '"micro":' in path.read_text().replace('"scope": "micro"', "")]
        )


class TestRaces(RaceCase):
    """The macro process is cancelled while its micro process ends; two officers start one anew."""

    ROUNDS = 8

    def macro(self):
        micro, macro = self.sop("c"), self.sop("a", "b")
        with self.committed() as env:
            step = env["sop.template"].browse(macro).step_ids[1]
            env.cr.execute("UPDATE sop_template_step SET micro_template_id = %s WHERE id = %s", [micro, step.id])
        self.registry.clear_cache()
        return macro

    def called(self, macro, count):
        process_ids = self.runs(macro, count, done_by=("a",))
        with self.committed() as env:
            return [(process.id, process.child_ids.id) for process in env["sop.process"].browse(process_ids)]

    def cancel(self, process_id):
        values = {"process_id": process_id, "kind": "cancel", "reason": "perlu"}
        return lambda env: env["sop.process.move"].create(values).action_confirm()

    def test_cancel_against_finish(self):
        for process_id, child_id in self.called(self.macro(), self.ROUNDS):
            activity = self.activity_ids([child_id], "c")
            finish = lambda env, activity=activity: env["mail.activity"].browse(activity).action_feedback()  # noqa: E731
            outcomes, _seconds = self.race(("officer", self.cancel(process_id)), ("c", finish))
            with self.committed() as env:
                process, child = env["sop.process"].browse((process_id, child_id))
                self.assertEqual(process.state, "cancelled", outcomes)
                self.assertIn(child.state, ("cancelled", "done"), outcomes)
                self.assertEqual(child._replayed_state(), child._state(child._current_tasks()))
                self._assert_inbox_is_open_tasks(child, str(outcomes))

    def test_two_officers_start_it_anew(self):
        for process_id, child_id in self.called(self.macro(), self.ROUNDS):
            with self.committed("officer") as env:
                env["sop.process.move"].create(
                    {"process_id": child_id, "kind": "cancel", "reason": "perlu"}
                ).action_confirm()
            call = lambda env, process_id=process_id: env["sop.process"].browse(process_id).action_call_micro()  # noqa: E731
            outcomes, _seconds = self.race(("officer", call), ("writer", call))
            with self.committed() as env:
                children = env["sop.process"].browse(process_id).child_ids
                self.assertEqual(sorted(children.mapped("state")), ["cancelled", "running"], outcomes)

    @classmethod
    def _clean(cls):
        with cls.committed() as env:
            env.cr.execute("UPDATE sop_process SET parent_id = NULL WHERE parent_id IS NOT NULL")
            env.cr.execute("UPDATE sop_template_step SET micro_template_id = NULL WHERE micro_template_id IS NOT NULL")
        super()._clean()

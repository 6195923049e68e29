"""People who act at the same moment: exactly one outcome, nothing twice, nobody waits for ever.

What went wrong without care is in the notes on concurrency: core posts twice, and a row lock alone leaves a joint step
stuck, because transactions are REPEATABLE READ.
"""

from contextlib import closing
from statistics import median

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.tools import SQL

from .racing import RaceCase

ROUNDS = 12


def click(activity_ids, words="selesai"):
    """The tick of an activity in the inbox."""
    return lambda env: env["mail.activity"].browse(activity_ids).action_feedback(words)


def dialog(process_id):
    """The finish button of the form and its dialog."""
    return lambda env: env["sop.task.finish"].create({"process_id": process_id}).action_finish()


def confirm(process_id, kind):
    """The dialog of a move that needs a reason."""
    values = {"process_id": process_id, "kind": kind, "reason": "perlu"}
    return lambda env: env["sop.process.move"].create(values).action_confirm()


def press(model, record_id, button):
    return lambda env: getattr(env[model].browse(record_id), button)()


class RunRaces(RaceCase):
    def rounds(self, process_ids, *calls):
        """One race for each process; each is looked at in a fresh transaction and must be sound.

        :param calls: pairs of a person and what he does with a process id, in the same words as `race`
        :return: yields the process, the outcomes, and what to say when they are wrong
        """
        self.seconds = []
        for number, process_id in enumerate(process_ids):
            outcomes, seconds = self.race(*((name, call(process_id, name)) for name, call in calls))
            self.seconds.append(seconds)
            with self.committed() as env:
                process = env["sop.process"].browse(process_id)
                note = f"round {number}: {outcomes}, journal {self.kinds(process)}"
                self.assert_sound(process, note)
                yield process, outcomes, note

    def clicking(self, process_id, name):
        return click(self.activity_ids([process_id], name))

    def finishing(self, process_id, _name):
        return dialog(process_id)

    def finishing_in_open_dialog(self, process_id, name):
        with self.committed(name) as env:
            wizard = env["sop.task.finish"].create({"process_id": process_id})
        return press("sop.task.finish", wizard.id, "action_finish")

    def sending_back(self, process_id, _name):
        return confirm(process_id, "send_back")

    def suspending(self, process_id, _name):
        return confirm(process_id, "suspend")

    def cancelling(self, process_id, _name):
        return confirm(process_id, "cancel")

    def starting(self, process_id, _name):
        return press("sop.process", process_id, "action_start")

    def kinds(self, process):
        """The journal after the start, in words."""
        return [event.kind for event in process.event_ids.sorted("id")][1:]

    def done_tasks(self, process):
        return process.task_ids.filtered(lambda task: task.state == "done")

    def assert_at(self, process, row, visit, note):
        place = (process.current_step_id.number, process.visits[str(process.current_step_id.id)])
        self.assertEqual(place, (row, visit), note)

    def assert_refused(self, outcome, words, note):
        self.assertRegex(outcome.refusal, words, note)


class TestOnePerson(RunRaces):
    """Two clicks of the same person: one counts, the other is quiet or told that it is not his turn."""

    def test_two_clicks(self):
        runs = self.runs(self.sop("a", "b"), ROUNDS)
        for process, outcomes, note in self.rounds(runs, ("a", self.clicking), ("a", self.clicking)):
            self.assert_at(process, 2, 1, note)
            self.assertEqual(self.kinds(process), ["finish"], note)
            self.assertEqual(sorted(bool(outcome.result) for outcome in outcomes), [False, True], note)
            self.assertTrue(all(outcome.passed for outcome in outcomes), note)

    def test_two_clicks_when_the_next_step_is_his_too(self):
        runs = self.runs(self.sop("a", "a", "b"), ROUNDS)
        for process, _outcomes, note in self.rounds(runs, ("a", self.clicking), ("a", self.clicking)):
            self.assert_at(process, 2, 1, note)
            self.assertEqual(self.kinds(process), ["finish"], note)

    def test_two_clicks_in_a_joint_step(self):
        """The step goes on, so that no row of the process tells the second click that it comes late."""
        runs = self.runs(self.sop("a b", "c"), ROUNDS)
        for process, _outcomes, note in self.rounds(runs, ("a", self.clicking), ("a", self.clicking)):
            self.assert_at(process, 1, 1, note)
            self.assertEqual(self.kinds(process), ["finish"], note)

    def test_click_and_dialog(self):
        runs = self.runs(self.sop("a", "b"), ROUNDS)
        for process, (_click, dialog_), note in self.rounds(runs, ("a", self.clicking), ("a", self.finishing)):
            self.assert_at(process, 2, 1, note)
            self.assertEqual(self.kinds(process), ["finish"], note)
            if not dialog_.passed:
                self.assert_refused(dialog_, "not your turn", note)

    def test_open_dialog_when_the_next_step_is_his_too(self):
        """A dialog opened for one step does not finish the next one."""
        runs = self.runs(self.sop("a", "a", "b"), ROUNDS)
        calls = ("a", self.clicking), ("a", self.finishing_in_open_dialog)
        for process, (_click, late), note in self.rounds(runs, *calls):
            self.assert_at(process, 2, 1, note)
            self.assertEqual(self.kinds(process), ["finish"], note)
            if not late.passed:
                self.assert_refused(late, "not your turn", note)


class TestTeam(RunRaces):
    """Two people of one column: the first one counts, one message."""

    def check(self, runs, *calls):
        for process, outcomes, note in self.rounds(runs, *calls):
            self.assertEqual(self.kinds(process), ["finish"], note)
            self.assertEqual(len(self.done_tasks(process)), 1, note)
            for outcome in outcomes:
                self.assertTrue(outcome.passed or "not your turn" in outcome.refusal, note)
            yield process, note

    def test_two_clicks(self):
        runs = self.runs(self.sop("ab", "c"), ROUNDS)
        for process, note in self.check(runs, ("a", self.clicking), ("b", self.clicking)):
            self.assert_at(process, 2, 1, note)

    def test_click_and_dialog(self):
        runs = self.runs(self.sop("ab", "c"), ROUNDS)
        for process, note in self.check(runs, ("a", self.clicking), ("b", self.finishing)):
            self.assert_at(process, 2, 1, note)

    def test_while_another_column_is_awaited(self):
        runs = self.runs(self.sop("ab c", "d"), ROUNDS)
        for process, note in self.check(runs, ("a", self.clicking), ("b", self.clicking)):
            self.assert_at(process, 1, 1, note)

    def test_any_one_of_two_columns(self):
        runs = self.runs(self.sop("a b", "c", joint="any"), ROUNDS)
        for process, note in self.check(runs, ("a", self.clicking), ("b", self.clicking)):
            self.assert_at(process, 2, 1, note)


class TestTies(RunRaces):
    """The last executors of a joint step at once: each follows the other in the journal, and the step ends once."""

    def check(self, runs, *names):
        for process, outcomes, note in self.rounds(runs, *((name, self.clicking) for name in names)):
            self.assert_at(process, 2, 1, note)
            self.assertTrue(all(outcome.passed and outcome.result for outcome in outcomes), note)
            kinds = self.kinds(process)
            self.assertEqual((kinds.count("finish"), len(self.done_tasks(process))), (len(names), len(names)), note)
            self.assertEqual(len(kinds), len(names), note)

    def test_two(self):
        runs = self.runs(self.sop("a b", "c"), 3 * ROUNDS)
        self.check(runs, "a", "b")
        print(f"\ntie of two executors, to the end of the last call: median {1000 * median(self.seconds):.0f} ms")

    def test_three(self):
        self.check(self.runs(self.sop("a b c", "d"), ROUNDS), "a", "b", "c")

    def test_four(self):
        self.check(self.runs(self.sop("a b c d", "a"), ROUNDS), "a", "b", "c", "d")

    def test_last_step(self):
        runs = self.runs(self.sop("a b"), ROUNDS)
        for process, _outcomes, note in self.rounds(runs, ("a", self.clicking), ("b", self.clicking)):
            self.assertEqual(process.state, "done", note)

    def test_third_person_in_both_columns(self):
        """Each finish takes one of his two tasks away and leaves him the other: his activity must go all the same."""
        self.check(self.runs(self.sop("ac bc", "d"), ROUNDS), "a", "b")

    def test_team_and_tie(self):
        """a and b stand in one column, c and d in the other."""
        runs = self.runs(self.sop("ab cd", "a"), ROUNDS)
        calls = [(name, self.clicking) for name in "abcd"]
        for process, _outcomes, note in self.rounds(runs, *calls):
            self.assert_at(process, 2, 1, note)
            self.assertEqual(len(self.done_tasks(process)), 2, note)


class TestAgainst(RunRaces):
    """A finish against a move of another kind: both in some order, or the one that came late is told so."""

    LATE = "not your turn|closed or suspended|^$"

    def test_send_back_by_another_executor(self):
        runs = self.runs(self.sop("c", "a b", "c"), ROUNDS, done_by="c")
        for process, (finish, back), note in self.rounds(runs, ("a", self.clicking), ("b", self.sending_back)):
            self.assert_at(process, 1, 2, note)
            self.assertTrue(back.passed, note)
            self.assert_refused(finish, self.LATE, note)
            self.assertEqual(self.kinds(process)[-1], "send_back", note)

    def test_send_back_of_the_only_column(self):
        runs = self.runs(self.sop("c", "ab", "c"), ROUNDS, done_by="c")
        for process, (finish, back), note in self.rounds(runs, ("a", self.clicking), ("b", self.sending_back)):
            kinds = self.kinds(process)
            self.assertIn(kinds, [["finish", "finish"], ["finish", "send_back"]], note)
            self.assertEqual((kinds[-1] == "send_back", not finish.result), (back.passed, back.passed), note)

    def test_cancel(self):
        runs = self.runs(self.sop("a", "b"), ROUNDS)
        for process, (finish, cancel), note in self.rounds(runs, ("a", self.clicking), ("officer", self.cancelling)):
            self.assertEqual((process.state, cancel.passed), ("cancelled", True), note)
            self.assert_refused(finish, self.LATE, note)
            self.assertIn(self.kinds(process), [["cancel"], ["finish", "cancel"]], note)

    def test_cancel_of_a_joint_step(self):
        runs = self.runs(self.sop("a b", "c"), ROUNDS)
        for process, (_finish, cancel), note in self.rounds(runs, ("a", self.clicking), ("officer", self.cancelling)):
            self.assertEqual((process.state, cancel.passed), ("cancelled", True), note)

    def test_suspend(self):
        for rows in (("a", "b"), ("a b", "c")):
            runs = self.runs(self.sop(*rows), ROUNDS)
            calls = ("a", self.clicking), ("officer", self.suspending)
            for process, (finish, suspend), note in self.rounds(runs, *calls):
                self.assertEqual((process.state, suspend.passed), ("suspended", True), note)
                self.assert_refused(finish, self.LATE, note)
                self.assertIn(self.kinds(process), [["suspend"], ["finish", "suspend"]], note)

    def test_suspend_against_a_tie(self):
        runs = self.runs(self.sop("a b", "c"), ROUNDS)
        calls = ("a", self.clicking), ("b", self.clicking), ("officer", self.suspending)
        for process, (_a, _b, suspend), note in self.rounds(runs, *calls):
            self.assertEqual((process.state, suspend.passed), ("suspended", True), note)

    def test_cancel_against_a_tie_that_ends_the_run(self):
        runs = self.runs(self.sop("a b"), ROUNDS)
        calls = ("a", self.clicking), ("b", self.clicking), ("officer", self.cancelling)
        for process, (_a, _b, cancel), note in self.rounds(runs, *calls):
            self.assertEqual(process.state, "cancelled" if cancel.passed else "done", note)

    def test_send_back_against_a_tie(self):
        runs = self.runs(self.sop("d", "a b c", "d"), ROUNDS, done_by="d")
        calls = ("a", self.clicking), ("b", self.clicking), ("c", self.sending_back)
        for process, (_a, _b, back), note in self.rounds(runs, *calls):
            self.assert_at(process, 1, 2, note)
            self.assertTrue(back.passed, note)

    def test_two_cancels(self):
        runs = self.runs(self.sop("a", "b"), ROUNDS)
        calls = ("starter", self.cancelling), ("officer", self.cancelling)
        for process, outcomes, note in self.rounds(runs, *calls):
            self.assertEqual(self.kinds(process), ["cancel"], note)
            [late] = [outcome for outcome in outcomes if not outcome.passed]
            self.assert_refused(late, "closed", note)


class TestStarts(RunRaces):
    def prepared(self, count):
        template_id = self.sop("a", "b")
        with self.committed("writer") as env:
            values = {"template_id": template_id, "name": "Uji", "requester_id": self.users["starter"]}
            return env["sop.process"].create([dict(values) for _ in range(count)]).ids

    def test_two_starts(self):
        calls = ("starter", self.starting), ("officer", self.starting)
        for process, outcomes, note in self.rounds(self.prepared(ROUNDS), *calls):
            self.assertEqual((process.state, self.kinds(process)), ("running", []), note)
            [late] = [outcome for outcome in outcomes if not outcome.passed]
            self.assert_refused(late, "may not do this", note)

    def test_start_against_cancel(self):
        calls = ("starter", self.starting), ("officer", self.cancelling)
        for process, (start, cancel), note in self.rounds(self.prepared(ROUNDS), *calls):
            self.assertEqual((process.state, cancel.passed), ("cancelled", True), note)
            self.assertEqual(start.passed, self.kinds(process) == ["cancel"], note)


class TestStaleReader(RunRaces):
    """A request that has read everything before another one moved the process."""

    def test_late_writer_collides(self):
        [run] = self.runs(self.sop("a", "b"), 1)
        activity_ids = self.activity_ids([run], "a")
        with closing(self.registry.cursor()) as cr:
            env = self._env(cr, "a")
            stale = env["sop.process"].browse(run)
            self.assertTrue(stale.can_finish)
            with self.committed("a") as other:
                click(activity_ids)(other)
            self.assertRaises(SerializationFailure, click(activity_ids), env)
            cr.rollback()
            self.assertFalse(click(activity_ids)(env))
            self.assertRaisesRegex(UserError, "not your turn", dialog(run), env)

    def test_late_writer_of_a_joint_step_collides(self):
        [run] = self.runs(self.sop("a b", "c"), 1)
        activity_ids = self.activity_ids([run], "a")
        with closing(self.registry.cursor()) as cr:
            env = self._env(cr, "a")
            self.assertTrue(env["sop.process"].browse(run).can_finish)
            with self.committed("a") as other:
                click(activity_ids)(other)
            with self.assertRaises(SerializationFailure):
                click(activity_ids)(env)
                cr.flush()
            cr.rollback()
            self.assertFalse(click(activity_ids)(env))

    def test_a_commit_forgets_what_was_read(self):
        """A long call that commits (a cron) reads again after the commit, so that it cannot move what has moved."""
        [run] = self.runs(self.sop("a", "b"), 1)
        activity_ids = self.activity_ids([run], "a")
        with closing(self.registry.cursor()) as cr:
            env = self._env(cr, "a")
            self.assertTrue(env["sop.process"].browse(run).can_finish)
            cr.commit()
            with self.committed("a") as other:
                click(activity_ids)(other)
            self.assertFalse(click(activity_ids)(env))

    def test_a_comment_that_is_committed_after_a_later_message(self):
        """It has the lower id, and the move that spoke meanwhile could not see it; the next one seals it."""
        [run] = self.runs(self.sop("a", "b", "c"), 1)
        with closing(self.registry.cursor()) as cr:
            said = self._env(cr, "b")["sop.process"].browse(run).message_post(body="Keberatan", message_type="comment")
            with self.committed("a") as other:
                click(self.activity_ids([run], "a"))(other)
            cr.commit()
        with self.committed("b") as env:
            click(self.activity_ids([run], "b"))(env)
        with self.committed() as env:
            process = env["sop.process"].browse(run)
            sealed = [message["id"] for event in process.event_ids for message in event.facts["messages"]]
            self.assertLessEqual(set(process.message_ids.ids), set(sealed))
            self.assertEqual(len(sealed), len(set(sealed)))
            self.assertIn(said.id, sealed)
            self.assertEqual(process._findings(), {})


class TestVersions(RaceCase):
    """Two officers put versions in force at the same moment: one version of an SOP is in force."""

    def reviewed(self, in_force, number):
        """Versions of one SOP in review, imported from files; the first one is in force if `in_force`."""
        with self.committed("writer") as env:
            interchange = env["sop.interchange"]
            first = self._first_version(env, f"sop-{in_force}-{number}".lower())
            document = interchange._document(first)
            if in_force:
                first.sudo()._make_effective(False)
            others = [interchange._import_sop({**document, "version": version}, False) for version in (2, 3)]
            self.assertEqual(others, ["created", "created"])
            drafts = env["sop.template"].search([("root_id", "=", first.id), ("state", "=", "draft")], order="version")
            drafts.action_send_for_review()
            return first.id, drafts[-2:].ids

    def _first_version(self, env, code):
        values = {"name": code, "code": code, "company_id": self.company_id, "executor_ids": self._columns(["a"])}
        template = env["sop.template"].create(values)
        env["sop.template.step"].create(
            {"template_id": template.id, "name": "Langkah", "executor_ids": template.executor_ids.ids}
        )
        return template

    def states(self, root_id):
        with self.committed() as env:
            versions = env["sop.template"].search([("root_id", "=", root_id)], order="version")
            return [version.state for version in versions]

    def approving(self, template_id):
        return press("sop.template", template_id, "action_make_effective")

    def test_two_drafts_that_replace_one(self):
        """One takes effect; the other, which was written to replace what is in force no longer, is told so."""
        for number in range(ROUNDS // 2):
            first, (second, third) = self.reviewed(True, number)
            outcomes, _ = self.race(("officer", self.approving(second)), ("approver", self.approving(third)))
            [late] = [outcome for outcome in outcomes if not outcome.passed]
            self.assertIn("was written to replace version 1", late.refusal)
            orders = [["superseded", "review", "effective"], ["superseded", "effective", "review"]]
            self.assertIn(self.states(first), orders)

    def test_two_drafts_and_none_in_force(self):
        for number in range(ROUNDS // 2):
            first, (second, third) = self.reviewed(False, number)
            outcomes, _ = self.race(("officer", self.approving(second)), ("approver", self.approving(third)))
            states = self.states(first)
            self.assertEqual(states.count("effective"), 1, (states, outcomes))
            for outcome in outcomes:
                if not outcome.passed:
                    self.assertIn("Another version of this SOP is effective already.", outcome.refusal)

    def test_the_same_draft(self):
        for number in range(ROUNDS // 2):
            first, (_second, third) = self.reviewed(True, f"same-{number}")
            outcomes, _ = self.race(("officer", self.approving(third)), ("approver", self.approving(third)))
            self.assertEqual(self.states(first), ["superseded", "review", "effective"])
            [late] = [outcome for outcome in outcomes if not outcome.passed]
            self.assertIn("it is “Effective”", late.refusal)

    def test_two_new_versions(self):
        for number in range(ROUNDS // 2):
            with self.committed("writer") as env:
                template = self._first_version(env, f"sop-new-{number}")
                template.sudo()._make_effective(False)
            copying = press("sop.template", template.id, "action_new_version")
            outcomes, _ = self.race(("officer", copying), ("approver", copying))
            self.assertEqual(self.states(template.id), ["effective", "draft"])
            [late] = [outcome for outcome in outcomes if not outcome.passed]
            self.assertRegex(late.refusal, "has a version with this number already|is being written already")


class TestStartDialog(RunRaces):
    def test_two_presses_start_one(self):
        template = self.sop("a", "b")
        for number in range(ROUNDS):
            with self.committed("a") as env:
                values = {"template_id": template, "name": f"Tekan {number}", "requester_id": self.users["a"]}
                wizard = env["sop.process.start"].create(values)
            start = press("sop.process.start", wizard.id, "action_start")
            outcomes, _seconds = self.race(("a", start), ("a", start))
            self.assertEqual(len({outcome.result["res_id"] for outcome in outcomes}), 1, outcomes)
            with self.committed() as env:
                self.assertEqual(env["sop.process"].search_count([("name", "=", f"Tekan {number}")]), 1)


class TestPeople(RunRaces):
    """Claims, calls back and acting officials against whoever acts at the same moment."""

    def claiming(self, process_id, _name):
        return press("sop.process", process_id, "action_claim")

    def calling_back(self, process_id, _name):
        return press("sop.process", process_id, "action_call_back")

    def opening(self, process_id, _name):
        form = {"name": {}, "my_step_text": {}}
        return lambda env: env["sop.process"].browse(process_id).web_read(form)

    def reassigning(self, process_id, _name):
        values = {"process_id": process_id, "kind": "reassign", "reason": "mutasi", "user_id": self.users["d"]}
        with self.committed("officer") as env:
            dialog = env["sop.process.pass"].create(values)
        return press("sop.process.pass", dialog.id, "action_confirm")

    def standing_in(self, official):
        def call(_process_id, _name):
            def act(env):
                today = env.company._sop_today()
                values = {"user_id": self.users[official], "deputy_id": self.users["d"], "office": "Kepala"}
                period = env["sop.acting"].create({**values, "date_from": today, "date_to": today})
                period.action_confirm()
                return period.id

            return act

        return call

    def asked(self, process):
        return process.task_ids.filtered(lambda task: task.state == "open").user_id.ids

    def test_two_claims(self):
        runs = self.runs(self.sop("ab", "c"), ROUNDS)
        for process, outcomes, note in self.rounds(runs, ("a", self.claiming), ("b", self.claiming)):
            self.assertEqual(sorted(outcome.passed for outcome in outcomes), [False, True], note)
            self.assertEqual(len(self.asked(process)), 1, note)
            late = next(outcome for outcome in outcomes if not outcome.passed)
            self.assert_refused(late, "taken this on already|may not|not your turn", note)

    def test_claim_and_finish_of_the_other(self):
        runs = self.runs(self.sop("ab", "c"), ROUNDS)
        for process, (claim, _click), note in self.rounds(runs, ("a", self.claiming), ("b", self.clicking)):
            at_two = process.current_step_id.number == 2
            self.assertEqual(claim.passed, not at_two, note)

    def test_call_back_against_open(self):
        runs = self.runs(self.sop("a", "b"), ROUNDS)
        with self.committed("a") as env:
            env["mail.activity"].browse(self.activity_ids(runs, "a")).action_feedback()
        for process, (back, look), note in self.rounds(runs, ("a", self.calling_back), ("b", self.opening)):
            self.assertTrue(look.passed, note)
            read = process.task_ids.filtered(lambda task: task.step_id.number == 2).date_read
            self.assertEqual(back.passed, not read, note)
            self.assertEqual(self.asked(process), [self.users["a" if back.passed else "b"]], note)

    def test_reassign_against_finish(self):
        runs = self.runs(self.sop("a", "b"), ROUNDS)
        for process, (pass_on, click_), note in self.rounds(runs, ("officer", self.reassigning), ("a", self.clicking)):
            moved = process.current_step_id.number == 2
            self.assertEqual(self.asked(process), [self.users["b" if moved else "d"]], note)
            self.assertNotEqual(pass_on.passed, moved, note)
            self.assertTrue(click_.passed or not moved, note)

    def test_nobody_goes_by_a_period_before_its_commit(self):
        """It began days ago and goes on, so that no cron of its beginning or end puts it right later."""
        people = {"user_id": self.users["b"], "deputy_id": self.users["d"], "office": "Kepala"}
        with closing(self.registry.cursor()) as cr:
            env = self._env(cr, "officer")
            today = env.company._sop_today()
            days = {"date_from": Date.add(today, days=-10), "date_to": Date.add(today, days=10)}
            period = env["sop.acting"].create({**people, **days})
            period.action_confirm()
            self.assertTrue(period.in_force)
            with self.committed("a") as other:
                self.assertFalse(other["sop.acting"]._periods(other.company))
            cr.commit()
            with self.committed("a") as other:
                self.assertEqual([one.id for one in other["sop.acting"]._periods(other.company)], period.ids)
            period.action_end()
            cr.commit()

    def delete_unit(self, unit, head):
        with self.committed() as env:
            for table in ("sop_template", "sop_process"):
                env.cr.execute(
                    SQL("UPDATE %s SET department_id = NULL WHERE department_id = %s", SQL.identifier(table), unit)
                )
            env["hr.employee"].browse(head).unlink()
            env["hr.department"].browse(unit).unlink()

    def test_a_head_who_looked_before_his_appointment_was_committed(self):
        """What he may read is kept, and he reads the runs of his unit from the commit on."""
        template = self.sop("a", "b")
        with self.committed() as env:
            company = {"company_id": self.company_id}
            unit = env["hr.department"].create({"name": "Bagian", **company}).id
            head = env["hr.employee"].create({"name": "Kepala", "user_id": self.users["d"], **company}).id
            env.cr.execute("UPDATE sop_template SET department_id = %s WHERE id = %s", [unit, template])
        self.addCleanup(self.delete_unit, unit, head)
        self.registry.clear_cache()
        [run] = self.runs(template, 1)
        with closing(self.registry.cursor()) as cr:
            self._env(cr)["hr.department"].browse(unit).manager_id = head
            cr.flush()
            with self.committed("d") as env:
                self.assertFalse(env["sop.process"].search([("id", "=", run)]))
            cr.commit()
        with self.committed("d") as env:
            self.assertTrue(env["sop.process"].search([("id", "=", run)]))

    def test_a_period_that_begins_while_its_official_is_asked(self):
        """Neither transaction sees the other; the cron that follows each change of period puts it right."""
        for _round in range(4):
            (run,) = self.runs(self.sop("a", "b"), 1)
            (click_, period), _seconds = self.race(
                ("a", self.clicking(run, "a")), ("officer", self.standing_in("b")(run, None))
            )
            with self.committed() as env:
                env["sop.process"]._cron_stand_in()
            with self.committed() as env:
                process = env["sop.process"].browse(run)
                note = f"{click_} {period} {self.kinds(process)}"
                self.assertTrue(click_.passed and period.passed, note)
                self.assertEqual(self.asked(process), [self.users["d"]], note)
                self.assert_sound(process, note)
                env["sop.acting"].browse(period.result).action_end()

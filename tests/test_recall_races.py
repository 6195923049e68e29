"""Recall against open, on real connections: whoever commits first wins, and the other hears so."""

from .racing import RaceCase

ROUNDS = 10


class TestRecallRaces(RaceCase):
    def sent(self, count):
        """Ids of dispositions, each alone in its process, from a to b."""
        with self.committed() as env:
            phrases = env["sop.disposition.phrase"].search([], limit=1).ids
        found = []
        for process_id in self.runs(self.sop("a", "b"), count):
            with self.committed("a") as env:
                dialog = env["sop.disposition.write"].create({"process_id": process_id, "phrase_ids": phrases})
                dialog.to_ids = env["res.users"].browse(self.users["b"])
                dialog.action_send()
                found.append(env["sop.disposition"].search([("process_id", "=", process_id)]).id)
        return found

    @staticmethod
    def recalling(disposition_id):
        return lambda env: env["sop.disposition"].browse(disposition_id).action_recall()

    @staticmethod
    def opening(disposition_id):
        def call(env):
            process = env["sop.disposition"].browse(disposition_id).process_id
            return process.web_read({"name": {}, "my_step_text": {}})

        return call

    @staticmethod
    def answering(disposition_id):
        def call(env):
            line = env["sop.disposition"].browse(disposition_id).recipient_ids
            return env["sop.disposition.answer"].create({"recipient_id": line.id, "report": "sudah"}).action_confirm()

        return call

    def look(self, disposition_id):
        env = self._env(self.registry.cursor())
        self.addCleanup(env.cr.close)
        disposition = env["sop.disposition"].browse(disposition_id)
        return disposition, disposition.recipient_ids, disposition.process_id

    def test_recall_against_open(self):
        for number, disposition_id in enumerate(self.sent(ROUNDS)):
            (recall, opened), _seconds = self.race(
                ("a", self.recalling(disposition_id)), ("b", self.opening(disposition_id))
            )
            _disposition, line, process = self.look(disposition_id)
            note = f"round {number}: {recall}, {opened}"
            self.assertTrue(opened.passed, note)
            if recall.passed:
                self.assertEqual((line.state, bool(line.date_read)), ("recalled", False), note)
            else:
                self.assertRegex(recall.refusal, "can no longer be recalled", note)
                self.assertEqual((line.state, bool(line.date_read)), ("open", True), note)
            self.assert_sound(process, note)

    def test_recall_against_report(self):
        for number, disposition_id in enumerate(self.sent(ROUNDS)):
            (recall, answer), _seconds = self.race(
                ("a", self.recalling(disposition_id)), ("b", self.answering(disposition_id))
            )
            _disposition, line, process = self.look(disposition_id)
            note = f"round {number}: {recall}, {answer}"
            self.assertNotEqual(recall.passed, answer.passed, note)
            self.assertEqual(line.state, "recalled" if recall.passed else "done", note)
            words = answer.refusal or recall.refusal
            self.assertRegex(words, "recalled by its sender|can no longer be recalled", note)
            self.assert_sound(process, note)

    def test_two_reports(self):
        for disposition_id in self.sent(ROUNDS):
            outcomes, _seconds = self.race(("b", self.answering(disposition_id)), ("b", self.answering(disposition_id)))
            self.assertEqual(sorted(outcome.passed for outcome in outcomes), [False, True], outcomes)
            _disposition, _line, process = self.look(disposition_id)
            self.assertEqual(len(process.event_ids.filtered(lambda event: event.kind == "disposition_report")), 1)

    def test_agenda_numbers_have_no_gap(self):
        """Also the first ones of a year, which nobody has begun."""
        with self.committed() as env:
            env.cr.execute("DELETE FROM sop_disposition_agenda WHERE company_id = %s", [self.company_id])
        runs = self.runs(self.sop("a", "b"), ROUNDS)

        def writing(process_id):
            def call(env):
                process = env["sop.process"].browse(process_id)
                dialog = env["sop.disposition.write"].create({"process_id": process.id, "words": "X"})
                dialog.to_ids = env["res.users"].browse(self.users["b"])
                dialog.action_send()

            return call

        with self.committed() as env:
            before = env["sop.disposition"].search([("company_id", "=", self.company_id)]).ids
            env.cr.execute("DELETE FROM sop_disposition WHERE id = ANY(%s)", [before])
        for first, second in zip(runs[::2], runs[1::2]):
            outcomes, _seconds = self.race(("a", writing(first)), ("a", writing(second)))
            self.assertTrue(all(outcome.passed for outcome in outcomes), outcomes)
        with self.committed() as env:
            numbers = env["sop.disposition"].search([("process_id", "in", runs)]).mapped("agenda_number")
        self.assertEqual(sorted(numbers), list(range(1, ROUNDS + 1)))

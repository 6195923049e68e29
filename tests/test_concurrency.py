"""Two people at the same moment: real connections, exactly one outcome, nothing twice, nobody waits for ever."""

from .racing import RaceCase

ROUNDS = 16


class TestTry(RaceCase):
    def test_one(self):
        t = self.sop("a", "b")
        for p in self.runs(t, 4):
            [act] = self.activity_ids([p], "a")
            f = lambda env: env["mail.activity"].browse(act).action_feedback("x")
            print(self.race(("a", f), ("a", f)))
            with self.committed() as env:
                pr = env["sop.process"].browse(p)
                print(pr.state, pr.current_step_id.name, len(pr.message_ids), len(pr.event_ids))

"""A server that is killed, cut off from its database or left without room, in the middle of what people do: afterwards
all of it has happened or none, the journal verifies, nothing is lost, and the same request can be made again.

`SOP_FAULTS=all` strikes before every single statement instead of some drawn by chance (minutes instead of seconds).
"""

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

from .deeds import DEEDS, FILE_SIZE, FinishStep, Tick
from .faulting import FaultCase
from .serving import cut_connections

ALL = os.environ.get("SOP_FAULTS") == "all"
# Statements drawn for each deed and fault; places about its commits are always tried.
ROUNDS = 2
RUNS = 12
DRAWN = {"kill": 3, "hang_up": 1, "fill_up": 1}


class TestFaults(FaultCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = Random(6)

    def test_what_is_cut_off_happens_wholly_or_not_at_all(self):
        for deed in DEEDS:
            before, after, passed = self.learn(deed())
            for fault in self.faults(deed, passed):
                with self.subTest(deed=deed.__name__, fault=fault):
                    self.strike(deed(), fault, before, after)
        self.assert_files_are_there("at the end")
        self.assert_agenda_has_no_gap()
        self.assert_journals_hold()

    def learn(self, deed):
        """What a deed leaves when nothing happens to it.

        :return: the trace before and after, and the places that the request comes by even where caches are warm
        """
        learned = [self.learn_once(deed) for _ in range(3)]
        before, after, passed = learned[0]
        for again in learned[1:]:
            self.assertEqual(again[:2], (before, after), "twins differ")
            passed = {place: min(number, again[2][place]) for place, number in passed.items()}
        return before, after, passed

    def learn_once(self, deed):
        run, person = self.run_for(deed), self.persons[deed.person]
        prepared = deed.prepare(person, run)
        before = self.trace(run)
        answer = deed.do(person, run, **prepared)
        self.assertTrue(answer.is_done, answer)
        self.assert_whole(run, "without a fault")
        after = self.trace(run)
        self.assertNotEqual(before, after, "the deed leaves no trace, so no fault could be seen")
        return before, after, answer.passed

    def faults(self, deed, passed):
        for what, drawn in DRAWN.items():
            numbers = range(1, passed["query"] + 1)
            for number in numbers if ALL else sorted(self.random.sample(numbers, drawn)):
                yield {"what": what, "place": "query", "number": number}
        for place in ("commit", "committed"):
            for number in range(1, passed[place] + 1):
                yield {"what": "kill", "place": place, "number": number}
            yield {"what": "hang_up", "place": place, "number": 1}
        yield {"what": "kill", "place": "answer", "number": 1}
        yield {"what": "fill_up", "limit": 0}
        if deed.writes_files:
            yield {"what": "fill_up", "limit": FILE_SIZE // 2}
            yield {"what": "kill", "limit": FILE_SIZE // 2}

    def strike(self, deed, fault, before, after):
        run, person = self.run_for(deed), self.persons[deed.person]
        prepared = deed.prepare(person, run)
        answer = deed.do(person, run, fault=fault, **prepared)
        self.server.rest()
        note = f"{deed.__class__.__name__} {fault}: {answer}"
        self.assert_whole(run, note)
        found = self.trace(run)
        self.assertIn(found, (before, after), f"half done; {note}")
        if answer.is_done:
            self.assertEqual(found, after, f"said to be done; {note}")
        if found == before or not deed.may_repeat:
            again = deed.do(person, run, **prepared)
            self.assertFalse(again.is_lost, note)
            self.assertEqual(self.trace(run), after, f"done once more: {again}; {note}")
            self.assert_whole(run, f"done once more: {again}; {note}")

    def assert_agenda_has_no_gap(self):
        with self.committed() as env:
            numbers = sorted(env["sop.disposition"].search([]).mapped("agenda_number"))
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
            self.assertGreater(len(numbers), 1)

    def test_a_colleague_at_the_same_moment_gets_through(self):
        passed = self.learn(Tick())[2]
        # Who finishes his part first moves nothing on, with fewer statements than who finishes the step.
        queries = self.random.sample(range(1, passed["query"] - 4), 3)
        for place, number in [*(("query", query) for query in queries), ("commit", 1), ("committed", 1)]:
            with self.subTest(place=place, number=number):
                run = self.run_for(Tick())
                killed, finished = self.play_at_once(run, {"what": "kill", "place": place, "number": number})
                self.assertTrue(killed.is_lost, killed)
                self.assertTrue(finished.is_done, finished)
                if run.activity_ids("a"):
                    self.work_off(Tick(), [run])
                self.assert_at(run, 2, f"{place} {number}")

    def play_at_once(self, run, fault):
        """Two people do their parts of a joint step at the same moment; one of them has a fault."""
        barrier = Barrier(2, timeout=60)
        with ThreadPoolExecutor(2) as pool:
            calls = [pool.submit(self.play, Tick(), run, barrier, fault)]
            calls += [pool.submit(self.play, FinishStep(), run, barrier)]
            return [call.result(120) for call in calls]

    def play(self, deed, run, barrier, fault=None):
        person = self.persons[deed.person]
        prepared = deed.prepare(person, run)
        barrier.wait()
        return deed.do(person, run, fault=fault, **prepared)

    def test_the_whole_server_is_killed_while_people_work(self):
        outcomes = Counter()
        for _round in range(ROUNDS):
            runs = [self.run_for(Tick()) for _ in range(RUNS)]
            done = self.work_until_killed(runs)
            self.server.start()
            for run in runs:
                self.assert_whole(run, "killed at work")
                waiting = {name for name in "ab" if run.activity_ids(name)}
                told = {name for name in "ab" if run.name in done[name]}
                self.assertFalse(told & waiting, "what was said to be done is lost")
                outcomes.update(told=len(told), waiting=len(waiting))
            for deed in (Tick(), FinishStep()):
                self.work_off(deed, [run for run in runs if run.activity_ids(deed.person)])
            for run in runs:
                self.assert_at(run, 2, "killed at work and gone on")
        self.assertTrue(outcomes["told"] and outcomes["waiting"], f"never killed in the middle: {outcomes}")

    def work_until_killed(self, runs):
        """Two people work off the same runs, from both ends, until the server is killed.

        :return: dict of person -> names of the runs where his part was said to be done
        """
        with ThreadPoolExecutor(2) as pool:
            work = [pool.submit(self.work_off, Tick(), runs), pool.submit(self.work_off, FinishStep(), runs[::-1])]
            time.sleep(self.random.uniform(0.3, 1.2))
            self.server.kill()
            return dict(zip("ab", (half.result(120) for half in work)))

    def work_off(self, deed, runs):
        """Do a deed in run after run, until there is no server any more.

        :return: names of the runs where it was said to be done
        """
        done, person = [], self.persons[deed.person]
        for run in runs:
            answer = deed.do(person, run, **deed.prepare(person, run))
            if answer.is_lost:
                break
            if answer.is_done:
                done.append(run.name)
        return done

    def assert_at(self, run, sequence, note):
        self.assert_whole(run, note)
        with self.committed() as env:
            step = env["sop.process"].browse(run.id).current_step_id
            self.assertEqual(step.sequence, sequence, note)

    def test_a_restart_of_the_database_between_two_requests_is_not_noticed(self):
        run, person = self.run_for(Tick()), self.persons["a"]
        prepared = Tick().prepare(person, run)
        cut_connections(self.copy.name)
        answer = Tick().do(person, run, **prepared)
        self.assertTrue(answer.is_done, answer)
        self.assert_whole(run, "connections cut")

    def test_no_room_for_sessions(self):
        for what in ("fill_up", "kill"):
            stranger = self.stranger()
            stranger.log_in(fault={"what": what, "limit": 0})
            self.assertTrue(stranger.log_in().is_done, "he can log in as soon as there is room")
            self.assertTrue(stranger.call("res.users", "read", [self.users["b"]], ["name"]).is_done)
            run, person = self.run_for(Tick()), self.persons["a"]
            answer = Tick().do(person, run, **Tick().prepare(person, run))
            self.assertTrue(answer.is_done, f"others stay logged in: {answer}")

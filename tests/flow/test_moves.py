"""The rules of a run: examples to read, and properties that hold for any flow and any run."""
from itertools import pairwise

import pytest
from flow import moves
from flow.checker import check, errors
from flow.graph import ANY, Exit, Flow, Step
from flow.moves import Actor, Move, Offer, Refused, State
from hypothesis import given
from hypothesis import strategies as st

from .flows import any_moves, bounded, paper_of, people, played, runs, sound_flows, wild_flows

few, many = bounded(35), bounded(150)

# Row 1 staf; row 2 kepala and sekretaris together, who agree (on to row 3) or not (back to row 1); row 3 staf.
APPROVAL = Flow((
    Step(1, ("staf",)),
    Step(2, ("kepala", "sekretaris"), (Exit("ya", "Setuju", 3), Exit("tidak", "Tidak", 1))),
    Step(3, ("staf",)),
))
STARTER = Actor(starts=True, directs=True)
MANAGER = Actor(manages=True)


def person(*columns):
    return Actor(frozenset(columns))


def play(flow, *turns):
    """State after turns, pairs of an actor and a move; a bare actor finishes, beginning with the start."""
    state = moves.judge(flow, State(), STARTER, Move(moves.START))
    for turn in turns:
        actor, move = turn if isinstance(turn, tuple) else (turn, Move(moves.FINISH))
        state = moves.judge(flow, state, actor, move)
    return state


def refusal(flow, state, actor, move):
    with pytest.raises(Refused) as refused:
        moves.judge(flow, state, actor, move)
    return refused.value.code


AT_DECISION = play(APPROVAL, person("staf"))
AGREED = Move(moves.FINISH, exit="ya")


class TestExamples:

    def test_a_draft_is_started_or_cancelled(self):
        assert moves.offers(APPROVAL, State(), STARTER) == (Offer(moves.START), Offer(moves.CANCEL))
        assert moves.offers(APPROVAL, State(), person("staf")) == ()

    def test_a_run_begins_at_the_first_row(self):
        state = play(APPROVAL)
        assert (state.status, state.step, state.visit) == (moves.RUNNING, 1, 1)

    def test_a_run_starts_once(self):
        assert refusal(APPROVAL, play(APPROVAL), STARTER, Move(moves.START)) == "not_allowed"

    def test_without_exits_the_next_row_follows(self):
        assert AT_DECISION.step == 2

    def test_a_joint_step_waits_for_all(self):
        state = play(APPROVAL, person("staf"), (person("kepala"), AGREED))
        assert (state.step, state.finished, state.choice) == (2, {"kepala"}, "ya")
        assert moves.judge(APPROVAL, state, person("sekretaris"), Move(moves.FINISH)).step == 3

    def test_the_main_executor_chooses(self):
        assert refusal(APPROVAL, AT_DECISION, person("kepala"), Move(moves.FINISH)) == "exit_missing"
        assert refusal(APPROVAL, AT_DECISION, person("sekretaris"), AGREED) == "exit_not_yours"
        assert refusal(APPROVAL, AT_DECISION, person("kepala"), Move(moves.FINISH, exit="lain")) == "exit_not_yours"

    def test_a_choice_made_stands(self):
        """Two people share the main column: the second one can neither choose otherwise nor must he choose."""
        state = moves.judge(APPROVAL, AT_DECISION, person("kepala"), AGREED)
        other = Move(moves.FINISH, exit="tidak")
        assert refusal(APPROVAL, state, person("kepala"), other) == "exit_not_yours"
        assert moves.judge(APPROVAL, state, person("kepala"), Move(moves.FINISH)) == state

    def test_where_any_is_enough_whoever_finishes_chooses(self):
        flow = Flow((Step(1, ("kepala", "sekretaris"), (Exit("ya", "Ya", None), Exit("tidak", "Tidak", 1)), ANY),))
        assert play(flow, (person("sekretaris"), AGREED)).status == moves.DONE

    def test_a_step_without_exits_has_no_exit(self):
        assert refusal(APPROVAL, play(APPROVAL), person("staf"), AGREED) == "exit_unknown"

    def test_another_column_has_no_say(self):
        assert refusal(APPROVAL, AT_DECISION, person("staf"), Move(moves.FINISH)) == "not_your_turn"
        assert moves.offers(APPROVAL, AT_DECISION, person("staf")) == ()

    def test_a_loop_is_a_new_visit(self):
        back = (person("kepala"), Move(moves.FINISH, exit="tidak"))
        state = play(APPROVAL, person("staf"), back, person("sekretaris"))
        assert (state.step, state.visit, state.finished) == (1, 2, frozenset())

    def test_sending_back_names_an_earlier_step_and_a_reason(self):
        back = Move(moves.SEND_BACK, target=1, reason="angka salah")
        assert play(APPROVAL, person("staf"), (person("sekretaris"), back)).visit == 2
        assert refusal(APPROVAL, AT_DECISION, person("kepala"), Move(moves.SEND_BACK, target=1)) == "reason_missing"
        onward = Move(moves.SEND_BACK, target=3, reason="angka salah")
        assert refusal(APPROVAL, AT_DECISION, person("kepala"), onward) == "target_unknown"

    def test_the_first_row_sends_nobody_back(self):
        assert moves.offers(APPROVAL, play(APPROVAL), person("staf")) == (Offer(moves.FINISH),)

    def test_a_suspended_run_only_resumes_or_is_cancelled(self):
        state = play(APPROVAL, (MANAGER, Move(moves.SUSPEND, reason="menunggu")))
        assert refusal(APPROVAL, state, person("staf"), Move(moves.FINISH)) == "not_open"
        assert moves.judge(APPROVAL, state, MANAGER, Move(moves.RESUME)) == play(APPROVAL)

    def test_a_closed_run_stands_still(self):
        state = play(APPROVAL, (STARTER, Move(moves.CANCEL, reason="batal")))
        assert (state.status, state.step) == (moves.CANCELLED, None)
        everyone = Actor(frozenset({"staf"}), starts=True, directs=True, manages=True)
        assert moves.offers(APPROVAL, state, everyone) == ()
        assert refusal(APPROVAL, state, everyone, Move(moves.RESUME)) == "not_open"

    def test_the_last_row_ends_the_run(self):
        state = play(APPROVAL, person("staf"), (person("kepala"), AGREED), person("sekretaris"), person("staf"))
        assert state == State(moves.DONE, None, {1: 1, 2: 1, 3: 1})

    def test_what_was_sent_comes_back_while_nobody_has_looked(self):
        state = play(APPROVAL, person("staf"))
        back = Move(moves.CALL_BACK, target=1)
        assert moves.judge(APPROVAL, state, Actor(sent_from=1), back).visits == {1: 2, 2: 1}
        assert refusal(APPROVAL, state, person("staf"), back) == "not_sent"
        assert refusal(APPROVAL, state, Actor(sent_from=1), Move(moves.CALL_BACK, target=3)) == "target_unknown"

    def test_an_administrator_passes_over_a_step_with_a_reason(self):
        skipper = Actor(skips=True)
        onward = Move(moves.SKIP, reason="pejabat cuti panjang")
        assert moves.judge(APPROVAL, play(APPROVAL), skipper, onward).step == 2
        assert refusal(APPROVAL, play(APPROVAL), skipper, Move(moves.SKIP)) == "reason_missing"
        assert refusal(APPROVAL, AT_DECISION, skipper, onward) == "exit_missing"
        agreed = Move(moves.SKIP, exit="ya", reason="pejabat cuti panjang")
        assert moves.judge(APPROVAL, AT_DECISION, skipper, agreed).step == 3
        assert refusal(APPROVAL, play(APPROVAL), MANAGER, onward) == "not_allowed"

    def test_a_skipped_joint_decision_keeps_the_choice_made(self):
        state = play(APPROVAL, person("staf"), (person("kepala"), AGREED))
        assert moves.judge(APPROVAL, state, Actor(skips=True), Move(moves.SKIP, reason="rapat bubar")).step == 3

    def test_a_closed_run_is_reopened_at_a_step_it_has_been_through(self):
        closed = play(APPROVAL, person("staf"), (STARTER, Move(moves.CANCEL, reason="batal")))
        again = Move(moves.REOPEN, target=2, reason="ternyata jadi")
        state = moves.judge(APPROVAL, closed, Actor(reopens=True), again)
        assert (state.status, state.step, state.visit) == (moves.RUNNING, 2, 2)
        assert refusal(APPROVAL, closed, MANAGER, again) == "not_allowed"
        never = Move(moves.REOPEN, target=3, reason="ternyata jadi")
        assert refusal(APPROVAL, closed, Actor(reopens=True), never) == "target_unknown"

    def test_passing_a_part_on_moves_nothing(self):
        state = play(APPROVAL)
        several = Actor(frozenset({"staf"}), claims=frozenset({"staf"}))
        holder = Actor(frozenset({"staf"}), holds=frozenset({"staf"}))
        assert moves.judge(APPROVAL, state, several, Move(moves.CLAIM)) == state
        assert refusal(APPROVAL, state, holder, Move(moves.CLAIM)) == "taken"
        assert moves.judge(APPROVAL, state, holder, Move(moves.RELEASE)) == state
        assert refusal(APPROVAL, state, several, Move(moves.RELEASE)) == "not_yours"
        assert refusal(APPROVAL, state, several, Move(moves.DELEGATE)) == "not_your_turn"
        officer = Actor(reassigns=True)
        assert refusal(APPROVAL, state, officer, Move(moves.REASSIGN)) == "reason_missing"
        assert moves.judge(APPROVAL, state, officer, Move(moves.REASSIGN, reason="mutasi")) == state

    def test_an_unknown_kind_is_no_move(self):
        assert refusal(APPROVAL, AT_DECISION, STARTER, Move("jump")) == "not_allowed"
        with pytest.raises(ValueError):
            moves.apply(APPROVAL, AT_DECISION, Move("jump"))


def states_of(flow, journal):
    """Every state of a run, from the draft on."""
    return [moves.replay(flow, journal[:length]) for length in range(len(journal) + 1)]


def is_covered(offers, move):
    """Whether a move is among offers, with all it needs."""
    offer = next((offer for offer in offers if offer.kind == move.kind), None)
    if offer is None or (move.kind in moves.NEEDS_REASON and not move.reason.strip()):
        return False
    if move.kind in moves.NEEDS_TARGET:
        return move.target in offer.targets
    return move.kind not in (moves.FINISH, moves.SKIP) or move.exit in (offer.exits or (None,))


class TestAnyRun:

    @given(runs(wild_flows(max_steps=8), length=15), people, st.data())
    @many
    def test_only_what_is_offered_is_accepted(self, run, actor, data):
        flow, journal = run
        state = moves.replay(flow, journal)
        offers = moves.offers(flow, state, actor)
        for move in data.draw(st.lists(any_moves(flow), min_size=1, max_size=8)):
            if is_covered(offers, move):
                moves.judge(flow, state, actor, move)
            else:
                refusal(flow, state, actor, move)

    @given(runs(wild_flows(max_steps=8), length=15), people)
    @many
    def test_all_that_is_offered_is_accepted(self, run, actor):
        flow, journal = run
        state = moves.replay(flow, journal)
        for offer in moves.offers(flow, state, actor):
            for move in played(offer):
                assert moves.judge(flow, state, actor, move) != State()

    @given(runs(sound_flows(), length=40))
    @few
    def test_the_journal_gives_the_state(self, run):
        flow, journal = run
        state = State()
        for move, columns in journal:
            columns = frozenset(columns)
            actor = Actor(
                columns, starts=True, directs=True, manages=True, claims=columns, delegates=True, reassigns=True,
                skips=True, reopens=True,
            )
            state = moves.judge(flow, state, actor, move)
        assert moves.replay(flow, journal) == state

    @given(runs(sound_flows(), length=40))
    @few
    def test_a_run_is_at_one_step_or_closed(self, run):
        flow, journal = run
        for state in states_of(flow, journal):
            assert (state.status in (moves.RUNNING, moves.SUSPENDED)) == (state.step is not None)
            executors = flow.step(state.step).executors if state.step is not None else ()
            assert state.finished <= frozenset(executors)
            assert state.choice is None or state.choice in [way_out.key for way_out in flow.step(state.step).exits]
            assert state.step is None or not moves.is_complete(flow.step(state.step), state)

    @given(runs(sound_flows(), length=40))
    @few
    def test_visits_only_grow_one_at_a_time(self, run):
        flow, journal = run
        for before, after in pairwise(states_of(flow, journal)):
            assert all(after.visits[key] >= count for key, count in before.visits.items())
            entered = sum(after.visits.values()) - sum(before.visits.values())
            assert entered == int(after.step is not None and (after.step, after.visit) != (before.step, before.visit))

    @given(runs(sound_flows(), length=40))
    @few
    def test_nobody_finishes_a_visit_twice(self, run):
        """Once his task is closed, a person has no column left in this visit."""
        flow, journal = run
        state = moves.replay(flow, journal)
        for finish in (Move(moves.FINISH), *(Move(moves.FINISH, exit=way_out.key) for way_out in _exits(flow, state))):
            assert refusal(flow, state, person(), finish) in ("not_your_turn", "not_open")

    @given(runs(wild_flows(max_steps=8), length=15))
    @many
    def test_a_column_that_finished_changes_nothing_more(self, run):
        flow, journal = run
        state = moves.replay(flow, journal)
        if state.status == moves.RUNNING and state.finished:
            late = Actor(state.finished)
            moved = [move for offer in moves.offers(flow, state, late) if offer.kind == moves.FINISH
                     for move in played(offer)]
            assert [moves.judge(flow, state, late, move) for move in moved] == [state]


def _exits(flow, state):
    return flow.step(state.step).exits if state.step is not None else ()


class TestEveryRunCanEnd:

    @given(sound_flows())
    @few
    def test_sound_flows_are_sound(self, flow):
        assert errors(check(paper_of(flow))) == ()

    @given(runs(sound_flows(), length=40))
    @few
    def test_without_error_every_run_ends_or_can_end(self, run):
        flow, journal = run
        state = moves.replay(flow, journal)
        if state.status in (moves.DONE, moves.CANCELLED):
            return
        assert _walked_to_the_end(flow, state).status == moves.DONE

    @given(wild_flows(max_steps=5))
    @many
    def test_the_checker_agrees_with_every_possible_run(self, flow):
        """All states that finishing alone can bring about, looked at one by one."""
        start = moves.judge(flow, State(), STARTER, Move(moves.START))
        found = {(finding.place.key, finding.code) for finding in check(paper_of(flow))}
        visited = {state.step for state in _states_from(flow, start)} - {None}
        for step in flow.steps:
            assert ((step.key, "step_unreachable") in found) == (step.key not in visited)
        for key in visited:
            ends = any(state.status == moves.DONE for state in _states_from(flow, State(moves.RUNNING, key, {key: 1})))
            assert ((key, "no_way_out") in found) == (not ends)


def _walked_to_the_end(flow, state):
    """The run after everyone has taken the exits that lead to the end the shortest way."""
    distance = _distances_to_the_end(flow)
    for _ in range(2 * len(flow.steps) + 2):
        if state.status == moves.DRAFT:
            state = moves.judge(flow, state, STARTER, Move(moves.START))
        elif state.status == moves.SUSPENDED:
            state = moves.judge(flow, state, MANAGER, Move(moves.RESUME))
        elif state.status == moves.RUNNING:
            state = _finished_by_all(flow, state, distance)
    return state


def _finished_by_all(flow, state, distance):
    awaited = Actor(frozenset(flow.step(state.step).executors) - state.finished)
    offer = next(offer for offer in moves.offers(flow, state, awaited) if offer.kind == moves.FINISH)
    nearest = [way_out for way_out in flow.step(state.step).exits if way_out.key in offer.exits]
    key = min(nearest, key=lambda way_out: distance[way_out.target]).key if nearest else None
    return moves.judge(flow, state, awaited, Move(moves.FINISH, exit=key))


def _distances_to_the_end(flow):
    """Step -> number of steps still to go, by going over all arrows until nothing gets shorter."""
    distance = {step.key: float("inf") for step in flow.steps} | {None: 0}
    for _ in flow.steps:
        for way in flow.ways():
            distance[way.source] = min(distance[way.source], distance[way.target] + 1)
    return distance


def _states_from(flow, start):
    """Every state that finishing can bring about, however often steps have been visited."""
    def seen_as(state):
        return state.status, state.step, state.finished, state.choice

    found, waiting = {seen_as(start): start}, [start]
    while waiting:
        state = waiting.pop()
        for following in _after_finishing(flow, state):
            if seen_as(following) not in found:
                found[seen_as(following)] = following
                waiting.append(following)
    return found.values()


def _after_finishing(flow, state):
    """States after one column of the present step finishes, in every way it may."""
    columns = flow.step(state.step).executors if state.status == moves.RUNNING else ()
    for actor in map(person, columns):
        for offer in moves.offers(flow, state, actor):
            if offer.kind == moves.FINISH:
                yield from (moves.judge(flow, state, actor, move) for move in played(offer))

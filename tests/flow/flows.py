"""Random flows and random runs for hypothesis; keys of steps count from 0, keys of exits are unique in a flow."""
from flow import moves
from flow.checker import Column, Paper, Row
from flow.graph import ALL, ANY, Exit, Flow, Step
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

COLUMNS = ("kepala", "sekretaris", "kasubbag", "staf")
NOWHERE = "a step that is not there"


def bounded(examples):
    """Settings that find the same thing on every machine, however slow; nothing is kept between runs."""
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None,
                    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


joints = st.sampled_from((ALL, ANY))
executors = st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def wild_flows(draw, max_steps=6, broken=False):
    """Any flow at all: loops without exit, rows nobody comes to, decisions with one exit.

    :param broken: also exits to nowhere and steps without executor, with which no run is possible
    """
    count = draw(st.integers(1, max_steps))
    targets = st.sampled_from((*range(count), None, *([NOWHERE] if broken else [])))
    ways = st.one_of(st.just([]), st.lists(targets, min_size=1, max_size=3))
    people = st.one_of(executors, st.just(())) if broken else executors
    return Flow(tuple(_step(key, draw(people), draw(ways), draw(joints)) for key in range(count)))


@st.composite
def sound_flows(draw, max_steps=60):
    """A flow the checker has no error for: each step has a way on, each row a way to it, decisions have two exits."""
    count = draw(st.integers(1, max_steps))
    ways = [draw(_ways_of_sound_step(key, count)) for key in range(count)]
    for key in range(1, count):
        if not _is_reached_from_above(ways, key):
            source = draw(st.integers(0, key - 1))
            ways[source] = [*(ways[source] or [source + 1]), key]
    return Flow(tuple(_step(key, draw(executors), draw(st.permutations(ways[key])) if len(ways[key]) > 1 else ways[key],
                            draw(joints)) for key in range(count)))


@st.composite
def _ways_of_sound_step(draw, key, count):
    """No exits, or one that goes on (further down or to the end) and some that go anywhere."""
    if not draw(st.booleans()):
        return []
    onward = draw(st.one_of(st.none(), st.integers(key + 1, count - 1)) if key + 1 < count else st.none())
    anywhere = st.one_of(st.integers(0, count - 1), st.none())
    return [onward, *draw(st.lists(anywhere, min_size=1, max_size=2))]


def _is_reached_from_above(ways, key):
    return any(key in targets or (not targets and source + 1 == key) for source, targets in enumerate(ways[:key]))


def _step(key, people, ways, joint):
    exits = tuple(Exit((key, number), f"exit {number}", target) for number, target in enumerate(ways))
    return Step(key, tuple(people), exits, joint)


def paper_of(flow, **values):
    """An SOP with this flow and nothing odd about its rows."""
    columns = tuple(Column(key, key.title()) for key in COLUMNS)
    rows = {step.key: Row("Menyusun berkas", ("Berkas",), ("Berkas",), 5) for step in flow.steps}
    return Paper(**{"executors": columns, "flow": flow, "rows": rows} | values)


_some_columns = st.frozensets(st.sampled_from((*COLUMNS, "outsider")), max_size=3)
people = st.builds(
    moves.Actor, _some_columns, starts=st.booleans(), directs=st.booleans(), manages=st.booleans(),
    claims=_some_columns, holds=_some_columns, delegates=st.booleans(), reassigns=st.booleans(), skips=st.booleans(),
    reopens=st.booleans(), sent_from=st.sampled_from((None, 0)),
)


def any_moves(flow):
    """A move as a forged request might carry it: any kind with any exit, target and reason."""
    exits = [way_out.key for step in flow.steps for way_out in step.exits]
    return st.builds(
        moves.Move, st.sampled_from((*moves.BY_PEOPLE, moves.HAND_OVER, "jump")),
        exit=st.sampled_from((None, "unknown", *exits)),
        target=st.sampled_from((None, NOWHERE, *(step.key for step in flow.steps))),
        reason=st.sampled_from(("", "  ", "perlu diperbaiki")),
    )


def played(offer):
    """Every way to take an offer up, each with a reason where one is asked for."""
    reason = "perlu diperbaiki" if offer.kind in moves.NEEDS_REASON else ""
    if offer.kind in moves.NEEDS_TARGET:
        return [moves.Move(offer.kind, target=target, reason=reason) for target in offer.targets]
    return [moves.Move(offer.kind, exit=key, reason=reason) for key in offer.exits or (None,)]


@st.composite
def runs(draw, flows, length=30):
    """A flow and the journal of a legal run of it: pairs of a move and the columns it was made for.

    Mostly finishing, so that runs get far; cancelling only by chance.
    """
    flow, state, journal = draw(flows), moves.State(), []
    everything = moves.Actor(frozenset(COLUMNS), starts=True, directs=True, manages=True, reopens=True)
    for _ in range(draw(st.integers(0, length))):
        actor = everything if state.step is None else _someone_awaited(draw, flow, state)
        choices = [move for offer in moves.offers(flow, state, actor) for move in played(offer)]
        onward = [move for move in choices if move.kind in (moves.START, moves.FINISH, moves.RESUME)]
        if not choices:
            break
        move = draw(st.sampled_from(onward * 8 + choices))
        state = moves.judge(flow, state, actor, move)
        journal.append((move, actor.columns))
    return flow, journal


def _someone_awaited(draw, flow, state):
    """A manager who stands in one of the columns that are still awaited."""
    awaited = [key for key in flow.step(state.step).executors if key not in state.finished]
    column = frozenset({draw(st.sampled_from(awaited))})
    return moves.Actor(
        column, directs=True, manages=True, claims=column, delegates=True, reassigns=True, skips=True,
    )

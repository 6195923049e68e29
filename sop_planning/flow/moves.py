"""What may happen next in a run, and what follows when it does.

`offers` lists the moves open to a person now, `judge` decides one of them, `replay` folds the journal of a run back
into its state. All three rest on the same `State`, so that what the screen offers, what the server accepts and what the
journal proves cannot drift apart. The ground for recording and confirming each step: PermenPAN-RB 35/2012, page 24.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from .graph import ANY, Flow, Step

DRAFT, RUNNING, SUSPENDED, DONE, CANCELLED = "draft", "running", "suspended", "done", "cancelled"
START, FINISH, SEND_BACK, SUSPEND, RESUME, CANCEL = "start", "finish", "send_back", "suspend", "resume", "cancel"
CALL_BACK, SKIP, REOPEN = "call_back", "skip", "reopen"
# These change who is asked, not where the run stands.
CLAIM, RELEASE, DELEGATE, REASSIGN = "claim", "release", "delegate", "reassign"
# No moves of a person: lines of the journal, saying that an acting official came or went, that somebody, or a changed
# calendar, has given the present step another deadline.
HAND_OVER, REPLAN = "hand_over", "replan"
BY_PEOPLE = (
    *(START, FINISH, SEND_BACK, CLAIM, RELEASE, DELEGATE, REASSIGN, CALL_BACK, SKIP),
    *(SUSPEND, RESUME, CANCEL, REOPEN),
)
# What is said within a run by dispositions: lines of the journal that move nothing.
DISPOSITIONS = frozenset({"disposition", "disposition_report", "disposition_return", "disposition_recall"})
# What is done with the papers of a run: filed, initialled, signed, stamped, archived; these move nothing either.
FILE_PAPER, PARAF, SIGNATURE, STAMP, ARCHIVE = "paper", "paraf", "signature", "stamp", "archive"
PAPERS = frozenset({FILE_PAPER, PARAF, SIGNATURE, STAMP, ARCHIVE})

NEEDS_REASON = frozenset({SEND_BACK, SUSPEND, CANCEL, SKIP, REOPEN, REASSIGN})
NEEDS_TARGET = frozenset({SEND_BACK, CALL_BACK, REOPEN})
KEEPS_PLACE = frozenset({CLAIM, RELEASE, DELEGATE, REASSIGN, HAND_OVER, REPLAN}) | DISPOSITIONS | PAPERS


class Refused(Exception):
    """A move that may not be made now.

    :param code: why, as one of the words below; the caller turns it into a sentence for people
        (not_open, not_your_turn, not_allowed, taken, not_yours, not_sent, exit_missing, exit_unknown, exit_not_yours,
        target_unknown, reason_missing)
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, as far as the rules care.

    :param columns: executors for whom he has an open task in the present visit
    :param starts: he may start this run
    :param directs: he may cancel it (its starter, an officer)
    :param manages: he may suspend and resume it (an officer)
    :param claims: those of his columns that others are asked for as well, so that he may take one on
    :param holds: those of his columns that he has taken on, and may give back
    :param sends_back: he may send back what he is asked for, because the agency allows it
    :param delegates: he may pass his part to somebody else, because the SOP allows it
    :param reassigns: he may choose who is asked (an officer, the head of the unit)
    :param skips: he may pass over a step (an administrator)
    :param reopens: he may reopen it now that it is closed (an officer, for a set time)
    :param sent_from: the step from which he sent the run here, while nobody has looked at it yet
    """

    columns: frozenset = frozenset()
    starts: bool = False
    directs: bool = False
    manages: bool = False
    claims: frozenset = frozenset()
    holds: frozenset = frozenset()
    sends_back: bool = True
    delegates: bool = False
    reassigns: bool = False
    skips: bool = False
    reopens: bool = False
    sent_from: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One move; `exit` is the key of the chosen exit, `target` the step to go back to."""

    kind: str
    exit: Hashable | None = None
    target: Hashable | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A move open to the actor, with the choices it asks for."""

    kind: str
    exits: tuple[Hashable, ...] = ()
    targets: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Where a run stands: at exactly one step while it runs or is suspended.

    :param visits: how often each step has been entered
    :param finished: executors who have finished the present visit
    :param choice: exit chosen in the present visit, while other executors are still awaited
    """

    status: str = DRAFT
    step: Hashable | None = None
    visits: Mapping = field(default_factory=lambda: MappingProxyType({}))
    finished: frozenset = frozenset()
    choice: Hashable | None = None

    @property
    def visit(self) -> int:
        """Number of the present visit of the present step, counted from 1."""
        return self.visits.get(self.step, 0)


def offers(flow: Flow, state: State, actor: Actor) -> tuple[Offer, ...]:
    """Every move the actor may make now, in the order the buttons stand."""
    if state.status == DRAFT:
        return _offers_of_draft(actor)
    if state.status == RUNNING:
        return (
            *_offers_at_step(flow, state, actor),
            *_offers_on_people(flow, state, actor),
            *_offers_over_step(flow, state, actor),
            *_offers_over_run(actor, SUSPEND),
        )
    if state.status == SUSPENDED:
        return _offers_over_run(actor, RESUME)
    return _offers_of_closed(flow, state, actor)


def _offers_of_draft(actor: Actor) -> tuple[Offer, ...]:
    start = (Offer(START),) if actor.starts else ()
    return start + ((Offer(CANCEL),) if actor.directs else ())


def _offers_over_run(actor: Actor, managing: str) -> tuple[Offer, ...]:
    manage = (Offer(managing),) if actor.manages else ()
    return manage + ((Offer(CANCEL),) if actor.directs else ())


def _offers_of_closed(flow: Flow, state: State, actor: Actor) -> tuple[Offer, ...]:
    targets = tuple(step.key for step in reversed(flow.steps) if state.visits.get(step.key))
    return (Offer(REOPEN, targets=targets),) if actor.reopens and targets else ()


def _offers_on_people(flow: Flow, state: State, actor: Actor) -> tuple[Offer, ...]:
    here = _columns_here(flow, state, actor)
    offered = {
        CLAIM: here & actor.claims - actor.holds,
        RELEASE: here & actor.holds,
        DELEGATE: actor.delegates and here,
        REASSIGN: actor.reassigns,
    }
    return tuple(Offer(kind) for kind, is_offered in offered.items() if is_offered)


def _offers_over_step(flow: Flow, state: State, actor: Actor) -> tuple[Offer, ...]:
    call_back = (Offer(CALL_BACK, targets=(actor.sent_from,)),) if actor.sent_from is not None else ()
    if not actor.skips:
        return call_back
    exits = tuple(way_out.key for way_out in flow.step(state.step).exits) if state.choice is None else ()
    return (*call_back, Offer(SKIP, exits=exits))


def _offers_at_step(flow: Flow, state: State, actor: Actor) -> tuple[Offer, ...]:
    columns = _columns_here(flow, state, actor)
    if not columns:
        return ()
    step = flow.step(state.step)
    # An exit once chosen stands: a second person in the main column finishes without choosing again.
    undecided = state.choice is None and chooses(step, columns)
    exits = tuple(way_out.key for way_out in step.exits) if undecided else ()
    targets = earlier_steps(flow, state) if actor.sends_back else ()
    return (Offer(FINISH, exits=exits),) + ((Offer(SEND_BACK, targets=targets),) if targets else ())


def _columns_here(flow: Flow, state: State, actor: Actor) -> frozenset:
    """Those of the actor's columns that have a part in the present step; others count for nothing here."""
    return actor.columns & frozenset(flow.step(state.step).executors) if state.step is not None else frozenset()


def chooses(step: Step, columns: Iterable[Hashable]) -> bool:
    """Whether these executors choose the exit of a decision: the main executor does where all must finish,
    whoever finishes does where any one is enough."""
    if not step.exits:
        return False
    return step.joint == ANY or step.executors[0] in columns


def earlier_steps(flow: Flow, state: State) -> tuple[Hashable, ...]:
    """Steps above the present one that this run has been through, the nearest first."""
    here = flow.position(state.step)
    return tuple(step.key for step in reversed(flow.steps[:here]) if state.visits.get(step.key))


def judge(flow: Flow, state: State, actor: Actor, move: Move) -> State:
    """The state after a move.

    :raises Refused: the move is not among `offers`, or lacks the exit, target or reason it needs
    """
    offer = next((offer for offer in offers(flow, state, actor) if offer.kind == move.kind), None)
    if offer is None:
        raise Refused(_why_not_offered(state, actor, move))
    _check_exit(flow, state, offer, move)
    if move.kind in NEEDS_TARGET and move.target not in offer.targets:
        raise Refused("target_unknown")
    if move.kind in NEEDS_REASON and not move.reason.strip():
        raise Refused("reason_missing")
    return apply(flow, state, move, _columns_here(flow, state, actor))


def _why_not_offered(state: State, actor: Actor, move: Move) -> str:
    if move.kind == SEND_BACK and not actor.sends_back:
        return "not_allowed"
    if move.kind in (FINISH, SEND_BACK, DELEGATE):
        return "not_your_turn" if state.status == RUNNING else "not_open"
    if state.status == RUNNING and move.kind in (CLAIM, RELEASE, CALL_BACK):
        return {CLAIM: "taken", RELEASE: "not_yours", CALL_BACK: "not_sent"}[move.kind]
    return "not_open" if state.status in (DONE, CANCELLED) and move.kind != REOPEN else "not_allowed"


def _check_exit(flow: Flow, state: State, offer: Offer, move: Move) -> None:
    if move.kind not in (FINISH, SKIP):
        return
    if offer.exits and move.exit is None:
        raise Refused("exit_missing")
    if move.exit is not None and move.exit not in offer.exits:
        raise Refused("exit_not_yours" if flow.step(state.step).exits else "exit_unknown")


def apply(flow: Flow, state: State, move: Move, columns: Iterable[Hashable] = ()) -> State:
    """What a move makes of a state, without asking whether it is allowed (the journal is replayed with it)."""
    if move.kind == START:
        return _enter(replace(state, status=RUNNING), flow.first)
    if move.kind == FINISH:
        return _finish(flow, state, move, frozenset(columns))
    if move.kind == SKIP:
        return _leave(flow, state, move)
    if move.kind in NEEDS_TARGET:
        return _enter(replace(state, status=RUNNING), move.target)
    if move.kind == SUSPEND:
        return replace(state, status=SUSPENDED)
    if move.kind == RESUME:
        return replace(state, status=RUNNING)
    if move.kind == CANCEL:
        return replace(_closed(state), status=CANCELLED)
    if move.kind in KEEPS_PLACE:
        return state
    raise ValueError(f"unknown kind of move: {move.kind}")


def _finish(flow: Flow, state: State, move: Move, columns: frozenset) -> State:
    choice = move.exit if move.exit is not None else state.choice
    state = replace(state, finished=state.finished | columns, choice=choice)
    return _leave(flow, state, move) if is_complete(flow.step(state.step), state) else state


def _leave(flow: Flow, state: State, move: Move) -> State:
    """On to the next step, or to the end; an exit that was chosen earlier in the visit stands."""
    choice = move.exit if move.exit is not None else state.choice
    target = _target(flow, flow.step(state.step), choice)
    return _enter(state, target) if target is not None else replace(_closed(state), status=DONE)


def is_complete(step: Step, state: State) -> bool:
    """Whether the present visit of `step` has all it waits for."""
    if step.joint == ANY:
        return bool(state.finished)
    return state.finished.issuperset(step.executors)


def _target(flow: Flow, step: Step, choice: Hashable | None) -> Hashable | None:
    if not step.exits:
        return flow.row_after(step.key)
    return next(way_out.target for way_out in step.exits if way_out.key == choice)


def _enter(state: State, step: Hashable) -> State:
    visits = MappingProxyType({**state.visits, step: state.visits.get(step, 0) + 1})
    return replace(state, step=step, visits=visits, finished=frozenset(), choice=None)


def _closed(state: State) -> State:
    return replace(state, step=None, finished=frozenset(), choice=None)


def replay(flow: Flow, journal: Iterable[tuple[Move, Iterable[Hashable]]]) -> State:
    """State of a run after its journal: pairs of a move and the executors it was made for."""
    state = State()
    for move, columns in journal:
        state = apply(flow, state, move, columns)
    return state

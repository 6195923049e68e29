"""How a run of an SOP goes, worked out once by the rules of `flow`: every run of the bench is at a place on a route."""

from __future__ import annotations

import json
from typing import NamedTuple

from odoo.addons.sop_planning.flow import moves

# Those who do a step together finish it on one day.
WEEK, HOUR = 7, 1 / 24


class Deed(NamedTuple):
    """One move of a route, `days` after its start, and where the run stands after it."""

    place: int
    days: float
    kind: str
    step: int | None
    visit: int
    executor: int | None
    branch: int | None
    target: int | None
    here: int | None
    here_visit: int
    visits: str


class Ask(NamedTuple):
    """One task of a route: asked by the move at place `asked`, finished by the one at place `finished`."""

    step: int
    visit: int
    executor: int
    asked: int
    finished: int
    branch: int | None


class Route(NamedTuple):
    """A way through an SOP from its start to its end."""

    deeds: list[Deed]
    asks: list[Ask]


def routes(flow) -> list[Route]:
    """The straight way through an SOP, and the one that takes each way back once.

    :param flow: flow.graph.Flow
    """
    return [_Walk(flow, back).route() for back in (False, True)]


class _Walk:
    def __init__(self, flow, back):
        self.flow, self.back, self.taken = flow, back, set()
        self.state, self.deeds, self.asks, self.waiting, self.days = moves.State(), [], [], {}, 0

    def route(self) -> Route:
        self._make(moves.Move(moves.START), None)
        while self.state.status == moves.RUNNING:
            step = self.flow.step(self.state.step)
            for executor in step.executors[:1] if step.joint == "any" else step.executors:
                chosen = self._exit(step) if executor == step.executors[0] else None
                self._make(moves.Move(moves.FINISH, exit=chosen), executor)
        return Route(self.deeds, self.asks)

    def _exit(self, step):
        """The exit that leads on; once, on the way with detours, the one that leads back."""
        if not step.exits:
            return None
        back = [way.key for way in step.exits if self.flow.leads_back(step.key, way.key)]
        if self.back and back and step.key not in self.taken:
            self.taken.add(step.key)
            return back[0]
        return next(way.key for way in step.exits if way.key not in back)

    def _make(self, move, executor):
        before, place = self.state, len(self.deeds)
        after = moves.apply(self.flow, before, move, [executor] if executor else [])
        if executor:
            asked = self.waiting[executor]
            self.asks.append(Ask(before.step, before.visit, executor, asked, place, move.exit))
        moved = (after.step, after.visit) != (before.step, before.visit)
        if moved and after.step is not None:
            self.waiting = dict.fromkeys(self.flow.step(after.step).executors, place)
        self.days += WEEK if moved else HOUR
        target = after.step if moved else None
        visits = json.dumps({str(step): count for step, count in after.visits.items()})
        self.deeds.append(
            Deed(
                *(place, self.days, move.kind, before.step, before.visit, executor, move.exit),
                *(target, after.step, after.visit, visits),
            )
        )
        self.state = after

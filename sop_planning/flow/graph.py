"""The shape of an SOP: who does which step, and where each step leads.

Dataclasses only. Keys are whatever the caller uses to name a step or an executor (record ids in Odoo, strings
in the tests); this module compares them and never interprets them.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property

ALL = "all"
ANY = "any"


@dataclass(frozen=True, slots=True)
class Exit:
    """One labelled way out of a decision; `target` is a step key, or None for the end of the flow."""

    key: Hashable
    label: str
    target: Hashable | None


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the SOP table.

    :param executors: keys of the Pelaksana columns that do the step; the first one is the main executor
    :param exits: the labelled ways out; without any, the step leads to the next row
    :param joint: ALL if every executor must finish, ANY if the first one to finish is enough
    """

    key: Hashable
    executors: tuple[Hashable, ...]
    exits: tuple[Exit, ...] = ()
    joint: str = ALL


@dataclass(frozen=True, slots=True)
class Way:
    """One arrow of the chart, from a step to a step or (target None) to the end; `label` is '' off a decision."""

    source: Hashable
    target: Hashable | None
    label: str = ""


@dataclass(frozen=True)
class Flow:
    """Steps in the order of their rows; the first row is where a run begins."""

    steps: tuple[Step, ...]

    @cached_property
    def _index(self) -> dict[Hashable, int]:
        return {step.key: position for position, step in enumerate(self.steps)}

    @property
    def first(self) -> Hashable:
        return self.steps[0].key

    def __contains__(self, key: Hashable) -> bool:
        return key in self._index

    def step(self, key: Hashable) -> Step:
        return self.steps[self._index[key]]

    def position(self, key: Hashable) -> int:
        """Row number of a step, counted from 0."""
        return self._index[key]

    def row_after(self, key: Hashable) -> Hashable | None:
        """Key of the next row, or None when `key` is the last row."""
        position = self._index[key] + 1
        return self.steps[position].key if position < len(self.steps) else None

    def ways_from(self, key: Hashable) -> tuple[Way, ...]:
        """Every arrow that leaves a step, in the order of its exits."""
        step = self.step(key)
        if step.exits:
            return tuple(Way(key, way_out.target, way_out.label) for way_out in step.exits)
        return (Way(key, self.row_after(key)),)

    def leads_back(self, key: Hashable, exit_key: Hashable) -> bool:
        """Whether an exit of a decision leads to a row above it, or to itself."""
        target = next((way_out.target for way_out in self.step(key).exits if way_out.key == exit_key), None)
        return target is not None and self.position(target) <= self.position(key)

    def ways(self) -> Iterator[Way]:
        """Every arrow of the flow, row by row."""
        for step in self.steps:
            yield from self.ways_from(step.key)

    def symbol(self, key: Hashable) -> str:
        """Symbol of a row in the official form: 'diamond' for a decision, 'capsule' for the first and the last
        activity, 'box' for every other (PermenPAN-RB 35/2012; the capsules *are* the first and last activity in
        real SOPs)."""
        if self.step(key).exits:
            return "diamond"
        if key == self.first or self.row_after(key) is None:
            return "capsule"
        return "box"

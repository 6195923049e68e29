"""The ways of one sheet: which are drawn whole, and which leave the sheet by a connector."""
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from .model import Label

SEQUENCE, SKIP, BACK, OUT, IN = "seq", "skip", "back", "out", "in"


@dataclass(eq=False, slots=True)
class Net:
    """One way on its lattice.

    :param way: rows of the table at its ends
    :param goal: what it leads to; ways with one goal may join
    :param sources: nodes of the symbols it may start from; empty when a connector is to be put somewhere near
    :param targets: nodes it may end at; empty likewise
    :param shares: it leaves by a port that other ways leave by too, so its label says where it turns
    :param path: nodes from symbol to symbol, once routed
    :param host: the net it ends on, if it joins one
    :param caption: its label, set beside its first symbol
    """

    way: tuple[int, int]
    kind: str
    label: str
    goal: tuple
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    shares: bool = False
    path: list[int] = field(default_factory=list)
    host: "Net | None" = None
    caption: Label | None = None

    @property
    def floats(self):
        """Whether one end is a connector that the router has to find a cell for."""
        return not (self.sources and self.targets)


class Ways(NamedTuple):
    """The ways of one sheet; a way is (source, target, label).

    `bottom` leads to the first step of the next sheet, `top` holds the sources of what comes from earlier sheets
    to the first step of this one; `out` and `into` (target: sources) leave and arrive anywhere else.
    """

    inner: list
    bottom: list
    top: list
    out: list
    into: dict


def sort_ways(ways, steps, apart):
    """Sort the ways that touch a sheet with the given `steps` (rows of the table, rising).

    :param apart: ways drawn with connectors although both ends are on the sheet
    """
    found = Ways([], [], [], [], defaultdict(list))
    first, last, here = min(steps, default=0), max(steps, default=0), set(steps)
    for way in ways:
        source, target, _label = way
        if source in here and target in here and way not in apart:
            found.inner.append(way)
            continue
        if source in here:
            (found.bottom if target == last + 1 else found.out).append(way)
        if target in here:
            (found.top if target == first > source else found.into[target]).append(source)
    if found.top:
        found.top.extend(found.into.pop(first, ()))
    return found


def kind_of(source, target):
    if target == source + 1:
        return SEQUENCE
    return SKIP if target > source else BACK

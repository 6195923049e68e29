"""The ways of one sheet: which are drawn whole, and which leave the sheet by a connector."""
from dataclasses import dataclass, field

SEQUENCE, SKIP, BACK, OUT, IN = "seq", "skip", "back", "out", "in"


@dataclass(eq=False, slots=True)
class Net:
    """One way on its lattice.

    :param way: rows of the table at its ends
    :param goal: what it leads to; ways with one goal may join
    :param sources: nodes of the symbols it may start from; empty when a connector is to be put somewhere near
    :param targets: nodes it may end at; empty likewise
    :param path: nodes from symbol to symbol, once routed
    :param host: the net it ends on, if it joins one
    """

    way: tuple[int, int]
    kind: str
    label: str
    goal: tuple
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    path: list[int] = field(default_factory=list)
    cost: int = 0
    bound: int = 0
    host: "Net | None" = None
    guests: int = 0
    caption: object = None


@dataclass(frozen=True, slots=True)
class Crossing:
    """Connectors a sheet needs for ways between it and other sheets.

    :param bottom: sources of the ways to the first step of the next sheet, :param top: likewise from earlier sheets
    :param out: (source, target, label) of ways that leave from the middle of the sheet
    :param into: target -> sources of the ways that come in elsewhere
    """

    inner: tuple
    bottom: tuple
    top: tuple
    out: tuple
    into: dict


def sort_ways(ways, first, last, on_sheet):
    """Sort (source, target, label) ways by how a sheet with the steps `first`..`last` shows them."""
    inner, bottom, top, out, into = [], [], [], [], {}
    for way in ways:
        source, target, _label = way
        if source in on_sheet and target in on_sheet:
            inner.append(way)
        elif source in on_sheet:
            (bottom if target == last + 1 else out).append(way)
        elif target in on_sheet:
            into.setdefault(target, []).append(source)
    if any(source < first for source in into.get(first, ())):
        top = into.pop(first)
    return Crossing(tuple(inner), tuple(bottom), tuple(top), tuple(out), into)


def kind_of(source, target):
    if target == source + 1:
        return SEQUENCE
    return SKIP if target > source else BACK

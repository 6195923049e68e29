"""Side-by-side places of the ways that share a channel.

Every path is cut into straight runs. Runs of one channel that touch get different layers, in the order that crosses
least; so no two lines ever lie on one another, whatever the search has chosen.
"""
from collections import defaultdict
from dataclasses import dataclass, field

from .lattice import single
from .model import X, Y

PITCH = 1.6
EDGE = 0.65
ZONE_FIRST, ZONE_PITCH = 1.15, 1.2
FINE = 64


@dataclass(eq=False, slots=True)
class Run:
    """A straight part of a path: from `low` to `high` on lattice line `line`, across (axis 0) or down (axis 1).

    `turns` lists what meets it: (index along the run, -1 or +1 for the side it comes from, the other run).
    """

    axis: int
    line: int
    low: int
    high: int
    turns: list = field(default_factory=list)
    layer: int = 0
    layers: int = 1

    def touches(self, other):
        return self.low <= other.high and other.low <= self.high

    def place(self):
        return self.line * FINE + self.layer


def cut(nets, width):
    """Runs of every net, and their turns into one another."""
    runs = {net: _runs(net.path, width) for net in nets}
    for net, own in runs.items():
        for first, second in zip(own, own[1:]):
            _meet(first, second)
        if net.host:
            _meet(own[-1], host_run(runs[net.host], net.path[-1], width, own[-1].axis), one_sided=True)
    return runs


def host_run(runs, node, width, axis):
    """The run of a host that a guest ends on."""
    at = divmod(node, width)
    return next(run for run in runs if run.axis != axis and run.line == at[run.axis]
                and run.low <= at[1 - run.axis] <= run.high)


def _runs(path, width):
    corners = [path[0]]
    for before, node, after in zip(path, path[1:], path[2:]):
        if node - before != after - node:
            corners.append(node)
    corners.append(path[-1])
    return [_run(divmod(a, width), divmod(b, width)) for a, b in zip(corners, corners[1:])]


def _run(start, end):
    axis = 0 if start[0] == end[0] else 1
    low, high = sorted((start[1 - axis], end[1 - axis]))
    return Run(axis, start[axis], low, high)


def _meet(first, second, one_sided=False):
    """Note the turn between two runs at right angles; a guest's last run just ends on its host."""
    second.turns.append((first.line, _side(first, second.line), first))
    first.turns.append((second.line, 0 if one_sided else _side(second, first.line), second))


def _side(run, line):
    """Side of a lattice line that a run ending there lies on."""
    return 1 if run.high > line else -1


def assign(runs):
    """Give every run its layer: down first, then across (which then knows the places down), then both once more."""
    channels = _channels(runs)
    for axis in (1, 0, 1, 0):
        for group in channels[axis]:
            _stack(group)


def _channels(runs):
    lines = defaultdict(list)
    for run in runs:
        if not single(run.line):
            lines[run.axis, run.line].append(run)
    groups = ([], [])
    for (axis, _line), members in sorted(lines.items(), key=lambda item: item[0]):
        groups[axis].extend(group for group in _components(members) if len(group) > 1)
    return groups


def _components(members):
    members = sorted(members, key=lambda run: (run.low, run.high))
    groups, reach = [], -1
    for run in members:
        if run.low > reach:
            groups.append([])
        groups[-1].append(run)
        reach = max(reach, run.high)
    return groups


def _stack(group):
    order = _ordered(group)
    for position, run in enumerate(order):
        run.layer = 1 + max((before.layer for before in order[:position] if before.touches(run)), default=-1)
    layers = 1 + max(run.layer for run in order)
    for run in group:
        run.layers = layers


def _ordered(group):
    """Insert each run where it costs least; exact for the two or three runs a channel has nearly always."""
    spans = {run: _span(run) for run in group}
    turns = {run: [(other.place(), side) for _line, side, other in run.turns] for run in group}
    order = []
    for run in sorted(group, key=lambda run: run.low - run.high):
        costs = [0]
        for other in order:
            after = _cost(other, run, spans, turns) - _cost(run, other, spans, turns)
            costs.append(costs[-1] + after)
        order.insert(costs.index(min(costs)), run)
    return order


def _span(run):
    """Exact ends of a run: where its turns are, or the lattice node where it meets a symbol."""
    low, high = run.low * FINE, run.high * FINE
    for line, _towards, other in run.turns:
        if line == run.low:
            low = other.place()
        elif line == run.high:
            high = other.place()
    return low, high


def _cost(first, second, spans, turns):
    """Crossings (in quarters) if `first` lies left of, or above, `second`."""
    return _hits(turns[first], 1, spans[second]) + _hits(turns[second], -1, spans[first])


def _hits(turns, side, span):
    hits = 0
    for place, towards in turns:
        if towards == side and span[0] <= place <= span[1]:
            hits += 4 if span[0] < place < span[1] else 2
    return hits


def across(run, grid):
    """Place of a run that goes down."""
    lane, kind = divmod(run.line, 3)
    if kind == 1:
        return X(lane, "c", 0.0)
    middle = grid.gutters[lane] / 2
    room = max(0.0, grid.gutters[lane] - 2 * EDGE)
    pitch = min(PITCH, room / (run.layers - 1)) if run.layers > 1 else 0.0
    offset = (run.layer - (run.layers - 1) / 2) * pitch
    return X(lane, "l", round(middle + offset, 3)) if kind == 0 else X(lane, "r", round(offset - middle, 3))


def down(run):
    """Place of a run that goes across."""
    row, kind = divmod(run.line, 3)
    if kind == 1:
        return Y(row, "m", 0.0)
    if kind == 0:
        return Y(row, "t", round(ZONE_FIRST + ZONE_PITCH * run.layer, 3))
    return Y(row, "b", round(-ZONE_FIRST - ZONE_PITCH * (run.layers - 1 - run.layer), 3))


def zone_depth(layers):
    """Depth of a zone with so many layers, from the row's border to its innermost line."""
    return ZONE_FIRST + ZONE_PITCH * (layers - 1) if layers else 0.0

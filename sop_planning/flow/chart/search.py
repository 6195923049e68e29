"""Cheapest way through the lattice: A* over states (node, direction of travel).

A state is `node * 4 + direction`. The estimate counts the distance to the nearest box of goals and the bends that
are certainly still to come, so that a straight or L-shaped way is found almost without search.
"""
from heapq import heapify, heappop, heappush

from .lattice import BEND, CLOSED

FINISH = -1


def search(lattice, starts, ends):
    """Find the cheapest path.

    :param starts: {state: cost} just outside the source symbols
    :param ends: {state: extra cost} in which the path may stop
    :return: (cost, lower bound of the cost, states from the first to the last), or None if there is no way
    """
    estimate = _estimator(lattice, ends)
    best = dict(starts)
    parent = {}
    heap = [(cost + estimate(state), state, cost) for state, cost in starts.items()]
    heapify(heap)
    bound = heap[0][0] if heap else 0
    while heap:
        _, state, cost = heappop(heap)
        if state == FINISH:
            return cost, bound, _trace(parent)
        if cost > best[state]:
            continue
        if state in ends:
            _relax(heap, best, parent, state, FINISH, cost + ends[state], 0)
        for follower, total in _followers(lattice, ends, state, cost, state in starts):
            if total < best.get(follower, CLOSED):
                _relax(heap, best, parent, state, follower, total, estimate(follower))
    return None


def _relax(heap, best, parent, state, follower, total, rest):
    if total < best.get(follower, CLOSED):
        best[follower] = total
        parent[follower] = state
        heappush(heap, (total + rest, follower, total))


def _followers(lattice, ends, state, cost, fresh):
    """States reachable from a state, with their costs: straight on, or a turn to either side."""
    node, heading = state >> 2, state & 3
    solid = lattice.solid
    if solid[node]:
        return
    ring = lattice.ring[node]
    for d in (heading, heading + 1 & 3, heading - 1 & 3):
        total = cost + lattice.edge[d][node]
        total += lattice.ahead[d & 1][node] if d == heading else BEND + lattice.corner[node]
        if total >= CLOSED:
            continue
        there = node + lattice.step[d]
        follower = there * 4 + d
        enters = solid[there]
        if enters and follower not in ends:
            continue
        # A way may only turn beside a symbol that it leaves or enters: the ports of others stay reachable.
        if ring and d != heading and not fresh and not enters:
            continue
        yield follower, total


def _trace(parent):
    states = [parent[FINISH]]
    while states[-1] in parent:
        states.append(parent[states[-1]])
    return states[::-1]


def _estimator(lattice, ends):
    """Lower bound of the cost from a state to any end."""
    boxes = _boxes(lattice, ends)
    width, across, down = lattice.width, lattice.across, lattice.down

    def estimate(state):
        heading = state & 3
        y, x = divmod(state >> 2, width)
        best = CLOSED
        for left, right, top, bottom in boxes:
            dx = left - across[x] if across[x] < left else right - across[x] if across[x] > right else 0
            dy = top - down[y] if down[y] < top else bottom - down[y] if down[y] > bottom else 0
            rest = abs(dx) + abs(dy) + BEND * _bends(heading, dx, dy)
            if rest < best:
                best = rest
        return best

    return estimate


def _bends(heading, dx, dy):
    """Fewest bends from a heading to a goal dx right of and dy below here."""
    along, aside = (dy, dx) if heading & 1 else (dx, dy)
    if along < 0 if heading < 2 else along > 0:
        return 2
    return 1 if aside else 0


def _boxes(lattice, ends):
    """The goals as rectangles: one for each run of goal nodes on one lattice line would be exact; one for each
    column of goals is nearly as good and cheaper to look at."""
    columns = {}
    for state in ends:
        y, x = divmod(state >> 2, lattice.width)
        low, high = columns.get(x, (y, y))
        columns[x] = (min(low, y), max(high, y))
    return [(lattice.across[x], lattice.across[x], lattice.down[low], lattice.down[high])
            for x, (low, high) in sorted(columns.items())]

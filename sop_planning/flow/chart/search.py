"""Cheapest way through the lattice: A* over states (node, direction of travel).

A state is `node * 4 + direction`. The estimate counts the distance to the nearest column of goals and the bends that
are certainly still to come, so that a straight or L-shaped way is found almost without search.
"""
from heapq import heapify, heappop, heappush

from .lattice import BEND, CLOSED

FINISH = -1
MOST_COLUMNS = 4
TURNS = ((1, 3), (2, 0), (3, 1), (0, 2))


def search(lattice, starts, ends):
    """Find the cheapest path.

    :param starts: {state: cost} just outside the source symbols
    :param ends: {state: extra cost} in which the path may stop
    :return: (cost, states from the first to the last), or None if there is no way
    """
    estimate = _estimator(lattice, ends)
    best, parent, done = dict(starts), {}, set()
    heap = [(cost + estimate(state), state) for state, cost in starts.items()]
    heapify(heap)
    while heap:
        _, state = heappop(heap)
        if state == FINISH:
            return best[FINISH], _trace(parent)
        # The estimate never falls faster than the cost rises: the first visit of a state is its cheapest.
        if state in done:
            continue
        done.add(state)
        for follower, total in _followers(lattice, ends, state, best[state], state in starts):
            if total < best.get(follower, CLOSED):
                best[follower], parent[follower] = total, state
                heappush(heap, (total + estimate(follower) if follower >= 0 else total, follower))
    return None


def _followers(lattice, ends, state, cost, fresh):
    """States reachable from a state, with their costs: the finish, straight on, or a turn to either side."""
    node, heading = state >> 2, state & 3
    found = [(FINISH, cost + ends[state])] if state in ends else []
    solid = lattice.solid
    if solid[node]:
        return found
    total = cost + lattice.edge[heading][node] + lattice.ahead[heading & 1][node]
    there = node + lattice.step[heading]
    if total < CLOSED and (not solid[there] or there * 4 + heading in ends):
        found.append((there * 4 + heading, total))
    cost += BEND + lattice.corner[node]
    if cost >= CLOSED:
        return found
    # A way may only turn beside a symbol that it leaves or enters: the ports of others stay reachable.
    free = fresh or not lattice.ring[node]
    for d in TURNS[heading]:
        total = cost + lattice.edge[d][node]
        if total < CLOSED:
            there = node + lattice.step[d]
            if there * 4 + d in ends if solid[there] else free:
                found.append((there * 4 + d, total))
    return found


def _trace(parent):
    states = [parent[FINISH]]
    while states[-1] in parent:
        states.append(parent[states[-1]])
    return states[::-1]


def _estimator(lattice, ends):
    """Lower bound of the cost from a state to any end."""
    columns = _columns(lattice, ends)
    places = lattice.places

    def estimate(state):
        x, y = places[state >> 2]
        best = CLOSED
        for left, right, top, bottom in columns:
            dx = left - x if x < left else right - x if x > right else 0
            dy = top - y if y < top else bottom - y if y > bottom else 0
            along, aside = (dy, dx) if state & 1 else (dx, dy)
            backwards = along > 0 if state & 2 else along < 0
            rest = abs(dx) + abs(dy) + (2 * BEND if backwards else BEND if aside else 0)
            if rest < best:
                best = rest
        return best

    return estimate


def _columns(lattice, ends):
    """The ends as rectangles: one for each column of them, or one in all if there are many."""
    columns = {}
    for state in ends:
        x, y = lattice.places[state >> 2]
        low, high = columns.get(x, (y, y))
        columns[x] = (min(low, y), max(high, y))
    if len(columns) > MOST_COLUMNS:
        lows, highs = zip(*columns.values())
        return [(min(columns), max(columns), min(lows), max(highs))]
    return [(x, x, low, high) for x, (low, high) in sorted(columns.items())]

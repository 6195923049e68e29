"""The lattice a sheet's ways run on, and what is in use of it.

Each lane has three vertical lines (left gutter, centre, right gutter), each row three horizontal ones (top zone,
middle, bottom zone). Centres and middles carry one way; gutters and zones are channels that carry several side by
side. Costs are whole hundredths of a mm, so that laying and lifting a way restores them exactly.
"""
from functools import lru_cache

E, S, W, N = range(4)
CLOSED = 10 ** 7
BEND = 600
CROSSING = 4000
CROWD = 250
CORNERS_MEET = 500
BESIDE_DECISION = 150
CHANNEL_DETOUR = 112
ZONE_PITCH = 230
HALF_ROW = 700


def single(line: int) -> bool:
    """Whether a lattice line is a centre or a middle, with room for one way only."""
    return line % 3 == 1


class Lattice:
    """Costs of every edge and node for the next way to be laid.

    A node is `y * width + x`; direction d leads from node n to n + step[d]. `edge[d][n]` is the cost of that
    edge, `ahead[axis][n]` that of going straight over n (axis 0 across, 1 down), `corner[n]` that of turning on n.
    """

    def __init__(self, lane_widths, gutters, rows):
        self.lanes, self.rows = len(lane_widths), rows
        self.width, self.height = 3 * self.lanes, 3 * rows
        self.step = (1, self.width, -1, -self.width)
        self.across, self.down = _places_across(lane_widths, gutters), _places_down(rows)
        self.places = [(x, y) for y in self.down for x in self.across]
        size = self.width * self.height
        self.edge, self.base = ([list(costs) for costs in _edges(self.across, self.down)] for _ in range(2))
        self.ahead = ([0] * size, [0] * size)
        self.corner = [0] * size
        self.solid = bytearray(size)
        self.ring = bytearray(size)

    def node(self, row, lane):
        """Node in the middle of a cell."""
        return (3 * row + 1) * self.width + 3 * lane + 1

    def cell(self, node):
        """Row and lane of a node."""
        y, x = divmod(node, self.width)
        return y // 3, x // 3

    def place_symbol(self, node):
        """Close a cell's middle to other ways and keep its four ports reachable."""
        self.solid[node] = 1
        for step in self.step:
            self.ring[node + step] = 1

    def free(self, node):
        """Whether a connector may be put on a cell's middle: nothing runs through it, no label reaches into it."""
        used = self.solid[node] or self.corner[node] or self.ahead[0][node] or self.ahead[1][node]
        return not used and self.open(node, N) and self.open(node, S)

    def open(self, node, d):
        return self.edge[d][node] < CLOSED

    def unused(self, node, d):
        """Whether no way and no label lies on an edge."""
        return self.edge[d][node] == self.base[d][node]

    def keep_clear(self, node):
        """Make the gutters beside a decision dearer, to leave room for its labels."""
        for costs in (self.edge, self.base):
            for top in (node - self.width - 1, node - self.width + 1, node - 1, node + 1):
                costs[S][top] += BESIDE_DECISION
                costs[N][top + self.width] += BESIDE_DECISION

    def close(self, node, d):
        """Take an edge for a label."""
        self.load(node, d, CLOSED)

    def load(self, node, d, cost):
        """Make an edge dearer, in both directions."""
        self.edge[d][node] += cost
        self.edge[d ^ 2][node + self.step[d]] += cost

    def lay(self, path, merges):
        """Take the edges and nodes of a path.

        :param merges: the path ends on another way, so its last node is a corner too
        """
        heading = None
        for here, there in zip(path, path[1:]):
            d = self.step.index(there - here)
            if heading is not None:
                self._pass(here, heading, d)
            self.load(here, d, self._crowd(here, d))
            heading = d
        if merges:
            self._turn(path[-1])

    def _crowd(self, node, d):
        line = node // self.width if d in (E, W) else node % self.width
        return CLOSED if single(line) else CROWD

    def _pass(self, node, heading, d):
        if heading == d:
            self.ahead[1 - (d & 1)][node] += CROSSING
        else:
            self._turn(node)

    def _turn(self, node):
        y, x = divmod(node, self.width)
        self.corner[node] += CLOSED if single(x) or single(y) else CORNERS_MEET


@lru_cache(maxsize=64)
def _edges(across, down):
    """Costs of the edges that lead east, south, west and north, before anything lies on them."""
    width, right, below = len(across), [], []
    for y in range(len(down)):
        detour = 100 if single(y) else CHANNEL_DETOUR
        right += [*((b - a) * detour // 100 for a, b in zip(across, across[1:])), CLOSED]
    for upper, lower in zip(down, down[1:]):
        below += [(lower - upper) * (100 if single(x) else CHANNEL_DETOUR) // 100 for x in range(width)]
    below += [CLOSED] * width
    left = [CLOSED if n % width == 0 else right[n - 1] for n in range(len(right))]
    return right, below, left, [CLOSED] * width + below[:-width]


def _places_across(widths, gutters):
    places, left = [], 0.0
    for width, gutter in zip(widths, gutters):
        places += [left + gutter / 2, left + width / 2, left + width - gutter / 2]
        left += width
    return tuple(round(place * 100) for place in places)


def _places_down(rows):
    pitch = ZONE_PITCH + 2 * HALF_ROW
    return tuple(row * pitch + offset for row in range(rows) for offset in (0, HALF_ROW, 2 * HALF_ROW))

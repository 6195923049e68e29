"""Routing of one sheet: one net after the other, the straightest first.

Lifting the worst nets to lay them again was tried: it saved one crossing in two hundred for a fifth of the time.
"""
from collections import Counter, defaultdict

from .labels import LabelSetter
from .lattice import CLOSED, Lattice, single
from .nets import BACK, IN, OUT, SEQUENCE, SKIP
from .search import search

MERGE, FORK, SAME_FORK = 900, 900, 12000
NEAR_ROWS, NEAR_LANES = 2, 3
FAR_ROW = (0, 1600, 3000)
TOO_FAR = 23000
CROWDED = 2500
# Costs of leaving a symbol east, south, west, north, and of arriving at one *travelling* east, south, west, north.
LEAVE = {
    SEQUENCE: (100, 0, 100, 4000), SKIP: (50, 200, 50, 2500), BACK: (0, 600, 0, 900),
    OUT: (0, 600, 0, 800), IN: (0, 200, 0, 600),
}
ARRIVE = {
    SEQUENCE: (600, 0, 600, 4000), SKIP: (200, 0, 200, 2500), BACK: (0, 500, 0, 1200),
    OUT: (0, 400, 0, 600), IN: (0, 300, 0, 1000),
}
ORDER = {SEQUENCE: 0, SKIP: 1, BACK: 2, OUT: 3, IN: 3}


class NoRoom(Exception):
    """A connector found no cell; `net` is the way that needs one."""

    def __init__(self, net):
        super().__init__(net.way)
        self.net = net


class Router:
    """Routes the nets of one sheet on its lattice.

    :param grid: widths of the lanes
    :param rows: number of rows
    :param narrow: break the words of labels rather than let labels close a gutter
    """

    def __init__(self, grid, rows, narrow=False):
        self.lattice = Lattice(grid.widths, grid.gutters, rows)
        self.labels = LabelSetter(self.lattice, grid, narrow)
        self.hosts = defaultdict(list)
        self.exits = defaultdict(list)
        self.owed = Counter()

    def place(self, row, lane, labelled):
        """Put a symbol into a cell; its node is returned."""
        node = self.lattice.node(row, lane)
        self.lattice.place_symbol(node)
        if labelled:
            self.lattice.keep_clear(node)
        return node

    def join(self, row, left, right):
        """Lay the plain line between two symbols of a joint step."""
        self.lattice.lay(range(self.lattice.node(row, left), self.lattice.node(row, right) + 1), merges=False)

    def route(self, nets):
        """Give every net its path. Raises NoRoom if a connector finds no free cell near its step."""
        self.owed.update(net.sources for net in nets)
        for net in sorted(nets, key=self._rank):
            self._route(net)
            self.owed[net.sources] -= 1
            self.hosts[net.goal].append(net)

    def _rank(self, net):
        return ORDER[net.kind], self._distance(net), net.way

    def _distance(self, net):
        pairs = [(self.lattice.cell(a), self.lattice.cell(b)) for a in net.sources for b in net.targets]
        return min((abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairs), default=0)

    def _route(self, net):
        found = self._search(net, self._may_use_port(net)) or self._search(net, ports=True)
        if not found or (net.floats and found[0] > TOO_FAR):
            raise NoRoom(net)
        self._lay(net, found[1])

    def _search(self, net, ports):
        starts = self._starts(net)
        if net.sources and not starts:
            starts = self._forks(net)
        ends = self._merges(net, anywhere=not ports)
        if ports:
            ends.update(self._arrivals(net))
        return search(self.lattice, starts, ends) if starts and ends else None

    def _may_use_port(self, net):
        """A way in must leave its step's last ports to the ways out that are still to come."""
        ports = sum(self.lattice.open(node, d) for node in net.targets for d in range(4))
        return not net.targets or ports > self.owed[net.targets]

    def _starts(self, net):
        starts = {}
        for node, penalty in self._cells(net.sources, net.targets):
            for d in range(4):
                if self.lattice.open(node, d):
                    state = (node + self.lattice.step[d]) * 4 + d
                    cost = penalty + LEAVE[net.kind][d] + self.lattice.edge[d][node]
                    if net.label and self.labels.crowded(net, node, d):
                        cost += CROWDED
                    starts[state] = min(cost, starts.get(state, cost))
        return starts

    def _forks(self, net):
        """Starts for a fourth way out, when no port is free: it shares a port and turns off where the port ends."""
        starts = {}
        for port in self.exits[net.sources]:
            for d in range(4):
                there = port + self.lattice.step[d]
                if self.lattice.open(port, d) and not self.lattice.solid[there]:
                    starts[there * 4 + d] = FORK + SAME_FORK * (not self.lattice.unused(port, d))
        return starts

    def _arrivals(self, net):
        return {
            node * 4 + d: penalty + ARRIVE[net.kind][d]
            for node, penalty in self._cells(net.targets, net.sources)
            for d in range(4)
        }

    def _cells(self, nodes, others):
        """The given symbols, or every free cell near the other end, each with a penalty."""
        if nodes:
            return [(node, 0) for node in nodes]
        lattice = self.lattice
        row, lane = lattice.cell(others[0])
        rows = range(max(0, row - NEAR_ROWS), min(lattice.rows, row + NEAR_ROWS + 1))
        lanes = range(max(0, lane - NEAR_LANES), min(lattice.lanes, lane + NEAR_LANES + 1))
        cells = [(lattice.node(r, lane), FAR_ROW[abs(r - row)]) for r in rows for lane in lanes]
        return [(node, penalty) for node, penalty in cells if lattice.free(node)]

    def _merges(self, net, anywhere):
        """States in which a net may end at right angles on a way with the same goal."""
        ends = {}
        for host in self.hosts.get(net.goal, ()):
            if not host.host:
                for node, step in _straights(host.path, anywhere):
                    for d in (0, 2) if abs(step) > 1 else (1, 3):
                        if self._may_merge(node, d):
                            ends[node * 4 + d] = MERGE
        return ends

    def _may_merge(self, node, d):
        """One guest at most may come along a single line, and none into the port of a symbol."""
        y, x = divmod(node, self.lattice.width)
        if not single(x if d & 1 else y):
            return True
        return not self.lattice.ring[node] and self.lattice.corner[node] < CLOSED

    def _lay(self, net, states):
        net.path = [*self._beginning(net, states[0]), *(state >> 2 for state in states)]
        net.host = self._host(net, net.path[-1])
        self.exits[net.sources].append(net.path[1])
        self.lattice.lay(net.path, merges=net.host is not None)
        self._settle(net)

    def _beginning(self, net, first):
        """Nodes before the first state: the symbol, or the symbol and the port of it that is shared."""
        node = (first >> 2) - self.lattice.step[first & 3]
        shared = [source for source in net.sources if node - source in self.lattice.step]
        return [shared[0], node] if shared else [node]

    def _host(self, net, node):
        if node in net.targets:
            return None
        hosts = self.hosts.get(net.goal, ())
        return next((host for host in hosts if not host.host and node in host.path[1:-1]), None)

    def _settle(self, net):
        """What follows from a net's path: the place of its connector, a spot for its label."""
        if not net.targets and not net.host:
            self.lattice.place_symbol(net.path[-1])
        if not net.sources:
            self.lattice.place_symbol(net.path[0])
        if net.label:
            net.caption = self.labels.set(net)


def _straights(path, anywhere):
    """Inner nodes where a path runs straight, after its first bend unless `anywhere`, and the step it takes there."""
    bent = anywhere
    for before, node, after in zip(path[1:], path[2:], path[3:]):
        if node - before != after - node:
            bent = True
        elif bent:
            yield node, after - node

"""Routing of one sheet: one net after the other, the straightest first, then again where that saves crossings."""
from .labels import BROKEN, LabelSetter
from .lattice import CLOSED, Lattice
from .nets import BACK, IN, OUT, SEQUENCE, SKIP
from .search import search

MERGE = 900
NEAR_ROWS = 2
FAR_ROW = (0, 1600, 3000)
TOO_FAR = 23000
WORTH_RETRYING = 700
PASSES = 2
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
    :param rows: number of lattice rows
    :param symbols: nodes of the symbols
    :param joints: node paths of the plain lines between the symbols of a joint step
    """

    def __init__(self, grid, rows, symbols, joints):
        self.lattice = Lattice(grid.widths, grid.gutters, rows)
        self.labels = LabelSetter(self.lattice, grid)
        self.nets = []
        self.asked = {}
        for node in symbols:
            self.lattice.place_symbol(node)
        for path in joints:
            self.lattice.lay(path, merges=False)

    def node(self, row, lane):
        return self.lattice.node(row, lane)

    def route(self, nets):
        """Give every net its path. Raises NoRoom if a connector finds no free cell near its step."""
        self._count_ports(nets)
        for net in sorted(nets, key=self._rank):
            self._route(net)
            self.nets.append(net)
        for _ in range(PASSES):
            if not any([self._improve(net) for net in self._worst()]):
                break

    def _rank(self, net):
        return ORDER[net.kind], self._distance(net), net.way

    def _distance(self, net):
        pairs = [(self.lattice.cell(a), self.lattice.cell(b)) for a in net.sources for b in net.targets]
        return min((abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairs), default=0)

    def _worst(self):
        nets = [net for net in self.nets if net.cost - net.bound > WORTH_RETRYING]
        return sorted(nets, key=lambda net: net.bound - net.cost)

    def _improve(self, net):
        """Lift a net and lay it again; the search is exact for the given others, so the sum never rises."""
        if net.guests:
            return False
        before = net.cost
        self._lift(net)
        self._route(net)
        return net.cost < before

    def _count_ports(self, nets):
        """How many ways out, and whether a way in, each symbol's step still has to get a port for."""
        for net in nets:
            self.asked.setdefault(net.sources, [0, False])[0] += 1
            self.asked.setdefault(net.targets, [0, False])[1] = True

    def _route(self, net):
        found = self._search(net, self._spared(net)) or self._search(net, spared=0)
        if not found:
            raise NoRoom(net)
        cost, path, net.host = found
        self._lay(net, cost, path)

    def _lay(self, net, cost, path):
        net.path, net.cost = path, cost
        self.lattice.lay(path, merges=net.host is not None)
        if net.host:
            net.host.guests += 1
        if net.label:
            self.labels.set(net)

    def _lift(self, net):
        if net.label:
            self.labels.clear(net)
        self.lattice.lay(net.path, net.host is not None, sign=-1)
        if net.host:
            net.host.guests -= 1
            net.host = None

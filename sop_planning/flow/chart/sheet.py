"""Builds one sheet: its rows, symbols and nets."""
from collections import defaultdict
from dataclasses import replace

from . import tracks
from .connectors import announcement, pentagon
from .lines import LineMaker, least_heights, stretched
from .model import Row, Sheet, Symbol, Texts
from .nets import IN, OUT, SEQUENCE, Net, kind_of, sort_ways
from .router import NoRoom, Router

SIDES = "ESWN"


class SheetBuilder:
    """Builds the sheet of some strips of a chart.

    When a way finds no room, the sheet is routed anew with more of it: a connector gets a 'link' row beside its step;
    for any other way the labels first leave the gutters free, and then it is drawn with a pair of connectors. Ways that
    had to share a port are routed anew too, with labels that say which of them goes where.
    """

    def __init__(self, chart, strips, grid, apart):
        self.chart, self.grid = chart, grid
        self.apart = set(apart)
        self.steps = [strip.index for strip in strips if strip.head]
        self.strips = strips
        self.linked = []
        self.narrow = False
        self.sharing = set()

    def build(self):
        """:return: model.Sheet"""
        while True:
            drawing = Drawing(self)
            try:
                drawing.route()
            except NoRoom as problem:
                self._make_room(problem.net)
                continue
            sharing = drawing.sharing()
            if sharing <= self.sharing:
                return drawing.sheet()
            self.sharing |= sharing

    def _make_room(self, net):
        if net.floats:
            self.linked.append((net.kind, net.way))
        elif not self.narrow:
            self.narrow = True
        elif net.way in [way[:2] for way in self.apart]:
            raise NoRoom(net)
        else:
            self.apart |= {way for way in self.chart.ways if way[:2] == net.way}


class Drawing:
    """One attempt to draw a sheet."""

    def __init__(self, builder):
        self.chart, self.grid = builder.chart, builder.grid
        self.ways = sort_ways(self.chart.ways, builder.steps, builder.apart)
        self.rows = []
        self.symbols = {}
        self.of_step = {}
        self.nets = []
        self.joints = []
        self.linked = {}
        self.narrow = builder.narrow
        self.told_apart = builder.sharing
        self._lay_out_rows(builder)

    def route(self):
        """Find every way; raises NoRoom."""
        self.router = Router(self.grid, len(self.rows), self.narrow)
        self._place_steps()
        self._make_nets()
        self.router.route(self.nets)

    def sharing(self):
        """Ways with a label that leave by one port, as (source, target)."""
        users = defaultdict(list)
        for net in self.nets:
            if net.label:
                users[tuple(net.path[:2])].append(net.way)
        return {way for ways in users.values() if len(ways) > 1 for way in ways}

    def sheet(self):
        """The sheet of the ways that were found: model.Sheet."""
        self._place_floating()
        return self._finish()

    def _lay_out_rows(self, builder):
        if self.ways.top:
            self.rows.append(("top", None))
        for strip in builder.strips:
            self._links(builder.linked, IN, strip)
            self.rows.append((_kind(self.chart, strip), strip))
            self._links(builder.linked, OUT, strip)
        if self.ways.bottom:
            self.rows.append(("bottom", None))

    def _links(self, linked, kind, strip):
        for way in [way for kind_of_net, way in linked if kind_of_net == kind]:
            if strip.head and strip.index == way[kind == IN]:
                self.linked[kind, way] = len(self.rows)
                self.rows.append(("link", None))

    def _place_steps(self):
        for row, (_kind_of_row, strip) in enumerate(self.rows):
            if strip and strip.head:
                lanes = self.chart.lanes_of(strip.index)
                shape = self.chart.symbol(strip.index)
                self.of_step[strip.index] = tuple(self._put(row, lane, shape, strip.index) for lane in lanes)
                self._join(row, sorted(lanes))

    def _put(self, row, lane, shape, index):
        """Place the symbol of a step and return its node."""
        node = self.router.place(row, lane, labelled=shape == "diamond")
        self.symbols[node] = Symbol(row, lane, shape, *self.grid.box, index)
        return node

    def _put_pentagon(self, row, lane, target, others, announced=False):
        node = self.router.place(row, lane, labelled=False)
        self.symbols[node] = pentagon(row, lane, self.grid.box, target, others, announced)
        return node

    def _join(self, row, lanes):
        for left, right in zip(lanes, lanes[1:]):
            self.joints.append((row, left, right))
            self.router.join(row, left, right)

    def _make_nets(self):
        for source, target, label in self.ways.inner:
            self._net(source, target, label, kind_of(source, target), target, self.of_step[source],
                      self.of_step[target])
        self._make_bottom()
        self._make_top()
        for source, target, label in self.ways.out:
            self._net(source, target, label, OUT, (OUT, target), self.of_step[source],
                      self._link(OUT, (source, target), source, target, (target,)))
        for target, sources in self.ways.into.items():
            way = (min(sources), target)
            self._net(*way, "", IN, target, self._link(IN, way, target, target, sources), self.of_step[target])

    def _net(self, source, target, label, kind, goal, sources, targets):
        way = source, target
        self.nets.append(Net(way, kind, label, goal, sources, targets, way in self.told_apart))

    def _make_bottom(self):
        if self.ways.bottom:
            last, target, _label = self.ways.bottom[-1]
            lane = self.chart.lanes_of(last)[0]
            node = self._put_pentagon(len(self.rows) - 1, lane, target, (target,), announced=True)
            for source, _target, label in self.ways.bottom:
                self._net(source, target, label, SEQUENCE, (OUT, target), self.of_step[source], (node,))

    def _make_top(self):
        if self.ways.top:
            target = min(self.of_step)
            node = self._put_pentagon(0, self.chart.lanes_of(target)[0], target, self.ways.top, announced=True)
            self._net(max(source for source in self.ways.top if source < target), target, "", SEQUENCE, target,
                      (node,), self.of_step[target])

    def _link(self, kind, way, step, target, others):
        """Node of a connector that has a row of its own, or () for one the router finds a cell for."""
        if (kind, way) not in self.linked:
            return ()
        lane = self.chart.lanes_of(step)[0]
        beside = lane + 1 if lane + 1 < len(self.grid.widths) else max(0, lane - 1)
        return (self._put_pentagon(self.linked[kind, way], beside, target, others),)

    def _place_floating(self):
        for net in self.nets:
            if not net.targets and not net.host:
                self._float(net.path[-1], net.way[1], (net.way[1],))
            if not net.sources:
                self._float(net.path[0], net.way[1], self.ways.into[net.way[1]])

    def _float(self, node, target, others):
        row, lane = self.router.lattice.cell(node)
        self.symbols[node] = pentagon(row, lane, self.grid.box, target, others)

    def _finish(self):
        runs = tracks.cut(self.nets, self.router.lattice.width)
        everything = [run for own in runs.values() for run in own]
        tracks.assign(everything)
        grid = stretched(self.grid, everything) if self.grid.elastic else self.grid
        self._add_arrows()
        labels = tuple(net.caption for net in self.nets if net.caption)
        heights = least_heights(len(self.rows), self.symbols.values(), labels, everything)
        rows = tuple(map(self._row, self.rows, heights))
        symbols = tuple(symbol for _node, symbol in sorted(self.symbols.items()))
        return Sheet(rows, grid, symbols, LineMaker(self, runs, grid).lines(), labels)

    def _row(self, row, height):
        kind, strip = row
        if strip is None:
            return Row(kind, self._worst_announcement(kind), height)
        return Row(kind, strip.texts, height, self.chart.state(strip.index), strip.index)

    def _worst_announcement(self, kind):
        """The longest text a row may get when all pages are known, for whoever has to leave room for it."""
        if kind == "link":
            return Texts()
        return announcement(kind, [999] * (len(set(self.ways.top)) if kind == "top" else 1), "WW")

    def _add_arrows(self):
        arrows = defaultdict(set)
        step = self.router.lattice.step
        for net in self.nets:
            if not net.host:
                travelling = step.index(net.path[-1] - net.path[-2])
                arrows[net.path[-1]].add(SIDES[travelling ^ 2])
        for node, sides in arrows.items():
            self.symbols[node] = replace(self.symbols[node], arrows="".join(sorted(sides)))


def _kind(chart, strip):
    if not strip.head:
        return "cont"
    return "end" if strip.index == len(chart.table.activities) else "step"

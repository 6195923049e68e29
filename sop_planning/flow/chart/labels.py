"""Words at the exits of a decision.

A label stands in one quarter of its decision's cell, beside the port its way leaves by. It never overlaps a line
because it *takes* the lattice edges it covers, like a way does, and because its row grows until it fits between the
symbol and the row's zones.
"""
from dataclasses import dataclass

from .lattice import E, N, S, W
from .model import Label

LABEL_PT = 5.0
EM = LABEL_PT * 0.3528
LINE_HEIGHT = EM * 1.2
STEM = 0.45
ARROW = 0.95
HEADROOM = 0.35
SIDE = 0.3
WIDTHS = (9.0, 14.0, 22.0)
BROKEN = 100.0
QUARTERS = {E: ((N, E), (S, E)), W: ((N, W), (S, W)), S: ((S, E), (S, W)), N: ((N, E), (N, W))}
NARROW, WIDE = "ijlft.,'|!()[]/ ", "mwMW%@"


def text_width(text):
    """Safe estimate of a label's width (mm), DejaVu Sans or narrower; the chart must not depend on fonts."""
    return EM * sum(_advance(char) for char in text)


def _advance(char):
    if char in NARROW:
        return 0.4
    if char in WIDE:
        return 1.0
    return 0.78 if char.isupper() else 0.64


def wrap(text, width):
    """Lines no wider than `width`, at blanks; None if a word is wider."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer) <= width:
            lines[-1] = longer
        elif text_width(word) > width:
            return None
        else:
            lines.append(word)
    return tuple(lines)


def break_words(text, width):
    """Lines no wider than `width`, broken anywhere."""
    lines = [""]
    for char in " ".join(text.split()):
        if lines[-1] and text_width(lines[-1] + char) > width:
            lines.append("")
        lines[-1] += char
    return tuple(line.strip() for line in lines)


@dataclass(frozen=True, slots=True)
class Spot:
    """A label set in a quarter of a cell, the lattice edges it covers and how bad it is."""

    label: Label
    quarter: tuple
    edges: tuple
    badness: float


class LabelSetter:
    """Finds room for labels in the cells of one lattice."""

    def __init__(self, lattice, grid):
        self.lattice, self.grid = lattice, grid
        self.taken = {}

    def set(self, net):
        """Give a routed net's label the best free spot beside its port, and take it."""
        node, d = net.path[0], self.lattice.step.index(net.path[1] - net.path[0])
        spots = [spot for quarter in QUARTERS[d] for spot in self._spots(net, node, d, quarter)]
        spot = min(spots, key=lambda spot: spot.badness)
        self._take(node, spot, 1)
        net.spot = spot

    def clear(self, net):
        """Give back the spot of a net's label."""
        self._take(net.path[0], net.spot, -1)
        net.spot = None

    def _take(self, node, spot, sign):
        for edge_node, d in spot.edges:
            self.lattice.close(edge_node, d, sign)
        key = (node, spot.quarter)
        height = spot.label.bottom - spot.label.top
        self.taken[key] = self.taken.get(key, 0.0) + sign * height

    def _spots(self, net, node, d, quarter):
        """Narrow (beside the symbol only), wide (over the gutter and beyond) and, if nothing else helps, broken."""
        lane = self.lattice.cell(node)[1]
        edge = self.grid.box[0] / 2 + SIDE
        lines = wrap(net.label, edge - ARROW)
        if lines:
            yield self._spot(net, node, d, quarter, lines, edge, len(lines) - 1.0)
        border = self.grid.box[0] / 2 + self.grid.gutters[lane] - SIDE
        for limit in WIDTHS:
            lines = wrap(net.label, limit)
            spot = lines and self._spot(net, node, d, quarter, lines, border, 2.0 + len(lines) + limit / 10)
            if spot and self._inside(lane, spot) and self._unused(spot.edges):
                yield spot
        yield self._spot(net, node, d, quarter, break_words(net.label, edge - ARROW), edge, BROKEN)

    def _spot(self, net, node, d, quarter, lines, border, badness):
        label = self._label(node, d, quarter, lines, border)
        turned = self._own_turn(net, d, quarter)
        stacked = 20.0 if self.taken.get((node, quarter), 0.0) > 0.01 else 0.0
        edges = tuple(self._covered(node, quarter, label))
        return Spot(label, quarter, edges, badness + turned + stacked)

    def _own_turn(self, net, d, quarter):
        """Prefer the quarter the way itself does not turn to."""
        for here, there in zip(net.path[1:], net.path[2:]):
            turn = self.lattice.step.index(there - here)
            if turn != d:
                return 1.5 if turn in quarter else 0.0
        return 0.5 if quarter[0] == S else 0.0

    def _label(self, node, d, quarter, lines, border):
        row, lane = self.lattice.cell(node)
        width, height = max(map(text_width, lines)), LINE_HEIGHT * len(lines)
        near, low = self._corner(node, d, quarter, border - width)
        left, right = (near, near + width) if quarter[1] == E else (-near - width, -near)
        top, bottom = (low, low + height) if quarter[0] == S else (-low - height, -low)
        return Label(row, lane, lines, left, top, right, bottom)

    def _corner(self, node, d, quarter, farthest):
        """Distance of a label's near corner from the centre and from the middle of its cell."""
        half, high = self.grid.box[0] / 2, self.grid.box[1] / 2
        stack = self.taken.get((node, quarter), 0.0)
        if d in (N, S):
            return ARROW, high + HEADROOM + stack
        # Beside a slanted side: the higher the label stands, the nearer it may come to the centre.
        near = max(ARROW, min(half + STEM, farthest))
        slope = max(0.0, 1 - (near - STEM) / half)
        return near, max(STEM, slope * high + HEADROOM * bool(slope)) + stack

    def _covered(self, node, quarter, label):
        """Vertical lattice edges of the half row that a label lies over; lines keep SIDE away from it."""
        row, lane = self.lattice.cell(node)
        x0 = sum(self.grid.widths[:lane]) + self.grid.widths[lane] / 2
        step = 1 if quarter[1] == E else -1
        x, y = 3 * lane + 1 + step, 3 * row + (1 if quarter[0] == S else 0)
        while 0 <= x < self.lattice.width and self._overlaps(x, x0, label):
            yield y * self.lattice.width + x, S
            x += step

    def _overlaps(self, x, x0, label):
        lane, kind = divmod(x, 3)
        place = self.lattice.across[x] / 100 - x0
        room = SIDE if kind == 1 else self.grid.gutters[lane] / 2 - SIDE - 0.05
        return label.left < place + room and place - room < label.right

    def _inside(self, lane, spot):
        centre = sum(self.grid.widths[:lane]) + self.grid.widths[lane] / 2
        inside = -centre + SIDE <= spot.label.left and spot.label.right <= sum(self.grid.widths) - centre - SIDE
        return inside and not any(self.lattice.solid[n] or self.lattice.solid[n + self.lattice.width]
                                  for n, _d in spot.edges)

    def _unused(self, edges):
        return all(self.lattice.unused(node, d) for node, d in edges)

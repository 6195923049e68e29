"""Words at the exits of a decision.

A label stands in one quarter of its decision's cell, beside the port its way leaves by. It never overlaps a line
because it *takes* the lattice edges it covers, like a way does, and because its row grows until it fits between the
symbol and the row's zones.
"""
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from .lattice import E, N, S, W
from .model import Label

LABEL_PT = 5.0
EM = LABEL_PT * 0.3528
LINE_HEIGHT = EM * 1.2
UNKNOWN = 1.04
STEM = 0.45
ARROW = 1.1
HEADROOM = 0.35
SIDE = 0.3
WIDTHS = (9.0, 14.0, 22.0)
BETWEEN = 0.2
# Badness of a label's spot.
PER_LINE, PER_MM_OUT, PER_MM_OFF, UNDER, OVER_GUTTER, OWN_TURN = 0.6, 0.3, 0.35, 0.3, 0.8, 1.5
STACKED, BROKEN = 20.0, 100.0
QUARTERS = {E: ((N, E), (S, E)), W: ((N, W), (S, W)), S: ((S, E), (S, W)), N: ((N, E), (N, W))}
ADVANCES = {
    0.33: "ijlI.,:;'|! ", 0.43: "rtf()[]/-\"", 0.6: "cskzvxyJ", 0.66: "abdeghnopquFLETSZYP0123456789", 0.78: "ABCDKNRUVXGHQO",
    1.04: "mwMW%@",
}
ADVANCE = {char: advance for advance, chars in ADVANCES.items() for char in chars}


@lru_cache(maxsize=1000)
def text_width(text):
    """Safe estimate of a label's width (mm), DejaVu Sans or narrower; the chart must not depend on fonts."""
    return EM * sum(ADVANCE.get(char, UNKNOWN) for char in text)


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


def lane_wish(labels, gutter):
    """Width of a lane (mm) that holds every word of the labels between its centre and a gutter."""
    longest = max((text_width(word) for label in labels for word in label.split()), default=0.0)
    return 2 * (gutter + ARROW + longest)


@dataclass(frozen=True, slots=True)
class Spot:
    """A label set in a quarter of a cell, the lattice edges it covers and how bad it is."""

    label: Label
    quarter: tuple
    edges: tuple
    badness: float


class LabelSetter:
    """Finds room for labels in the cells of one lattice; `narrow` ones leave the gutters to the ways."""

    def __init__(self, lattice, grid, narrow):
        self.lattice, self.grid, self.narrow = lattice, grid, narrow
        self.taken = defaultdict(list)

    def set(self, net):
        """Give a routed net's label the best free spot beside its port, and take it."""
        node, d = net.path[0], self.lattice.step.index(net.path[1] - net.path[0])
        spots = [spot for quarter in QUARTERS[d] for spot in self._spots(net, node, d, quarter)]
        spot = min(spots, key=lambda spot: spot.badness)
        for edge_node, edge in spot.edges:
            self.lattice.close(edge_node, edge)
        self.taken[node, spot.quarter].append(spot.label)
        return spot.label

    def _spots(self, net, node, d, quarter):
        """Narrow (beside the symbol only), wide (over the gutter and beyond) and, if nothing else helps, broken."""
        lane = self.lattice.cell(node)[1]
        edge = self.grid.widths[lane] / 2 - self.grid.gutters[lane] + SIDE
        lines = wrap(net.label, edge - ARROW)
        if lines:
            yield self._spot(net, node, d, quarter, lines, edge, 0.0)
        border = self.grid.widths[lane] / 2 - SIDE - 0.01
        for limit in () if self.narrow else WIDTHS:
            lines = wrap(net.label, limit)
            spot = lines and self._spot(net, node, d, quarter, lines, border, OVER_GUTTER)
            if spot and self._inside(lane, spot) and self._unused(spot.edges):
                yield spot
        yield self._spot(net, node, d, quarter, break_words(net.label, edge - ARROW), edge, BROKEN)

    def _spot(self, net, node, d, quarter, lines, border, badness):
        label = self._label(node, d, quarter, lines, border)
        badness += STACKED if self.taken[node, quarter] else 0.0
        badness += PER_LINE * len(lines) + PER_MM_OUT * max(0.0, max(-label.left, label.right) - border)
        badness += UNDER if quarter[0] == S else 0.0
        if d in (E, W):
            badness += PER_MM_OFF * max(0.0, self.grid.box[0] / 2 + STEM - min(abs(label.left), abs(label.right)))
        badness += OWN_TURN if self._turns_into(net, d, quarter) else 0.0
        return Spot(label, quarter, tuple(self._covered(node, quarter, label)), badness)

    def _turns_into(self, net, d, quarter):
        """Whether the way turns to a quarter right beside its symbol."""
        turn = self.lattice.step.index(net.path[2] - net.path[1])
        return turn != d and turn in quarter

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
        stack = max((max(-label.top, label.bottom) + BETWEEN for label in self.taken[node, quarter]), default=0.0)
        if d in (N, S):
            return ARROW, max(high + HEADROOM, stack)
        # Beside a slanted side: the higher the label stands, the nearer it may come to the centre.
        near = max(ARROW, min(half + STEM, farthest))
        slope = max(0.0, 1 - (near - STEM) / half)
        return near, max(STEM, slope * high + HEADROOM * bool(slope), stack)

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
        room = self.grid.box[0] / 2 if kind == 1 else self.grid.gutters[lane] / 2 - SIDE - 0.05
        return label.left < place + room and place - room < label.right

    def _inside(self, lane, spot):
        centre = sum(self.grid.widths[:lane]) + self.grid.widths[lane] / 2
        inside = -centre + SIDE <= spot.label.left and spot.label.right <= sum(self.grid.widths) - centre - SIDE
        return inside and not any(self.lattice.solid[n] or self.lattice.solid[n + self.lattice.width]
                                  for n, _d in spot.edges)

    def _unused(self, edges):
        return all(self.lattice.unused(node, d) for node, d in edges)

"""Words at the exits of a decision.

A label stands in one quarter of its decision's cell, beside the port its way leaves by. It never overlaps a line
because it *takes* the lattice edges it covers, like a way does, and because its row grows until it fits between the
symbol and the row's zones.
"""
import re
from collections import defaultdict
from dataclasses import dataclass, replace
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
OVER_SYMBOL = 4.4
BETWEEN = 0.2
# Badness of a label's spot.
PER_LINE, PER_MM_OUT, PER_MM_OFF, UNDER, OVER_GUTTER, OWN_TURN = 0.6, 0.3, 0.35, 0.3, 0.8, 1.5
STACKED, HYPHENS, BROKEN = 20.0, 20.0, 100.0
# Before a label by a port that several ways share: where its own way goes on (east, south, west, north). The blank
# keeps it on the line of the first word.
TURNS, GLUE = "→↓←↑", "\N{NO-BREAK SPACE}"
QUARTERS = {E: ((N, E), (S, E)), W: ((N, W), (S, W)), S: ((S, E), (S, W)), N: ((N, E), (N, W))}
WORD = re.compile(rf"[^\s{GLUE}][^ \n\t]*")
ADVANCES = {
    0.33: f"ijlI.,:;'|! {GLUE}", 0.43: "rtf()[]/-\"", 0.6: "cskzvxyJ", 0.66: "abdeghnopquFLETSZYP0123456789",
    0.78: "ABCDKNRUVXGHQO", 1.04: "mwMW%@",
}
ADVANCE = {char: advance for advance, chars in ADVANCES.items() for char in chars}


@lru_cache(maxsize=1000)
def text_width(text):
    """Safe estimate of a label's width (mm), DejaVu Sans or narrower; the chart must not depend on fonts."""
    return EM * sum(ADVANCE.get(char, UNKNOWN) for char in text)


def wrap(text, width):
    """Lines no wider than `width`, at blanks; None if a word is wider."""
    lines = [""]
    for word in WORD.findall(text):
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer) <= width:
            lines[-1] = longer
        elif text_width(word) > width:
            return None
        else:
            lines.append(word)
    return tuple(lines)


@lru_cache(maxsize=1000)
def wrappings(text):
    """Ways to set a label whose words are not broken, each once."""
    return list(dict.fromkeys(filter(None, (wrap(text, width) for width in WIDTHS))))


def longest_word(text):
    return max(map(text_width, WORD.findall(text)))


def break_words(text, width):
    """Lines no wider than `width` (but wide enough for any letter), with hyphens in words that are wider."""
    width = max(width, 2 * EM)
    return wrap(" ".join(_hyphenated(word, width) for word in WORD.findall(text)), width)


def _hyphenated(word, width):
    pieces = [""]
    for char in word:
        if pieces[-1] and text_width(f"{pieces[-1]}{char}-") > width:
            pieces[-1] += "-"
            pieces.append("")
        pieces[-1] += char
    return " ".join(pieces)


def lane_wish(labels, gutter):
    """Width of a lane (mm) that holds every word of the labels between its centre and a gutter."""
    return 2 * (gutter + ARROW + max(map(longest_word, filter(None, labels)), default=0.0))


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
        self.closed = defaultdict(set)

    def set(self, net):
        """Give a routed net's label the best free spot beside its port, and take it."""
        node, d = net.path[0], self.lattice.step.index(net.path[1] - net.path[0])
        words = f"{TURNS[self._turn(net)]}{GLUE}{net.label}" if net.shares else net.label
        spots = [spot for quarter in QUARTERS[d] for spot in self._spots(net, node, d, quarter, words)]
        spot = min(spots, key=lambda spot: spot.badness)
        closed = self.closed[node, spot.quarter]
        for edge in spot.edges:
            if edge not in closed:
                self.lattice.close(*edge)
                closed.add(edge)
        self.taken[node, spot.quarter].append(spot.label)
        return spot.label

    def crowded(self, net, node, d):
        """Whether a port is so near the edge of the chart that a label's words would have to be broken there."""
        lane = self.lattice.cell(node)[1]
        side = self._sides(lane)[d == W]
        return d in (E, W) and longest_word(net.label) + ARROW + SIDE > side

    def _sides(self, lane):
        """Distance from a lane's centre to the right and the left edge of the chart."""
        left = sum(self.grid.widths[:lane]) + self.grid.widths[lane] / 2
        return sum(self.grid.widths) - left, left

    def _turn(self, net):
        """Direction of a way behind its port."""
        return self.lattice.step.index(net.path[2] - net.path[1])

    def _spots(self, net, node, d, quarter, words):
        """Narrow (beside the symbol only), wide (over the gutter and beyond) and, if nothing else helps, broken."""
        lane = self.lattice.cell(node)[1]
        inner = self.grid.widths[lane] / 2 - self.grid.gutters[lane] + SIDE
        border = self.grid.widths[lane] / 2 - SIDE
        lines = wrap(words, inner - ARROW)
        if lines:
            yield self._spot(net, node, d, quarter, lines, inner)
        broken = break_words(words, border - ARROW)
        for lines in () if self.narrow else (*wrappings(words), broken):
            spot = self._spot(net, node, d, quarter, lines, border, HYPHENS * (lines is broken))
            if self._inside(lane, spot) and self._unused(node, spot):
                yield spot
        yield self._spot(net, node, d, quarter, break_words(words, inner - ARROW), inner, BROKEN)

    def _spot(self, net, node, d, quarter, lines, limit, badness=0.0):
        label = self._label(node, d, quarter, lines, limit)
        edges = tuple(self._covered(node, quarter, label))
        if any(self.lattice.solid[edge] or self.lattice.solid[edge + self.lattice.width] for edge, _down in edges):
            label = self._raised(label)
        near, far = sorted((abs(label.left), abs(label.right)))
        badness += PER_LINE * len(lines) + PER_MM_OUT * max(0.0, far - limit) + OVER_GUTTER * bool(edges)
        badness += PER_MM_OFF * max(0.0, self.grid.box[0] / 2 + STEM - near) * (d in (E, W))
        badness += STACKED * bool(self.taken[node, quarter]) + UNDER * (quarter[0] == S)
        badness += OWN_TURN * self._turns_into(net, d, quarter)
        return Spot(label, quarter, edges, badness)

    @staticmethod
    def _raised(label):
        """A label over (or under) the symbols of other cells."""
        shift = max(0.0, OVER_SYMBOL - min(abs(label.top), abs(label.bottom)))
        shift = shift if label.top > 0 else -shift
        return replace(label, top=label.top + shift, bottom=label.bottom + shift)

    def _turns_into(self, net, d, quarter):
        """Whether the way turns to a quarter right beside its symbol."""
        turn = self._turn(net)
        return turn != d and turn in quarter

    def _label(self, node, d, quarter, lines, limit):
        row, lane = self.lattice.cell(node)
        width, height = max(map(text_width, lines)), LINE_HEIGHT * len(lines)
        near, low = self._corner(node, d, quarter, limit - width)
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
        right, left = self._sides(lane)
        return SIDE - left <= spot.label.left and spot.label.right <= right - SIDE

    def _unused(self, node, spot):
        """Whether no way and no label of another quarter lies where a label would."""
        own = self.closed[node, spot.quarter]
        return all(edge in own or self.lattice.unused(*edge) for edge in spot.edges)

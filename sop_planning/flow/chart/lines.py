"""From routed nets to anchored lines, and the room they need."""
from dataclasses import replace

from . import tracks
from .model import Line, X, Y

ARROW_ROOM, BARE_ROOM, LABEL_ROOM, EMPTY_HALF = 2.1, 2.5, 0.5, 1.2


class LineMaker:
    """Turns routed nets into lines of anchored points."""

    def __init__(self, drawing, runs, grid):
        self.drawing, self.runs, self.grid = drawing, runs, grid
        self.width = drawing.router.lattice.width

    def lines(self):
        drawing = self.drawing
        numbers = {net: number for number, net in enumerate(drawing.nets)}
        lines = [Line(self._points(net), net.way, numbers.get(net.host)) for net in drawing.nets]
        half = self.grid.box[0] / 2
        joints = [Line(((X(left, "c", half), Y(row, "m", 0.0)), (X(right, "c", -half), Y(row, "m", 0.0))), None)
                  for row, left, right in drawing.joints]
        return tuple(lines + joints)

    def _points(self, net):
        runs = self.runs[net]
        points = [self._port(net.path[0], net.path[1])]
        points += [self._corner(first, second) for first, second in zip(runs, runs[1:])]
        if net.host:
            host = tracks.host_run(self.runs[net.host], net.path[-1], self.width, runs[-1].axis)
            points.append(self._corner(runs[-1], host))
        else:
            points.append(self._port(net.path[-1], net.path[-2]))
        return tuple(points)

    def _corner(self, first, second):
        across, down = (second, first) if first.axis == 0 else (first, second)
        return tracks.across(across, self.grid), tracks.down(down)

    def _port(self, node, beside):
        """Middle of the side of a symbol that faces a neighbouring node."""
        symbol = self.drawing.symbols[node]
        step = beside - node
        if abs(step) == 1:
            return X(symbol.lane, "c", step * symbol.width / 2), Y(symbol.row, "m", 0.0)
        return X(symbol.lane, "c", 0.0), Y(symbol.row, "m", (1 if step > 0 else -1) * symbol.height / 2)


def stretched(grid, runs):
    """Grid with every gutter wide enough for its lines."""
    gutters = list(grid.gutters)
    for run in runs:
        if run.axis == 1:
            lane = run.line // 3
            gutters[lane] = max(gutters[lane], 2 * tracks.EDGE + tracks.PITCH * (run.layers - 1))
    grown = [width + 2 * (new - old) for width, new, old in zip(grid.widths, gutters, grid.gutters)]
    return replace(grid, widths=tuple(grown), gutters=tuple(gutters))


def least_heights(count, symbols, labels, runs):
    """Least heights of so many rows: the middle has to stay the middle, so the higher half counts twice."""
    depths = _zone_depths(count, runs)
    halves = [max(top, bottom) + EMPTY_HALF for top, bottom in depths]
    for symbol in symbols:
        for depth in depths[symbol.row]:
            room = max(BARE_ROOM, depth + ARROW_ROOM)
            halves[symbol.row] = max(halves[symbol.row], symbol.height / 2 + room)
    for label in labels:
        top, bottom = depths[label.row]
        halves[label.row] = max(halves[label.row], top - label.top + LABEL_ROOM, bottom + label.bottom + LABEL_ROOM)
    return [round(2 * half, 2) for half in halves]


def _zone_depths(count, runs):
    """Depth of the top and the bottom zone of each row."""
    depths = [[0.0, 0.0] for _ in range(count)]
    for run in runs:
        row, kind = divmod(run.line, 3)
        if run.axis == 0 and kind != 1:
            depths[row][kind // 2] = max(depths[row][kind // 2], tracks.zone_depth(run.layers))
    return depths

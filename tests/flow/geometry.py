"""Measures a drawn sheet: what must never happen in one, and what should happen rarely."""
from itertools import combinations

LEAST_GAP = 0.42
TOUCH = 1e-6


def violations(sheet, picture):
    """Broken rules of a sheet in absolute mm, as readable strings.

    :param picture: flow.chart.absolute(sheet, heights)
    """
    segments = [(number, segment) for number, line in enumerate(picture.lines)
                for segment in zip(line, line[1:])]
    return [
        *_strays(picture, segments), *_through_symbols(sheet, picture, segments),
        *_through_arrows(sheet, picture, segments), *_loose_ends(sheet, picture),
        *_overlaps(sheet, picture, segments), *_bad_labels(sheet, picture, segments), *_bad_symbols(sheet, picture),
    ]


def crossings(picture):
    """Number of places where two lines cross."""
    segments = [(number, *segment) for number, line in enumerate(picture.lines) for segment in zip(line, line[1:])]
    return sum(first[0] != second[0] and _cross(first[1:], second[1:]) for first, second in combinations(segments, 2))


def bends(picture):
    return sum(max(0, len(line) - 2) for line in picture.lines)


def _cross(first, second):
    if _is_down(first) == _is_down(second):
        return False
    down, across = (first, second) if _is_down(first) else (second, first)
    x, y = down[0][0], across[0][1]
    return _inside(x, _span(across, 0)) and _inside(y, _span(down, 1))


def _is_down(segment):
    return abs(segment[0][0] - segment[1][0]) < TOUCH


def _span(segment, axis):
    return tuple(sorted((segment[0][axis], segment[1][axis])))


def _inside(value, span, margin=TOUCH):
    return span[0] + margin < value < span[1] - margin


def _strays(picture, segments):
    for number, segment in segments:
        (x1, y1), (x2, y2) = segment
        if abs(x1 - x2) > TOUCH and abs(y1 - y2) > TOUCH:
            yield f"line {number} runs askew: {segment}"
        if min(x1, x2, y1, y2) < 0.2 or max(x1, x2) > picture.width - 0.2 or max(y1, y2) > picture.height - 0.2:
            yield f"line {number} leaves the executor columns: {segment}"


def _hits(segment, box, margin=0.0):
    """Whether a segment comes into a box grown by a margin."""
    return all(_span(segment, axis)[0] < box[axis + 2] + margin and _span(segment, axis)[1] > box[axis] - margin
               for axis in (0, 1))


def _through_symbols(sheet, picture, segments):
    for symbol, box in zip(sheet.symbols, picture.symbols):
        for number, segment in segments:
            if _hits(segment, box, -0.01):
                yield f"line {number} {segment} enters the {symbol.shape} of row {symbol.row} {box}"


def _through_arrows(sheet, picture, segments):
    """Lines across the arrowhead of a way that arrives from above or below."""
    for symbol, box in zip(sheet.symbols, picture.symbols):
        x = (box.left + box.right) / 2
        above, below = (x - 0.7, box.top - 1.6, x + 0.7, box.top), (x - 0.7, box.bottom, x + 0.7, box.bottom + 1.6)
        for number, segment in segments:
            for side, arrow in (("N", above), ("S", below)):
                if side in symbol.arrows and not _is_down(segment) and _hits(segment, arrow, -0.01):
                    yield f"line {number} {segment} crosses the arrow into row {symbol.row}"


def _loose_ends(sheet, picture):
    for number, (line, points) in enumerate(zip(sheet.lines, picture.lines)):
        if line.way is None:
            continue
        ends = [_symbols_at(sheet, picture, point) for point in (points[0], points[-1])]
        if not any(_starts_way(sheet, symbol, line.way) for symbol in ends[0]):
            yield f"line {number} of {line.way} starts at nothing"
        if line.joins is not None:
            if not _ends_on(points[-1], picture.lines[line.joins]):
                yield f"line {number} of {line.way} misses line {line.joins}"
        elif not any(symbol.index == line.way[1] for symbol in ends[1]):
            yield f"line {number} of {line.way} ends at nothing"


def _starts_way(sheet, symbol, way):
    """A way starts at its step, or at the pentagon that brings it to this sheet (which bears the target)."""
    return symbol.index == (way[1] if symbol.shape == "pentagon" else way[0])


def _symbols_at(sheet, picture, point):
    """Symbols with the middle of a side at a point."""
    for symbol, (left, top, right, bottom) in zip(sheet.symbols, picture.symbols):
        middle = (left + right) / 2, (top + bottom) / 2
        ports = (left, middle[1]), (right, middle[1]), (middle[0], top), (middle[0], bottom)
        if any(abs(x - point[0]) < 0.01 and abs(y - point[1]) < 0.01 for x, y in ports):
            yield symbol


def _ends_on(point, line):
    return any(_span(segment, 0)[0] - TOUCH <= point[0] <= _span(segment, 0)[1] + TOUCH
               and _span(segment, 1)[0] - TOUCH <= point[1] <= _span(segment, 1)[1] + TOUCH
               for segment in zip(line, line[1:]))


def _overlaps(sheet, picture, segments):
    starts = [line[0] for line in picture.lines]
    joins = {(number, line.joins) for number, line in enumerate(sheet.lines)}
    for axis in (0, 1):
        lying = sorted((segment[0][1 - axis], *_span(segment, axis), number, segment[0] == starts[number])
                       for number, segment in segments
                       if _is_down(segment) == bool(axis))
        for position, (place, low, high, number, first) in enumerate(lying):
            for other_place, other_low, other_high, other, other_first in lying[position + 1:]:
                if other_place - place >= LEAST_GAP:
                    break
                # Exits of one decision may share a port, and the line from it to where they part.
                if first and other_first and starts[number] == starts[other]:
                    continue
                if low < other_high - 0.01 and other_low < high - 0.01:
                    yield f"lines {number} and {other} lie on one another: axis {axis} {place} {other_place}"
    yield from _touching(joins, starts, segments)


def _touching(joins, starts, segments):
    """Lines that meet at a corner or an end of one of them."""
    downs = [item for item in segments if _is_down(item[1])]
    acrosses = [item for item in segments if not _is_down(item[1])]
    for number, down in downs:
        x, (top, bottom) = down[0][0], _span(down, 1)
        for other, across in acrosses:
            y, (left, right) = across[0][1], _span(across, 0)
            if number == other or not (left - 0.01 <= x <= right + 0.01 and top - 0.01 <= y <= bottom + 0.01):
                continue
            if starts[number] == starts[other] in (down[0], across[0]):
                continue
            clear = _inside(x, (left, right), 0.01) and _inside(y, (top, bottom), 0.01)
            if not clear and not {(number, other), (other, number)} & joins:
                yield f"lines {number} and {other} touch at {x:.2f} {y:.2f}"


def _bad_labels(sheet, picture, segments):
    boxes = [*zip(sheet.labels, picture.labels)]
    for number, (label, box) in enumerate(boxes):
        name = "/".join(label.lines)
        if box.left < 0.1 or box.right > picture.width - 0.1 or box.top < 0.1 or box.bottom > picture.height - 0.1:
            yield f"label {name} leaves the executor columns {box}"
        for line, segment in segments:
            if _hits(segment, box, 0.19):
                yield f"line {line} crosses label {name} {box} {segment}"
        for symbol, other in zip(sheet.symbols, picture.symbols):
            if _covers(symbol, other, box):
                yield f"label {name} lies on the {symbol.shape} of row {symbol.row}"
        for other, other_box in boxes[number + 1:]:
            if _boxes_meet(box, other_box):
                yield f"labels {name} and {'/'.join(other.lines)} overlap"


def _boxes_meet(first, second):
    return (first.left < second.right and second.left < first.right
            and first.top < second.bottom and second.top < first.bottom)


def _covers(symbol, box, label):
    if not _boxes_meet(box, label):
        return False
    if symbol.shape != "diamond":
        return True
    x = max(label.left - (box.left + box.right) / 2, (box.left + box.right) / 2 - label.right, 0)
    y = max(label.top - (box.top + box.bottom) / 2, (box.top + box.bottom) / 2 - label.bottom, 0)
    return x / (symbol.width / 2) + y / (symbol.height / 2) < 1


def _bad_symbols(sheet, picture):
    cells = [(symbol.row, symbol.lane) for symbol in sheet.symbols]
    if len(set(cells)) < len(cells):
        yield "two symbols in one cell"
    for symbol, box in zip(sheet.symbols, picture.symbols):
        if symbol.width > sheet.grid.widths[symbol.lane] or box.bottom - box.top > sheet.rows[symbol.row].height:
            yield f"symbol of row {symbol.row} is larger than its cell"

"""The identity block of an SOP (PermenPAN-RB 35/2012): how its lists break across pages."""

from typing import NamedTuple

from . import metrics

PADDING = 2.4
SIGNATURE_HEIGHT = 14.0
SIZE = 9.0
HEAD_SIZE = 10.0
# Columns of the block, parts of the printable width: heading | label, value; the pairs share the width equally.
LABEL_PART, VALUE_PART = 0.15, 0.35


class Pair(NamedTuple):
    """Two lists side by side, each with its title."""

    left_title: str
    left: list[str]
    right_title: str
    right: list[str]


def compose_identity(rows, heading, pairs, paper):
    """Distribute the identity block over pages; a list that does not fit goes on, under its title, on the next one.

    :param rows: (label, lines, box) of the right column, beside the heading; a line None is room for a signature
    :param heading: lines of agency and units
    :param pairs: Pair of lists, in order
    :param paper: sizes.Paper
    :return: list of pages, each a list of Pair; the first page also bears heading and rows
    """
    width, height = paper.printable
    room = height - 2 - _block_height(rows, heading, width)
    pages = [[]]
    for pair in pairs:
        room = _place(pair, pages, room, width / 2 - PADDING, height - 2)
    return pages


def _block_height(rows, heading, width):
    right = sum(_rows_height(lines, width * VALUE_PART - PADDING, SIZE) for _label, lines, _box in rows)
    return max(right, _rows_height(heading, width / 2 - PADDING, HEAD_SIZE, bold=True) + 22)


def _rows_height(lines, width, size, bold=False):
    return PADDING + sum(_line_height(line, width, size, bold) for line in lines)


def _line_height(line, width, size=SIZE, bold=False):
    if line is None:
        return SIGNATURE_HEIGHT
    return max(metrics.height(line, width, size, bold), metrics.line_height(size))


def _place(pair, pages, room, width, full):
    """Put a pair on the last page, and what is left of it on new ones; returns the room left."""
    title = metrics.line_height(SIZE) + PADDING
    while True:
        left, left_rest, left_used = _take(pair.left, room - 2 * title, width)
        right, right_rest, right_used = _take(pair.right, room - 2 * title, width)
        used = title + PADDING + max(left_used, right_used, metrics.line_height(SIZE))
        fresh = room == full
        if (left or right or not (pair.left or pair.right)) and used <= room or fresh:
            pages[-1].append(pair._replace(left=left, right=right))
            room -= used
        if not (left_rest or right_rest) and (left or right or not (pair.left or pair.right)):
            return room
        pair = _rest(pair, left_rest, right_rest)
        pages.append([])
        room = full


def _rest(pair, left, right):
    """What goes on, each list under its title unless it has ended while its neighbour goes on."""
    return Pair(
        pair.left_title if left or not right else "", left, pair.right_title if right or not left else "", right
    )


def _take(lines, room, width):
    """The lines that fit: (taken, rest, height used). A first line higher than a whole page is taken as it is."""
    used = 0.0
    for index, line in enumerate(lines):
        height = _line_height(line, width)
        if used + height > room and (index or room < height <= 150):
            return lines[:index], lines[index:], used
        used += height
    return lines, [], used

"""How wide and how high text prints: an estimate that is never too small with the fonts of the style sheet.

The estimate only decides where pages break; no line of the chart depends on it.
"""
import re
from functools import lru_cache

from . import fonts

MM_PER_PT = 25.4 / 72
LINE = 1.22
SAFETY = 1.04
UNKNOWN = 1000
WORD = re.compile(r"\S+")


def _table(font):
    return {char: width for width, chars in font.items() for char in chars}


REGULAR, BOLD = _table(fonts.REGULAR), _table(fonts.BOLD)


@lru_cache(maxsize=20000)
def _ems(text, bold):
    table = BOLD if bold else REGULAR
    return SAFETY * sum(table.get(char, UNKNOWN) for char in text) / 1000


def width(text, size, bold=False):
    """Width of text on one line.

    :param size: pt
    :return: mm
    """
    return _ems(text, bold) * size * MM_PER_PT


def line_height(size):
    """Height of a line of text (mm) at a size in pt."""
    return size * MM_PER_PT * LINE


def longest_word(text, size, bold=False):
    """Width of the widest word, mm; 0 without words."""
    return max((width(word, size, bold) for word in text.split()), default=0.0)


@lru_cache(maxsize=20000)
def _words(text, bold):
    """Offset, width in em and line breaks before it, of each word."""
    words, end = [], 0
    for match in WORD.finditer(text):
        words.append((match.start(), _ems(match.group(), bold), text.count("\n", end, match.start())))
        end = match.end()
    return words


def starts(text, room, size, bold=False):
    """Offsets in the text at which its lines start, when wrapped greedily; words wider than a line are broken.

    :param room: width of a line, mm, :param size: pt
    """
    room /= size * MM_PER_PT
    blank = _ems(" ", bold)
    offsets, used = [0], 0.0
    for start, ems, breaks in _words(text, bold):
        if breaks or (used and used + blank + ems > room):
            offsets += [start] * max(1, breaks)
            used = 0.0
        used += ems + (blank if used else 0.0)
        if used > room:
            pieces = int(used / room)
            offsets += [start] * pieces
            used -= pieces * room
    return offsets


def height(text, room, size, bold=False):
    """Height (mm) of text wrapped in a room (mm)."""
    return len(starts(text, room, size, bold)) * line_height(size) if text.strip() else 0.0


def split(text, room, size, lines):
    """Cut text after so many lines, between two words.

    :return: (first part, rest); the rest is '' if everything fits
    """
    offsets = starts(text, room, size)
    if len(offsets) <= lines:
        return text, ""
    cut = offsets[lines]
    return text[:cut].rstrip(), text[cut:]

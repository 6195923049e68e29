"""The decree (keputusan) of the head of an agency, by the customary form of official documents. Never imports odoo.

Its body is typed as free lines and laid out by what they look like:

    Menimbang : a. bahwa ...       a word and a colon stand at the left, what follows beside them
    b. bahwa ...                   "a.", "1)", "-" hang beside their text
    MEMUTUSKAN:                    a line in capitals stands in the middle
"""

import re
from dataclasses import dataclass, replace

from .flow_text import Row, Style

LABEL = re.compile(r"(?P<label>[A-Z][a-z]+|[A-Z]{4,}(?: [A-Z]+)?)\s*:(?:\s+(?P<text>.*))?$")
ORDINAL = re.compile(r"(PERTAMA|KE[A-Z]+)( (BELAS|PULUH))?\s*:")
ITEM = re.compile(r"(?P<item>\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)]|[-•–])\s+(?P<text>\S.*)$")
LABEL_WIDTH, COLON_WIDTH, ITEM_WIDTH, SIGNATURE_WIDTH = 34.0, 5.0, 9.0, 95.0
SIZE, GAP, SIGNATURE_HEIGHT = 10.5, 1.5, 20.0


@dataclass(frozen=True, slots=True)
class Decree:
    """Texts of a decree; `done` are the lines above the signature, e.g. place and date."""

    position: str = ""
    number: str = ""
    title: str = ""
    body: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    name: str = ""
    rank: str = ""
    nip: str = ""

    @property
    def heading(self):
        """The line of the table of contents."""
        number = f"Nomor {self.number}" if self.number else ""
        title = f"tentang {self.title}" if self.title else ""
        return " ".join(part for part in ("Keputusan", self.position, number, title) if part)


def rows(decree, width):
    """Rows of a decree on paper `width` mm wide: heading, body, signature."""
    body = _body(decree.body, width)
    if body:
        # The signature takes the last paragraph along, so that it never stands alone.
        body[-1] = body[-1]._replace(style=replace(body[-1].style, keep=True))
    return _heading(decree, width) + body + _signature(decree, width)


def _heading(decree, width):
    number = [f"NOMOR {decree.number}"] if decree.number else []
    title = ["TENTANG", decree.title.upper()] if decree.title else []
    style = Style((width,), 12, bold=True, aligns=("center",), keep=True)
    lines = [f"KEPUTUSAN {decree.position.upper()}".strip(), *number, *title]
    return [Row(style, (line,)) for line in lines] + [Row(replace(style, size=6), ("",))]


def _body(lines, width):
    result, labelled = [], False
    middle = Style((width,), SIZE, bold=True, aligns=("center",), above=2 * GAP, keep=True)
    for line in _joined(lines):
        match = LABEL.match(line)
        if _centred(line):
            result.append(Row(middle, (line,)))
            labelled = False
        elif match or labelled:
            label, text = (match["label"], match["text"] or "") if match else ("", line)
            result.append(_labelled(label, text, width))
            labelled = True
        else:
            result += items([line], width)
    return result


def _joined(lines):
    """Lines in which a label that stands alone has the line below it as its text."""
    result = []
    for line in lines:
        above = LABEL.match(result[-1]) if result else None
        if above and not above["text"] and not _centred(result[-1]) and not LABEL.match(line):
            result[-1] += f" {line}"
        else:
            result.append(line)
    return result


def _centred(line):
    """A line in capitals, such as MEMUTUSKAN:, which is no label with a text."""
    if not line.isupper() or ITEM.match(line) or ORDINAL.match(line):
        return False
    return ":" not in line or line.endswith(":")


def _labelled(label, text, width):
    """A text beside its label, which only the first text of a label has."""
    left = (LABEL_WIDTH, COLON_WIDTH)
    head = (label, ":" if label else "")
    above = 2 * GAP if label else GAP
    match = ITEM.match(text)
    if match:
        style = Style((*left, ITEM_WIDTH, width - sum(left) - ITEM_WIDTH), SIZE, above=above)
        return Row(style, (*head, match["item"], match["text"]))
    return Row(Style((*left, width - sum(left)), SIZE, above=above), (*head, text))


def items(lines, width, indent=0.0):
    """Rows of free lines; a number, letter or dash at their beginning hangs beside the text.

    :param width: of the paper, :param indent: what stays free at the left, mm
    """
    plain = Style((indent, width - indent) if indent else (width,), SIZE, above=GAP)
    hanging = replace(plain, widths=(*plain.widths[:-1], ITEM_WIDTH, plain.widths[-1] - ITEM_WIDTH))
    left = ("",) if indent else ()
    result = []
    for line in lines:
        match = ITEM.match(line)
        result.append(Row(hanging, (*left, match["item"], match["text"])) if match else Row(plain, (*left, line)))
    return result


def _signature(decree, width):
    """Place and date, position, room to sign, name, rank and NIP: together on one page."""
    below = [line for line in (decree.rank, decree.nip) if line]
    style = Style((width - SIGNATURE_WIDTH, SIGNATURE_WIDTH), SIZE, keep=True)
    position = [f"{decree.position}," if decree.position else ""]
    lines = [Row(style, ("", line)) for line in (*decree.done, *position) if line]
    if not lines and not decree.name:
        return []
    space = Row(replace(style, least=SIGNATURE_HEIGHT), ("", ""))
    name = Row(replace(style, bold=True, kind="underlined"), ("", decree.name)) if decree.name else None
    signature = [*lines, space, *([name] if name else []), *(Row(style, ("", line)) for line in below)]
    signature[0] = signature[0]._replace(style=replace(style, above=8.0))
    signature[-1] = signature[-1]._replace(style=replace(signature[-1].style, keep=False))
    return signature

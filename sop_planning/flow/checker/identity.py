"""Oddities of the identity block and of the heads of the columns."""
import re
from collections.abc import Iterator

from .finding import Finding, Place
from .sop import Paper
from .structure import spoken

# Slashes part a number; a part may itself have dots and dashes ("OT.01.02-034-053.De.6", seed 001).
MARK_WITHOUT_PART = re.compile(r"([.-])\s*\1")
LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def faults_of_identity(paper: Paper) -> Iterator[Finding]:
    if has_empty_part(paper.number):
        yield Finding(Place("identity", "number"), "number_part_empty", {"number": paper.number})
    yield from _faults_of_dates(paper)
    yield from _faults_of_labels(paper)


def has_empty_part(number: str) -> bool:
    """Whether a number like "15//2021/BKSPDM" (seed 003) has a part with nothing in it; "-" stands for no number."""
    if not LETTER_OR_DIGIT.search(number):
        return False
    parts = number.split("/")
    return any(not LETTER_OR_DIGIT.search(part) or MARK_WITHOUT_PART.search(part) for part in parts)


def _faults_of_dates(paper):
    """The three dates are independent in real SOPs, but none is older than the SOP (seed 002: made 2023, in force
    2013)."""
    for name in ("revised", "effective"):
        day = getattr(paper, name)
        if day and paper.created and day < paper.created:
            yield Finding(Place("identity", name), f"{name}_before_created", {"created": paper.created, name: day})


def _faults_of_labels(paper):
    seen = {}
    for column in paper.executors:
        first = seen.setdefault(spoken(column.label), column.key)
        if first != column.key:
            yield Finding(Place("executor", column.key), "label_shared", {"label": column.label, "first": first})

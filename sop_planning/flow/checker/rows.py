"""Oddities a row shows by itself: its mutu baku, the voice of its text, an output copied from its requirements."""
from collections.abc import Iterator

from .entries import Entry, is_filled
from .finding import Finding, Place
from .sop import Paper
from .subject import subject_of


def faults_of_rows(paper: Paper) -> Iterator[Finding]:
    labels = tuple(column.label for column in paper.executors)
    for step in paper.flow.steps:
        place, row = Place("step", step.key), paper.row(step.key)
        yield from _gaps_of_mutu_baku(place, row)
        yield from _copied_outputs(place, row)
        if subject := subject_of(row.text, labels):
            yield Finding(place, "subject_in_text", {"subject": subject})


def _gaps_of_mutu_baku(place, row):
    """PermenPAN-RB 35/2012 asks every row for kelengkapan, waktu and output (seed 004, row 4, has no kelengkapan)."""
    if not any(map(is_filled, row.requirements)):
        yield Finding(place, "requirements_missing")
    if not row.duration > 0:
        yield Finding(place, "time_missing")
    if not any(map(is_filled, row.outputs)):
        yield Finding(place, "outputs_missing")


def _copied_outputs(place, row):
    required = {Entry(entry).words for entry in row.requirements if is_filled(entry)}
    text = Entry(row.text)
    for output in filter(is_filled, row.outputs):
        entry = Entry(output)
        if entry.words in required and _left_untouched(entry, text):
            yield Finding(place, "output_repeats", {"output": output})


def _left_untouched(entry, text):
    """Whether a step that hands on what it was given shows no work on it.

    A form is filled in and a draft is corrected under the same name (seed 002, rows 4 to 8), and then the text speaks
    of it. It does not where the line was copied (seed 003, row 7 of each SOP: a corrected draft in and out of giving
    instructions), nor can work be seen where the state reached is the state before (IKU, row 10: "yang telah
    diperiksa" in and out of initialling).
    """
    return entry.has_state or not entry.subjects <= text.said

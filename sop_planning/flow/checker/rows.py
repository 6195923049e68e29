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
    """An output that says which work made it ("Hasil ...", "... telah diperiksa") and was required already
    is not made here.

    Seed 003, row 7 of each SOP: "Hasil Koreksi Draft ..." in and out of giving instructions; IKU, row 10: "yang telah
    diperiksa" in and out of initialling. A document that merely keeps its name while it is filled in, corrected or
    passed on is no fault (seed 002, rows 4 to 8).
    """
    required = {Entry(entry).words for entry in row.requirements}
    for output in filter(is_filled, row.outputs):
        entry = Entry(output)
        if entry.words in required and entry.tells_its_work:
            yield Finding(place, "output_repeats", {"output": output})

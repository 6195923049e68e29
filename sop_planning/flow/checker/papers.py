"""Papers that go astray: an output nobody takes up, a requirement nobody makes.

The output of a step is normally the kelengkapan of the next (SOP_FORMAT.md). Both rules speak up only where a document
that can be told from others occurs nowhere else in the run, because a false alarm beside every row is read by nobody.
"""
from collections.abc import Hashable, Iterator

from .entries import Entry, are_one, is_filled, is_named_in
from .finding import Finding, Place
from .sop import Paper
from .structure import beyond, last_steps, predecessors, reachable, successors


class _Papers:
    """What each row of a table says about papers."""

    def __init__(self, paper: Paper):
        rows = {step.key: paper.row(step.key) for step in paper.flow.steps}
        self.texts = {key: Entry(row.text) for key, row in rows.items()}
        self.requirements = {key: _entries(row.requirements) for key, row in rows.items()}
        self.outputs = {key: _entries(row.outputs) for key, row in rows.items()}
        self.sources = _entries(paper.sources)

    def takes_up(self, key: Hashable, output: Entry) -> bool:
        """Whether a row asks for a paper, speaks of it, or hands on a later form of it."""
        entries = self.requirements[key] + self.outputs[key]
        return any(are_one(output, entry) for entry in entries) or is_named_in(output, self.texts[key])

    def makes(self, key: Hashable, requirement: Entry) -> bool:
        """Whether a paper comes out of a row."""
        return any(are_one(requirement, output) for output in self.outputs[key])

    def had(self, key: Hashable, requirement: Entry) -> bool:
        """Whether a row asked for a paper by name already, or speaks of it."""
        asked = any(are_one(requirement, entry) for entry in self.requirements[key] if not entry.is_vague)
        return asked or is_named_in(requirement, self.texts[key])


def _entries(texts):
    return [Entry(text) for text in texts if is_filled(text)]


def flows_of_papers(paper: Paper) -> Iterator[Finding]:
    if not paper.flow.steps:
        return
    flow, papers = paper.flow, _Papers(paper)
    reached, ending = reachable(flow), last_steps(flow)
    after, before = successors(flow), predecessors(flow)
    for step in flow.steps:
        # What leaves the SOP with its end is taken up outside; what the first step needs comes from there.
        if step.key in reached and step.key not in ending:
            yield from _outputs_unused(papers, step.key, beyond(step.key, after))
        if step.key in reached and step.key != flow.first:
            yield from _requirements_unmade(flow, papers, step.key, beyond(step.key, before))


def awaited(paper: Paper) -> dict[Hashable, tuple[str, ...]]:
    """For each row the requirements that a row above makes and that can be told from other papers: what must be in the
    file of a run before the row is done."""
    flow, papers = paper.flow, _Papers(paper)
    before = predecessors(flow)
    found = {}
    for step in flow.steps:
        above = [key for key in beyond(step.key, before) if flow.position(key) < flow.position(step.key)]
        found[step.key] = tuple(
            entry.text
            for entry in papers.requirements[step.key]
            if not entry.is_vague and not entry.is_traffic and any(papers.makes(key, entry) for key in above)
        )
    return found


def _outputs_unused(papers, key, later):
    """:param later: steps a run may come to from this one"""
    for output in papers.outputs[key]:
        if output.is_vague or output.is_traffic:
            continue
        if not any(papers.takes_up(other, output) for other in later - {key}):
            yield Finding(Place("step", key), "output_unused", {"output": output.text})


def _requirements_unmade(flow, papers, key, earlier):
    """:param earlier: steps from which a run may come to this one; on a loop, rows below it are among them"""
    above = [other for other in earlier if flow.position(other) < flow.position(key)]
    for entry in papers.requirements[key]:
        made = any(papers.makes(other, entry) for other in earlier) or any(papers.had(other, entry) for other in above)
        if not made and not _comes_from_outside(papers, entry):
            yield Finding(Place("step", key), "requirement_unmade", {"requirement": entry.text})


def _comes_from_outside(papers, entry):
    if entry.is_vague or entry.is_traffic or entry.is_from_outside:
        return True
    return any(is_named_in(entry, source) for source in papers.sources)

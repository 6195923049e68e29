"""Faults of the flow itself: each of them would let a run get stuck, or leave a row nobody ever comes to."""
from collections import defaultdict
from collections.abc import Hashable, Iterator

from ..graph import Flow
from .finding import Finding, Place
from .sop import Paper


def faults_of_structure(paper: Paper) -> Iterator[Finding]:
    if not paper.flow.steps:
        yield Finding(Place("sop"), "no_steps")
        return
    yield from _faults_of_ways(paper.flow)
    columns = {column.key for column in paper.executors}
    for step in paper.flow.steps:
        yield from _fault_of_executors(step, columns)
        yield from _faults_of_exits(paper.flow, step)


def _faults_of_ways(flow: Flow) -> Iterator[Finding]:
    reached, ending = reachable(flow), able_to_end(flow)
    if flow.first not in ending:
        yield Finding(Place("sop"), "end_unreached")
    for step in flow.steps:
        if step.key not in reached:
            yield Finding(Place("step", step.key), "step_unreachable")
        elif step.key not in ending:
            yield Finding(Place("step", step.key), "no_way_out")


def _fault_of_executors(step, columns):
    unknown = tuple(key for key in step.executors if key not in columns)
    if unknown or not step.executors:
        yield Finding(Place("step", step.key), "executor_missing", {"unknown": unknown})


def _faults_of_exits(flow, step):
    if len(step.exits) == 1:
        yield Finding(Place("step", step.key), "exits_too_few", {"label": step.exits[0].label})
    seen = {}
    for way_out in step.exits:
        place = Place("step", step.key, way_out.key)
        if way_out.target is not None and way_out.target not in flow:
            yield Finding(place, "exit_nowhere", {"label": way_out.label, "target": way_out.target})
        first = seen.setdefault(spoken(way_out.label), way_out.key)
        if first != way_out.key:
            yield Finding(place, "exit_label_shared", {"label": way_out.label, "first": first})


def spoken(label: str) -> str:
    """A label as people hear it: capitals and spaces make no difference."""
    return " ".join(label.casefold().split())


def reachable(flow: Flow) -> set[Hashable]:
    """Steps a run may come to."""
    return _closure({flow.first}, successors(flow))


def able_to_end(flow: Flow) -> set[Hashable]:
    """Steps from which a run may come to the end."""
    return _closure(last_steps(flow), predecessors(flow))


def last_steps(flow: Flow) -> set[Hashable]:
    """Steps with a way to the end."""
    return {way.source for way in flow.ways() if way.target is None}


def successors(flow: Flow) -> dict[Hashable, list[Hashable]]:
    """Step -> the steps its ways lead to; ways to the end and to steps that are not there are left out."""
    following = defaultdict(list)
    for way in flow.ways():
        if way.target is not None and way.target in flow:
            following[way.source].append(way.target)
    return following


def predecessors(flow: Flow) -> dict[Hashable, list[Hashable]]:
    """Step -> the steps with a way to it."""
    preceding = defaultdict(list)
    for source, targets in successors(flow).items():
        for target in targets:
            preceding[target].append(source)
    return preceding


def _closure(start, following):
    seen, waiting = set(start), list(start)
    while waiting:
        for key in following.get(waiting.pop(), ()):
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return seen


def beyond(key: Hashable, following) -> set[Hashable]:
    """Steps one or more ways away from a step; the step itself only if it lies on a loop."""
    return _closure(following.get(key, ()), following)

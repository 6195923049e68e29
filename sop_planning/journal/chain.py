"""Whether a run is what its journal has sealed, and the first place where it is not.

The rows of one run are read as they stand in the database; each finding names the event at which the evidence breaks.
Who can write the database can also write a whole chain anew: what shows that is a head kept elsewhere (`heads`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import NamedTuple

from .facts import FACTS, OF_OPEN_TASKS, PAPERS, digest, is_document, plain

# What can be wrong, in the words of `Finding.what`.
CHANGED, DELETED, INSERTED, REORDERED, REDATED = "changed", "deleted", "inserted", "reordered", "redated"
HEAD = "head"
RUN = "run_changed"
TASK, TASK_DELETED, TASK_INSERTED = "task_changed", "task_deleted", "task_inserted"
MESSAGE, MESSAGE_DELETED, MESSAGE_INSERTED = "message_changed", "message_deleted", "message_inserted"
FILE, FILE_DELETED = "file_changed", "file_deleted"
PAPER, PAPER_DELETED, PAPER_INSERTED = "paper_changed", "paper_deleted", "paper_inserted"
# Of several findings at one event the first of these says most; most of the others follow from it.
ORDER = (
    *(DELETED, INSERTED, REORDERED, REDATED, CHANGED, HEAD, RUN, TASK_DELETED, TASK_INSERTED, TASK),
    *(PAPER_DELETED, PAPER_INSERTED, PAPER, MESSAGE_DELETED, MESSAGE_INSERTED, MESSAGE, FILE_DELETED, FILE),
)


class Finding(NamedTuple):
    """One break: at which event of the run, what, and which fact where that is known."""

    number: int
    what: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """The rows of one run, each a dict of its columns.

    :param row: the process itself
    :param events: its events; their `id` is the order in which they were written
    :param tasks: its tasks
    :param messages: the messages its events name, by their id, and perhaps others
    :param spoken: ids of the messages that speak in its chatter as the run itself
    :param files: the attachments its events name, by their id, and perhaps others; `is_whole` tells whether the content
        still has the checksum
    :param papers: its outputs, signatures and archive files, by the names of `facts.PAPERS`
    :param chained_from: id of the first event ever sealed; only older ones may be without a digest
    """

    row: dict
    events: list[dict]
    tasks: list[dict] = field(default_factory=list)
    messages: dict[int, dict] = field(default_factory=dict)
    spoken: frozenset = frozenset()
    files: dict[int, dict] = field(default_factory=dict)
    papers: dict[str, list[dict]] = field(default_factory=dict)
    chained_from: int | None = None

    @property
    def last(self) -> int:
        """How many events the process says there are."""
        return self.row["journal_count"] or 0

    @property
    def unsealed(self) -> list[dict]:
        return [event for event in self.events if not event["digest"]]

    @property
    def is_unchained(self) -> bool:
        """Whether all of it was written before there was a chain."""
        return bool(self.events) and len(self.unsealed) == len(self.events) and not self.last


class Sealed(NamedTuple):
    """An event with a digest; its document is None where it is no document at all."""

    row: dict
    document: dict | None

    @property
    def place(self) -> int:
        """Where it stands in the journal."""
        return self.row["number"] or self.number

    @property
    def number(self) -> int:
        """Where it stood when it was sealed."""
        return (self.document and self.document["event"]["number"]) or self.row["number"] or 0

    def differing(self, part: str, sealed: dict, row: dict) -> list[str]:
        """Names of the facts of one part that are no longer what was sealed."""
        return [name for name in FACTS[self.document["version"]][part] if plain(name, row[name]) != sealed[name]]


def check(run: Run) -> list[Finding]:
    """Every break of a run; empty where it is intact or was never chained.

    Breaks of the journal itself come first, because all else is measured by it; then in the order of the events.
    """
    sealed = _sealed(run)
    journal = [*_unsealed(run, sealed), *_missing(run, sealed), *_links(run, sealed), *_columns(sealed)]
    journal += [*_order(sealed), *_head(run, sealed)]
    documents = [event for event in sealed if event.document]
    evidence = [*_run(run, documents), *_tasks(run, documents), *_messages(run, documents), *_files(run, documents)]
    evidence += [finding for name in PAPERS for finding in _papers(run, documents, name)]
    return _in_order(journal) + _in_order(evidence)


def _in_order(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: (finding.number, ORDER.index(finding.what), not finding.fact))


def check_head(run: Run | None, number: int, head: str) -> str:
    """What is wrong with a run, measured by a head kept elsewhere: '' when the event of that number still has it."""
    digests = {event.row["number"]: event.row["digest"] for event in _sealed(run)} if run else {}
    if number not in digests:
        return DELETED
    return "" if digests[number] == head else CHANGED


def named(events: list[dict]) -> tuple[list[int], list[int]]:
    """Ids of the messages and of the files that events have sealed."""
    documents = [event["facts"] for event in events if is_document(event["facts"])]
    messages = [message["id"] for document in documents for message in document["messages"]]
    return messages, [file["id"] for document in documents for file in document["files"]]


def _sealed(run: Run) -> list[Sealed]:
    events = [
        Sealed(event, event["facts"] if is_document(event["facts"]) else None)
        for event in run.events
        if event["digest"]
    ]
    return sorted(events, key=lambda event: (event.place, event.row["id"]))


def _unsealed(run: Run, sealed: list[Sealed]) -> Iterator[Finding]:
    """An event without a digest is from before the chain, or somebody has taken the digest away or added the event."""
    for event in run.unsealed:
        if event["number"]:
            yield Finding(event["number"], CHANGED, "digest")
        elif run.chained_from is not None and event["id"] >= run.chained_from:
            yield Finding(len(sealed) + 1, INSERTED)


def _missing(run: Run, sealed: list[Sealed]) -> Iterator[Finding]:
    """The first number that no event has, though there is a later one, or the process says that there was."""
    numbers = {event.number for event in sealed} | {event["number"] for event in run.unsealed}
    first = next(number for number in count(1) if number not in numbers)
    if first <= max([run.last, *(event.number for event in sealed)]):
        yield Finding(first, DELETED)
    elif not run.events and run.row["state"] != "draft":
        yield Finding(1, DELETED)


def _links(run: Run, sealed: list[Sealed]) -> Iterator[Finding]:
    """Each digest, from the one stored before it."""
    previous, taken = "", set()
    for event in sealed:
        fits = digest(previous, event.row["facts"]) == event.row["digest"]
        if event.number > run.last or (not fits and event.number in taken):
            yield Finding(event.place, INSERTED)
        elif not fits:
            yield Finding(event.place, CHANGED)
        taken.add(event.number)
        previous = event.row["digest"]


def _columns(sealed: list[Sealed]) -> Iterator[Finding]:
    """The columns of each event, against what it has sealed."""
    numbers = [event.number for event in sealed]
    for event in sealed:
        if not event.document or event.row["facts_version"] != event.document["version"]:
            yield Finding(event.place, CHANGED, "facts")
            continue
        for name in event.differing("event", event.document["event"], event.row):
            # The first of the two places, unless it is a copy: the one it left, and the one it took.
            place = min(event.place, event.number) if numbers.count(event.number) == 1 else event.place
            yield Finding(place, {"date": REDATED, "number": REORDERED}.get(name, CHANGED), name)


def _order(sealed: list[Sealed]) -> Iterator[Finding]:
    """Events are written in the order of their numbers."""
    for before, event in pairwise(sealed):
        if event.row["id"] < before.row["id"]:
            yield Finding(event.place, REORDERED)


def _head(run: Run, sealed: list[Sealed]) -> Iterator[Finding]:
    """What the process says of its last event; how many there are has been looked at."""
    if sealed and sealed[-1].number == run.last and sealed[-1].row["digest"] != run.row["journal_head"]:
        yield Finding(sealed[-1].place, HEAD)


def _run(run: Run, sealed: list[Sealed]) -> Iterator[Finding]:
    """The process itself, as the last event left it."""
    for last in sealed[-1:]:
        for name in last.differing("run", last.document["run"], run.row):
            yield Finding(last.place, RUN, name)


def _tasks(run: Run, sealed: list[Sealed]) -> Iterator[Finding]:
    """Each task, as the last event that wrote it left it."""
    rows = {row["id"]: row for row in run.tasks}
    written = {task["id"]: (event, task) for event in sealed for task in event.document["tasks"]}
    for key, (event, task) in written.items():
        if key not in rows:
            yield Finding(event.place, TASK_DELETED)
            continue
        for name in event.differing("task", task, rows[key]):
            if not (name in OF_OPEN_TASKS and task["state"] == "open"):
                yield Finding(event.place, TASK, name)
    if sealed and not run.unsealed:
        yield from (Finding(sealed[-1].place, TASK_INSERTED) for _key in rows.keys() - written.keys())


def _papers(run: Run, sealed: list[Sealed], name: str) -> Iterator[Finding]:
    """Each paper of one sort, as the last event that wrote it left it; lists before the second had no papers."""
    rows = {row["id"]: row for row in run.papers.get(name, ())}
    written = {paper["id"]: (event, paper) for event in sealed for paper in event.document.get(name, ())}
    for key, (event, paper) in written.items():
        if key not in rows:
            yield Finding(event.place, PAPER_DELETED)
            continue
        yield from (Finding(event.place, PAPER, fact) for fact in event.differing(PAPERS[name], paper, rows[key]))
    if sealed and not run.unsealed:
        yield from (Finding(sealed[-1].place, PAPER_INSERTED) for _key in rows.keys() - written.keys())


def _messages(run: Run, sealed: list[Sealed]) -> Iterator[Finding]:
    rows = run.messages
    told = {message["id"]: (event, message) for event in sealed for message in event.document["messages"]}
    for key, (event, message) in told.items():
        if key not in rows:
            yield Finding(event.place, MESSAGE_DELETED)
            continue
        for name in event.differing("message", message, rows[key]):
            if not (name == "subject" and message["subject"] is None):  # a late e-mail gives it its own
                yield Finding(event.place, MESSAGE, name)
    if sealed and not run.unsealed:
        yield from (Finding(sealed[-1].place, MESSAGE_INSERTED) for _key in run.spoken - told.keys())


def _files(run: Run, sealed: list[Sealed]) -> Iterator[Finding]:
    rows = run.files
    for event in sealed:
        files = {file["id"]: file for file in event.document["files"]}
        for key, file in files.items():
            if key not in rows:
                yield Finding(event.place, FILE_DELETED)
                continue
            for name in event.differing("file", file, rows[key]):
                yield Finding(event.place, FILE, name)
            if not rows[key]["is_whole"]:
                yield Finding(event.place, FILE, "raw")

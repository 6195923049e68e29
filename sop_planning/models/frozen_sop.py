"""What a run needs of the version it follows, read once and kept: such a version can no longer change."""

from typing import NamedTuple

from ..flow.graph import Flow


class FrozenRow(NamedTuple):
    """A row of the table: `title` names it in lists and messages, `time` is its standard time as printed, `micro` the
    first version of the micro SOP it calls, or False; with `asks_disposition` it cannot be passed without one, with
    `asks_archive` not before the run is archived, nor without what `signs` names (words of `flow.signing`), of which
    kind and in which order; `awaited` are those of its requirements that an earlier row makes."""

    title: str
    text: str
    requirements: str
    outputs: str
    duration: int
    duration_unit: str
    time: str
    micro: int | bool
    asks_disposition: bool
    asks_archive: bool
    awaited: tuple[str, ...]
    signs: tuple[str, ...]
    paraf_kind: str
    signing_order: str


class FrozenSop(NamedTuple):
    """A version that is or was in force; rows, columns and exits by record id; `outside` columns are of parties who
    do not work in the application."""

    title: str
    flow: Flow
    rows: dict[int, FrozenRow]
    columns: dict[int, str]
    outside: frozenset[int]
    exits: dict[int, str]
    notifies: bool
    delegates: bool

    @property
    def calls_micro(self):
        """Whether any of its steps calls a micro SOP; most do not, and theirs cost nothing."""
        return any(row.micro for row in self.rows.values())

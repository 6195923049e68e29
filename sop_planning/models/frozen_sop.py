"""What a run needs of the version it follows, read once and kept: such a version can no longer change."""

from typing import NamedTuple

from ..flow.graph import Flow


class FrozenRow(NamedTuple):
    """A row of the table: `title` names it in lists and messages, `time` is its standard time as printed,
    `asks_disposition` says that it cannot be passed without one."""

    title: str
    text: str
    requirements: str
    outputs: str
    duration: int
    duration_unit: str
    time: str
    asks_disposition: bool


class FrozenSop(NamedTuple):
    """A version that is or was in force; rows, columns and exits by record id."""

    title: str
    flow: Flow
    rows: dict[int, FrozenRow]
    columns: dict[int, str]
    exits: dict[int, str]
    notifies: bool

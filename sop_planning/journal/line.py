"""What is to be written into a journal."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class Line(NamedTuple):
    """A line for a journal: the values of the event, and the records it has written and therefore seals; `papers` by
    the names of `facts.PAPERS`."""

    values: dict
    tasks: Any = ()
    papers: Mapping = MappingProxyType({})

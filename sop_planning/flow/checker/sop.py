"""An SOP as far as the checker looks at it."""
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..graph import Flow


@dataclass(frozen=True, slots=True)
class Column:
    """One Pelaksana column; `label` as printed above it."""

    key: Hashable
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says besides its place in the flow.

    :param text: Uraian Kegiatan
    :param requirements: entries of Kelengkapan, :param outputs: entries of Output
    :param duration: standard time in any unit; 0 stands for none
    """

    text: str = ""
    requirements: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    duration: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """One version of one SOP.

    :param rows: step key -> Row
    :param sources: entries of Dasar Hukum, Keterkaitan and Peralatan: what they name comes from outside this SOP
    """

    number: str = ""
    created: date | None = None
    revised: date | None = None
    effective: date | None = None
    executors: tuple[Column, ...] = ()
    flow: Flow = Flow(())
    rows: Mapping[Hashable, Row] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    def row(self, key: Hashable) -> Row:
        return self.rows.get(key) or Row()

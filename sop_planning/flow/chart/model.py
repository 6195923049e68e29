"""What the chart is drawn from, and what a drawn chart is.

Lengths are mm on paper. Nothing here knows a row height: every point is anchored to its row (top, middle, bottom)
and to its lane (left border, centre, right border), so a drawing stays right for any height a renderer gives a row.
"""
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import NamedTuple

from ..graph import Flow


class Texts(NamedTuple):
    """The text cells of one row; the executor columns stand between `activity` and `requirements`."""

    number: str = ""
    activity: str = ""
    requirements: str = ""
    time: str = ""
    outputs: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Headings:
    """Printed labels of the columns (defaults of PermenPAN-RB 35/2012) and of the rows the chart adds."""

    number: str = "No"
    activity: str = "Uraian Kegiatan"
    executors: str = "Pelaksana"
    quality: str = "Mutu Baku"
    requirements: str = "Kelengkapan"
    time: str = "Waktu"
    outputs: str = "Output"
    remark: str = "Ket."
    end: str = "Selesai"


@dataclass(frozen=True, slots=True)
class Lane:
    """A Pelaksana column; `key` is what `Step.executors` names."""

    key: Hashable
    label: str


@dataclass(frozen=True, slots=True)
class Activity:
    """The printed row of the flow's step `key`; `state` ('done', 'now', 'late', 'todo' or '') only colours it."""

    key: Hashable
    texts: Texts
    state: str = ""


@dataclass(frozen=True)
class Table:
    """The table of one SOP.

    :param flow: steps in the order of `activities`
    :param lanes: Pelaksana columns from left to right
    :param numbered: print a third heading row with column numbers
    :param total: label and value of the last row, e.g. ("Jumlah waktu", "230 menit")
    """

    flow: Flow
    lanes: tuple[Lane, ...]
    activities: tuple[Activity, ...]
    headings: Headings = field(default_factory=Headings)
    numbered: bool = False
    total: tuple[str, str] | None = None


class Strip(NamedTuple):
    """Part of a table row on one sheet. `head` is the part that bears the symbol; further parts continue its text."""

    index: int
    texts: Texts
    head: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """Widths of the lanes.

    :param widths: lane widths, mm
    :param gutters: width of the strip on either side of a lane's symbol that vertical lines may use, mm
    :param box: width and height of a symbol, mm
    :param elastic: the gutters may grow with the number of lines in them (screen)
    """

    widths: tuple[float, ...]
    gutters: tuple[float, ...]
    box: tuple[float, float]
    elastic: bool = False


class X(NamedTuple):
    """Place across: `offset` mm right of the left border ('l'), centre ('c') or right border ('r') of a lane."""

    lane: int
    anchor: str
    offset: float


class Y(NamedTuple):
    """Place down: `offset` mm below the top border ('t'), middle ('m') or bottom border ('b') of a row."""

    row: int
    anchor: str
    offset: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in the middle of its cell.

    :param shape: 'box', 'capsule', 'diamond' or 'pentagon'
    :param arrows: sides where an arrow arrives, some of 'ESWN'
    :param index: row of the table it stands for, or that a pentagon leads to
    :param others: rows at the other end of the ways a pentagon carries
    :param announced: the text of its row names the pages of this pentagon, which then has no caption
    :param letter: letter of a pentagon, :param caption: its lines of text ("hal. 2")
    """

    row: int
    lane: int
    shape: str
    width: float
    height: float
    index: int
    arrows: str = ""
    others: tuple[int, ...] = ()
    announced: bool = False
    letter: str = ""
    caption: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a way: `left`..`right` from the centre, `top`..`bottom` from the middle of a cell (mm)."""

    row: int
    lane: int
    lines: tuple[str, ...]
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One drawn way: corner points from start to end. `way` names its ends (rows of the table); None joins the
    symbols of a joint step. `joins` is the number of the line it ends on, instead of at a symbol."""

    points: tuple[tuple[X, Y], ...]
    way: tuple[int, int] | None
    joins: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: 'step', 'cont' (the text goes on), 'end', 'top' and 'bottom' (page connectors), 'link' (room
    for a connector) or 'total'. `height` is the least height its drawing needs, mm."""

    kind: str
    texts: Texts
    height: float
    state: str = ""
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its drawing, valid by itself."""

    rows: tuple[Row, ...]
    grid: Grid
    symbols: tuple[Symbol, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A heading cell. `lane` is set for the label of an executor, which a narrow column turns by 90 degrees."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    lane: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What every renderer draws: one sheet for the screen, one sheet a page for paper.

    :param widths: of all columns from left to right, mm
    :param heading: rows of heading cells, the same on every sheet
    :param turned: height of the turned executor labels, mm; 0 when they are upright
    :param sizes: font sizes in pt of 'body', 'head' and 'lane'
    :param unit: CSS mm for one mm of the layout that suits the medium
    """

    sheets: tuple[Sheet, ...]
    widths: tuple[float, ...]
    heading: tuple[tuple[Head, ...], ...]
    turned: float
    sizes: tuple[tuple[str, float], ...]
    unit: float

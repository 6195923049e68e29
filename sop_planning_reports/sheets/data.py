"""What the spreadsheets are written from."""

import datetime
from dataclasses import dataclass, field

from ..paper import Paper


@dataclass(frozen=True)
class Sop:
    """One SOP.

    :param name: of the sheet, cut and made unique as Excel wants it
    :param layout: of the table, laid out on `paper` (flow.chart.Layout): one sheet a page
    :param identity: pages of the identity block, each a list of paper.identity.Pair; none without a block
    :param rows: (label, lines, box) beside the heading, as paper.identity.compose_identity takes them
    :param heading: lines of agency and units
    :param logo: bytes of an image, :param signature: bytes of an image
    :param title: line above the table, :param closing: line under it
    :param foot: what stands before the page number, :param word: printed over every page ("KONSEP")
    """

    name: str
    layout: object
    paper: Paper
    identity: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    heading: list = field(default_factory=list)
    logo: bytes | None = None
    signature: bytes | None = None
    title: str = ""
    closing: str = ""
    foot: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One SOP in the register; a date is a date of Python, or None."""

    number: str
    name: str
    unit: str
    created: datetime.date | None
    revised: datetime.date | None
    revision: str
    effective: datetime.date | None
    signer: str
    version: int
    state: str


@dataclass(frozen=True)
class Register:
    """The SOPs of one agency; `name` is the sheet's, `title` the lines above the table, `labels` its ten headings and
    `widths` their columns in mm."""

    name: str
    title: list
    labels: tuple
    widths: tuple
    rows: list
    paper: Paper
    foot: str = ""

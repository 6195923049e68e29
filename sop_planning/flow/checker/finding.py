"""One thing wrong or odd about an SOP, and the words for it."""
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

ERROR, ODDITY = "error", "oddity"

ERRORS = (
    "no_steps", "end_unreached", "step_unreachable", "no_way_out", "executor_missing", "exits_too_few", "exit_nowhere",
    "micro_leads_back",
)
ODDITIES = (
    "number_part_empty", "revised_before_created", "effective_before_created", "label_shared", "exit_label_shared",
    "requirements_missing", "time_missing", "outputs_missing", "subject_in_text", "output_repeats", "output_unused",
    "requirement_unmade", "micro_not_in_force",
)
CODES = ERRORS + ODDITIES

PARTS = ("sop", "identity", "executor", "step")
FIELDS = ("number", "created", "revised", "effective")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding belongs.

    :param part: one of PARTS
    :param key: name of the identity field, key of the executor or key of the step; None for the SOP as a whole
    :param exit: key of the exit, where one exit of the step is meant
    """

    part: str
    key: Hashable | None = None
    exit: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """:param code: one of CODES, :param facts: what a sentence about it needs (see the package's docstring)"""

    place: Place
    code: str
    facts: Mapping = field(default_factory=dict, hash=False)

    @property
    def severity(self) -> str:
        return ERROR if self.code in ERRORS else ODDITY

"""What the public check page says of a paper; nothing else of it gets there."""

from typing import NamedTuple

# In force or finished; under way; no longer in force.
GOOD, PLAIN, ENDED = "good", "plain", "ended"


class Signed(NamedTuple):
    """Who signed: what it is called, the office and the name as printed, the NIP ('' unless it may be shown), when."""

    what: str
    position: str
    name: str
    nip: str
    when: str


class Shown(NamedTuple):
    """:param standing: GOOD, PLAIN or ENDED, :param sentence: the same in words
    :param facts: pairs of label and text, :param signatures: list of Signed
    """

    standing: str
    sentence: str
    facts: list
    signatures: list = []

"""The code that names an SOP, or an agency, in interchange files."""

import re
import unicodedata
from collections.abc import Container
from itertools import count

LONGEST = 64  # as `$defs/code` of the schemas has it
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_code(text: str) -> bool:
    """Whether files can carry it: lower-case letters, digits and single hyphens, at most 64 characters."""
    return len(text) <= LONGEST and CODE.fullmatch(text) is not None


def code_of(title: str, taken: Container[str]) -> str:
    """A code made of a title, with a number behind it where it is taken.

    >>> code_of("Penyusunan RKT (Tahunan)", {"penyusunan-rkt-tahunan"})
    'penyusunan-rkt-tahunan-2'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub("[^a-z0-9]+", "-", plain)[: LONGEST - 5].strip("-") or "sop"
    codes = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(code for code in codes if code not in taken)

"""The facts of a paraf, signature or stamp, and the digest over them that is printed beside it.

The journal seals the same facts once more; both are kept, because the digest is what stands on paper. Which facts those
are is a list with a number, as in `facts`: the digest of list n is checked with list n for ever.
"""

import hashlib
from collections.abc import Callable

from .facts import canonical, plain

VERSION = 1
SIGNED = {
    1: (
        *("process_id", "company_id", "kind", "paraf_kind", "step_id", "visit", "executor_id", "task_id", "user_id"),
        *("official_id", "person", "position", "rank", "nip", "date", "tz", "statement", "confirmed_by"),
        *("image_sha256", "papers"),
    )
}


def digest(read: Callable, version: int = VERSION) -> str:
    """SHA-256, in hexadecimal, of what was signed, by whom, as what and when.

    :param read: gives the value of a field by its name; of another record its id
    """
    values = {name: plain(name, read(name)) for name in SIGNED[version]}
    return hashlib.sha256(canonical({"version": version, **values})).hexdigest()


def holds(stored: str, read: Callable) -> bool:
    """Whether a stored digest is that of these facts, by any list there ever was."""
    return any(digest(read, version) == stored for version in SIGNED)


def mark(sha256: str) -> str:
    """The beginning of a digest as people compare it: four groups of four."""
    return " ".join((sha256 or "")[start : start + 4] for start in range(0, 16, 4))


def paper_digest(paper: dict) -> str:
    """SHA-256 of one document as it is signed: its name, version, place and files."""
    return hashlib.sha256(canonical(paper)).hexdigest()

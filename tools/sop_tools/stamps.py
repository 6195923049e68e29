"""What has been done already: a stamp holds the fingerprint of what it was done with."""

from __future__ import annotations

from . import places


def fresh(name: str, key: str) -> bool:
    """Whether a thing was made with exactly this key."""
    path = places.STAMPS / name
    return path.is_file() and path.read_text() == key


def put(name: str, key: str) -> None:
    """Note that a thing is made now."""
    places.STAMPS.mkdir(parents=True, exist_ok=True)
    (places.STAMPS / name).write_text(key)


def lift(name: str) -> None:
    """Note that a thing is being made anew: until `put`, it counts as missing."""
    (places.STAMPS / name).unlink(missing_ok=True)

"""Locks between processes. The kernel drops them when a process dies, however it dies."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager

from . import places


@contextmanager
def alone(name: str):
    """Hold a lock by oneself; wait for it as long as another process has it."""
    with _opened(name) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def join(name: str):
    """Hold a lock together with others until the returned file is closed."""
    handle = _opened(name)
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def is_free(name: str) -> bool:
    """Whether no other process holds the lock, alone or shared."""
    with _opened(name) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _opened(name: str):
    places.RUN.mkdir(exist_ok=True)
    return (places.RUN / f"{name}.lock").open("w")

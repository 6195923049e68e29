"""Ctrl-C, SIGTERM and a closed terminal end a command in the same orderly way."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import contextmanager

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def as_interrupt() -> None:
    """Make every signal that ends us a KeyboardInterrupt, so that all is cleaned up."""
    for number in ENDING:
        signal.signal(number, _interrupt)


@contextmanager
def ignored():
    """Let nothing disturb the block."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def attend(command, **options) -> int:
    """Run a command in the foreground; pass on what would end us, and wait for its end."""
    child = subprocess.Popen(command, **options)
    for number in ENDING:
        signal.signal(number, lambda number, _frame: _pass_on(child, number))
    try:
        return child.wait()
    finally:
        as_interrupt()


def _pass_on(child: subprocess.Popen, number: int) -> None:
    """The terminal sends Ctrl-C to the child itself; the other signals come to us alone."""
    if number != signal.SIGINT or not sys.stdin.isatty():
        child.send_signal(number)


def _interrupt(_number, _frame) -> None:
    raise KeyboardInterrupt

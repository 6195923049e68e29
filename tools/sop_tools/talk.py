"""One line a step, one sentence an error."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from . import places

_aside = threading.local()


class Stop(Exception):
    """The work cannot go on; the message says why and what to do about it."""


@contextmanager
def step(text: str):
    """Say what is being done, then how many seconds it took."""
    say(f"  {text} … ", end="")
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        say("stopped")
        raise
    say(f"{time.monotonic() - begun:.1f} s")


def say(text: str = "", end: str = "\n") -> None:
    """Print a line, or its beginning, at once, so that logs keep the order of things."""
    print(text, end=end, flush=True, file=getattr(_aside, "lines", None))


@contextmanager
def beside(work):
    """Do some work beside that of the block; what it has to say is said after it, so that all lines stay whole."""
    lines, failures = io.StringIO(), []

    def run_aside():
        _aside.lines = lines
        try:
            work()
        except Exception as failure:
            failures.append(failure)

    thread = threading.Thread(target=run_aside, daemon=True)
    thread.start()
    yield
    thread.join()
    print(lines.getvalue(), end="", flush=True)
    if failures:
        raise failures[0]


def run(command, *, sorry: str = "", log: str = "setup", **options) -> None:
    """Run a command quietly; its output goes to a log, whose end is shown if it fails."""
    path = log_file(log)
    with path.open("ab") as output:
        output.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        output.flush()
        start = output.tell()
        options.setdefault("stdin", subprocess.DEVNULL)
        done = subprocess.run(command, stdout=output, stderr=output, **options)
    if done.returncode:
        raise Stop(f"{sorry or failed(command)}\n{tail(path, start)}\n  (all of it: {path})")


def failed(command) -> str:
    """The sentence for a command that nobody foresaw to fail."""
    return f"This command failed: {' '.join(map(str, command))}"


def read(command, **options) -> str:
    """What a command prints, or an empty text if it fails."""
    options.setdefault("stdin", subprocess.DEVNULL)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def log_file(name: str):
    """The path of a log, in a folder that exists."""
    places.LOGS.mkdir(parents=True, exist_ok=True)
    return places.LOGS / f"{name}.log"


def tail(path, start: int = 0, lines: int = 15) -> str:
    """The last lines of a log, indented."""
    with path.open("rb") as source:
        source.seek(start)
        text = source.read().decode(errors="replace")
    return "\n".join("    " + line for line in text.splitlines()[-lines:])


def guarded(main) -> None:
    """Run a command of ours: an error is a sentence, Ctrl-C is no error."""
    try:
        sys.exit(main())
    except Stop as stop:
        sys.stdout.flush()
        sys.exit(f"\n{stop}")
    except KeyboardInterrupt:
        sys.stdout.flush()
        os._exit(130)

"""`make pictures`: the pictures of the guides, taken anew from a demo of their own that goes again afterwards."""

from __future__ import annotations

import os
import socket

from . import demo, places, postgres, python, ready, signals
from .talk import say

DATABASE = "sop_pictures"


def pictures() -> int:
    """Load a fresh demo, play runs in it, take the pictures."""
    places.DEMO_DB, places.PORT = DATABASE, _free_port()
    ready.machine(tests=True)
    demo.drop()
    try:
        with postgres.running():
            demo.load()
            with demo.served():
                return _take()
    finally:
        demo.drop()


def _take() -> int:
    say("playing the runs and taking the pictures")
    command = [str(python.PYTHON), str(places.ROOT / "tools" / "pictures"), demo.address(), DATABASE, str(places.ROOT)]
    return signals.attend(command, env=dict(os.environ))


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind((places.INTERFACE, 0))
        return str(probe.getsockname()[1])

"""A machine that can run Odoo: everything it needs, in order, one process at a time."""

from __future__ import annotations

import os
import shutil

from . import debian, locks, pdf, places, postgres, python, server
from .talk import Stop, beside, say

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def machine(*, tests: bool = False) -> None:
    """Set up whatever is missing; takes no time when nothing is."""
    with _alone():
        _packages(tests)
        # Both are mostly waiting for the network.
        with beside(server.fetch):
            postgres.prepare()
            python.prepare(tests=tests)
        server.prepare()
        pdf.prepare()


def plain() -> None:
    """Set up what the tests of plain Python need: libraries, no Odoo and no database."""
    with _alone():
        debian.install(python.package_needed())
        python.prepare(tests=True)


def _alone():
    python.check()
    server.check()
    places.RUN.mkdir(exist_ok=True)
    if not os.access(places.RUN, os.W_OK):
        raise Stop(f"{places.RUN} belongs to another user: remove it, or run this as that user.")
    return locks.alone("setup")


def _packages(tests: bool) -> None:
    """Install Debian's packages in one go; paper can be done without, the rest cannot."""
    needed = python.package_needed() + postgres.package_needed()
    if tests and not any(map(shutil.which, BROWSERS)):
        needed.append("chromium")
    wished = debian.missing(pdf.packages())
    if wished and not debian.can_install():
        say(f"  no right to install {', '.join(wished)}: some paper will not print")
        wished = []
    debian.install(needed + wished)

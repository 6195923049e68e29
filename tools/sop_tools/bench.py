"""`make bench`: what things cost, as ratios within one run; on a database made for it and dropped again."""

from __future__ import annotations

import os

from . import database, places, postgres, python, ready, server, signals
from .talk import Stop

FOLDER = places.ROOT / "tools" / "bench"


def bench(names: list[str]) -> int:
    """Run the parts that are named, all of them without names.

    :return: 0, or the status of the first part that failed
    """
    if unknown := [name for name in names if name not in PARTS]:
        raise Stop(f"There is no bench `{unknown[0]}`; there are: {', '.join(PARTS)}.")
    ready.machine(tests=True)
    statuses = [PARTS[name]() for name in names or PARTS]
    return next((status for status in statuses if status), 0)


def _chart() -> int:
    """The flowchart and the pages, without Odoo."""
    command = [str(python.PYTHON), str(FOLDER / "chart.py")]
    return signals.attend(command, cwd=places.ROOT, env=dict(os.environ))


def _paper() -> int:
    """The official paper and the spreadsheets."""
    return _in_odoo("paper.py")


def _scale() -> int:
    """Steps and screens with 1,000, 10,000 and 100,000 processes."""
    return _in_odoo("at_scale.py")


def _load() -> int:
    """People who work at once over HTTP, with 1, 2 and 4 workers."""
    with postgres.running(), database.for_a_test() as name:
        command = [str(python.PYTHON), str(FOLDER / "load" / "run.py"), name, *server.command()]
        return signals.attend(command, cwd=places.ROOT, env=server.environment())


def _in_odoo(script: str) -> int:
    with postgres.running(), database.for_a_test() as name, (FOLDER / script).open() as text:
        shell = server.command("shell", "-d", name, "--no-http", "--log-level=error")
        return signals.attend(shell, stdin=text, cwd=places.ROOT, env=server.environment())


PARTS = {"chart": _chart, "paper": _paper, "scale": _scale, "load": _load}

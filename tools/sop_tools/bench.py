"""`make bench`: what things cost, as ratios within one run; on a database made for it and dropped again."""

from __future__ import annotations

import os

from . import database, places, postgres, python, ready, server, signals
from .talk import say


def bench(args: list[str]) -> int:
    """Time the chart alone, then the paper and spreadsheets in Odoo; or, asked for `load`, put a server under load."""
    ready.machine(tests=True)
    if args == ["load"]:
        return _load()
    chart = [str(python.PYTHON), str(places.ROOT / "tools" / "bench_chart.py")]
    if status := signals.attend(chart, cwd=places.ROOT, env=dict(os.environ)):
        return status
    with postgres.running(), database.for_a_test() as name:
        script = (places.ROOT / "tools" / "bench_paper.py").read_bytes()
        say("\n" + database.odoo_shell(name, script).decode().rstrip())
    return 0


def _load() -> int:
    """People who work at once over HTTP, with several numbers of workers."""
    script = places.ROOT / "tools" / "bench" / "load" / "run.py"
    with postgres.running(), database.for_a_test() as name:
        command = [str(python.PYTHON), str(script), name, *server.command()]
        return signals.attend(command, cwd=places.ROOT, env=server.environment())

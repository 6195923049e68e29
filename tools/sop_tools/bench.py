"""`make bench`: what things cost, as ratios within one run; on a database made for it and dropped again."""

from __future__ import annotations

import os

from . import database, places, postgres, python, ready, signals
from .talk import say


def bench() -> int:
    """Time the chart alone, then the paper and spreadsheets in Odoo."""
    ready.machine(tests=True)
    chart = [str(python.PYTHON), str(places.ROOT / "tools" / "bench_chart.py")]
    if status := signals.attend(chart, cwd=places.ROOT, env=dict(os.environ)):
        return status
    with postgres.running(), database.for_a_test(database.template()) as name:
        script = (places.ROOT / "tools" / "bench_paper.py").read_bytes()
        say("\n" + database.odoo_shell(name, script).decode().rstrip())
    return 0

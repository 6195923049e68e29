"""`make test`: the tests, on a copy of a database made for them."""

from __future__ import annotations

import os

from . import database, places, postgres, python, ready, server, signals

PLAIN = ("tests/flow", "tests/paper")
MOST_WORKERS = 4
# The tests of a file share what they have set up, so they stay with one worker; long files first, as tests/conftest.py
# orders them, so that no worker is left alone with one at the end.
A_FILE_EACH = ("--dist", "loadfile", "--no-loadscope-reorder", "--durations=20")


def test(args: list[str]) -> int:
    """Run the tests; arguments are pytest's. All of them run side by side, each worker on a copy of the database, and
    for all of them only what browsers load is made beforehand."""
    if needs_no_odoo(args):
        return test_plain(args)
    ready.machine(tests=True)
    with postgres.running(), database.for_a_test(database.with_agencies(bundles=not args)) as name:
        # One more than there are processors, because each waits now and then for its browser or its server.
        options = args or ["-n", str(min((os.cpu_count() or 1) + 1, MOST_WORKERS)), *A_FILE_EACH]
        return pytest(["--odoo-http", f"--odoo-database={name}", *options], server.environment())


def test_plain(args: list[str]) -> int:
    """Run the tests of plain Python, which need neither Odoo nor a database."""
    ready.plain()
    chosen = args if needs_no_odoo(args) else [*PLAIN, *args]
    return pytest(["-p", "no:odoo", *chosen], dict(os.environ))


def needs_no_odoo(args: list[str]) -> bool:
    """Whether only tests of plain Python are asked for."""
    paths = [arg for arg in args if (places.ROOT / arg.split("::")[0]).exists()]
    return bool(paths) and all(path.startswith(PLAIN) for path in paths)


def pytest(args: list[str], environment: dict[str, str]) -> int:
    """Run pytest in the foreground."""
    return signals.attend([str(python.PYTHON), "-m", "pytest", *args], cwd=places.ROOT, env=environment)

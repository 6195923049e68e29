"""What can be asked for, by name."""

from __future__ import annotations

import shutil

from . import bench, check, database, demo, lint, pictures, places, postgres, ready, server, signals
from .talk import Stop, say


def odoo(args: list[str]) -> int:
    """Run Odoo with any arguments."""
    signals.as_interrupt()
    ready.machine()
    with postgres.running():
        return signals.attend(server.command(*args), env=server.environment())


def main(args: list[str]) -> int:
    """Run the command that is named first; the rest are its arguments."""
    signals.as_interrupt()
    name, rest = (args or ["help"])[0], args[1:]
    if name not in COMMANDS:
        raise Stop(f"There is no command `{name}`; there are: {', '.join(COMMANDS)}.")
    return COMMANDS[name](rest) or 0


def _help(_args) -> None:
    for name, command in COMMANDS.items():
        say(f"{name:12}  {command.__doc__}")


def _setup(_args) -> None:
    """Set up what the demo and the tests need."""
    ready.machine(tests=True)


def _demo(_args) -> None:
    """Start Odoo with the nine SOPs and their agencies."""
    demo.demo()


def _drop(_args) -> None:
    """Drop the database of the demo."""
    demo.drop()


def _test(args) -> int:
    """Run the tests; arguments are pytest's."""
    return check.test(args)


def _test_plain(args) -> int:
    """Run the tests that need neither Odoo nor a database."""
    return check.test_plain(args)


def _lint(_args) -> int:
    """Run the linters."""
    return lint.lint()


def _bench(args) -> int:
    """Time the chart, the paper and the screens at scale; arguments choose among chart, paper, scale."""
    return bench.bench(args)


def _pictures(_args) -> int:
    """Take the pictures of the guides anew."""
    return pictures.pictures()


def _translations(_args) -> None:
    """Bring the files of translations up to date with the addons."""
    ready.machine()
    with postgres.running(), database.for_a_test() as name:
        script = (places.ROOT / "tools" / "translations.py").read_bytes()
        say(database.odoo_shell(name, script).decode().rstrip())


def _db_up(_args) -> None:
    """Start PostgreSQL and leave it running."""
    ready.machine()
    postgres.keep()
    say(f"PostgreSQL runs; its socket is in {postgres.socket_folder()}")


def _db_down(_args) -> None:
    """Stop PostgreSQL, now or when its last user goes."""
    say("stopped" if postgres.let_go() else "in use: it stops when its last user goes")


def _clean(_args) -> None:
    """Delete everything that was set up here."""
    postgres.remove()
    shutil.rmtree(places.RUN, ignore_errors=True)


COMMANDS = {
    "help": _help,
    "setup": _setup,
    "demo": _demo,
    "drop": _drop,
    "test": _test,
    "test-plain": _test_plain,
    "lint": _lint,
    "bench": _bench,
    "pictures": _pictures,
    "translations": _translations,
    "db-up": _db_up,
    "db-down": _db_down,
    "clean": _clean,
}
_help.__doc__ = "Print this list."

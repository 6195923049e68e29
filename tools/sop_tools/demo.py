"""`make demo`: Odoo with the nine SOPs and their agencies, ready to log in."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager, suppress

from . import database, places, postgres, ready, server, signals
from .talk import Stop, log_file, say, step, tail

LOG = "demo"


def demo() -> None:
    """Set up, load, start, print the address and the logins; go on until Ctrl-C."""
    database.check_name(places.DEMO_DB)
    _need_free_port()
    ready.machine()
    with postgres.running():
        load()
        with suppress(KeyboardInterrupt), served() as odoo:
            _welcome()
            odoo.wait()
    say("\nstopped")


def drop() -> None:
    """Drop the demo's database."""
    database.check_name(places.DEMO_DB)
    ready.machine()
    with postgres.running():
        database.drop(places.DEMO_DB)
    _logins().unlink(missing_ok=True)


# --- the data ----------------------------------------------------------------


def load() -> None:
    """Have the demo's database hold the addons and the data as they are now."""
    modules, documents = database.addons_key(), places.fingerprint(*_documents(), _people())
    if not database.exists(places.DEMO_DB):
        origin = database.template(bundles=True)
        with step(f"making the database {places.DEMO_DB}"):
            database.make(places.DEMO_DB, origin)
        _note(modules, "")
    if _noted()[0] != modules:
        with step(f"updating {', '.join(places.addons())} in {places.DEMO_DB}"):
            database.update(places.DEMO_DB, places.addons())
        _note(modules, "")
    if _noted()[1] != documents or not _logins().exists():
        _import()
        _note(modules, documents)


def _import() -> None:
    with step(f"loading {len(_documents())} files of data/"):
        sorry = (
            f"The files of data/ cannot be loaded into {places.DEMO_DB}. If it holds them as they were "
            "before a change, start afresh: make drop demo"
        )
        database.load(places.DEMO_DB, _documents(), "--effective", sorry=sorry, log=LOG)
    with step("giving the people of the demo their passwords"):
        _logins().write_bytes(database.odoo_shell(places.DEMO_DB, _people().read_bytes()))


def _documents():
    """The agencies first, then their SOPs, then when these start by themselves."""
    return places.documents("agencies", ".", "schedules")


def _people():
    return places.ROOT / "tools" / "demo_people.py"


def _logins():
    return places.RUN / f"logins-{places.DEMO_DB}.txt"


def _noted() -> list[str]:
    return (database.comment(places.DEMO_DB) + " - -").split(" ")[:2]


def _note(modules: str, documents: str) -> None:
    database.set_comment(places.DEMO_DB, f"{modules} {documents or '-'}")


# --- the server --------------------------------------------------------------


@contextmanager
def served():
    """Odoo runs, and has answered, for as long as the block lasts."""
    log = log_file(LOG)
    with log.open("ab") as output:
        start = output.tell()
        process = subprocess.Popen(
            _command(), env=server.environment(), stdout=output, stderr=output, start_new_session=True
        )
    try:
        with step("starting Odoo"):
            _wait_until_it_answers(process)
        yield process
        if process.poll() is not None:
            raise Stop(f"Odoo ended by itself.\n{tail(log, start)}\n  (all of it: {log})")
    finally:
        with signals.ignored():
            _end(process)


def _command() -> list[str]:
    only = ["-d", places.DEMO_DB, f"--db-filter=^{places.DEMO_DB}$", "--no-database-list"]
    return server.command(*only, f"--http-port={places.PORT}")


def _wait_until_it_answers(process: subprocess.Popen, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address()}/web/login", timeout=30).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


def _end(process: subprocess.Popen, patience: float = 15) -> None:
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _welcome() -> None:
    say(f"\n{_logins().read_text()}")
    say(f"Odoo answers at {address()} (its log: {log_file(LOG)}). Ctrl-C stops it.")


def address() -> str:
    return f"http://localhost:{places.PORT}"


def _need_free_port() -> None:
    if not places.PORT.isdigit():
        raise Stop(f"ODOO_PORT={places.PORT} is no port number.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((places.INTERFACE, int(places.PORT)))
        except OSError:
            other = int(places.PORT) + 1
            raise Stop(
                f"Port {places.PORT} is taken by another program. "
                f"Choose another: make demo ODOO_PORT={other}"
            ) from None

"""A private PostgreSQL cluster: a folder and a Unix socket of its own, no network port.

It runs while somebody uses it. Every user holds a shared lock; the last one to leave
stops it, unless `make db-up` asked to keep it. The kernel drops the lock of a process
that dies, so a crash neither keeps the cluster up for ever nor stops it for others.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from . import locks, places, signals
from .talk import Stop, failed, read, run, step, tail

ROLE = "odoo"
PORT = "5432"  # only a part of the socket's name
LONGEST_SOCKET = 107
KEEP = places.RUN / "postgres.keep"

SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
shared_buffers = 256MB
# What is in here can be made again by one command, so it need not survive a power cut.
fsync = off
synchronous_commit = off
full_page_writes = off
# Odoo asks little and often: compiling a question takes longer than answering it.
jit = off
"""


# --- using it ----------------------------------------------------------------


@contextmanager
def running():
    """Have the cluster run for as long as the block lasts."""
    seat = _enter()
    try:
        yield
    finally:
        with signals.ignored():
            _leave(seat)


def keep() -> None:
    """Leave the cluster running when its last user goes."""
    with running():
        KEEP.touch()


def let_go() -> bool:
    """Stop the cluster now, or when its last user goes; says whether it stopped."""
    KEEP.unlink(missing_ok=True)
    with locks.alone("postgres"):
        if not locks.is_free("postgres-users"):
            return False
        _stop()
    return True


def environment() -> dict[str, str]:
    """What PostgreSQL's clients need to find the cluster."""
    return {"PGHOST": str(socket_folder()), "PGPORT": PORT, "PGUSER": ROLE}


def client(program: str, *args: str) -> list[str]:
    """A call of psql, createdb or dropdb."""
    return [str(programs() / program), *args]


def _enter():
    with locks.alone("postgres"):
        seat = locks.join("postgres-users")
        _start()
    return seat


def _leave(seat) -> None:
    with locks.alone("postgres"):
        seat.close()
        if not KEEP.exists() and locks.is_free("postgres-users"):
            _stop()


# --- making, starting and stopping it ----------------------------------------


def prepare() -> None:
    """Have a cluster; its programs are installed."""
    if not programs():
        raise Stop("PostgreSQL's program pg_ctl is not found, neither as Debian installs it nor on PATH.")
    if not (home() / "data" / "PG_VERSION").exists():
        with step("making a private PostgreSQL cluster"):
            _create()


def package_needed() -> list[str]:
    """The package of the server, where there is none."""
    return [] if programs() else ["postgresql"]


def home() -> Path:
    """The folder of the cluster: in the checkout, or where the server's user can reach it."""
    return _home(_server_user())


def socket_folder() -> Path:
    """The folder of the socket; the system allows 107 characters for its whole path."""
    if len(f"{home()}/.s.PGSQL.{PORT}") <= LONGEST_SOCKET:
        return home()
    return Path(tempfile.gettempdir()) / f"sop-{places.MARK}"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs: those the cluster was made with, or the newest."""
    version = home() / "data" / "PG_VERSION"
    series = version.read_text().strip() if _readable(version) else "*"
    found = sorted(Path("/usr/lib/postgresql").glob(f"{series}/bin/pg_ctl"), key=_series)
    if found:
        return found[-1].parent
    elsewhere = shutil.which("pg_ctl")
    return Path(elsewhere).parent if elsewhere else None


def remove() -> None:
    """Delete the cluster."""
    if not let_go():
        raise Stop("The PostgreSQL of this checkout is in use: stop what uses it first.")
    shutil.rmtree(home(), ignore_errors=True)


def _create() -> None:
    shutil.rmtree(home(), ignore_errors=True)
    _own_folder(home())
    _own_folder(home() / "data")
    init = ["--username", ROLE, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
    _as_server("initdb", "--pgdata", str(home() / "data"), *init)
    with (home() / "data" / "postgresql.conf").open("a") as conf:
        conf.write(SETTINGS)


def _start() -> None:
    _own_folder(socket_folder())
    if _is_up():
        return
    data, log = str(home() / "data"), home() / "postgres.log"
    options = f"-c unix_socket_directories={socket_folder()} -c port={PORT}"
    try:
        _as_server("pg_ctl", "start", "--wait", "--pgdata", data, "--log", str(log), "-o", options)
    except Stop:
        raise Stop(f"PostgreSQL does not start.\n{tail(log)}\n  (all of it: {log})") from None


def _stop() -> None:
    if _is_up():
        _as_server("pg_ctl", "stop", "--wait", "--mode", "fast", "--pgdata", str(home() / "data"))


def _is_up() -> bool:
    command, options = _call("pg_ctl", "status", "--pgdata", str(home() / "data"))
    return bool(read(command, **options))


# --- the user it runs as -----------------------------------------------------


def _server_user() -> str:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    if os.geteuid():
        return ""
    for name in ("postgres", "nobody"):
        if name in {entry.pw_name for entry in pwd.getpwall()}:
            return name
    raise Stop("There is no user `postgres` or `nobody` that PostgreSQL could run as.")


@lru_cache
def _home(user: str) -> Path:
    inside = places.RUN / "postgres"
    if not user or _reaches(user, places.RUN):
        return inside
    return Path("/var/lib/postgresql") / f"sop-{places.MARK}"


def _reaches(user: str, folder: Path) -> bool:
    folder.mkdir(exist_ok=True)
    return subprocess.run(["test", "-x", folder], cwd="/", **_identity(user)).returncode == 0


def _identity(user: str) -> dict:
    """Options of a subprocess that make it run as another user."""
    if not user:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _own_folder(folder: Path) -> None:
    """Make a folder that only the server's user, and root, can enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if user := _server_user():
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)


def _call(program: str, *args: str):
    """A command of the server's, and the options it runs with."""
    return [str(programs() / program), *args], {"cwd": "/", **_identity(_server_user())}


def _as_server(program: str, *args: str) -> None:
    command, options = _call(program, *args)
    run(command, log="postgres", sorry=failed(command), start_new_session=True, **options)


def _readable(path: Path) -> bool:
    return os.access(path, os.R_OK)


def _series(path: Path) -> float:
    return float(path.parts[4])

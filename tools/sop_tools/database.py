"""Databases, made from templates.

The base template holds Odoo with the modules that the addons ask for, and is made once.
The full template is a copy of it with the addons installed, made anew when one of their
files changes; that of the tests holds the agencies of data/ as well, which nearly every test
wants. Everything else is a copy of a template, with its filestore. What a database holds is
written in its comment, which lives and dies with it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from . import locks, places, postgres, server
from .talk import Stop, read, run, step

BASE, FULL, AGENCIES, TEST = (f"sop_{kind}_" for kind in ("base", "full", "agencies", "test"))
FILESTORE = places.DATA / "filestore"
# All that pages of Odoo load, but for the largest of what no test opens: the old test page, the pages of guests, the
# dark colours and the description of the API.
BUNDLES = b"""
never = {"web.tests_assets", "mail.assets_public", "web.assets_web_dark", "api_doc.assets"}
for kind, names in zip(("js", "css"), env["ir.qweb"]._get_bundles_to_pregenarate()):
    for name in sorted(names - never):
        getattr(env["ir.qweb"]._get_asset_bundle(name, js=kind == "js", css=kind == "css"), kind)()
env.cr.commit()
"""


# --- templates ---------------------------------------------------------------


def template(*, bundles: bool = False) -> str:
    """The database with the addons installed; with what browsers load, if asked."""
    with locks.alone("templates"):
        name = _with_modules(FULL, addons_key(), _base(), places.addons())
        if bundles and comment(name) != "bundles":
            with step("making what browsers load"):
                odoo_shell(name, BUNDLES)
            set_comment(name, "bundles")
        return name


def addons_key() -> str:
    """The fingerprint of everything that the addons put into a database."""
    return places.fingerprint(_base_key(), *places.addon_files())


def odoo_shell(database: str, script: bytes) -> bytes:
    """Run a script in Odoo's shell; returns what it printed."""
    done = subprocess.run(
        server.command("shell", "-d", database, "--no-http", "--log-level=error"),
        input=script,
        capture_output=True,
        env=server.environment(),
    )
    if done.returncode:
        raise Stop(f"Odoo's shell failed.\n{done.stderr.decode(errors='replace')}")
    return done.stdout


def with_agencies(*, bundles: bool = False) -> str:
    """The template with the agencies of data/ and their people, who may do something but have no password."""
    origin, files = template(bundles=bundles), places.documents("agencies")
    with locks.alone("templates"):
        key = places.fingerprint(origin, comment(origin), *files)
        return _ensure(AGENCIES, key, origin, f"loading {len(files)} agencies", lambda name: load(name, files))


def _base() -> str:
    return _with_modules(BASE, _base_key(), "", places.dependencies())


def _base_key() -> str:
    return places.fingerprint(str(server.program()), *places.dependencies())


def _with_modules(kind: str, key: str, origin: str, modules: list[str]) -> str:
    what = f"installing {', '.join(modules)}"
    return _ensure(kind, key, origin, what, lambda name: install(name, modules))


def _ensure(kind: str, key: str, origin: str, what: str, fill: Callable[[str], None]) -> str:
    """Have the template of a kind for a key; those of other keys go."""
    name = kind + key
    if exists(name):
        return name
    for old in names(kind):
        drop(old)
    with step(f"{what} into a template database"):
        make(name, origin)
        try:
            fill(name)
        except BaseException:
            drop(name)
            raise
    return name


# --- modules -----------------------------------------------------------------


def install(database: str, modules: list[str]) -> None:
    """Install modules, and make sure that they are."""
    _odoo_run(database, "-i", ",".join(modules))
    wanted = ", ".join(f"'{module}'" for module in modules)
    found = sql(
        f"SELECT name FROM ir_module_module WHERE state = 'installed' AND name IN ({wanted})", database
    )
    if lost := set(modules).difference(found.split()):
        raise Stop(f"Odoo did not install {', '.join(sorted(lost))}: see {places.LOGS / 'odoo.log'}")


def update(database: str, modules: list[str]) -> None:
    """Bring modules up to date with their files, and install those that are new."""
    _odoo_run(database, "-i", ",".join(modules), "-u", ",".join(modules))


def _odoo_run(database: str, *args: str) -> None:
    run(
        server.command("-d", database, *args, "--stop-after-init", "--no-http", "--log-level=warn"),
        sorry="Odoo cannot install the modules.",
        log="odoo",
        env=server.environment(),
    )


# --- what data/ holds ---------------------------------------------------------


def load(database: str, files: list[Path], *options: str, sorry: str = "", log: str = "odoo") -> None:
    """Import interchange files, in their order."""
    run(
        server.command("sop_import", "-d", database, *options, *map(str, files)),
        sorry=sorry or f"The files of data/ cannot be loaded into {database}.",
        log=log,
        env=server.environment(),
    )


# --- databases ---------------------------------------------------------------


@contextmanager
def for_a_test(origin: str):
    """A copy of a template that lasts as long as the block."""
    _sweep()
    name = f"{TEST}{os.getpid()}"
    with locks.alone("templates"):  # somebody else may be filling it
        make(name, origin)
    try:
        yield name
    finally:
        drop(name)


def check_name(name: str) -> None:
    """Refuse a name that would have to be quoted."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise Stop(f"SOP_DB={name} is no name for a database: use small letters, digits and _.")


def make(name: str, origin: str = "") -> None:
    """Make a database, empty or as a copy with its filestore."""
    _client("createdb", "--template", origin or "template0", name)
    if (FILESTORE / origin).is_dir() and origin:
        # The filestore never changes a file in place, so links do for copies.
        shutil.copytree(FILESTORE / origin, FILESTORE / name, copy_function=os.link)


def drop(name: str) -> None:
    """Drop a database and its filestore."""
    _client("dropdb", "--force", "--if-exists", name)
    shutil.rmtree(FILESTORE / name, ignore_errors=True)


def exists(name: str) -> bool:
    """Whether there is a database of that name."""
    return name in names(name)


def names(prefix: str = "") -> list[str]:
    """The databases whose names start with a prefix."""
    return [name for name in sql("SELECT datname FROM pg_database").split() if name.startswith(prefix)]


def comment(name: str) -> str:
    """What is noted about a database."""
    return sql(f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'")


def set_comment(name: str, text: str) -> None:
    """Note something about a database."""
    sql(f"COMMENT ON DATABASE {name} IS '{text}'")


def sql(statement: str, database: str = "postgres") -> str:
    """What a statement returns, as plain text."""
    psql = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement]
    return read(postgres.client("psql", *psql), env={**os.environ, **postgres.environment()})


def _client(program: str, *args: str) -> None:
    run(postgres.client(program, *args), log="postgres", env={**os.environ, **postgres.environment()})


def _sweep() -> None:
    """Drop the databases of tests that were killed."""
    for name in names(TEST):
        process = name[len(TEST) :].split("-")[0]
        if not os.path.exists(f"/proc/{process}"):
            drop(name)

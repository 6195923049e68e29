"""Odoo: which one it is, its configuration, and how it is called."""

from __future__ import annotations

import os
from pathlib import Path

from . import debian, places, postgres, python
from .talk import Stop, read


def check() -> None:
    """Refuse an ODOO that is not there."""
    if places.OWN_ODOO and not program().is_file():
        raise Stop(f"ODOO={places.OWN_ODOO} is no file; it must be the path of odoo-bin.")


def fetch() -> None:
    """Have an Odoo in the checkout, unless the person has one."""
    if not places.OWN_ODOO:
        debian.fetch_odoo()


def prepare() -> None:
    """Let the virtual environment import Odoo, and write its configuration."""
    python.see([package_root(), *python.own_libraries()])
    _check_series()
    _configure()


def program() -> Path:
    """The file that starts Odoo."""
    if places.OWN_ODOO:
        return Path(places.OWN_ODOO).resolve()
    return places.DEBIAN / "usr/bin/odoo"


def package_root() -> Path:
    """The folder that holds the Python package `odoo`."""
    if not places.OWN_ODOO:
        return places.DEBIAN / "usr/lib/python3/dist-packages"
    return program().parent


def command(*args: str) -> list[str]:
    """A call of Odoo. The addons' own commands are found only behind --addons-path."""
    first = []
    if args and not args[0].startswith("-"):
        first = [f"--addons-path={_addons_path()}"]
    return [str(python.PYTHON), str(program()), *first, *args]


def environment() -> dict[str, str]:
    """The environment in which Odoo, pytest and PostgreSQL's clients run."""
    return {
        **os.environ,
        **postgres.environment(),
        "ODOO_RC": str(places.CONF),
        "PATH": os.pathsep.join([str(places.BIN), str(places.VENV / "bin"), os.environ["PATH"]]),
        "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "ignore"),
    }


def _addons_path() -> str:
    """Our addons, and beside an Odoo out of its repository the `addons` folder of that."""
    beside = package_root() / "addons"
    return ",".join(str(path) for path in (places.ROOT, beside) if path.is_dir())


def _check_series() -> None:
    asked = "import odoo.release; print(odoo.release.series)"
    series = read([python.PYTHON, "-c", asked])
    if series != "19.0":
        found = f"is Odoo {series}" if series else "cannot be imported"
        raise Stop(f"The Odoo in {package_root()} {found}; the addons need Odoo 19.0.")


def _configure() -> None:
    user = postgres.environment()
    text = (
        "[options]\n"
        f"addons_path = {_addons_path()}\n"
        f"data_dir = {places.DATA}\n"
        f"db_host = {user['PGHOST']}\n"
        f"db_user = {user['PGUSER']}\n"
        f"http_interface = {places.INTERFACE}\n"
    )
    if not places.CONF.exists() or places.CONF.read_text() != text:
        places.CONF.write_text(text)

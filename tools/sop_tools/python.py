"""The virtual environment: Odoo's libraries, pinned, and those of the tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from . import places, stamps
from .talk import Stop, read, run, step

OLDEST, NEWEST = (3, 10), (3, 13)
PYTHON = places.VENV / "bin" / "python"


def check() -> None:
    """Refuse a Python that Odoo 19 or its pinned libraries do not know."""
    version = _version(base())
    if not version:
        raise Stop(f"ODOO_PYTHON={places.OWN_PYTHON} is no Python that runs.")
    if not OLDEST <= tuple(map(int, version.split("."))) <= NEWEST:
        raise Stop(
            f"{base()} is Python {version}; Odoo 19 and its pinned libraries need 3.10 to 3.13. "
            "Name another one: make demo PYTHON=python3.11"
        )


def prepare(*, tests: bool = False) -> None:
    """Have the virtual environment, with the libraries of the tests if asked."""
    _create()
    for name in _lists(tests):
        _install(name)


def package_needed() -> list[str]:
    """Debian's Python cannot make virtual environments without a package more."""
    if subprocess.run([base(), "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL).returncode:
        return [f"python{_version(base())}-venv"]
    return []


def base() -> str:
    """The interpreter that the environment is made from."""
    return places.OWN_PYTHON or sys.executable


def _lists(tests: bool) -> list[str]:
    """The lists of requirements to install; an Odoo with its own Python brings its libraries."""
    runtime = [] if places.OWN_PYTHON else ["requirements-odoo.txt"]
    return runtime + ["requirements.txt"] + (["requirements-test.txt"] if tests else [])


def _create() -> None:
    key = places.fingerprint(base(), _version(base()), str(places.VENV))
    if stamps.fresh("venv", key) and PYTHON.exists():
        return
    for name in ["venv", *_lists(tests=True)]:
        stamps.lift(name)
    with step(f"making a virtual environment of Python {_version(base())}"):
        shutil.rmtree(places.VENV, ignore_errors=True)
        run([base(), "-m", "venv", places.VENV], sorry="The virtual environment cannot be made.")
    stamps.put("venv", key)


def _install(name: str) -> None:
    key = places.fingerprint((places.ROOT / name).read_text())
    if stamps.fresh(name, key):
        return
    with step(f"installing {name}"):
        # Python compiles what is imported, by itself; pip would compile everything.
        run(
            [PYTHON, "-m", "pip", "install", "--prefer-binary", "--no-compile", "-r", places.ROOT / name],
            sorry=f"The Python packages of {name} cannot be installed: is the network there?",
        )
    stamps.put(name, key)


def see(folders: list[Path]) -> None:
    """Let the environment import from more folders, after its own packages."""
    text = "".join(f"{folder}\n" for folder in folders)
    path = Path(read([PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]))
    link = path / "sop_odoo.pth"
    if not link.exists() or link.read_text() != text:
        link.write_text(text)


def _version(python: str) -> str:
    try:
        return read([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    except OSError:
        return ""


def own_libraries() -> list[Path]:
    """Where the person's own Odoo interpreter has its libraries."""
    if not places.OWN_PYTHON:
        return []
    lines = read([places.OWN_PYTHON, "-c", "import sys; print('\\n'.join(sys.path[1:]))"]).splitlines()
    return [Path(line) for line in lines if line.endswith("-packages")]

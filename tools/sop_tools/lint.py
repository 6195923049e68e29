"""`make lint`: every linter runs, then the ones that complained are named."""

from __future__ import annotations

import os
import subprocess

from . import check, database, places, postgres, python, ready, server
from .talk import say

# Those of Odoo's lint tests that judge addons. The others test the linters themselves, or
# modules by name (base, l10n_*), or read all of Odoo, or need its linter of JavaScript.
ODOO_TESTS = [
    "dunderinit",
    "i18n",
    "index",
    "jstranslate",
    "manifests",
    "naming",
    "onchange_domains",
    "orm_import",
    "override_signatures",
    "pofile",
    "pylint",
    "routes",
    "test_holes",
]


def lint() -> int:
    """Run all linters, even when one complains."""
    ready.machine(tests=True)
    complaints = [name for name, linter in LINTERS.items() if not _passes(name, linter)]
    say(f"\nlint: {', '.join(complaints)} complained" if complaints else "\nlint: no complaint")
    return len(complaints)


def _passes(name: str, linter) -> bool:
    say(f"\n{name}")
    return linter() == 0


def _ruff() -> int:
    return _tool("ruff", "check", ".")


def _pylint() -> int:
    return _tool("pylint", "--jobs=2", *places.addons())


def _odoo() -> int:
    """Odoo's own lint tests, on a database that has the addons."""
    folder = server.package_root() / "odoo/addons/test_lint/tests"
    if not folder.is_dir():
        folder = server.package_root() / "addons/test_lint/tests"
    files = [str(folder / f"test_{name}.py") for name in ODOO_TESTS]
    with postgres.running(), database.for_a_test() as name:
        options = [f"--odoo-database={name}", "-p", "sop_tools.only_ours", "--noconftest", "-q"]
        environment = {**server.environment(), "PYTHONPATH": str(places.ROOT / "tools")}
        return check.pytest([*options, f"--rootdir={folder}", *files], environment)


def _files() -> int:
    """Files of data can be read."""
    return _run([str(python.PYTHON), "-m", "sop_tools.parse"])


def _tool(name: str, *args: str) -> int:
    return _run([str(places.VENV / "bin" / name), *args])


def _run(command: list[str]) -> int:
    environment = {**os.environ, "PYTHONPATH": str(places.ROOT / "tools")}
    return subprocess.run(command, cwd=places.ROOT, env=environment, check=False).returncode


LINTERS = {"ruff": _ruff, "pylint-odoo": _pylint, "test_lint of Odoo": _odoo, "files": _files}

"""`make lint`: every linter runs, then the ones that complained are named."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from . import check, database, places, postgres, ready, server
from .talk import say

# Those of Odoo's lint tests that judge addons. The others test the linters themselves, or
# modules by name (base, l10n_*), or read all of Odoo, or need its linter of JavaScript; the
# one that runs pylint with Odoo's own checkers is `_odoo_pylint` here.
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
    "routes",
    "test_holes",
]


ODOO_CHECKERS = [
    "_pylint_path_setup",
    "_odoo_checker_sql_injection",
    "_odoo_checker_gettext",
    "_odoo_checker_unlink_override",
]
ODOO_CHECKS = [
    "eval-used",
    "function-redefined",
    "gettext-placeholders",
    "gettext-repr",
    "gettext-variable",
    "missing-gettext",
    "raise-unlink-override",
    "sql-injection",
    "undefined-variable",
    "unreachable",
    "used-before-assignment",
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
    """OCA's checks; the README that they miss is the one of the checkout."""
    # A large model is split into files by subject, each an `_inherit` of its own: its classes are not to be merged. We
    # group runs of like neighbours, in their order, which Odoo's own groupby does not; plain Python has no Odoo at all.
    off = "--disable=missing-readme,consider-merging-classes-inherited,bad-builtin-groupby"
    return _tool("pylint", "--jobs=2", off, *places.addons())


def _odoo_pylint() -> int:
    """pylint with the checkers that Odoo wrote for it."""
    options = ["--rcfile=/dev/null", "--disable=all", "--score=no", f"--enable={','.join(ODOO_CHECKS)}"]
    path = f"{_odoo_folder()}:{server.package_root()}"
    plugins = f"--load-plugins={','.join(ODOO_CHECKERS)}"
    return _tool("pylint", *options, plugins, *places.addons(), PYTHONPATH=path, ADDONS_PATH=str(places.ROOT))


def _odoo_tests() -> int:
    """Odoo's own lint tests, on a database that has the addons."""
    files = [str(_odoo_folder() / f"test_{name}.py") for name in ODOO_TESTS]
    with postgres.running(), database.for_a_test(database.template()) as name:
        options = [f"--odoo-database={name}", "-p", "sop_tools.only_ours", "--noconftest", "-q"]
        environment = {**server.environment(), "PYTHONPATH": str(places.ROOT / "tools")}
        return check.pytest([*options, f"--rootdir={_odoo_folder()}", *files], environment)


def _odoo_folder() -> Path:
    return server.package_root() / "odoo/addons/test_lint/tests"


def _files() -> int:
    """Files of data can be read."""
    return _tool("python", "-m", "sop_tools.parse", PYTHONPATH=str(places.ROOT / "tools"))


def _tool(name: str, *args: str, **settings: str) -> int:
    command = [str(places.VENV / "bin" / name), *args]
    return subprocess.run(command, cwd=places.ROOT, env={**os.environ, **settings}, check=False).returncode


LINTERS = {
    "ruff": _ruff,
    "pylint-odoo": _pylint,
    "pylint of Odoo": _odoo_pylint,
    "test_lint of Odoo": _odoo_tests,
    "files": _files,
}

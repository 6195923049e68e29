"""What holds for every test.

- `flow` and `paper`, the plain Python of the addons, import without Odoo.
- A database that lacks the addons ends the run at once, with a sentence.
- A skipped test fails: a browser test that quietly does not run is worth nothing. A skip
  that is meant says so; its reason starts with "expected:".
"""

import os
import shutil
import sys
from pathlib import Path
from unittest import mock

import pytest

ROOT = Path(__file__).resolve().parents[1]
ADDONS = sorted(manifest.parent for manifest in ROOT.glob("*/__manifest__.py"))

sys.path.extend(str(addon) for addon in ADDONS)


@pytest.fixture(scope="session", autouse=True)
def own_filestore(request):
    """Workers of pytest-odoo share one filestore; some tests spoil files in it, so each gets a copy of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker or not request.config.pluginmanager.hasplugin("odoo"):
        yield
        return
    request.getfixturevalue("load_registry")
    import odoo

    shared = Path(odoo.tools.config.filestore(""))
    own = shared.with_name(f"{shared.name}-{worker}")
    shutil.copytree(shared, own, dirs_exist_ok=True)
    with mock.patch.object(odoo.tools.config, "filestore", return_value=str(own)):
        yield
    shutil.rmtree(own, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def true_caches(request):
    """Let caches outlive a test that has not changed what they hold: Odoo's test cases empty all of them after each
    test, and so read the same rights and views a thousand times."""
    if not request.config.pluginmanager.hasplugin("odoo"):
        yield
        return
    from odoo.orm.registry import Registry
    from odoo.tests.common import TransactionCase

    changed, forget, set_up = set(), Registry.clear_cache, TransactionCase.setUp

    def clear_cache(self, *names):
        changed.update(names or ("default",))
        forget(self, *names)

    def clear_changed(self):
        if changed:
            forget(self, *changed)

    def set_up_with(self):
        changed.clear()
        with mock.patch.object(Registry, "clear_all_caches", clear_changed):
            set_up(self)  # which keeps the method for the end of the test

    with (
        mock.patch.object(Registry, "clear_cache", clear_cache),
        mock.patch.object(TransactionCase, "setUp", set_up_with),
    ):
        yield


# Files that take longest, whatever the number of their tests: several workers begin with them.
LONG = ("test_stories", "test_click_everywhere", "test_installing", "test_faults", "test_backup", "test_random_walk",
        "test_accessibility", "test_table_editor", "test_first_use", "test_book", "test_forged_rpc", "test_rights",
        "test_nine_sops", "test_paper", "test_journal")  # fmt: skip


def pytest_collection_modifyitems(items):
    """Long files first, the others in their order."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))


def pytest_collection_finish(session):
    """Look for the addons in the database before the first test asks for them."""
    if session.items and session.config.pluginmanager.hasplugin("odoo"):
        names = {addon.name for addon in ADDONS}
        if missing := names - _installed(names):
            pytest.exit(f"not installed in the database: {', '.join(sorted(missing))}", returncode=2)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport():
    """Make a failure of a skip that nobody meant."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and "expected:" not in _reason(report):
        report.outcome = "failed"
        report.longrepr = f"a test was skipped that must run: {_reason(report)}"


def _installed(names):
    import odoo.sql_db
    from odoo.tests.common import get_db_name

    database = get_db_name()
    with odoo.sql_db.db_connect(database).cursor() as cursor:
        cursor.execute(
            "SELECT name FROM ir_module_module WHERE state = 'installed' AND name = ANY(%s)",
            [list(names)],
        )
        found = {name for (name,) in cursor.fetchall()}
    odoo.sql_db.close_db(database)  # pytest-xdist copies the database, which nobody may use then
    return found


def _reason(report):
    """A skip's reason is the last part of its (file, line, reason)."""
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)

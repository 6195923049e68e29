"""Bring i18n/ of both addons up to date: rewrite the .pot, and give id.po the terms that are new.

Run in Odoo's shell, which brings `env`, on a database that has the addons as they are written now:

    tools/odoo shell -d DB < tools/translations.py

or let `make translations` make such a database. New terms come into id.po empty, for somebody to translate; terms that
are gone go from it. The tests read the fresh export from here too.
"""

import io
from pathlib import Path

import polib

from odoo.modules import get_module_path
from odoo.tools.translate import trans_export

ADDONS = ("sop_planning", "sop_planning_reports")


def fresh_pot(env, addon):
    """The template of an addon as Odoo itself exports it, with a header that says the same every day."""
    exported = io.BytesIO()
    trans_export(None, [addon], exported, "po", env)
    pot = polib.pofile(exported.getvalue().decode())
    return _with_header(pot, addon)


def merged(pot, po, addon):
    """id.po with the terms of a template: translations that `po` has, '' for the rest."""
    new = _with_header(polib.POFile(), addon, language="id")
    for term in pot:
        old = po.find(term.msgid)
        msgstr = old.msgstr if old else ""
        new.append(polib.POEntry(msgid=term.msgid, msgstr=msgstr, comment=term.comment, occurrences=term.occurrences))
    return new


def pot_path(addon):
    return _folder(addon) / f"{addon}.pot"


def po_path(addon):
    return _folder(addon) / "id.po"


def read(path):
    """A file of translations; empty where there is none yet."""
    return polib.pofile(path.read_text(encoding="utf-8")) if path.exists() else polib.POFile()


def _folder(addon):
    return Path(get_module_path(addon)) / "i18n"


def _with_header(po, addon, language=""):
    po.header = f"Terms of {addon}, as Odoo exports them: see tools/translations.py."
    po.metadata = {
        "Project-Id-Version": addon,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if language:
        po.metadata |= {"Language": language, "Plural-Forms": "nplurals=1; plural=0;"}
    return po


def _rewrite(env, addon):
    pot = fresh_pot(env, addon)
    po = merged(pot, read(po_path(addon)), addon)
    pot_path(addon).parent.mkdir(exist_ok=True)
    pot_path(addon).write_text(str(pot), encoding="utf-8")
    po_path(addon).write_text(str(po), encoding="utf-8")
    print(f"{addon}: {len(pot)} terms")
    for term in po.untranslated_entries():
        print(f"  to translate: {term.msgid!r}")


if __name__ == "__main__":
    for addon in ADDONS:
        _rewrite(env, addon)  # noqa: F821

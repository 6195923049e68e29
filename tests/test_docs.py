"""The guides in docs/: their links and pictures exist, they name menus and buttons as the product does, and both
languages say the same. Plain Python, no database."""

import re
from functools import cache
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LANGUAGES = ("id", "en")
ADDONS = ("sop_planning", "sop_planning_reports")
DESCRIPTIONS = [ROOT / addon / "static" / "description" / "index.html" for addon in ADDONS]

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
SOURCE = re.compile(r"""(?:src|href)=["']([^"']+)["']""")
BLOCK = re.compile(r'<block title="([^"]+)"')
ROW = re.compile(r"^\| ([^|]+) \|", re.MULTILINE)
HEADING = re.compile(r"^#+ ", re.MULTILINE)
# In the guides bold is a way through the menus, italic a word on the screen.
BOLD = re.compile(r"\*\*([^*]+)\*\*")
ITALIC = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
# Words of Odoo itself, and the names of the roles and apps.
OF_ODOO = {
    "id": {"Aplikasi", "Pengaturan", "Pengguna", "Baru", "Cetak", "SOP Planning", "SOP Planning Reports"},
    "en": {"Apps", "Settings", "Users", "New", "Print", "SOP Planning", "SOP Planning Reports"},
}


@cache
def translations():
    return {
        entry.msgid: entry.msgstr for addon in ADDONS for entry in polib.pofile(str(ROOT / addon / "i18n" / "id.po"))
    }


@cache
def words(language):
    """Every word of the product in a language."""
    return set(translations().values() if language == "id" else translations()) | OF_ODOO[language]


@cache
def menus(language):
    """The names of menus in a language; a menu without a name of its own has that of its action."""
    entries = [entry for addon in ADDONS for entry in polib.pofile(str(ROOT / addon / "i18n" / "id.po"))]
    named = [entry for entry in entries if "model:ir.ui.menu,name:" in entry.comment + str(entry.occurrences)]
    return {entry.msgstr if language == "id" else entry.msgid for entry in named}


def guides(language):
    return sorted((DOCS / language).glob("*.md"))


def prose(page):
    """A page without its code, whose asterisks mean nothing."""
    return re.sub(r"```.*?```|`[^`]*`", "", page.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_links_and_pictures_exist(page):
    missing = [
        link
        for link in LINK.findall(page.read_text())
        if not link.startswith("http") and not (page.parent / link).exists()
    ]
    assert missing == []


def test_every_picture_is_shown():
    shown = {(page.parent / link).resolve() for page in PAGES for link in LINK.findall(page.read_text())}
    assert [path for path in sorted((DOCS / "pictures").rglob("*.png")) if path.resolve() not in shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_screen_are_those_of_the_product(language):
    text = "\n".join(prose(page) for page in guides(language) if page.name != "README.md")
    unknown = {word for word in ITALIC.findall(text) if " ".join(word.split()) not in words(language)}
    assert unknown == set()
    assert ITALIC.findall(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ways_through_the_menus_exist(language):
    text = "\n".join(prose(page) for page in guides(language))
    ways = {" ".join(way.split()) for way in BOLD.findall(text) if " > " in way}
    unknown = {way for way in ways for part in way.split(" > ") if part not in menus(language) | OF_ODOO[language]}
    assert unknown == set()
    assert len(ways) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_block_of_the_settings_is_explained(language):
    views = [path.read_text() for addon in ADDONS for path in (ROOT / addon / "views").glob("res_config_settings*.xml")]
    blocks = {title for view in views for title in BLOCK.findall(view)}
    shown = blocks if language == "en" else {translations()[title] for title in blocks}
    rows = set(ROW.findall((DOCS / language / "administrator.md").read_text()))
    assert shown - rows == set()
    assert blocks


def test_both_languages_have_the_same_pages_and_headings():
    names = {language: [page.name for page in guides(language)] for language in LANGUAGES}
    assert names["id"] == names["en"]
    for name in names["id"]:
        counts = {language: len(HEADING.findall(prose(DOCS / language / name))) for language in LANGUAGES}
        assert counts["id"] == counts["en"], name


def test_both_languages_show_the_same_pictures():
    names = {
        language: sorted(path.name for path in (DOCS / "pictures" / language).glob("*.png")) for language in LANGUAGES
    }
    assert names["id"] == names["en"]
    assert names["id"]


@pytest.mark.parametrize("description", DESCRIPTIONS, ids=lambda path: path.parts[-4])
def test_descriptions_show_what_is_there(description):
    sources = SOURCE.findall(description.read_text())
    assert [
        source for source in sources if source.startswith(("http", "//")) or not (description.parent / source).exists()
    ] == []
    assert sources


def test_history_speaks_of_the_version_of_the_manifests():
    version = re.search(r'"version": "([^"]+)"', (ROOT / "sop_planning" / "__manifest__.py").read_text())[1]
    assert f"## {version}" in (ROOT / "HISTORY.md").read_text()


RECIPE = re.compile(r"^\| (`[^|]+?`[^|]*) \| (.+) \|$", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")
NAME = re.compile(r"^_?[A-Za-z]\w*$")


def recipe_rows():
    """Rows of the recipes for developers: files, and the names in them that somebody is to add to."""
    for files, what in RECIPE.findall((DOCS / "developers.md").read_text()):
        paths = CODE.findall(files)
        first = ROOT / paths[0]
        found = [first] + [beside(first, path) for path in paths[1:]]
        yield found, [name for name in CODE.findall(what) if NAME.match(name)]


def beside(first, path):
    """A file that a row names from the folder of its addon, or of the file before it."""
    return next((parent / path for parent in first.parents if (parent / path).exists()), ROOT / path)


def test_recipes_name_what_is_there():
    rows = list(recipe_rows())
    assert len(rows) > 10
    for paths, names in rows:
        assert [path for path in paths if not path.exists()] == []
        text = "\n".join(path.read_text() for path in paths)
        assert [name for name in names if not re.search(rf"\b{name}\b", text)] == []

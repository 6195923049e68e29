"""The addons speak Indonesian: every term is translated, and the files of translations are those of the source."""

import importlib.util
import re
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import code_translations

TOOL = Path(__file__).parent.parent / "tools" / "translations.py"
# What a translation must keep as it is: placeholders, and the tags of a term of a view.
KEPT = re.compile(r"%\(\w+\)[a-z]|%[sd]|<[^>]+>|\{\{.*?\}\}")
EDGES = re.compile(r"^(\s*).*?(\.?\s*)$", re.DOTALL).findall
ADVICE = "run `make translations` and fill in what is empty"


def _tool():
    spec = importlib.util.spec_from_file_location("translations", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translations = _tool()


def _terms(po):
    """What a template says: its terms, whose they are and where they stand; line numbers are 0 already."""
    return {(term.msgid, term.comment, tuple(sorted(place for place, _line in term.occurrences))) for term in po}


def _words(po):
    return {term.msgid for term in po if not term.obsolete}


@tagged("standard", "post_install", "-at_install")
class TestTranslationFiles(TransactionCase):
    """The files, against what Odoo exports from the source as it is installed here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fresh = {addon: translations.fresh_pot(cls.env, addon) for addon in translations.ADDONS}
        cls.pots = {addon: translations.read(translations.pot_path(addon)) for addon in translations.ADDONS}
        cls.pos = {addon: translations.read(translations.po_path(addon)) for addon in translations.ADDONS}

    def assertNone(self, found, what):
        if found:
            listed = "\n".join(f"  {term!r}" for term in sorted(found))
            self.fail(f"{what}; {ADVICE}:\n{listed}")

    def test_every_term_is_translated(self):
        for addon, pot in self.fresh.items():
            with self.subTest(addon=addon):
                done = {term.msgid for term in self.pos[addon].translated_entries()}
                self.assertTrue(pot, "the export found no term")
                self.assertNone(_words(pot) - done, f"not translated in id.po of {addon}")

    def test_no_translation_is_left_of_a_term_that_is_gone(self):
        for addon, po in self.pos.items():
            with self.subTest(addon=addon):
                self.assertNone(_words(po) - _words(self.fresh[addon]), f"no longer in the source of {addon}")
                self.assertNone({term.msgid for term in po.obsolete_entries()}, f"obsolete in id.po of {addon}")

    def test_the_template_is_a_fresh_export(self):
        for addon, pot in self.fresh.items():
            with self.subTest(addon=addon):
                differing = _terms(pot) ^ _terms(self.pots[addon])
                self.assertNone({msgid for msgid, _comment, _places in differing}, f"{addon}.pot is not up to date")

    def test_each_term_stands_there_once_and_is_sure(self):
        for addon, po in self.pos.items():
            with self.subTest(addon=addon):
                self.assertEqual(len(po), len(_words(po)))
                self.assertNone({term.msgid for term in po if term.fuzzy}, f"fuzzy in id.po of {addon}")

    def test_translations_keep_placeholders_and_tags(self):
        for addon, po in self.pos.items():
            with self.subTest(addon=addon):
                changed = {
                    term.msgid
                    for term in po.translated_entries()
                    if sorted(KEPT.findall(term.msgid)) != sorted(KEPT.findall(term.msgstr))
                }
                self.assertNone(changed, f"another placeholder or tag in id.po of {addon}")

    def test_translations_keep_the_full_stop_and_the_blanks_around(self):
        for addon, po in self.pos.items():
            with self.subTest(addon=addon):
                changed = {term.msgid for term in po.translated_entries() if EDGES(term.msgid) != EDGES(term.msgstr)}
                self.assertNone(changed, f"blanks or full stop differ in id.po of {addon}")

    def test_headers_say_nothing_of_who_made_the_file_and_when(self):
        for addon in translations.ADDONS:
            for path in (translations.pot_path(addon), translations.po_path(addon)):
                with self.subTest(file=path.name, addon=addon):
                    header = path.read_text(encoding="utf-8").split("\n\n")[0]
                    self.assertNotRegex(header, r"@|Date:|Translator:|://|/home|/work|/tmp")
            self.assertEqual(self.pos[addon].metadata["Plural-Forms"], "nplurals=1; plural=0;")

    def test_merging_keeps_translations_and_adds_empty_terms(self):
        pot, old = self.fresh["sop_planning"], translations.polib.POFile()
        old.append(translations.polib.POEntry(msgid="My turn", msgstr="Giliran Saya"))
        old.append(translations.polib.POEntry(msgid="A term of yesterday", msgstr="Kemarin"))
        new = translations.merged(pot, old, "sop_planning")
        self.assertEqual(_terms(new), _terms(pot))
        self.assertEqual({term.msgid: term.msgstr for term in new.translated_entries()}, {"My turn": "Giliran Saya"})
        again = translations.merged(pot, new, "sop_planning")
        self.assertTrue(str(again) == str(new), "merging once more changes the file")


@tagged("standard", "post_install", "-at_install")
class TestIndonesian(TransactionCase):
    """What somebody reads whose language is Indonesian."""

    def indonesian(self, model):
        return self.env[model].with_context(lang="id_ID")

    def test_menu(self):
        menu = self.env.ref("sop_planning.menu_my_turn").with_context(lang="id_ID")
        self.assertEqual(menu.name, "Giliran Saya")

    def test_field_and_selection(self):
        described = self.indonesian("sop.template").fields_get(["executor_ids", "state"])
        self.assertEqual(described["executor_ids"]["string"], "Pelaksana")
        self.assertEqual(
            [label for _value, label in described["state"]["selection"]],
            ["Konsep", "Dalam Peninjauan", "Berlaku", "Digantikan", "Dicabut"],
        )

    def test_view(self):
        arch = self.indonesian("sop.process").get_view(view_type="form")["arch"]
        self.assertIn("Selesaikan langkah saya", arch)
        self.assertNotIn("Finish my step", arch)

    def test_report(self):
        report = self.env.ref("sop_planning_reports.action_report_sop_template").with_context(lang="id_ID")
        self.assertEqual(report.name, "SOP (bentuk resmi)")
        self.assertEqual(report.print_report_name, "object._paper_name()", "an expression, not a text")

    def test_sentence(self):
        with self.assertRaisesRegex(UserError, "SOP dimulai sebagai konsep; versi dan statusnya diatur oleh sistem"):
            self.indonesian("sop.template").create({"name": "Penyusunan Renstra", "version": 2})

    def test_sentence_with_its_facts(self):
        template = self.indonesian("sop.template").create({"name": "Penyusunan Renstra"})
        with self.assertRaisesRegex(UserError, "“Penyusunan Renstra” tidak berlaku, sehingga tidak dapat dimulai"):
            self.indonesian("sop.process").create({"name": "Renstra 2027", "template_id": template.id})

    def test_browser(self):
        sent = code_translations.get_web_translations("sop_planning", "id_ID")["messages"]
        self.assertIn({"id": "SOP table", "string": "Tabel SOP"}, sent)

    def test_words_of_the_paper_stay_as_they_are(self):
        labels = self.indonesian("sop.template.label").fields_get(["key"])["key"]["selection"]
        self.assertEqual(labels, self.env["sop.template.label"].fields_get(["key"])["key"]["selection"])

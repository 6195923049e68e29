"""The text layer of the printed SOPs: whole, once, in order, on the pages that were planned, whatever the font."""

import json
import os
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from .common import SOP_FILES, SopCase
from .printed import page_texts, page_words, squeezed
from .stress import stress_sops

REPORT = "sop_planning_reports.sop_template"
# All fonts of the machine but the one the page asks for first, and a symbol font no text is set in.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
    <dir>/usr/share/fonts</dir>
    <cachedir>{folder}</cachedir>
    <selectfont><rejectfont>{hidden}</rejectfont></selectfont>
</fontconfig>"""
HIDDEN = '<pattern><patelt name="family"><string>{}</string></patelt></pattern>'
SANS, MATHS, SERIF, MONO = "DejaVu Sans", "DejaVu Math TeX Gyre", "DejaVu Serif", "DejaVu Sans Mono"


@contextmanager
def without_fonts(*families):
    """Print as on a machine that lacks these fonts."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "fonts.conf"
        path.write_text(FONTS.format(folder=folder, hidden="".join(map(HIDDEN.format, families))))
        with patch.dict(os.environ, FONTCONFIG_FILE=str(path)):
            yield


class TestPaperText(SopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for path in SOP_FILES:
            cls.import_agency(json.loads(path.read_text())["agency"])
        cls.nine = {path.stem: cls.import_sop(path.stem, effective=False) for path in SOP_FILES}
        documents = [(f"{code}.json", json.dumps(document).encode()) for code, document in stress_sops().items()]
        cls.interchange._import_files(documents)
        hard = [("code", "in", list(stress_sops())), ("company_id", "=", cls.company.id)]
        cls.stress = {template.code: template for template in cls.env["sop.template"].search(hard)}
        cls.report = cls.env["report.sop_planning_reports.sop_template"].with_context(lang="id_ID")

    def printed(self, template, read=page_words):
        """Pages as they are read: in the order the engine painted them, the symbols of a chart last."""
        return read(template.with_context(lang="id_ID")._rendered_papers())

    def planned(self, template):
        """(text in order, texts of the symbols in any order) of each page, without blanks."""
        template = template.with_context(lang="id_ID")
        paper = self.report._paper_of(template)
        layout = paper["layout"]
        pages = [(self.identity(paper, number), "") for number in range(len(paper["identity_pages"]))]
        pages += [(self.table(template, layout, sheet), self.symbols(layout, sheet)) for sheet in layout.sheets]
        name = template.number or template.name
        feet = [f"{name} · halaman {number} dari {len(pages)}" for number in range(1, len(pages) + 1)]
        return [(squeezed(text, foot), squeezed(symbols)) for (text, symbols), foot in zip(pages, feet)]

    def identity(self, paper, number):
        first = [*paper["heading"], *(self.identity_row(*row) for row in paper["rows"])] if not number else []
        pairs = paper["identity_pages"][number]
        return "".join([*first, *(text for pair in pairs for title, lines in (pair[:2], pair[2:])
                                  for text in (title, *lines))])  # fmt: skip

    @staticmethod
    def identity_row(label, lines, _box):
        return label + "".join(line or "" for line in lines)

    def table(self, template, layout, sheet):
        title = template.table_title if sheet is layout.sheets[0] and template.table_title else ""
        heads = [head.text for heads in layout.heading for head in heads if head.lane is None or not layout.turned]
        closing = template.closing if sheet is layout.sheets[-1] and template.closing else ""
        return "".join([title, *heads, *("".join(row.texts) for row in sheet.rows), closing])

    @staticmethod
    def symbols(layout, sheet):
        turned = [head.text for heads in layout.heading for head in heads if head.lane is not None and layout.turned]
        texts = [text for symbol in sheet.symbols for text in (symbol.letter, *symbol.caption)]
        return "".join([*turned, *texts, *(line for label in sheet.labels for line in label.lines)])

    def check(self, template, read=page_words):
        printed, planned = self.printed(template, read), self.planned(template)
        self.assertEqual(len(printed), len(planned))
        for found, (text, symbols) in zip(map(squeezed, printed), planned):
            self.assertEqual(found[: len(text)], text)
            self.assertEqual(Counter(found[len(text) :]), Counter(symbols))
        return printed

    def check_words(self, template, printed):
        """No word of a step is broken, be it at the end of a line, of a row or of a page."""
        words = {word for page in printed for word in page.split()}
        for step in template.step_ids:
            texts = (step.name, step.requirements or "", step.outputs or "")
            self.assertLessEqual({word for text in texts for word in text.split()}, words, step.name)

    def test_nine_sops(self):
        for name, template in self.nine.items():
            with self.subTest(name):
                self.check_words(template, self.check(template))

    def test_stress_sops(self):
        self.assertEqual(len(self.stress), 10)
        for name, template in self.stress.items():
            with self.subTest(name):
                printed = self.check(template, page_texts)
                if len(template.executor_ids) <= 5:
                    self.check_words(template, printed)

    def test_without_the_font_the_page_asks_for(self):
        rkt = {name: template for name, template in self.nine.items() if name.endswith(("-rkt", "-renja"))}
        chosen = {**rkt, **{code: self.stress[code] for code in ("baris-tinggi", "jalan-keluar")}}
        with without_fonts(SANS, MATHS, MONO):
            for name, template in chosen.items():
                with self.subTest(name):
                    self.check_words(template, self.check(template))

    def test_with_a_font_of_letters_all_equally_wide(self):
        """The widest there is: pages hold less than was estimated, and are planned anew."""
        template = self.stress["identitas-panjang"]
        with without_fonts(SANS, MATHS, SERIF):
            printed = self.printed(template)
        self.assertGreater(len(printed), len(self.planned(template)))
        for number, page in enumerate(printed, 1):
            self.assertIn(squeezed(f"halaman {number} dari {len(printed)}"), squeezed(page))

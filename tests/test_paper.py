"""The official paper through Odoo's PDF pipeline."""

import io
import json

from pypdf import PdfReader

from .common import SOP_FILES, SopCase
from .printed import page_texts, squeezed

REPORT = "sop_planning_reports.sop_template"


class TestPaper(SopCase):
    def pdf(self, templates, user=None):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report.with_user(user or self.env.user)._render_qweb_pdf(REPORT, templates.ids)
        self.assertEqual(kind, "pdf")
        return content

    def words(self, content):
        return squeezed(*page_texts(content))

    def test_nine_sops(self):
        for path in SOP_FILES:
            document = json.loads(path.read_text())
            self.import_agency(document["agency"])
            template = self.import_sop(path.stem)
            content = self.pdf(template)
            words = self.words(content)
            for step in document["steps"]:
                self.assertIn(squeezed(step["text"]), words, path.name)
            for key in ("legal_basis", "equipment"):
                for line in document["identity"].get(key, ()):
                    self.assertIn(squeezed(line), words, path.name)
            self.assertLess(len(content), 60_000)
            page = PdfReader(io.BytesIO(content)).pages[0].mediabox
            self.assertGreater(page.width, page.height)

    def test_indonesian_whatever_the_language(self):
        template = self.import_sop("bkpsdm-selayar-rkt")
        user = self.person("sekretaris")
        user.lang = "en_US"
        words = self.words(self.pdf(template, user))
        self.assertIn("04Januari2017", words)
        self.assertIn("1hari", words)

    def test_several_in_one_call(self):
        templates = (
            self.import_sop("bkpsdm-selayar-rkt")
            | self.import_sop("bkpsdm-selayar-iku")
            | self.import_sop("bkpsdm-selayar-ikk")
        )
        content = self.pdf(templates)
        self.assertEqual(len(PdfReader(io.BytesIO(content)).pages), 6)

    def test_texts_are_escaped(self):
        template = self.import_sop("bkpsdm-selayar-rkt", effective=False)
        template.step_ids[0].name = "Memberi <b>arahan</b> & disposisi"
        self.assertIn("Memberi<b>arahan</b>&disposisi", self.words(self.pdf(template)))

    def test_file_name(self):
        template = self.import_sop("bkpsdm-selayar-rkt")
        self.assertEqual(template._paper_name(), "SOP 18-1-2021-BKPSDM PENYUSUNAN RENCANA KERJA TAHUNAN (RKT)")

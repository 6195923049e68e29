"""What was signed in its dialog, printed: intact without a word, and red once somebody has changed it by SQL."""

import io
import re

from pypdf import PdfReader

from .test_signing_intact import IntactCase


class TestSignedPrint(IntactCase):
    def pages(self):
        Report = self.as_person(self.env["ir.actions.report"], self.staf).with_context(force_report_rendering=True)
        content, _kind = Report._render_qweb_pdf("sop_planning_reports.sop_output", self.paper.ids)
        return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]

    def test_intact_and_changed(self):
        (text,) = self.pages()
        self.assertIn(self.signature.digest, text)
        self.assertIn("disetujuisecaraelektronikdalamsistem;bukantandatanganelektroniktersertifikasi", text.casefold())
        self.assertNotIn("TIDAKUTUH", text)
        self.spoil("sop_signature", self.signature.id, position="Bupati")
        (text,) = self.pages()
        self.assertEqual(text.count("TIDAKUTUH"), 2)

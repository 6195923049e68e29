"""What was signed in its dialog, printed: intact without a word, and red once somebody has changed it by SQL."""

from .papers import sign
from .printed import page_texts, squeezed
from .test_signing import SigningCase


class TestSignedPrint(SigningCase):
    def pages(self, paper):
        self.env.invalidate_all()
        Report = self.as_person(self.env["ir.actions.report"], self.staf).with_context(force_report_rendering=True)
        content, _kind = Report._render_qweb_pdf("sop_planning_reports.sop_output", paper.ids)
        return list(map(squeezed, page_texts(content)))

    def test_intact_and_changed(self):
        process = self.at_signing("sekretaris", requirements="Nota dinas")
        signature = sign(process, self.sekretaris, "paraf")
        (text,) = self.pages(process.output_ids)
        self.assertIn(signature.digest, text)
        self.assertIn("bukantandatanganelektroniktersertifikasi", text)
        self.assertNotIn("TIDAKUTUH", text)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sop_signature SET position = 'Bupati' WHERE id = %s", [signature.id])
        (text,) = self.pages(process.output_ids)
        self.assertEqual(text.count("TIDAKUTUH"), 2)

"""Seals on paper: where they lie, that they are read back, and that no page is another for them."""

import hashlib
import io
import re

import zxingcpp
from freezegun import freeze_time
from PIL import Image, ImageDraw
from pypdf import PdfReader

from .printed import page_texts
from .test_seals import SealCase

MM = 72 / 25.4
REPORT = "sop_planning_reports.sop_template"
# What `Overlay.qr` writes: side of a module, place of the upper left corner, and the dark bars.
WRITTEN = re.compile(r"0 g ([\d.]+) 0 0 -[\d.]+ ([\d.]+) ([\d.]+) cm\n((?:\d+ \d+ \d+ 1 re\n)+)f")
DRAWN = re.compile(r'class="qr" viewBox="0 0 (\d+) .*?<path d="([^"]*)"')


def read_back(bars, side):
    """What a QR code says, of its bars (column, row, length)."""
    image = Image.new("L", ((side + 8) * 4, (side + 8) * 4), 255)
    draw = ImageDraw.Draw(image)
    for column, row, length in bars:
        left, top = (column + 4) * 4, (row + 4) * 4
        draw.rectangle((left, top, left + length * 4 - 1, top + 3), fill=0)
    return [code.text for code in zxingcpp.read_barcodes(image)]


class TestPrintedSeals(SealCase):
    def print(self, records, report=REPORT):
        report_model = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        return report_model._render_qweb_pdf(report, records.ids)[0]

    def written(self, content):
        """Seals by page: list of (what it says, side of a module in mm, left and top in mm from the lower left)."""
        pages = []
        for page in PdfReader(io.BytesIO(content)).pages:
            found = []
            for scale, left, top, path in WRITTEN.findall(page.get_contents().get_data().decode("latin-1")):
                bars = [tuple(map(int, line.split()[:3])) for line in path.strip().split("\n")]
                side = max(column + length for column, _row, length in bars)
                (text,) = read_back(bars, side)
                found.append((text, float(scale) / MM, float(left) / MM, float(top) / MM))
            pages.append(found)
        return pages

    def test_on_the_first_page(self):
        first, second = self.written(self.print(self.template))
        ((text, module, left, top),) = first
        self.assertEqual(text, self.seal.url)
        self.assertFalse(second)
        self.assertGreater(module, 0.25)  # three dots of a printer with 300 dpi
        self.assertAlmostEqual(left, 10, delta=0.1)
        self.assertLess(top, 16)  # in the margin and the line of the page number, where no row of the table comes

    def test_sentence(self):
        page = page_texts(self.print(self.template))[0]
        self.assertIn("Periksa keaslian:", page)
        self.assertIn(self.seal.code, page)

    def test_none_on_drafts_and_when_off(self):
        draft = self.template.copy({"number": False})
        self.assertFalse(any(self.written(self.print(draft))))
        self.company.sop_check_page = False
        self.assertFalse(any(self.written(self.print(self.template))))
        self.company.sop_check_page = True
        self.assertTrue(any(self.written(self.print(self.template))))

    def test_superseded_and_withdrawn(self):
        second = self.env["sop.template"].browse(self.template.action_new_version()["res_id"])
        second._make_effective(False)
        second.action_withdraw()
        for version, word in ((self.template, "DIGANTIKAN"), (second, "DICABUT")):
            content = self.print(version)
            self.assertEqual(self.written(content)[0][0][0], version._sop_seal("sop").url)
            self.assertIn(word, page_texts(content)[0])

    def test_no_page_is_another(self):
        self.company.sop_margin_bottom = 3
        draft = self.template.copy({"number": False})
        pages = len(PdfReader(io.BytesIO(self.print(draft))).pages)
        draft._make_effective(False)
        written = self.written(self.print(draft))
        self.assertEqual(len(written), pages)
        self.assertGreater(written[0][0][1], 0.25)

    def test_of_a_paper_kept_with_other_margins(self):
        self.print(self.template)
        before = self.written(self.print(self.template))
        self.company.sop_margin_bottom = 30
        self.assertEqual(self.written(self.print(self.template)), before)

    def test_the_same_print_again_is_the_same_file(self):
        with freeze_time("2026-11-21 06:00:00"):
            first = self.print(self.template)
        second = self.print(self.template)
        self.assertEqual(first, second)
        self.assertIn(hashlib.sha256(first).hexdigest(), self.seal.print_ids.mapped("digest"))
        self.assertLessEqual(len(self.seal.print_ids), 2)  # the stored paper, and it with its seal

    def test_after_revoking(self):
        self.print(self.template)
        self.revoke(self.seal)
        ((text, *_place),) = self.written(self.print(self.template))[0]
        self.assertEqual(text, self.template._sop_seal("sop").url)
        self.assertNotEqual(text, self.seal.url)

    def test_several_in_one_file(self):
        other = self.import_sop("bkpsdm-selayar-iku")
        content = self.print(self.template | other)
        self.assertEqual([len(found) for found in self.written(content)], [1, 0, 1, 0])
        for seal in (self.seal, other._sop_seal("sop")):
            self.assertIn(hashlib.sha256(content).hexdigest(), seal.print_ids.mapped("digest"))

    def test_sheet_of_a_disposition(self):
        process = self.start(self.template, self.kaban)
        sheet = self.dispose(self.kaban, process, self.person("staf"))
        name = "sop_planning_reports.sop_disposition_sheet"
        html = self.env["ir.actions.report"]._render_qweb_html(name, sheet.ids)[0].decode()
        ((side, path),) = DRAWN.findall(html)
        bars = [tuple(map(int, bar)) for bar in re.findall(r"M(\d+) (\d+)h(\d+)", path)]
        self.assertEqual(read_back(bars, int(side)), [sheet._sop_seal("disposition").url])
        digest = hashlib.sha256(self.print(sheet, name)).hexdigest()
        self.assertEqual(sheet._sop_seal("disposition").print_ids.digest, digest)
        self.company.sop_check_page = False
        html = self.env["ir.actions.report"]._render_qweb_html(name, sheet.ids)[0].decode()
        self.assertFalse(DRAWN.findall(html))

import base64
import io
from itertools import groupby

from pypdf import PdfWriter

from odoo import fields, models
from odoo.addons.sop_planning.models.engine_key import with_engine
from odoo.modules import module

from ..paper.overlay import Overlay
from ..paper.printed import pdf_bytes

REPORT = "sop_planning_reports.sop_template"
# Printed across the pages of what is not, or no longer, in force; Indonesian, as the paper is.
WORDS = {"draft": "KONSEP", "review": "KONSEP", "superseded": "DIGANTIKAN", "withdrawn": "DICABUT"}


class SopTemplate(models.Model):
    """The PDF of a version: rendered while it is written, stored when it takes effect, and the same ever after."""

    _inherit = "sop.template"

    paper_pdf = fields.Binary(string="Official paper", attachment=True, copy=False, readonly=True)

    def _sop_paper(self):
        """Size and margins this SOP prints on: paper.Paper."""
        return self.company_id._sop_paper(self.paper)

    def _make_effective(self, date):
        done = super()._make_effective(date)
        # Whatever lies there was put there by hand while it was a draft.
        with_engine(self.sudo()).paper_pdf = False
        # As core does: no PDF in tests that do not ask for one.
        if not module.current_test or self.env.context.get("force_report_rendering"):
            self._store_papers()
        return done

    def _store_papers(self):
        """Keep the PDF of versions in force; without wkhtmltopdf the first print keeps it."""
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() == "ok":
            for template in self:
                # The paper is the version's own, whoever happens to print it first.
                with_engine(template.sudo()).paper_pdf = base64.b64encode(template._rendered_papers())

    def _papers_pdf(self):
        """The papers of these versions in this order, as one PDF (bytes)."""
        self.check_access("read")
        fresh = self.filtered(lambda template: template.state not in ("draft", "review") and not template.paper_pdf)
        if len(fresh) == 1 or not self - fresh:
            fresh._store_papers()
        parts = [
            self.browse([template.id for template in group])._papers_in_one_go(*how)
            for how, group in groupby(self, key=lambda template: template._how_to_print())
        ]
        return parts[0] if len(parts) == 1 else _joined(parts)

    def _how_to_print(self):
        """Papers that are alike in this are rendered by one call: stored one's id, size, word across the page."""
        kept = self.state not in ("draft", "review") and self.paper_pdf
        return kept and self.id, self._sop_paper(), WORDS.get(self.state, "")

    def _papers_in_one_go(self, stored, _paper, word):
        content = base64.b64decode(self.paper_pdf) if stored else self._rendered_papers()
        return _stamped(content, word) if word else content

    def _rendered_papers(self):
        """The papers anew, on exactly as many pages as they name, if the fonts of the server let them."""
        return self.env["ir.actions.report"]._sop_fitted_pdf(REPORT, self.ids, self[:1]._sop_paper())


def _joined(parts):
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    return pdf_bytes(writer)


def _stamped(content, word):
    """The pages with a word across them."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    overlay = Overlay(writer)
    for page in writer.pages:
        overlay.across(page, word)
    return pdf_bytes(writer)

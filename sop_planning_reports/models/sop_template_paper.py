import base64
import io
from dataclasses import replace
from itertools import groupby

from pypdf import PdfWriter

from odoo import fields, models
from odoo.addons.sop_planning.models.engine_key import with_engine
from odoo.exceptions import UserError
from odoo.modules import module

from ..paper.overlay import Overlay
from ..paper.printed import joined, pdf_bytes
from ..paper.seal import foot_height, put_seal
from .report_sop_template import FOOT_HEIGHT

REPORT = "sop_planning_reports.sop_template"
# Printed across the pages of what is not, or no longer, in force; Indonesian, as the paper is.
WORDS = {"draft": "KONSEP", "review": "KONSEP", "superseded": "DIGANTIKAN", "withdrawn": "DICABUT"}


class SopTemplate(models.Model):
    """The PDF of a version: rendered while it is written, stored when it takes effect, and the same ever after."""

    _inherit = "sop.template"

    paper_pdf = fields.Binary(string="Official paper", attachment=True, copy=False, readonly=True)
    paper_margins = fields.Json(string="Margins of the official paper", copy=False, readonly=True)

    def _sop_paper(self):
        """Size and margins this SOP prints on: paper.Paper."""
        return self.company_id._sop_paper(self.paper)

    def _kept_paper(self):
        """Size and margins of the stored paper, whatever the agency's are today."""
        paper = self._sop_paper()
        return replace(paper, margins=tuple(self.paper_margins)) if self.paper_margins else paper

    def _make_effective(self, date):
        done = super()._make_effective(date)
        # Whatever lies there was put there by hand while it was a draft.
        with_engine(self.sudo()).write({"paper_pdf": False, "paper_margins": False})
        # As core does: no PDF in tests that do not ask for one.
        if not module.current_test or self.env.context.get("force_report_rendering"):
            self._store_papers()
        return done

    def _store_papers(self):
        """Keep the PDF of versions in force; without wkhtmltopdf the first print keeps it."""
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() == "ok":
            for template in self:
                content = template._rendered_papers()
                # The paper is the version's own, whoever happens to print it first.
                with_engine(template.sudo()).write(
                    {"paper_pdf": base64.b64encode(content), "paper_margins": template._sop_paper().margins}
                )
                template._sop_seal("sop")._note_print(content)

    def action_print_many(self):
        """Print these versions: at once, or many in the background.

        :raises AccessError: one of them is not the user's to read
        """
        return self.env["sop.job"]._ask_print("print_sop", self)

    def _papers_pdf(self):
        """The papers of these versions in this order, as one PDF (bytes)."""
        self.check_access("read")
        self.filtered(lambda template: template._is_final() and not template.paper_pdf)._store_papers()
        self._check_papers_whole()
        seals = self._sop_seals("sop")
        parts = [
            self.browse([template.id for template in group])._papers_in_one_go(word, seals)
            for (*_how, word), group in groupby(self, key=lambda template: template._how_to_print())
        ]
        return joined(parts)

    def _check_papers_whole(self):
        """:raises UserError: a stored paper is another file now; it is neither printed nor sealed"""
        for template in self._changed_papers():
            raise UserError(
                self.env._(
                    "The stored paper of “%(sop)s” is no longer the file that was stored. Tell the administrator of "
                    "the system, who has it in the backup.",
                    sop=template.display_name,
                )
            )

    def _changed_papers(self):
        """Those whose stored paper has no longer its checksum; one that is gone is none, it is rendered anew."""
        paper = [("res_model", "=", self._name), ("res_field", "=", "paper_pdf"), ("res_id", "in", self.ids)]
        stored = self.env["ir.attachment"].sudo().search(paper)  # whoever reads an SOP reads its paper
        changed = stored.filtered(lambda file: file.raw and file._compute_checksum(file.raw) != file.checksum)
        return self.browse(changed.mapped("res_id"))

    def _is_final(self):
        """Whether the paper is the same ever after."""
        return self.state not in ("draft", "review")

    def _how_to_print(self):
        """Papers that are alike in this are rendered by one call: final one's id, size, word across the page."""
        return self._is_final() and self.id, self._sop_paper(), WORDS.get(self.state, "")

    def _papers_in_one_go(self, word, seals):
        """Several drafts, or one that is final, with what is written across and beside its pages.

        :param seals: dict of sop.template -> sop.seal
        """
        stored = self[:1]._is_final() and self.paper_pdf
        content = base64.b64decode(stored) if stored else self._rendered_papers()
        seal = seals.get(self)
        return _written_on(content, word, seal and seal._printed(), self[:1]._kept_paper()) if word or seal else content

    def _rendered_papers(self):
        """The papers anew, on exactly as many pages as they name, if the fonts of the server let them."""
        return self.env["ir.actions.report"]._sop_fitted_pdf(REPORT, self.ids, self[:1]._sop_paper())


def _written_on(content, word, seal, paper):
    """The pages with a word across them, and a seal on the first; '' or None for neither."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    overlay = Overlay(writer)
    for page in writer.pages if word else ():
        overlay.across(page, word)
    if seal:
        put_seal(overlay, writer.pages[0], paper, foot_height(paper, FOOT_HEIGHT), seal)
    return pdf_bytes(writer)

import io

from babel.dates import format_date
from pypdf import PdfReader, PdfWriter
from reportlab.lib.units import mm

from odoo import models
from odoo.exceptions import UserError

from ..paper.book import Book, compose_book
from ..paper.decree import Decree
from ..paper.overlay import Overlay
from ..paper.printed import file_name, nip_line, pdf_bytes

REPORT = "sop_planning_reports.sop_book"
# Parts of the room that are tried: an unusual font may need more height than was estimated.
SQUEEZES = (1.0, 0.92, 0.8)
NUMBER_SIZE, NUMBER_HEIGHT = 7.5, 3.0


class SopBook(models.Model):
    """The paper of a book; always in Indonesian."""

    _inherit = "sop.book"

    def _sop_paper(self):
        """Size and margins of the agency's papers: paper.Paper. SOPs in the book keep their own."""
        return self.company_id._sop_paper()

    def _paper_name(self):
        """File name people understand, e.g. 'Buku SOP 2021 Perencanaan Kinerja'."""
        return file_name("Buku SOP", str(self.year or ""), self.name)

    def _papers_pdf(self):
        """These books in this order, as one PDF (bytes).

        :raises AccessError: an SOP in a book is not for this user
        :raises UserError: a book has no page, or its pages cannot be counted beforehand
        """
        self.check_access("read")
        writer = PdfWriter()
        for book in self:
            book._append_to(writer)
        return pdf_bytes(writer)

    def _append_to(self, writer):
        """Own pages before the SOPs, the SOPs, own pages after them; with bookmarks as the table of contents."""
        sops = [PdfReader(io.BytesIO(template._papers_pdf())) for template in self._printed_sops()]
        plan, own = self._own_pages([len(sop.pages) for sop in sops])
        first = len(writer.pages)
        writer.append(own, pages=(0, plan.before), import_outline=False)
        for sop in sops:
            writer.append(sop, import_outline=False)
        writer.append(own, pages=(plan.before, len(own.pages)), import_outline=False)
        middle = range(plan.before, plan.before + sum(len(sop.pages) for sop in sops))
        self._number(writer, [writer.pages[first + index] for index in middle], plan.before + 1, plan.total)
        for entry in plan.entries:
            title = " ".join(part for part in (entry.number, entry.title) if part)
            writer.add_outline_item(title, first + entry.page - 1)

    def _sop_seals(self, kind):
        """The seals on the pages of the SOPs in these books; see `sop.sealed`."""
        sops = self.env["sop.template"].union(*(book._printed_sops() for book in self))
        return sops._sop_seals(kind)

    def _printed_sops(self):
        return self.line_ids.template_id if self.with_sops else self.env["sop.template"]

    def _own_pages(self, sop_pages):
        """The plan of the book, and its own pages: exactly as many as planned, so that the contents are true.

        :return: (paper.book.Plan, PdfReader)
        """
        for squeeze in SQUEEZES:
            plan = self._plan(sop_pages, squeeze)
            if not plan.total:
                raise UserError(self.env._("The book “%(book)s” has nothing to print.", book=self.name))
            own = self._rendered(plan)
            if len(own.pages) == len(plan.pages):
                return plan, own
        raise UserError(
            self.env._(
                "The book “%(book)s” takes %(found)s pages instead of the %(planned)s of its table of contents. "
                "The server probably lacks the font DejaVu Sans.",
                book=self.name,
                found=len(own.pages),
                planned=len(plan.pages),
            )
        )

    def _rendered(self, plan):
        if not plan.pages:
            return PdfReader(io.BytesIO(pdf_bytes(PdfWriter())))
        content = self.env["ir.actions.report"]._sop_pdf(REPORT, self.ids, self._sop_paper(), {"plan": plan})
        return PdfReader(io.BytesIO(content))

    def _plan(self, sop_pages, squeeze=1.0):
        """:param sop_pages: pages of each printed SOP; :return: paper.book.Plan"""
        return compose_book(self._printed_book(), self._sop_paper(), sop_pages, squeeze)

    def _printed_book(self):
        return Book(
            contents=self.with_contents,
            cover=self._printed_cover() if self.with_cover else None,
            decree=self._printed_decree() if self.with_decree else None,
            usage=self._printed_usage() if self.with_usage else (),
            sops=tuple((template.number or "", template.name) for template in self._printed_sops()),
            revisions=self._printed_revisions() if self.with_revisions else (),
            distribution=self._printed_distribution() if self.with_distribution else (),
        )

    def _printed_cover(self):
        company = self.company_id.sudo()  # name, address and logo of an agency are public
        address = self.address or company.partner_id.with_context(lang="id_ID")._display_address(without_company=True)
        agency = _lines(self.cover_lines) or (company.name,)
        return self.name, agency, self.year, _lines(address), not company.uses_default_logo

    def _printed_decree(self):
        """The decree, None if nothing of it is written."""
        if not (self.decree_number or self.decree_title or self.decree_body):
            return None
        return Decree(
            position=self.signer_position or "",
            number=self.decree_number or "",
            title=self.decree_title or "",
            body=_lines(self.decree_body),
            done=self._decree_done(),
            name=self.signer_name or "",
            rank=self.signer_rank or "",
            nip=nip_line(self.signer_nip) or "",
        )

    def _decree_done(self):
        """Lines with the place and the date of the decree."""
        place = self.decree_place and f"Ditetapkan di {self.decree_place}"
        date = self.decree_date and f"{'pada' if place else 'Ditetapkan pada'} tanggal {_date(self.decree_date)}"
        return tuple(line for line in (place, date) if line)

    def _printed_usage(self):
        notes = (("Ruang Lingkup", self.scope), ("Ringkasan", self.summary), ("Definisi", self.definitions))
        return tuple((heading, _lines(text)) for heading, text in notes if _lines(text))

    def _printed_revisions(self):
        return tuple((row.name, row.revision or "", _date(row.date), row.note or "") for row in self.revision_ids)

    def _printed_distribution(self):
        return tuple((row.name, str(row.copies)) for row in self.distribution_ids)

    def _number(self, writer, pages, first, total):
        """Print the book's page numbers on the pages of SOPs, in the corner below their own."""
        _top, right, bottom, _left = self._sop_paper().margins
        overlay = Overlay(writer)
        for number, page in enumerate(pages, first):
            height = max(1.5, (bottom - NUMBER_HEIGHT) / 2) * mm
            text = f"Buku SOP \xb7 halaman {number} dari {total}"
            overlay.text(page, text, float(page.mediabox.right) - right * mm, height, NUMBER_SIZE)


def _lines(text):
    return tuple(line.strip() for line in (text or "").split("\n") if line.strip())


def _date(date):
    return format_date(date, "d MMMM y", locale="id_ID") if date else ""

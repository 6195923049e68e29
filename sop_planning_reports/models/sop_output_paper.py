import hashlib
import io
import logging
from typing import NamedTuple

from pypdf import PdfReader, PdfWriter

from odoo import models
from odoo.exceptions import UserError

from ..paper import Paper, pades
from ..paper.assemble import Assembly
from ..paper.printed import file_name, page_count, pdf_bytes
from .sop_certificate import open_certificate

_logger = logging.getLogger(__name__)
REPORT = "sop_planning_reports.sop_output"
# Every page of the sheet has one foot.
FOOT = b'class="foot"'
# Parts of the room that are tried: an unusual font may need more height than was estimated.
SQUEEZES = (1.0, 0.9, 0.75)
# What a file is that is no longer what was filed.
MISSING, CHANGED = "missing", "changed"


class File(NamedTuple):
    """A file of a document as it was filed, with what is there now: its bytes, or MISSING or CHANGED."""

    name: str
    size: int
    sha256: str
    content: bytes | None
    trouble: str = ""


class Joined(NamedTuple):
    """What a signature sheet says of the print it belongs to: its files, and the pades.Certificate that signs it.

    :param files: list of (File, assemble.Placed or None)
    """

    files: list
    certificate: pades.Certificate | None = None
    squeeze: float = 1.0


class SopOutput(models.Model):
    """A document as it prints: its files as they were signed, and after them its signature sheet."""

    _inherit = "sop.output"

    def _sop_paper(self):
        """A4 upright, with the margins of the agency: paper.Paper."""
        paper = self.company_id._sop_paper("a4")
        return Paper(paper.height, paper.width, paper.margins)

    def _paper_name(self):
        """File name people understand, e.g. 'Pengesahan Rancangan RKT versi 2 - RKT 2027'."""
        version = f"versi {self.version}" if self.version > 1 else ""
        return file_name("Pengesahan", self.name, version, "-", self.process_id.display_name)

    def _papers_pdf(self):
        """These documents in this order, each with its signature sheet, as one PDF (bytes).

        With a certificate of the agency the PDF is signed by it, where all its documents are signed and intact.

        :raises AccessError: one of them is not for this user
        :raises UserError: the certificate cannot be used, and the agency does not want prints without it
        """
        self.check_access("read")
        files = {output: output._filed_files() for output in self}
        stored = self._certificate_for(files)
        if not stored:
            return self._joined_pdf(files)
        try:
            certificate = open_certificate(stored)
            return pades.sign(self._joined_pdf(files, certificate), certificate, stored.timestamp_url or "")
        except pades.CertificateFault as fault:
            if not stored.fallback:
                raise UserError(stored._sentence(fault.reason)) from fault
            _logger.warning("Printed without the certificate of agency %s: %s", stored.company_id.id, fault.reason)
            return self._joined_pdf(files)

    def _certificate_for(self, files):
        """The sop.certificate that signs a print of these documents; empty where nothing is to be claimed of them."""
        # Whoever may print a document prints it as its agency does; the certificate is not his to read.
        Certificate = self.env["sop.certificate"].sudo()
        if not pades.is_available() or len(self.company_id) != 1:
            return Certificate
        if not all(output._is_signed_and_intact(files[output]) for output in self):
            return Certificate
        return Certificate.search([("company_id", "=", self.company_id.id), ("sealed", "!=", False)])

    def _is_signed_and_intact(self, files):
        return "signature" in self.signature_ids.mapped("kind") and not self._sheet_faults(files)

    def _filed_files(self):
        """The files of this document, compared with what was filed: list of File."""
        # Who reads a document reads its files, which are those of its process and no other.
        found = {
            file.id: file
            for file in self.sudo().file_ids
            if file.res_model == "sop.process" and file.res_id == self.process_id.id
        }
        return [_checked(file, found.get(file["id"])) for file in self.contents or ()]

    def _joined_pdf(self, files, certificate=None):
        writer = PdfWriter()
        assembly = Assembly(writer)
        for output in self.with_context(lang="id_ID"):
            output._append_to(assembly, files[output], certificate)
        assembly.finish()
        writer.add_metadata({"/Title": ", ".join(output._sheet_name() for output in self)})
        return pdf_bytes(writer)

    def _append_to(self, assembly, files, certificate):
        """Pages of the files, then the signature sheet, with bookmarks."""
        placed = [(file, None if file.trouble else assembly.add(file.name, file.content)) for file in files]
        sheet = self._sheet_pdf(Joined(placed, certificate))
        writer = assembly.writer
        for file, place in placed:
            if place and place.first:
                writer.add_outline_item(file.name, place.first - 1)
        first = len(writer.pages)
        writer.append(sheet, import_outline=False)
        writer.add_outline_item(f"Lembar Pengesahan {self._sheet_name()}", first)

    def _sheet_pdf(self, joined):
        """The sheet, on exactly as many pages as it names, if the fonts of the server let it: PdfReader."""
        report = self.env["ir.actions.report"]
        for squeeze in SQUEEZES:
            html, _kind = report._render_qweb_html(REPORT, self.ids, {"joined": joined._replace(squeeze=squeeze)})
            content = report._sop_html_pdf(REPORT, html, self._sop_paper())
            if page_count(content) == html.count(FOOT):
                break
        return PdfReader(io.BytesIO(content))

    def _joined_for_preview(self):
        """What a sheet says that is looked at without being printed."""
        assembly = Assembly(PdfWriter())
        files = self._filed_files()
        return Joined([(file, None if file.trouble else assembly.add(file.name, file.content)) for file in files])


def _checked(file, attachment):
    """:param file: of `contents`, :param attachment: ir.attachment or None; :return: File"""
    facts = (file["name"], file["size"], file["sha256"])
    content = attachment.raw or b"" if attachment else None
    # A file that is gone from the file store reads as empty.
    if content is None or not content and file["size"]:
        return File(*facts, None, MISSING)
    if hashlib.sha256(content).hexdigest() != file["sha256"]:
        return File(*facts, None, CHANGED)
    return File(*facts, content)

import os

from odoo import models

from ..paper import assemble
from ..paper.compose import OUTER_BORDER
from ..paper.printed import moment, nip_line
from ..paper.signature_sheet import (
    HONEST,
    NOT_SIGNED,
    Signed,
    blocks_section,
    compose_sheet,
    facts_section,
    file_size,
    files_section,
    grouped,
    note_section,
    parafs_section,
)
from .letterhead import letterhead_lines
from .sop_output_paper import CHANGED, MISSING

# Indonesian, as the paper is.
STATES = {
    "draft": "Konsep",
    "checked": "Diperiksa",
    "initialled": "Diparaf",
    "signed": "Ditandatangani",
    "stamped": "Ditandatangani dan distempel",
    "archived": "Diarsipkan",
}
PARAFS = (("hierarchy", "Paraf hierarki"), ("coordination", "Paraf koordinasi"), (False, "Paraf"))
STAMP = "Cap dinas"
FATES = {
    assemble.PAGES: "Halaman {pages}",
    assemble.PICTURE: "Halaman {pages} (gambar)",
    assemble.CERTIFIED: "Halaman {pages}; memuat tanda tangan digital, periksa pada berkas asli",
    assemble.ATTACHED: "Berkas terlampir di dalam PDF ini",
    assemble.LOCKED: "Berkas terlampir; PDF terkunci, halamannya tidak dapat dicetak",
    assemble.BROKEN: "Berkas terlampir; tidak terbaca sebagai halaman",
    assemble.LONG: "Berkas terlampir; terlalu besar untuk dicetak",
    assemble.LEFT_OUT: "Tidak disertakan karena terlalu besar; lihat berkas asli dalam sistem",
    MISSING: "TIDAK DITEMUKAN dalam sistem",
    CHANGED: "ISI TELAH BERUBAH, tidak disertakan",
}


class SopOutput(models.Model):
    """The signature sheet (Lembar Pengesahan) of a document; always in Indonesian."""

    _inherit = "sop.output"

    def _sheet(self, joined):
        """The sheet of this document, distributed over its pages.

        :param joined: sop_output_paper.Joined
        :return: paper.signature_sheet.Sheet
        """
        company = self.company_id.sudo()  # name, address and logo of an agency are public
        # The heading of an SOP is printed on its paper, also of one that is no longer the reader's.
        lines, address = letterhead_lines(company, self.process_id.sudo().template_id.heading)
        paper = self._sop_paper()
        width = paper.printable[0] - OUTER_BORDER
        room = width, paper.printable[1]
        warnings = self._sheet_faults([file for file, _place in joined.files])
        sections = [section for section in self._sheet_sections(joined.files, width) if section.rows]
        return compose_sheet(lines, address, self._sheet_name(), warnings, sections, room, joined.squeeze)

    def _sheet_sections(self, files, width):
        signatures = self.signature_ids.sorted(lambda signature: (signature.date, signature.id))
        parafs = signatures.filtered(lambda signature: signature.kind == "paraf")
        yield facts_section(self._sheet_facts(), width)
        yield files_section([_file_row(file, place) for file, place in files], width)
        for kind, title in PARAFS:
            rows = [_signed(each) for each in parafs if (each.paraf_kind or False) == kind]
            yield parafs_section(title, rows, width)
        yield blocks_section(_in_order(signatures - parafs), width)
        if not signatures:
            yield note_section(NOT_SIGNED, width)

    def _sheet_name(self):
        return f"{self.name} (versi {self.version})" if self.version > 1 else self.name

    def _sheet_facts(self):
        """Label and value of what the document is."""
        template = self.process_id.sudo().template_id  # as above
        replaced = f" (menggantikan versi {self.previous_id.version})" if self.previous_id else ""
        return (
            ("Dokumen", self.name),
            ("Versi", f"{self.version}{replaced}"),
            ("Status", STATES[self.state]),
            ("Naskah kertas", self.place),
            ("Kegiatan", self.process_id.display_name),
            ("Nomor SOP", template.number),
            ("Judul SOP", template.name),
        )

    def _sheet_faults(self, files):
        """Sentences about what is not as it was signed; [] where all is.

        :param files: list of sop_output_paper.File
        """
        changed = {
            MISSING: "Berkas “{name}” tidak ditemukan lagi dalam sistem.",
            CHANGED: "Berkas “{name}” telah berubah sejak dicatat.",
        }
        faults = [changed[file.trouble].format(name=file.name) for file in files if file.trouble]
        if not _is_as_recorded(self):
            faults.append("Catatan dokumen ini TIDAK UTUH: telah berubah sejak dicatat.")
        broken = self.signature_ids.filtered(lambda signature: not _is_intact(signature, self))
        faults += [
            f"{_kind(signature)} {signature.person}, {_moment(signature)}, TIDAK UTUH: yang tersimpan bukan lagi yang "
            f"disetujui saat itu."
            for signature in broken
        ]
        return faults

    def _sheet_check(self):
        """The seal that leads to the public check page: sop.seal, empty where the agency has no such page."""
        return self._sop_seal("output")

    def _sheet_promise(self):
        """The honest sentence of an internal approval; '' where nobody has approved."""
        return HONEST if self.signature_ids else ""


def _is_as_recorded(output):
    """Whether the facts of the document, its state among them, are what the journal has sealed."""
    return not output._sealed_faults()[output.id]


def _is_intact(signature, output):
    """Whether a signature is still what was signed, this document included."""
    signed = [paper for paper in signature.papers or () if paper["id"] == output.id]
    files = [[(file["id"], file["sha256"]) for file in paper["files"]] for paper in signed]
    return _holds(signature) and files == [[(file["id"], file["sha256"]) for file in output.contents or ()]]


def _holds(signature):
    return signature.is_intact


def _file_row(file, place):
    """Name, kind, size, what became of it, digest and whether it is a fault."""
    kind = os.path.splitext(file.name)[1].lstrip(".").upper()
    fate = FATES[place.how if place else file.trouble]
    pages = str(place.first) if place and place.first == place.last else f"{place.first}–{place.last}" if place else ""
    said = fate.format(pages=pages)
    if place and place.attached and place.first:
        said += " (terlampir)"
    return file.name, kind, file_size(file.size), said, " ".join(grouped(file.sha256)), bool(file.trouble)


def _in_order(signatures):
    """Blocks of signatures and stamps: the stamp stands left of the last signature, as on paper."""
    stamps = signatures.filtered(lambda signature: signature.kind == "stamp")
    signed = signatures - stamps
    return [_signed(each) for each in (*signed[:-1], *stamps, *signed[-1:])]


def _signed(signature):
    """:return: paper.signature_sheet.Signed"""
    stamp = signature.kind == "stamp"
    below = [signature.position] if stamp else [signature.rank, nip_line(signature.nip)]
    return Signed(
        STAMP if stamp else signature.position or "",
        signature.image or None,
        f"Dibubuhkan oleh {signature.person}" if stamp else signature.person,
        tuple(line for line in below if line),
        _moment(signature),
        signature.digest,
        "" if _holds(signature) else "TIDAK UTUH",
    )


def _kind(signature):
    return {"paraf": "Paraf", "signature": "Tanda tangan", "stamp": "Cap dinas oleh"}[signature.kind]


def _moment(signature):
    return moment(signature.date, signature.tz)

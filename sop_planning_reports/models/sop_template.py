from babel.dates import format_date

from odoo import models

from ..paper import identity
from ..paper.printed import file_name, nip_line

PAIRS = (("legal_basis", "qualification"), ("relations", "equipment"), ("warning", "records"))
DATE_FORMATS = {"date": "dd MMMM y", "weekday": "EEEE, dd MMMM y"}


class SopTemplate(models.Model):
    """The SOP as its paper shows it; always in Indonesian."""

    _inherit = "sop.template"

    def _printed_date(self, date):
        """A date as the official paper writes it, '' for none."""
        return format_date(date, DATE_FORMATS[self.date_style], locale="id_ID") if date else ""

    def _identity_rows(self):
        """Label, lines and box (True ticked, False open, None no box) of the right column of the identity block."""
        labels, boxes = self._labels(), self.date_boxes
        revised = " ".join(part for part in (self.revision, self._printed_date(self.date_revised)) if part)
        return [
            (labels["number"], [self.number or ""], None),
            (labels["created"], [self._printed_date(self.date_created)], None),
            (labels["revised"], [revised], bool(self.date_revised) if boxes else None),
            (
                labels["effective"],
                [self._printed_date(self.date_effective)],
                bool(self.date_effective) if boxes else None,
            ),
            (labels["signer"], self._signer_lines(), None),
            (labels["name"], [self.name], None),
        ]

    def _signer_lines(self):
        """Position, room for the signature (None), name, rank and NIP; nothing where the SOP names no signer."""
        below = [line for line in (self.signer_name, self.signer_rank, nip_line(self.signer_nip)) if line]
        return [self.signer_position, *([None] if below else []), *below] if self.signer_position else [""]

    def _has_identity(self):
        """Whether the paper has an identity block at all; some real SOPs are a bare table."""
        names = ("number", "heading", "signer_position", *(name for pair in PAIRS for name in pair))
        return any(self[name] for name in names)

    def _identity_pairs(self):
        """The three pairs of lists of the identity block, as `paper.identity` composes them."""
        labels = self._labels()
        return [
            identity.Pair(labels[left], _lines(self[left]), labels[right], _lines(self[right])) for left, right in PAIRS
        ]

    def _paper_name(self):
        """File name people understand, e.g. 'SOP 18-1-2021-BKPSDM PENYUSUNAN RENCANA KERJA TAHUNAN (RKT)'."""
        return file_name("SOP", self.number, self.name)


def _lines(text):
    return (text or "").split("\n") if text else []

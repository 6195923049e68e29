from odoo import models

from ..paper.printed import nip_line
from ..paper.shown import PLAIN, Shown, Signed
from . import sealed_facts

# What the form of a sheet says, by number of the list, as for an SOP. The journal of the run seals that it was sent and
# to whom, not its words, for those of a secret one are not for all who read the journal.
DIGESTED = {
    1: {
        "disposition": (
            *("id", "process_id", "company_id", "parent_id", "number", "date", "user_id", "position", "person", "rank"),
            *("nip", "urgency", "secrecy", "asked", "words", "date_due", "letter_from", "letter_number", "letter_date"),
            *("letter_received", "letter_subject"),
        ),
        "recipients": ("id", "user_id", "role", "position", "person"),
    }
}
LATEST = 1


class SopDisposition(models.Model):
    """What the seal of its sheet knows of a disposition."""

    _name = "sop.disposition"
    _inherit = ["sop.disposition", "sop.sealed"]

    def _sop_is_secret(self):
        return self._is_secret()

    def _sop_digest(self, version=LATEST):
        """Number of the list of facts, and their SHA-256, as `sop.template` has it."""
        parts = {"disposition": self, "recipients": self.recipient_ids}
        return sealed_facts.digest(version, DIGESTED[version], parts)

    def _sop_is_intact(self, seal):
        # Seals made before there was a list have no digest.
        known = not seal.digest or any(self._sop_digest(version) == seal.digest for version in DIGESTED)
        return known and not self.process_id._findings()

    def _sop_shown(self, seal):
        nip = nip_line(self.nip) if seal.company_id.sop_check_nip else ""
        when = self._sop_shown_moment(self.date)
        sender = Signed(self.env._("Sent"), self.position or "", self.person, nip or "", when)
        rows = [(self.env._("Agenda number"), self.number)]
        return Shown(PLAIN, self.env._("This disposition was sent by the office below."), rows, [sender])

from odoo import models

from ..paper.printed import nip_line
from ..paper.shown import PLAIN, Shown, Signed


class SopDisposition(models.Model):
    """What the seal of its sheet knows of a disposition."""

    _name = "sop.disposition"
    _inherit = ["sop.disposition", "sop.sealed"]

    def _sop_is_secret(self):
        return self._is_secret()

    def _sop_is_intact(self, seal):
        return not self.process_id._findings()

    def _sop_shown(self, seal):
        nip = nip_line(self.nip) if seal.company_id.sop_check_nip else ""
        when = self._sop_shown_moment(self.date)
        sender = Signed(self.env._("Sent"), self.position or "", self.person, nip or "", when)
        rows = [(self.env._("Agenda number"), self.number)]
        return Shown(PLAIN, self.env._("This disposition was sent by the office below."), rows, [sender])

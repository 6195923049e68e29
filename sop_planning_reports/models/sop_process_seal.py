from odoo import models

from ..paper.printed import nip_line
from ..paper.shown import ENDED, GOOD, PLAIN, Shown, Signed

STANDINGS = {"done": GOOD, "cancelled": ENDED}


class SopProcess(models.Model):
    """What the seal of its papers knows of a process."""

    _name = "sop.process"
    _inherit = ["sop.process", "sop.sealed"]

    def _sop_is_sealed(self, kind):
        return self.state != "draft"

    def _sop_is_intact(self, seal):
        return not self._findings() and all(self.signature_ids.mapped("is_intact"))

    def _sop_shown(self, seal):
        rows = [
            (self.env._("Process"), self.display_name),
            *self._sop_shown_sop(),
            (self.env._("Started"), self._sop_shown_moment(self.date_start)),
            (self.env._("Ended"), self._sop_shown_moment(self.date_end)),
        ]
        standing = STANDINGS.get(self.state, PLAIN)
        signatures = self._sop_shown_signatures(self.signature_ids, seal)
        return Shown(standing, self._sop_standing(), [row for row in rows if row[1]], signatures)

    def _sop_standing(self):
        return {
            "done": self.env._("This process is finished."),
            "cancelled": self.env._("This process was cancelled."),
            "suspended": self.env._("This process is suspended; it is not finished yet."),
        }.get(self.state, self.env._("This process is running; it is not finished yet."))

    def _sop_shown_sop(self):
        template = self.template_id
        return [
            (self.env._("SOP"), template.name),
            (self.env._("SOP number"), template.number),
            (self.env._("SOP version"), str(template.version)),
        ]

    def _sop_shown_signatures(self, signatures, seal):
        """:param signatures: sop.signature; :return: list of Signed, in order"""
        with_nip = seal.company_id.sop_check_nip
        return [
            Signed(
                dict(signature._fields["kind"]._description_selection(self.env))[signature.kind],
                signature.position or "",
                signature.person,
                nip_line(signature.nip) or "" if with_nip else "",
                self._sop_shown_moment(signature.date, signature.tz),
            )
            for signature in signatures.sorted("id")
        ]

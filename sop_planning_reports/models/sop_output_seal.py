from odoo import models

from ..paper.shown import ENDED, GOOD, Shown


class SopOutput(models.Model):
    """What the seal of its papers knows of a document of a run."""

    _name = "sop.output"
    _inherit = ["sop.output", "sop.sealed"]

    # Documents are found by the digest of a file.
    _by_file = models.Index("USING gin (contents jsonb_path_ops)")

    def _sop_is_intact(self, seal):
        return self.is_intact and not self.process_id._findings()

    def _sop_shown(self, seal):
        process = self.process_id
        rows = [
            (self.env._("Document"), self.name),
            (self.env._("Version"), str(self.version)),
            (self.env._("State"), self._sop_shown_choice("state")),
            (self.env._("Process"), process.display_name),
            *process._sop_shown_sop(),
        ]
        signatures = process._sop_shown_signatures(self.signature_ids, seal)
        standing, sentence = GOOD, self.env._("This is the latest version of the document.")
        if not self.is_current:
            standing, sentence = ENDED, self.env._("A later version of this document has taken its place.")
        return Shown(standing, sentence, [row for row in rows if row[1]], signatures)

    def _sop_has_file(self, digest):
        names = [file["name"] for file in self.contents or () if file["sha256"] == digest]
        if not names:
            return None
        return self.env._("This file is “%(name)s”, version %(version)s.", name=names[0], version=self.version)

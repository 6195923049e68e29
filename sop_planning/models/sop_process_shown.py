from odoo import models
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..journal import signed

SCOPE = "sop_planning.signing"
# So long what a dialog has shown may be signed without looking at it again.
LOOKING_HOURS = 12


class SopProcess(models.Model):
    """What the dialog of signing has shown to a person."""

    _inherit = "sop.process"

    def _shown(self, kind):
        """What a dialog shows to the current user, sealed so that no client can claim to have been shown anything else.

        :return: text
        """
        process = self.sudo()  # what he is asked to sign he may see
        task = process._signing_task(kind)
        papers = {str(output.id): signed.paper_digest(output._papers()[0]) for output in process._unarchived()}
        return process._seal_shown({**process._place_shown(kind, task), "papers": papers})

    def _place_shown(self, kind, task):
        return {
            "process": self.id,
            "step": self.current_step_id.id,
            "visit": self._visit_now(),
            "kind": kind,
            "user": self.env.uid,
            "signer": self._signer_values(task) if task else {},
        }

    def _check_seen(self, kind, task, outputs, seen):
        """:raises UserError: something is not what the dialog has shown"""
        shown = self._unseal_shown(seen)
        place = self._place_shown(kind, task)
        if not shown or any(shown.get(name) != place[name] for name in place):
            self._refuse("moved_on")
        for output in outputs:
            if shown["papers"].get(str(output.id)) != signed.paper_digest(output._papers()[0]):
                self._has_changed(output)

    def _seal_shown(self, shown):
        return hash_sign(self.env, SCOPE, shown, expiration_hours=LOOKING_HOURS)

    def _unseal_shown(self, seen):
        try:
            return verify_hash_signed(self.env, SCOPE, seen or "")
        except (ValueError, IndexError):  # no token at all
            return None

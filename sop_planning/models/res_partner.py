from odoo import api, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """Whoever has spoken in a process stays known as the author of it."""

    _inherit = "res.partner"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_author_in_process(self):
        # Whoever may not read the process may not take its authors away either.
        said = self.env["mail.message"].sudo().search([("author_id", "in", self.ids), ("model", "=", "sop.process")])
        if said._of_started_processes():
            raise UserError(
                self.env._("Somebody who has spoken in a started process cannot be deleted; archive instead.")
            )

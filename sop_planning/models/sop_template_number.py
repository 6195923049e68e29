from odoo import models

from .engine_key import with_engine
from .sop_disposition_agenda import printed_number


class SopTemplate(models.Model):
    """The number of an SOP by the agency's pattern, where its writers gave it none.

    It is given when the SOP is sent for review, so that whoever approves sees it; a version that is returned to its
    writers keeps it, and they may change it.
    """

    _inherit = "sop.template"

    def action_send_for_review(self):
        """As before; an SOP without a number gets the next one of the agency's book."""
        done = super().action_send_for_review()
        self._number()
        return done

    def action_make_effective(self):
        """As before; also one that was sent for review before the agency had a pattern gets its number."""
        self.check_access("write")
        self.filtered(lambda template: template.can_approve)._number()
        return super().action_make_effective()

    def _number(self):
        for template in self.filtered(lambda template: not template.number):
            # How an agency numbers is a setting; whoever sends an SOP for review need not be able to read settings.
            if pattern := template.company_id.sudo().sop_number_pattern:
                with_engine(template).number = template._next_number(pattern)

    def _next_number(self, pattern):
        """The next number of this year's book that no SOP bears yet: some may have been written by hand."""
        today = self.company_id._sop_today()
        while True:
            count = self.env["sop.disposition.agenda"]._take(self.company_id, "template", today.year)
            number = printed_number(pattern, count, today)
            if not self.search_count([("company_id", "=", self.company_id.id), ("number", "=", number)], limit=1):
                return number

import pytz

from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """The absence of a person, entered by hand or by Odoo's time off, proposes that somebody stands in for him."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        # Whoever records an absence need not be an officer of SOPs.
        self.env["sop.acting"].sudo()._propose(leaves.sudo())
        return leaves

    def _sop_local_day(self, moment):
        zone = pytz.timezone(self.resource_id.tz or self.calendar_id.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()

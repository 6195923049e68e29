from odoo import api, fields, models

from .registry_cache import forget


class ResourceCalendarLeaves(models.Model):
    """Public holidays: leaves of nobody in particular. A person's own leave moves no deadline: the duty goes on, and
    somebody stands in for him."""

    _inherit = "resource.calendar.leaves"

    sop_holiday = fields.Date(
        string="National holiday", readonly=True, copy=False, help="The day, where this was loaded as a holiday."
    )

    _sop_holiday_once = models.UniqueIndex(
        "(calendar_id, sop_holiday) WHERE sop_holiday IS NOT NULL", "This holiday is in the calendar already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._sop_changed()
        return leaves

    def write(self, vals):
        self._sop_changed()
        done = super().write(vals)
        self._sop_changed()
        return done

    def unlink(self):
        self._sop_changed()
        are_holidays = bool(self._sop_holidays())
        done = super().unlink()
        if are_holidays:
            forget(self.env)
        return done

    def _sop_holidays(self):
        return self.filtered(lambda leave: not leave.resource_id)

    def _sop_changed(self):
        holidays = self._sop_holidays()
        if holidays:
            holidays.calendar_id._sop_hours_changed()
            self.env["sop.replan"]._ask(holidays.filtered(lambda leave: not leave.calendar_id).company_id)

    def _sop_move_holidays(self):
        """Let national holidays be whole days where their calendar is now."""
        for leave in self.filtered("sop_holiday"):
            leave.date_from, leave.date_to = leave.calendar_id._sop_day(leave.sop_holiday)

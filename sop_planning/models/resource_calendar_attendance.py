from odoo import api, models

from ..flow.working_time import OfficeHours


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.calendar_id._sop_hours_changed()
        return attendances

    def write(self, vals):
        before = self.calendar_id
        done = super().write(vals)
        (before | self.calendar_id)._sop_hours_changed()
        return done

    def unlink(self):
        calendars = self.calendar_id
        done = super().unlink()
        calendars._sop_hours_changed()
        return done

    def _sop_office_hours(self):
        week = int(self.week_type) if self.calendar_id.two_weeks_calendar else None
        return OfficeHours(int(self.dayofweek), self.hour_from, self.hour_to, week)

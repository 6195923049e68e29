from datetime import datetime, time

import pytz

from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _sop_working_days(self, first, last):
        """The days with working time from `first` to `last`, public holidays left out; one look at the calendar.

        :return: list of dates where the agency works, in order
        """
        zone = pytz.timezone(self.tz or "UTC")
        begin, end = (
            zone.localize(datetime.combine(day, moment)) for day, moment in ((first, time.min), (last, time.max))
        )
        return sorted({start.date() for start, _stop, _meta in self._work_intervals_batch(begin, end)[False]})

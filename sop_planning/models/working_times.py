"""Whose working time counts for what: the agency's is the frame, a person's own calendar and time zone go before it."""


class WorkingTimes:
    """The working time of agencies and their people; each calendar is looked at once for a whole batch."""

    def __init__(self, env):
        self._env = env
        self._known = {}

    def of(self, company, user=None):
        """The working time by which an agency plans, or a person there.

        A person whose hours are fully flexible has no calendar; the agency's then counts, in his time zone.

        :return: WorkingTime
        """
        company = company.sudo()
        hours = self._env["resource.resource"]._sop_hours(company.id) if user else {}
        own, zone = hours.get(user and user.id, (False, None))
        calendar = self._env["resource.calendar"].sudo().browse(own) if own else company.resource_calendar_id
        zone = zone or calendar._sop_zone()
        key = (company.id, calendar.id, zone)
        if key not in self._known:
            self._known[key] = calendar._sop_working_time(company, zone)
        return self._known[key]

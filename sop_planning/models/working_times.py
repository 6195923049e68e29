"""Whose working time counts for what: the agency's is the frame, a person's own calendar and time zone go before it."""


class WorkingTimes:
    """The working time of agencies and their people; each calendar is read once for a whole batch.

    :param users: res.users whose deadlines will be asked for; their calendars are found by one query
    """

    def __init__(self, users):
        # Whoever moves a process need not be allowed to see other people's calendars.
        resources = (
            users.env["resource.resource"]
            .sudo()
            .search_fetch(
                [("user_id", "in", users.ids)], ["user_id", "company_id", "calendar_id", "tz"], order="id desc"
            )
        )
        # Of several employees of one person in one agency, the oldest.
        self._resources = {(resource.company_id.id, resource.user_id.id): resource for resource in resources}
        self._known = {}

    def of(self, company, user=None):
        """The working time by which an agency plans, or a person there.

        A person whose hours are fully flexible has no calendar; the agency's then counts, in his time zone.

        :return: WorkingTime
        """
        company = company.sudo()
        resource = self._resources.get((company.id, user.id)) if user else None
        calendar = resource and resource.calendar_id or company.resource_calendar_id
        zone = resource.tz if resource else calendar._sop_zone()
        key = (company.id, calendar.id, zone)
        if key not in self._known:
            self._known[key] = calendar._sop_working_time(company, zone)
        return self._known[key]

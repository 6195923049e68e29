from datetime import timedelta

from odoo import api, fields, models


class SopNotice(models.Model):
    """The weekly digest: how the work of an agency stands, to its officers and to the heads of its units, each with the
    figures of his own dashboard. It goes out on the day the agency has chosen, or the first working day after it.
    """

    _inherit = "sop.notice"

    @api.model
    def _send_weekly(self, agency):
        now, working = fields.Datetime.now(), self._working_time(agency)
        local = working.local(now)
        if (
            not agency.sop_weekly
            or local.hour < agency.sop_digest_hour
            or not self._is_weekly_day(agency, working, now)
        ):
            return True
        people = self._unreported(agency, local.date(), self._overseers(agency))
        return self._in_portions(people, lambda portion: self._report_week(agency, portion, local.date()))

    def _is_weekly_day(self, agency, working, now):
        """Whether today is the day of the week, or the first on which the agency works since then."""
        if not working.works_on(now):
            return False
        since = (working.local(now).weekday() - int(agency.sop_weekly_day)) % 7
        return not any(working.works_on(now - timedelta(days=back)) for back in range(1, since + 1))

    def _overseers(self, agency):
        """The officers of an agency, the heads of its units and those who stand in for them; each is told by the agency
        he belongs to."""
        heads = self.env["hr.department"].search([("company_id", "in", [agency.id, False])]).manager_id.user_id
        periods = [period for period in self.env["sop.acting"]._periods(agency) if period.user_id in heads.ids]
        people = agency._sop_officers() | heads | heads.browse(period.deputy_id for period in periods)
        return people.filtered(
            lambda user: user.active and user.company_id == agency and user.has_group("sop_planning.group_sop_user")
        )

    def _unreported(self, agency, day, people):
        sent = self.search([("kind", "=", "weekly"), ("day", "=", day), ("user_id", "in", people.ids)]).user_id
        return people - sent

    def _report_week(self, agency, people, day):
        people = self._unreported(agency, day, people)
        self._claim([{"kind": "weekly", "company_id": agency.id, "user_id": user.id, "day": day} for user in people])
        for user in people:
            self._post_week(agency, user)

    def _post_week(self, agency, user):
        """What the user would read on his own dashboard: nothing he may not see is told."""
        context = {"lang": user.lang, "tz": user.tz, "allowed_company_ids": agency.ids}
        own = self.env(user=user, su=False, context=context)
        week = own["sop.dashboard"]._week()
        if not week["running"] and not week["started"] and not week["finished"]:
            return  # no mail for its own sake; that the week was looked at stays noted
        base = agency.get_base_url()
        values = {**week, "name": user.name, "agency": agency.name, "url": f"{base}/odoo/sop-dashboard"}
        speaking = self.with_context(lang=user.lang)
        body = speaking.env["ir.qweb"]._render("sop_planning.sop_weekly_mail", values, minimal_qcontext=True)
        subject = speaking.env._(
            "SOP work of the week: %(late)s of %(running)s late", late=week["late"], running=week["running"]
        )
        speaking._post(speaking.env["mail.thread"], user, subject, body)

from odoo import api, fields, models
from odoo.fields import Domain

DIGESTED = Domain("state", "=", "open") & Domain("process_id.state", "=", "running")


class SopNotice(models.Model):
    """The daily digest: one message a day to whoever has something waiting for him, on days his agency works.

    Officers also read in it which columns of their SOPs nobody could be asked for, before a process waits for them.
    """

    _inherit = "sop.notice"

    @api.model
    def _send_digests(self, agency):
        now, working = fields.Datetime.now(), self._working_time(agency)
        local = working.local(now)
        if not agency.sop_digest or local.hour < agency.sop_digest_hour or not working.works_on(now):
            return True
        people = self._undigested(agency, local.date())
        return self._in_portions(people, lambda portion: self._digest(agency, portion, local.date()))

    def _undigested(self, agency, day, people=None):
        """People of an agency for whom something waits, wherever, and who had no digest on this day; its officers where
        a column has nobody."""
        theirs = Domain("user_id.company_id", "=", agency.id) & Domain("user_id.active", "=", True)
        if people is not None:
            theirs &= Domain("user_id", "in", people.ids)
        waiting = self.env["sop.task"]._read_group(DIGESTED & theirs, ["user_id"])
        users = self._officers_of_vacancies(agency, people).union(*(user for (user,) in waiting))
        sent = self.search([("kind", "=", "digest"), ("day", "=", day), ("user_id", "in", users.ids)]).user_id
        return users - sent

    def _digest(self, agency, people, day):
        people = self._undigested(agency, day, people)
        waiting = self.env["sop.task"].search(DIGESTED & Domain("user_id", "in", people.ids)).grouped("user_id")
        self._claim([{"kind": "digest", "company_id": agency.id, "user_id": user.id, "day": day} for user in people])
        overseers = self._officers_of_vacancies(agency, people)
        for user in people:
            speaking = self.with_context(lang=user.lang)
            tasks = waiting.get(user, self.env["sop.task"]).with_env(speaking.env)
            vacancies = speaking._vacancies(agency) if user in overseers else ()
            speaking._post_digest(user, speaking._lines(tasks, agency), vacancies)

    def _post_digest(self, user, lines, vacancies):
        late = sum(line["late"] for line in lines)
        values = {"name": user.name, "lines": lines, "late": late, "vacancies": vacancies}
        body = self.env["ir.qweb"]._render("sop_planning.sop_digest_mail", values, minimal_qcontext=True)
        subject = self.env._("SOP work waiting for you: %(count)s", count=len(lines) + len(vacancies))
        self._post(self.env["mail.thread"], user, subject, body)

    def _vacancies(self, agency):
        """Columns of the SOPs in force in an agency that nobody could be asked for today."""
        return self.env["sop.template.executor"].search(
            [("company_id", "=", agency.id), ("template_id.state", "=", "effective"), ("vacancy", "!=", False)]
        )

    def _officers_of_vacancies(self, agency, people=None):
        officers = agency._sop_officers().filtered(lambda user: user.company_id == agency)
        officers = officers if people is None else officers & people
        return officers if officers and self._vacancies(agency) else officers.browse()

from odoo import api, fields, models
from odoo.fields import Domain

DIGESTED = Domain("state", "=", "open") & Domain("process_id.state", "=", "running")


class SopNotice(models.Model):
    """The daily digest: one message a day to whoever has something waiting for him, on days his agency works."""

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
        """People of an agency for whom something waits, wherever, and who had no digest on this day."""
        theirs = Domain("user_id.company_id", "=", agency.id) & Domain("user_id.active", "=", True)
        if people is not None:
            theirs &= Domain("user_id", "in", people.ids)
        waiting = self.env["sop.task"]._read_group(DIGESTED & theirs, ["user_id"])
        users = self.env["res.users"].union(*(user for (user,) in waiting))
        sent = self.search([("kind", "=", "digest"), ("day", "=", day), ("user_id", "in", users.ids)]).user_id
        return users - sent

    def _digest(self, agency, people, day):
        people = self._undigested(agency, day, people)
        waiting = self.env["sop.task"].search(DIGESTED & Domain("user_id", "in", people.ids)).grouped("user_id")
        self._claim([{"kind": "digest", "company_id": agency.id, "user_id": user.id, "day": day} for user in waiting])
        for user, tasks in waiting.items():
            speaking = self.with_context(lang=user.lang)
            lines = speaking._lines(tasks.with_env(speaking.env), agency)
            values = {"name": user.name, "lines": lines, "late": sum(line["late"] for line in lines)}
            body = speaking.env["ir.qweb"]._render("sop_planning.sop_digest_mail", values, minimal_qcontext=True)
            subject = speaking.env._("SOP work waiting for you: %(count)s", count=len(lines))
            self._post(speaking.env["mail.thread"], user, subject, body)

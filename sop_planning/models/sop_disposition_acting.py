from odoo import api, fields, models

from .engine_key import with_engine
from .standing import Standing


class SopProcess(models.Model):
    """Dispositions to an official for whom somebody stands in: whoever acts is asked, for as long as he does.

    The official stays the recipient, and reads what was sent to him; what the acting official has answered stays
    answered by him when the period ends.
    """

    _inherit = "sop.process"

    def _standing_for(self, users, sender):
        """Who is asked instead of each of these people today: himself, where nobody or the sender stands in for him.

        :return: dict res.users -> Standing
        """
        found = {user: self._stand_in(user) or Standing(user) for user in users}
        return {user: Standing(user) if person.user == sender else person for user, person in found.items()}

    @api.model
    def _stand_in_for(self, companies):
        self.env["sop.disposition.recipient"]._stand_in_for(companies)
        return super()._stand_in_for(companies)


class SopDispositionRecipient(models.Model):
    _inherit = "sop.disposition.recipient"

    @api.model
    def _stand_in_for(self, companies):
        """Ask whoever stands there today for what is open: an acting period has begun or ended, or somebody has left.

        What nobody can answer any more goes back to its sender.

        :param companies: res.company whose dispositions are looked at; called by the engine, as superuser
        """
        officials = [period.user_id for company in companies for period in self.env["sop.acting"]._periods(company)]
        lines = self.search(
            [
                *[("company_id", "in", companies.ids), ("state", "=", "open")],
                *["|", "|", ("user_id", "in", officials), ("acting_id", "!=", False), ("asked_id.active", "=", False)],
            ]
        )
        lines.process_id._locked()  # before its lines, as every move does
        for line in lines._locked().filtered(lambda line: line.state == "open"):
            person = line.process_id._standing_for(line.user_id, line.sender_id)[line.user_id]
            if person.user.active:
                line._ask(person)
            elif line.role == "to":  # nobody waits for a copy
                line._give_back()

    def _give_back(self):
        """Return this line to its sender, as whoever was to answer it no longer works here."""
        # Nobody's own words, and paper prints them: in Indonesian.
        env = self.with_context(lang="id_ID").env
        reason = env._("%(person)s no longer works here.", person=self.asked_id.name)
        self._conclude("returned", reason, {"date_done": fields.Datetime.now()})

    def _ask(self, person):
        """:param person: Standing, who is to answer this line from now on"""
        if person.user == self.asked_id:
            return
        self.process_id._participate(person.user)
        self.write({"asked_id": person.user.id, "acting_id": person.acting_id})
        # Nobody's click, so nobody is told by a message; the activity itself is the notice.
        inbox = with_engine(self.activity_id.sudo()).with_context(mail_activity_quick_update=True)
        inbox.write({"user_id": person.user.id, "user_tz": person.user.tz})
        self.disposition_id._tell(self._message_asked())

    def _message_asked(self):
        if self.disposition_id._is_secret():
            return self.env._("A secret disposition is asked of somebody else now (%(number)s).", number=self.number)
        return self.env._(
            "Disposition %(number)s is asked of %(person)s now.", number=self.number, person=self._answerer()
        )

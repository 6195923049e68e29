from markupsafe import Markup

from odoo import models
from odoo.tools import format_date

from .engine_key import with_engine
from .html_text import as_html

ANSWERS = ("disposition_report", "disposition_return")


class SopDisposition(models.Model):
    """What a disposition says in chatter, journal, inbox and mail: of a secret one that it is there, no more.

    Whoever takes part in the process reads its chatter, its journal and its activities, and mail lies on servers of
    others; so the words of secret ones stay in the disposition itself.
    """

    _inherit = "sop.disposition"

    def _journal(self, kind, lines, text=""):
        """One line in the journal of the process.

        :param kind: of `flow.moves.DISPOSITIONS`
        :param lines: sop.disposition.recipient concerned
        """
        answered = kind in ANSWERS
        people = ", ".join(line._answerer() if answered else line._printed() for line in lines)
        secret = self._is_secret()
        Event = with_engine(self.env["sop.event"].sudo())  # the journal is nobody's to write
        Event.create(
            {
                "process_id": self.process_id.id,
                "company_id": self.company_id.id,
                "kind": kind,
                "date": lines[:1].date_done or self.date,
                "user_id": self.env.uid,
                "step_id": self.process_id.current_step_id.id,
                "visit": self.process_id._visit_now(),
                "note": self.number if secret else "\n".join(filter(None, [f"{self.number}: {people}", text])),
            }
        )

    def _tell(self, body):
        """One message in the chatter of the process, without notice to anybody."""
        return self.process_id._message_log_batch({self.process_id.id: body})

    def _notify(self, users, subject):
        """A message for these people alone, in their inbox or by mail as they have chosen."""
        process = self.process_id.sudo()
        body = self._in_short() if not self._is_secret() else self.env._("Open the process to read it.")
        return process.message_notify(
            partner_ids=users.sudo().partner_id.ids,
            subject=subject,
            body=body,
            model_description=self.env._("Disposition"),
            email_layout_xmlid="mail.mail_notification_layout",
        )

    def _in_short(self):
        """What is asked, with the sender's words and the day, as HTML."""
        return Markup("<br/>").join(
            part
            for part in (
                self.asked and as_html(self.asked),
                self.words and Markup("<i>%s</i>") % as_html(self.words),
                self._until(),
            )
            if part
        )

    def _until(self):
        if not self.date_due:
            return ""
        return self.env._("Due: %(date)s", date=format_date(self.env, self.date_due))

    def _message_sent(self):
        if self._is_secret():
            return self.env._("A secret disposition was sent (%(number)s).", number=self.number)
        head = self.env._("Disposition %(number)s to %(people)s", number=self.number, people=self.to_names)
        if self.cc_names:
            head = self.env._(
                "Disposition %(number)s to %(people)s, copy to %(copies)s",
                number=self.number,
                people=self.to_names,
                copies=self.cc_names,
            )
        return Markup("<b>%s</b><br/>%s") % (head, self._in_short())

    def _message_recalled(self, lines):
        if self._is_secret():
            return self.env._("A secret disposition was recalled (%(number)s).", number=self.number)
        people = ", ".join(line._printed() for line in lines)
        return self.env._("Disposition %(number)s recalled from %(people)s.", number=self.number, people=people)

    def _message_answered(self, kind, text):
        if self._is_secret():
            if kind == "returned":
                return self.env._("A secret disposition was returned (%(number)s).", number=self.number)
            return self.env._("A secret disposition was reported on (%(number)s).", number=self.number)
        head = (
            self.env._("Disposition %(number)s returned", number=self.number)
            if kind == "returned"
            else self.env._("Report on disposition %(number)s", number=self.number)
        )
        return Markup("<b>%s</b><br/><i>%s</i>") % (head, as_html(text))

    def _ask_recipients(self):
        """Put it into the inbox of those who are to act; tell those who are to know."""
        lines = self.recipient_ids.grouped("role")
        copies = lines.get("cc")
        if copies:
            self._notify(copies.asked_id, self.env._("Disposition %(number)s, copy to you", number=self.number))
        # The activity is the notice; a message besides is sent where the SOP asks for it.
        quiet = not self.process_id.template_id._frozen().notifies
        Inbox = with_engine(self.env["mail.activity"].sudo()).with_context(
            mail_activity_quick_update=quiet, sop_follow_already=True
        )
        activities = Inbox.create([self._activity_of(line.asked_id) for line in lines["to"]])
        for line, activity in zip(lines["to"], activities):
            line.activity_id = activity

    def _activity_of(self, user):
        """Values of the activity by which a recipient finds the disposition in his inbox."""
        process, secret = self.process_id, self._is_secret()
        kind = "sop_planning.mail_activity_type_disposition"
        return {
            "res_model_id": self.env["ir.model"]._get_id("sop.process"),
            "res_model": "sop.process",
            "res_id": process.id,
            "res_name": process.display_name,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(kind),
            "automated": True,
            "summary": self.env._("Disposition %(number)s", number=self.number),
            "note": False if secret else Markup("%s: %s<br/>%s") % (self.env._("From"), self._from(), self._in_short()),
            "user_id": user.id,
            "user_tz": user.tz,
            "date_deadline": self.date_due or process._day_of(self.date, self.env["res.users"]),
        }

    def _from(self):
        return self.position or self.person


class SopDispositionRecipient(models.Model):
    _inherit = "sop.disposition.recipient"

    def _answerer(self):
        """Who answers: the recipient, or whoever stands in for him, in his own name and the other's office."""
        if self.asked_id == self.user_id:
            return self._printed()
        office = self.acting_id and self.acting_id._label()
        return f"{office} ({self.asked_id.name})" if office else self.asked_id.name

    def _tell_answer(self, kind, text):
        """Say in the chatter, and to the sender, that this recipient has answered."""
        disposition = self.disposition_id
        subject = (
            self.env._("Disposition %(number)s returned by %(person)s", number=self.number, person=self._answerer())
            if kind == "returned"
            else self.env._("Disposition %(number)s: report of %(person)s", number=self.number, person=self._answerer())
        )
        message = disposition._tell(disposition._message_answered(kind, text))
        body = self.env._("Open the process to read it.") if disposition._is_secret() else as_html(text)
        self.process_id.sudo().message_notify(
            partner_ids=disposition.user_id.sudo().partner_id.ids,
            subject=subject,
            body=body,
            model_description=self.env._("Disposition"),
            email_layout_xmlid="mail.mail_notification_layout",
        )
        return message

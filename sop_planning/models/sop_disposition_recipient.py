from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .engine_key import with_engine

ROLES = [("to", "To"), ("cc", "Copy")]
STATES = [("open", "Open"), ("done", "Done"), ("returned", "Returned"), ("recalled", "Recalled")]
EVENTS = {"done": "disposition_report", "returned": "disposition_return"}
HOURS_BETWEEN_REMINDERS = 1


class SopDispositionRecipient(models.Model):
    """One person a disposition was sent to: when he read it, and what he made of it.

    A copy asks for nothing: it is done when it is read. Access: as the disposition; one that was recalled unread is no
    longer its recipient's to read where it is secret.
    """

    _name = "sop.disposition.recipient"
    _description = "Recipient of a disposition"
    _inherit = ["sop.guarded"]
    _order = "id desc"
    _rec_name = "number"

    disposition_id = fields.Many2one("sop.disposition", required=True, ondelete="cascade", index=True)
    process_id = fields.Many2one("sop.process", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", string="Agency", required=True, index=True)
    user_id = fields.Many2one("res.users", string="Recipient", required=True, ondelete="restrict")
    # Who is to answer it: whoever stands in for the recipient while a period is in force, else he himself; when it was
    # answered, who did.
    asked_id = fields.Many2one(
        "res.users", compute="_compute_asked_id", store=True, readonly=False, ondelete="restrict"
    )
    acting_id = fields.Many2one("sop.acting", string="Stands in by", ondelete="set null")
    role = fields.Selection(ROLES, string="As", required=True, default="to")
    position = fields.Char(string="Office")  # as printed when it was sent
    person = fields.Char(string="Name as printed", required=True)
    department_id = fields.Many2one("hr.department", string="Unit", ondelete="set null")
    state = fields.Selection(STATES, string="Status", required=True, default="open")
    date = fields.Datetime(string="Sent", required=True)
    date_due = fields.Date(string="Due")
    date_read = fields.Datetime(string="Read")
    date_done = fields.Datetime(string="Answered")
    report = fields.Text(help="The report, or the reason of a return or a recall.")
    attachment_ids = fields.Many2many("ir.attachment", string="Files of the report", ondelete="restrict")
    activity_id = fields.Many2one("mail.activity", ondelete="set null", index="btree_not_null")
    joined = fields.Boolean(help="Takes part in the process because of this disposition only.")

    number = fields.Char(related="disposition_id.number", store=True)
    sender_id = fields.Many2one(related="disposition_id.user_id", string="Sender", store=True, index=True)
    urgency = fields.Selection(related="disposition_id.urgency", store=True)
    secrecy = fields.Selection(related="disposition_id.secrecy", store=True)
    sender_position = fields.Char(related="disposition_id.position", string="Office of the sender")
    letter_subject = fields.Char(related="disposition_id.letter_subject")
    asked = fields.Text(related="disposition_id.asked")
    words = fields.Text(related="disposition_id.words")
    days = fields.Integer(compute="_compute_days", help="From sending to the answer, or to today while it is open.")
    is_late = fields.Boolean(compute="_compute_days")
    can_recall = fields.Boolean(compute="_compute_can_recall")
    can_answer = fields.Boolean(compute="_compute_can_recall")

    _person_once = models.UniqueIndex("(disposition_id, user_id)", "A person receives a disposition once.")
    # An inbox is asked all day, while answered dispositions only pile up behind it.
    _open_by_person = models.Index("(asked_id, process_id) WHERE state = 'open'")

    @api.depends("user_id")
    def _compute_asked_id(self):
        for line in self:
            line.asked_id = line.user_id

    @api.depends("state", "date", "date_done", "date_due")
    def _compute_days(self):
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        for line in self:
            line.days = ((line.date_done or now) - line.date).days if line.date else 0
            line.is_late = line.state == "open" and bool(line.date_due) and line.date_due < today

    @api.depends("state", "date_read")
    @api.depends_context("uid")
    def _compute_can_recall(self):
        for line in self:
            is_open = line.state == "open"
            line.can_recall = is_open and not line.date_read and line.sender_id == self.env.user
            line.can_answer = is_open and line.role == "to" and line.asked_id == self.env.user

    def _printed(self):
        """The office with its holder, as several may hold offices of one name."""
        return self.person if self.position in ("", False, self.person) else f"{self.position} ({self.person})"

    # Actions

    def action_answer(self):
        """Open the dialog in which the recipient reports."""
        return self._open_answer("done")

    def action_return(self):
        """Open the dialog in which the recipient returns the disposition."""
        return self._open_answer("returned")

    def action_recall(self):
        """Take the disposition back from this recipient.

        :raises UserError: somebody else sent it, or he has opened it
        """
        self.ensure_one()
        self.check_access("read")
        self._recall()

    def action_pass_on(self):
        """Open the dialog of an onward disposition."""
        self.ensure_one()
        return self.disposition_id.action_pass_on()

    def action_open(self):
        """Open the disposition."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_disposition_action")
        return {**action, "res_id": self.disposition_id.id, "views": [(False, "form")], "context": {}}

    def _open_answer(self, kind):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_disposition_answer_action")
        return {**action, "context": {"default_recipient_id": self.id, "default_kind": kind}}

    # What happens to them

    def _locked(self):
        """The same lines, locked until the end of the transaction: recall against open, answer against recall. As
        superuser, because nobody may write; who may do what is judged here."""
        self.env.cr.execute(
            "SELECT FROM sop_disposition_recipient WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [self.ids]
        )
        return with_engine(self.sudo())

    def _mark_read(self):
        """Note that the current user has opened what was sent to him; a copy is done with that."""
        unread = self.filtered(
            lambda line: line.asked_id.id == self.env.uid and line.state == "open" and not line.date_read
        )
        if not unread:
            return
        now, lines = fields.Datetime.now(), unread._locked()
        lines.date_read = now
        lines.filtered(lambda line: line.role == "cc").write({"state": "done", "date_done": now})

    def _answer(self, kind, text, attachment_ids=()):
        """Report on dispositions, or return them, by the current user.

        :param kind: 'done' or 'returned'
        :param text: the report, or the reason; must say something
        :return: mail.message of the chatter, one for each
        :raises UserError: it is not his to answer, is answered already, or was recalled
        """
        lines = self._locked()
        lines._check_answerable(text)
        now = fields.Datetime.now()
        lines.filtered(lambda line: not line.date_read).date_read = now
        messages = self.env["mail.message"]
        for line in lines:
            answer = {"date_done": now, "attachment_ids": line._adopted(attachment_ids)}
            messages += line._conclude(kind, text, answer)
        return messages

    def _conclude(self, kind, text, values):
        """Write an answer down, and say in journal, chatter and to the sender that it is there."""
        self.write({"state": kind, "report": text, **values})
        self._close_activities(text)
        self.disposition_id._journal(EVENTS[kind], self, text)
        return self._tell_answer(kind, text)

    def _check_answerable(self, text):
        for line in self:
            if line.asked_id.id != self.env.uid or line.role != "to":
                raise UserError(self.env._("This disposition was not sent to you to be answered."))
            if line.state == "recalled":
                raise UserError(self.env._("This disposition was recalled by its sender."))
            if line.state != "open":
                raise UserError(self.env._("You have answered this disposition already."))
        if not (text or "").strip():
            raise UserError(self.env._("Say what came of it, or why you return it."))

    def _adopted(self, attachment_ids):
        return self.env["ir.attachment"]._adopted_by(self, attachment_ids)

    def _close_activities(self, feedback=""):
        """Take the lines out of the inbox; the report of a secret one stays out of it, where others could read it."""
        for line in self:
            shown = feedback and not line.disposition_id._is_secret()
            line.activity_id.filtered("active").write({"active": False, **({"feedback": feedback} if shown else {})})

    def _recall(self):
        """Take back what has not been opened.

        :raises AccessError: the current user did not send it
        :raises UserError: nothing is left to take back
        """
        self.disposition_id._check_sender()
        lines = self._locked()
        unread = lines.filtered(lambda line: line.state == "open" and not line.date_read)
        if not unread:
            people = ", ".join(lines.mapped("person"))
            raise UserError(
                self.env._("It can no longer be recalled: %(people)s has opened or answered it.", people=people)
            )
        unread._close_as_recalled(self.env._("Recalled by the sender before it was read."))
        for disposition in unread.disposition_id:
            lines = unread.filtered(lambda line, disposition=disposition: line.disposition_id == disposition)
            disposition._journal("disposition_recall", lines)
            disposition._tell(disposition._message_recalled(lines))

    def _close_as_recalled(self, reason):
        """Close lines without an answer; whoever came to the process by them alone leaves it."""
        self.write({"state": "recalled", "date_done": fields.Datetime.now(), "report": reason})
        self._close_activities()
        for line in self.filtered(lambda line: line.joined and not line.date_read):
            line.process_id._let_go(line.user_id | line.asked_id)

    def _remind(self):
        """Remind everyone who has not answered, by a message for him alone.

        :raises AccessError: the current user did not send it
        :raises UserError: nobody is left to answer, or the last reminder is too fresh
        """
        disposition = self.disposition_id
        disposition._check_sender()
        lines = self._locked().filtered(lambda line: line.state == "open")
        if not lines:
            raise UserError(self.env._("Everyone has answered this disposition."))
        now, last = fields.Datetime.now(), disposition.date_reminded
        if last and now - last < timedelta(hours=HOURS_BETWEEN_REMINDERS):
            raise UserError(self.env._("You have reminded them within the last hour; give them time."))
        with_engine(disposition.sudo()).date_reminded = now
        disposition._notify(lines.asked_id, self.env._("Reminder: disposition %(number)s", number=disposition.number))

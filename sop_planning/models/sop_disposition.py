from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .engine_key import with_engine
from .sop_disposition_agenda import printed_number

URGENCIES = [("normal", "Normal"), ("urgent", "Urgent"), ("very_urgent", "Very urgent")]
SECRECIES = [("ordinary", "Ordinary"), ("restricted", "Restricted"), ("secret", "Secret"), ("top_secret", "Top secret")]
SECRET = ("secret", "top_secret")
LETTER = ("letter_from", "letter_number", "letter_date", "letter_received", "letter_subject")


class SopDisposition(models.Model):
    """An instruction of one official to others within a run, sent once and never changed.

    Access: who takes part in the process reads the ordinary and the restricted ones, officers those of their agencies;
    secret ones are for the sender, the recipients and the agency's SOP administrators. Nobody writes one: it is sent by
    its dialog, and answered, recalled and reminded of by its buttons.
    """

    _name = "sop.disposition"
    _description = "Disposition"
    _inherit = ["sop.guarded"]
    _order = "date desc, id desc"
    # The number alone: a name is shown to whoever may see what refers to the record.
    _rec_name = "number"

    process_id = fields.Many2one("sop.process", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", string="Agency", required=True, index=True)
    number = fields.Char(string="Agenda number", required=True)
    agenda_year = fields.Integer(required=True, aggregator=False)
    agenda_number = fields.Integer(required=True, aggregator=False)
    date = fields.Datetime(string="Sent", required=True, index=True)
    step_id = fields.Many2one("sop.template.step", ondelete="restrict")
    visit = fields.Integer(aggregator=False)
    task_id = fields.Many2one("sop.task", string="Written in the task", ondelete="restrict")
    parent_id = fields.Many2one("sop.disposition", string="Passes on", ondelete="restrict", index="btree_not_null")
    child_ids = fields.One2many("sop.disposition", "parent_id", string="Passed on by")
    user_id = fields.Many2one("res.users", string="Sender", required=True, ondelete="restrict", index=True)
    # As printed when it was sent: offices, ranks and names change.
    position = fields.Char(string="Office")
    person = fields.Char(string="Name as printed", required=True)
    rank = fields.Char()
    nip = fields.Char(string="NIP")
    department_id = fields.Many2one("hr.department", string="Unit", ondelete="set null")
    recipient_ids = fields.One2many("sop.disposition.recipient", "disposition_id", string="Recipients")
    phrase_ids = fields.Many2many("sop.disposition.phrase", string="Phrases", ondelete="restrict")
    asked = fields.Text(string="Please", help="The phrases as they were when it was sent.")
    words = fields.Text(string="Own words")
    urgency = fields.Selection(URGENCIES, required=True, default="normal")
    secrecy = fields.Selection(SECRECIES, required=True, default="ordinary")
    date_due = fields.Date(string="Due")
    date_reminded = fields.Datetime(string="Last reminder")
    letter_from = fields.Char(string="Letter from")
    letter_number = fields.Char(string="Letter number")
    letter_date = fields.Date(string="Date of the letter")
    letter_received = fields.Date(string="Letter received")
    letter_subject = fields.Char(string="Subject of the letter")
    attachment_ids = fields.Many2many("ir.attachment", string="Files", ondelete="restrict")

    to_names = fields.Char(string="To", compute="_compute_names")
    cc_names = fields.Char(string="Copy to", compute="_compute_names")
    status = fields.Char(compute="_compute_status", help="How many of those it was sent to have read and answered it.")
    tree_html = fields.Html(string="Chain", compute="_compute_tree_html", sanitize=False)
    my_line_id = fields.Many2one("sop.disposition.recipient", compute="_compute_offers")
    can_answer = fields.Boolean(compute="_compute_offers")
    can_pass_on = fields.Boolean(compute="_compute_offers")
    can_recall = fields.Boolean(compute="_compute_offers")
    can_remind = fields.Boolean(compute="_compute_offers")

    _number_once = models.UniqueIndex(
        "(company_id, agenda_year, agenda_number)", "An agenda number is given once a year."
    )

    @api.depends("recipient_ids")
    def _compute_names(self):
        for disposition in self:
            people = disposition.recipient_ids.grouped("role")
            for role in ("to", "cc"):
                names = [line._printed() for line in people.get(role, ())]
                disposition[f"{role}_names"] = ", ".join(names)

    @api.depends("recipient_ids.state", "recipient_ids.date_read")
    @api.depends_context("lang")
    def _compute_status(self):
        for disposition in self:
            lines = disposition.recipient_ids.filtered(lambda line: line.role == "to")
            disposition.status = self.env._(
                "%(read)s of %(all)s read, %(done)s answered",
                read=len(lines.filtered("date_read")),
                all=len(lines),
                done=len(lines.filtered(lambda line: line.state in ("done", "returned"))),
            )

    @api.depends("recipient_ids.state", "recipient_ids.date_read", "process_id.state")
    @api.depends_context("uid")
    def _compute_offers(self):
        for disposition in self:
            mine = disposition._my_line()
            is_open, is_sender = mine.state == "open", disposition.user_id == self.env.user
            waiting = disposition.recipient_ids.filtered(lambda line: line.state == "open")
            disposition.my_line_id = mine
            disposition.can_answer = is_open and mine.role == "to" and mine.asked_id == self.env.user
            disposition.can_pass_on = bool(mine) and mine.state != "recalled" and disposition.process_id.can_dispose
            disposition.can_recall = is_sender and any(not line.date_read for line in waiting)
            disposition.can_remind = is_sender and bool(waiting)

    def _my_line(self):
        """The line by which the current user has received it: first what asks him now, then his own before that of an
        official for whom he stands in."""
        me = self.env.user
        mine = self.recipient_ids.filtered(lambda line: me in (line.user_id, line.asked_id))
        return mine.sorted(lambda line: (line.asked_id != me or line.state != "open", line.user_id != me))[:1]

    @api.depends("recipient_ids.state")
    @api.depends_context("uid", "lang", "tz")
    def _compute_tree_html(self):
        for disposition in self:
            disposition.tree_html = disposition._tree_html() if disposition.id else False

    def web_read(self, specification):
        values = super().web_read(specification)
        if len(self) == 1 and "words" in specification:  # the form, not a line of a list
            self._my_line()._mark_read()
        return values

    # Actions

    def action_answer(self):
        """Open the dialog in which a recipient reports on the disposition."""
        return self._open_my_answer("done")

    def action_return(self):
        """Open the dialog in which a recipient returns the disposition with a reason."""
        return self._open_my_answer("returned")

    def _open_my_answer(self, kind):
        self.ensure_one()
        self.check_access("read")
        line = self._my_line()
        if not line:
            raise UserError(self.env._("This disposition was not sent to you to be answered."))
        return line._open_answer(kind)

    def action_pass_on(self):
        """Open the dialog of an onward disposition."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_disposition_write_action")
        return {**action, "context": {"default_process_id": self.process_id.id, "default_parent_id": self.id}}

    def action_open_process(self):
        """Open the process it was written in."""
        self.ensure_one()
        return self.process_id._open()

    def action_recall(self):
        """Take it back from those who have not opened it.

        :raises UserError: somebody else sent it, or everyone has opened or answered it
        """
        self.ensure_one()
        self.check_access("read")
        self.recipient_ids._recall()

    def action_remind(self):
        """Remind those who have not answered, at most once an hour.

        :raises UserError: somebody else sent it, nobody is left to answer, or the last reminder is too fresh
        """
        self.ensure_one()
        self.check_access("read")
        self.recipient_ids._remind()

    # Sending

    @api.model
    def _deposit(self, process, values, lines, now):
        """Write a disposition of the current user down, with its agenda number.

        :param process: sop.process, locked and judged
        :param values: what its sender filled in
        :param lines: values of its recipients
        """
        day = process.company_id._sop_today()
        number = self.env["sop.disposition.agenda"]._take(process.company_id, "disposition", day.year)
        Disposition = with_engine(self.sudo())  # nobody may write; that he may send it has been judged
        return Disposition.create(
            {
                **values,
                "process_id": process.id,
                "company_id": process.company_id.id,
                "date": now,
                "number": printed_number(process.company_id.sop_disposition_pattern, number, day),
                "agenda_year": day.year,
                "agenda_number": number,
                "recipient_ids": [fields.Command.create(line) for line in lines],
            }
        )

    def _is_secret(self):
        return self.secrecy in SECRET

    def _check_sender(self):
        """:raises AccessError: the current user did not send it"""
        if any(disposition.user_id.id != self.env.uid for disposition in self):
            raise AccessError(self.env._("Only the sender of a disposition may do this."))

    def _check_above(self, process, values):
        """Whether the current user may pass this one on.

        :raises UserError: it is of another process or more secret, or he was not among its recipients
        """
        if not self:
            return
        line = self.sudo()._my_line()
        if self.process_id != process or not line or line.state == "recalled":
            raise UserError(self.env._("Only who has received a disposition can pass it on, within its process."))
        order = [secrecy for secrecy, _label in SECRECIES]
        if order.index(values["secrecy"]) < order.index(self.secrecy):
            raise UserError(self.env._("What passes on a disposition cannot be less secret than it."))

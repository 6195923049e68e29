from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..flow import rhythm
from .engine_key import is_engine
from .res_users import colleagues

EVERY = [
    ("year", "Every year"),
    ("half_year", "Every half-year"),
    ("quarter", "Every quarter"),
    ("month", "Every month"),
]
MONTHS = [
    *(("1", "January"), ("2", "February"), ("3", "March"), ("4", "April"), ("5", "May"), ("6", "June")),
    *(("7", "July"), ("8", "August"), ("9", "September"), ("10", "October"), ("11", "November"), ("12", "December")),
]
# What says when the SOP is due: a change of it counts from the day it is made.
RHYTHM_FIELDS = {"every", "interval", "first_year", "month", "day", "working_days_before"}
# What only the engine writes.
ENGINE_FIELDS = {"failure", "date_tried", "next_date"}
SHOWN = 5


class SopSchedule(models.Model):
    """When an SOP starts by itself: a date in each year, half-year, quarter or month, or in every so many of them, or
    working days before it.

    Once and only once for each period; the version in force at the time is followed. A start that was missed or that
    failed is made up for until the next one is due, and never more than that one.

    Access: officers write the schedules of their agencies, users read them.
    """

    _name = "sop.schedule"
    _description = "SOP schedule"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "next_date, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    is_on = fields.Boolean(string="In use", default=True, tracking=True, help="Without it, nothing starts by itself.")
    company_id = fields.Many2one(
        "res.company", string="Agency", required=True, index=True, default=lambda self: self.env.company
    )
    template_id = fields.Many2one(
        "sop.template",
        string="SOP",
        required=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('state', '=', 'effective'), ('company_id', '=', company_id)]",
        help="Any version of it: the version in force on the day is started.",
    )
    root_id = fields.Many2one(related="template_id.root_id", string="First version", store=True, index=True)
    effective_id = fields.Many2one("sop.template", string="Version in force", compute="_compute_effective_id")
    every = fields.Selection(EVERY, string="How often", required=True, default="year", tracking=True)
    interval = fields.Integer(
        string="Every how many",
        required=True,
        default=1,
        tracking=True,
        help="1 for each of them; 5 with “Every year” for a plan every five years.",
    )
    first_year = fields.Integer(
        string="In the year",
        default=lambda self: fields.Date.context_today(self).year,
        aggregator=False,
        tracking=True,
        help="A year in which it is due; the others follow from how often.",
    )
    month = fields.Selection(
        MONTHS, required=True, default="1", tracking=True, help="One of its months; the others follow from how often."
    )
    day = fields.Integer(
        required=True, default=1, tracking=True, help="Day of the month; in a shorter month, its last day."
    )
    working_days_before = fields.Integer(
        string="Working days before",
        tracking=True,
        help="It starts so many working days before the date, by the agency's calendar; 0 for the date itself.",
    )
    subject = fields.Char(
        required=True,
        tracking=True,
        help="Subject of the process, e.g. “RKT {next_year}”. Placeholders: {year}, {next_year}, {previous_year}, "
        "{semester}, {quarter}, {month}, {year+4} and the like; all of the date.",
    )
    period = fields.Char(tracking=True, help="Period of the process, with the same placeholders, e.g. “{next_year}”.")
    officer_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        domain=colleagues(),
        help="Starts the processes, and hears when one cannot start.",
    )
    requester_id = fields.Many2one(
        "res.users",
        tracking=True,
        domain=colleagues(),
        help="Who asks for the process; the officer, when left empty.",
    )
    member_ids = fields.One2many("sop.schedule.member", "schedule_id", string="Chosen people", copy=True)
    date_from = fields.Date(
        string="Counts from",
        required=True,
        default=fields.Date.context_today,
        copy=False,
        help="Dates before this day are left out; set anew when the schedule is switched on or its date is changed.",
    )
    remark = fields.Text(help="Where the date comes from; what is only assumed is said here.")
    next_date = fields.Date(string="Next start", readonly=True, copy=False, index=True)
    upcoming = fields.Text(string="Next starts", compute="_compute_upcoming")
    failure = fields.Text(string="Why it has not started", readonly=True, copy=False)
    date_tried = fields.Date(string="Last tried", readonly=True, copy=False)
    process_ids = fields.One2many("sop.process", "schedule_id", string="Processes")
    process_count = fields.Integer(compute="_compute_process_count")

    _name_unique = models.UniqueIndex("(company_id, name)", "The agency has a schedule with this name already.")
    _few_between = models.Constraint(
        "CHECK (interval BETWEEN 1 AND 60 AND (interval = 1 OR first_year BETWEEN 1900 AND 2200))",
        "It is due every 1 to 60 years or months, counted from a year.",
    )
    _day_of_month = models.Constraint("CHECK (day BETWEEN 1 AND 31)", "The day is from 1 to 31.")
    _few_days_before = models.Constraint(
        "CHECK (working_days_before BETWEEN 0 AND 200)", "Working days before the date are from 0 to 200."
    )

    @api.depends("template_id")
    def _compute_effective_id(self):
        by_root = self.env["sop.template"]._in_force_of(self.root_id.ids).grouped("root_id")
        for schedule in self:
            schedule.effective_id = by_root.get(schedule.root_id)

    @api.depends("is_on", "date_from", "subject", "company_id", *sorted(RHYTHM_FIELDS))
    @api.depends_context("lang")
    def _compute_upcoming(self):
        self.upcoming = False
        sound = self.filtered(lambda schedule: schedule._has_sound_rhythm() and not schedule._pattern_fault())
        for schedule, starts in sound._coming_starts(SHOWN).items():
            schedule.upcoming = "\n".join(schedule._start_line(start, occurrence) for start, occurrence in starts)

    def _start_line(self, start, occurrence):
        subject = rhythm.fill(self.subject or "", occurrence.day)
        if start == occurrence.day:
            return self.env._("%(start)s: %(subject)s", start=format_date(self.env, start), subject=subject)
        return self.env._(
            "%(start)s (for %(date)s): %(subject)s",
            start=format_date(self.env, start),
            date=format_date(self.env, occurrence.day),
            subject=subject,
        )

    def _compute_process_count(self):
        counts = dict(
            self.env["sop.process"]._read_group([("schedule_id", "in", self.ids)], ["schedule_id"], ["__count"])
        )
        for schedule in self:
            schedule.process_count = counts.get(schedule, 0)

    @api.constrains("subject", "period")
    def _check_patterns(self):
        for schedule in self:
            fault = schedule._pattern_fault()
            if fault:
                raise ValidationError(schedule._pattern_sentence(fault))

    def _pattern_fault(self):
        """The piece of subject or period that is no placeholder, '{' for a lonely brace, '' when all is well."""
        for pattern in (self.subject or "", self.period or ""):
            try:
                rhythm.fill(pattern, fields.Date.today())
            except rhythm.BadPattern as bad:
                return bad.what or "{"
        return ""

    def _pattern_sentence(self, piece):
        known = ", ".join(f"{{{name}}}" for name in (*rhythm.PLACEHOLDERS, "year+4"))
        return self.env._("“%(piece)s” is not a placeholder; there are: %(known)s.", piece=piece, known=known)

    @api.constrains("officer_id", "requester_id", "company_id")
    def _check_people(self):
        for schedule in self:
            if not schedule._is_officer(schedule.officer_id):
                raise ValidationError(
                    self.env._(
                        "%(person)s is no officer of %(agency)s.",
                        person=schedule.officer_id.name,
                        agency=schedule.company_id.name,
                    )
                )
            schedule._check_work_here(schedule.requester_id | schedule.member_ids.user_id)

    def _check_work_here(self, users):
        if strangers := self.company_id._sop_strangers(users):
            raise ValidationError(self.company_id._sop_strangers_sentence(strangers))

    def _check_column(self, executor):
        if executor.template_id.root_id != self.root_id:
            raise ValidationError(self.env._("A chosen person stands in a column of the scheduled SOP."))

    @api.constrains("template_id")
    def _check_columns(self):
        for schedule in self:
            for executor in schedule.member_ids.executor_id:
                schedule._check_column(executor)

    def _is_officer(self, user):
        return self.company_id in user.company_ids and user.has_group("sop_planning.group_sop_officer")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_own_fields(set().union(*vals_list))
        schedules = super().create(vals_list)
        schedules._note_next_date()
        return schedules

    def write(self, vals):
        self._check_own_fields(vals)
        if not is_engine(self.env):
            vals = self._with_fresh_start(vals)
        done = super().write(vals)
        if "company_id" in vals:
            self.check_access("write")  # not into an agency one does not work for
        if not is_engine(self.env):
            self._note_next_date()
        return done

    def copy_data(self, default=None):
        """A copy is a proposal: it starts nothing before somebody puts it in use."""
        vals_list = super().copy_data(default)
        for schedule, vals in zip(self, vals_list):
            vals["name"] = (default or {}).get("name") or self.env._("%(name)s (copy)", name=schedule.name)
            vals["is_on"] = (default or {}).get("is_on", False)
        return vals_list

    def _check_own_fields(self, names):
        if not is_engine(self.env) and ENGINE_FIELDS & set(names):
            raise UserError(self.env._("The system itself notes when a schedule starts and why it could not."))

    def _with_fresh_start(self, vals):
        """The values, so that a change neither starts what lies behind nor waits for tomorrow to be tried."""
        vals = {**vals, "date_tried": False}
        counts_anew = vals.get("is_on") or RHYTHM_FIELDS & vals.keys()
        return (
            {**vals, "date_from": fields.Date.context_today(self)} if counts_anew and "date_from" not in vals else vals
        )

    # Actions

    def action_start_now(self):
        """Try at once to start what is due.

        :return: action that opens the process
        :raises UserError: nothing is due, or why it cannot start
        """
        self.ensure_one()
        self.check_access("write")
        schedule = self.sudo()  # the start is judged as the officer of the schedule
        occurrence = schedule._due().get(schedule)
        if not occurrence:
            raise UserError(self.env._("Nothing is due now; the next start is shown below."))
        return schedule._launch(occurrence)._open()

    def action_open_processes(self):
        """Open the processes this schedule has started."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_process_action")
        return {**action, "domain": [("schedule_id", "=", self.id)], "context": {}}

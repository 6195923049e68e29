from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from .engine_key import is_engine
from .registry_cache import forget
from .res_users import colleagues

KINDS = [("plt", "Plt. (acting, the place is vacant)"), ("plh", "Plh. (acting for the day, the official is absent)")]
# What the official paper prints before the office, whatever the reader's language.
PRINTED_KINDS = {"plt": "Plt.", "plh": "Plh."}
# Once confirmed, tasks and printed papers rest on these.
SETTLED_FIELDS = {"company_id", "kind", "user_id", "job_id", "department_id", "office", "deputy_id"}
# Periods as the present transaction has changed them: all threads share what the registry keeps, and a task that others
# give to a period not committed yet is refused by the database.
UNCOMMITTED = "sop.acting"


class Period(NamedTuple):
    """An acting period in force, by record ids; `label` is the office as printed, e.g. 'Plt. Kepala Badan'."""

    id: int
    user_id: int
    job_id: int
    department_id: int
    deputy_id: int
    label: str


class SopActing(models.Model):
    """Pelaksana tugas (Plt.) or pelaksana harian (Plh.): who stands in for whom, from when until when.

    While a confirmed period is in force, steps that would ask the official ask the acting official, and open tasks
    move to him; when it ends, what is still open returns. Kinds and wording: SOP_FORMAT.md, signature block.

    Access: everyone reads (who acts is public in an office); officers write those of their agencies.
    """

    _name = "sop.acting"
    _description = "Acting official (Plt/Plh)"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", string="Agency", required=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [("proposed", "Proposed"), ("confirmed", "Confirmed"), ("ended", "Ended")],
        required=True,
        default="proposed",
        readonly=True,
        copy=False,
        tracking=True,
    )
    kind = fields.Selection(KINDS, required=True, default="plh", tracking=True)
    user_id = fields.Many2one(
        "res.users",
        string="Official",
        domain=colleagues(),
        help="Who is absent; empty for a vacant place.",
    )
    job_id = fields.Many2one("hr.job", string="Vacant job", check_company=True, help="Empty: the head of the unit.")
    department_id = fields.Many2one("hr.department", string="Unit", check_company=True)
    office = fields.Char(
        compute="_compute_office",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="As printed behind Plt. or Plh., e.g. 'Kepala Badan'.",
    )
    deputy_id = fields.Many2one(
        "res.users",
        string="Acting official",
        domain=colleagues(),
        index=True,
        tracking=True,
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date(string="Until", required=True, tracking=True, help="The last day.")
    decree = fields.Char(help="Number of the order (surat perintah), as printed.", tracking=True)
    in_force = fields.Boolean(compute="_compute_in_force")

    _days_in_order = models.Constraint("CHECK (date_from <= date_to)", "It cannot end before it begins.")
    _confirmed = models.Index("(company_id, date_to) WHERE state = 'confirmed'")

    @api.depends("kind", "office", "deputy_id")
    def _compute_display_name(self):
        for acting in self:
            acting.display_name = f"{acting._label()}: {acting.deputy_id.name or '…'}"

    @api.depends("user_id", "job_id", "department_id", "company_id")
    def _compute_office(self):
        for acting in self:
            if acting.user_id:
                acting.office = acting.user_id._sop_own_office(acting.company_id)
            else:
                head = acting.department_id and f"Kepala {acting.department_id.name}"
                acting.office = acting.job_id.name or head or acting.office

    @api.depends("state", "date_from", "date_to")
    def _compute_in_force(self):
        for acting in self:
            acting.in_force = acting.id in {period.id for period in self._periods(acting.company_id)}

    @api.constrains("user_id", "job_id", "department_id")
    def _check_place(self):
        for acting in self:
            if not (acting.user_id or acting.department_id or acting.job_id):
                raise ValidationError(self.env._("Say for whom, or for which vacant place, somebody stands in."))

    @api.constrains("state", "user_id", "deputy_id", "company_id")
    def _check_deputy(self):
        for acting in self.filtered(lambda acting: acting.state == "confirmed"):
            deputy = acting.deputy_id
            if not deputy or deputy == acting.user_id:
                raise ValidationError(self.env._("“%(office)s”: say who stands in.", office=acting.office))
            if not deputy.active or acting.company_id._sop_strangers(deputy):
                raise ValidationError(acting.company_id._sop_strangers_sentence(deputy))

    @api.constrains("state", "user_id", "job_id", "department_id", "date_from", "date_to")
    def _check_one_at_a_time(self):
        for acting in self.filtered(lambda acting: acting.state == "confirmed"):
            other = self.search(
                [
                    ("id", "!=", acting.id),
                    ("company_id", "=", acting.company_id.id),
                    ("state", "=", "confirmed"),
                    ("user_id", "=", acting.user_id.id),
                    *([] if acting.user_id else acting._place_domain()),
                    ("date_from", "<=", acting.date_to),
                    ("date_to", ">=", acting.date_from),
                ],
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._("In these days somebody stands in already: %(other)s.", other=other.display_name)
                )

    def _place_domain(self):
        return [("job_id", "=", self.job_id.id), ("department_id", "=", self.department_id.id)]

    @api.model_create_multi
    def create(self, vals_list):
        periods = super().create(vals_list)
        periods._settled()._take_effect()
        return periods

    def write(self, vals):
        settled = self._settled()
        if settled and vals.keys() & SETTLED_FIELDS and not is_engine(self.env):
            raise UserError(self.env._("A confirmed period can only be given other days, or be ended."))
        done = super().write(vals)
        if vals.keys() & {"state", "date_from", "date_to", "deputy_id"}:
            (settled | self._settled())._take_effect()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if self._settled():
            raise UserError(self.env._("A confirmed period stays on record; end it instead."))

    # Actions

    def action_confirm(self):
        """Put proposed periods in force, from their first day on.

        :raises ValidationError: the acting official is missing, or somebody stands in already
        """
        self.filtered(lambda acting: acting.state == "proposed").state = "confirmed"

    def action_end(self):
        """End periods now; what is still open returns to the officials."""
        self.filtered(lambda acting: acting.state == "confirmed").state = "ended"

    # In force

    def _settled(self):
        """Those that are more than proposals."""
        return self.filtered(lambda acting: acting.state != "proposed")

    def _take_effect(self):
        """Move the open tasks that these periods concern now, and wake up when they begin and end."""
        if not self:
            return
        self.env.flush_all()
        forget(self.env)
        self.env.cr.precommit.data[UNCOMMITTED] = {}
        # Who may say who acts may have the consequences carried out, in processes he does not read as well.
        self.env["sop.process"].sudo()._stand_in_for(self.company_id)
        turns = [moment for acting in self if acting.state == "confirmed" for moment in acting._turns()]
        if turns:
            self.env.ref("sop_planning.ir_cron_stand_in").sudo()._trigger(at=turns)

    def _turns(self):
        """The moments at which a period begins and ends, where the agency works; naive UTC."""
        days = (self.date_from, fields.Date.add(self.date_to, days=1))
        return [self.company_id._sop_utc(fields.Datetime.to_datetime(day)) for day in days]

    @api.model
    def _turns_about_now(self):
        """Whether a period begins or ends within a day of now, wherever its agency works."""
        today = fields.Date.today()
        near = [fields.Date.add(today, days=days) for days in (-2, -1, 0, 1)]
        near_turn = ["|", ("date_from", "in", near), ("date_to", "in", near)]
        return bool(self.search_count([("state", "=", "confirmed"), *near_turn], limit=1))

    def _label(self):
        return f"{PRINTED_KINDS[self.kind]} {self.office or ''}"

    @api.model
    def _periods(self, company):
        """The periods in force in an agency today.

        :param company: res.company
        :return: tuple of Period
        """
        day = company._sop_today()
        own = self.env.cr.precommit.data.get(UNCOMMITTED)
        if own is None:
            return self._periods_on(company.id, day)
        if (company.id, day) not in own:
            own[company.id, day] = self._read_periods(company.id, day)
        return own[company.id, day]

    @api.model
    @tools.ormcache("company_id", "day")
    def _periods_on(self, company_id, day):
        # Every step asks, for whoever acts.
        return self._read_periods(company_id, day)

    @api.model
    def _read_periods(self, company_id, day):
        periods = self.sudo().search(
            [
                ("company_id", "=", company_id),
                ("state", "=", "confirmed"),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ],
            order="id",
        )
        return tuple(
            Period(
                acting.id,
                acting.user_id.id,
                acting.job_id.id,
                acting.department_id.id,
                acting.deputy_id.id,
                acting._label(),
            )
            for acting in periods
        )

    # Proposals

    @api.model
    def _propose(self, absences):
        """Propose a period for each absence of somebody on whom a run may wait.

        :param absences: resource.calendar.leaves of employees, from whatever application
        """
        today = fields.Date.today()
        for leave in absences.filtered(lambda leave: leave.resource_id.user_id and leave.date_to.date() >= today):
            self._propose_for(leave, leave.resource_id.user_id)

    def _propose_for(self, leave, official):
        first, last = (leave._sop_local_day(moment) for moment in (leave.date_from, leave.date_to))
        company = leave.resource_id.company_id or official.company_id
        known = self.search_count(
            [("user_id", "=", official.id), ("date_from", "<=", last), ("date_to", ">=", first)], limit=1
        )
        if known or not official._sop_is_awaited(company):
            return
        proposal = self.create(
            {"company_id": company.id, "user_id": official.id, "date_from": first, "date_to": last, "kind": "plh"}
        )
        proposal._tell_officers()

    def _tell_officers(self):
        # Whatever brought the absence about may ask core to plan no activities; this one is ours to plan.
        heard = self.with_context(mail_activity_automation_skip=False)
        for officer in self.company_id._sop_officers():
            heard.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Who stands in for %(official)s?", official=self.user_id.name),
                user_id=officer.id,
            )

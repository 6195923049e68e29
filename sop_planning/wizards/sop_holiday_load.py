import base64
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..flow import holidays


class Planned(NamedTuple):
    """What loading one holiday does in one calendar: create, rename, kept (loaded before) or covered (by hand)."""

    calendar: models.BaseModel
    holiday: holidays.Holiday
    outcome: str
    leave: models.BaseModel


class SopHolidayLoad(models.TransientModel):
    """Loading the national holidays of a year into working calendars: those on fixed days, and a file with the others,
    as the joint decree of three ministers (SKB 3 Menteri) lists them. All or nothing; loading twice changes nothing.

    Access: administrators of SOP Planning, for the calendars of their agencies.
    """

    _name = "sop.holiday.load"
    _description = "Load national holidays"

    calendar_ids = fields.Many2many(
        "resource.calendar",
        string="Working calendars",
        required=True,
        default=lambda self: self.env.companies.resource_calendar_id,
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    with_fixed = fields.Boolean(string="Holidays on fixed days", default=True)
    year = fields.Integer(default=lambda self: fields.Date.context_today(self).year)
    file = fields.Binary(string="File of holidays", attachment=False)
    filename = fields.Char()
    preview_html = fields.Html(string="What will happen", compute="_compute_preview_html", sanitize=False)
    faulty = fields.Boolean(compute="_compute_preview_html")
    report = fields.Text(readonly=True)

    @api.depends("calendar_ids", "with_fixed", "year", "file")
    @api.depends_context("lang")
    def _compute_preview_html(self):
        for wizard in self:
            found, faults = wizard._holidays()
            wizard.faulty = bool(faults)
            values = {"faults": faults, "planned": [] if faults else wizard._planned(found), "words": wizard._words()}
            wizard.preview_html = self.env["ir.qweb"]._render(
                "sop_planning.sop_holiday_preview", values, minimal_qcontext=True
            )

    def action_load(self):
        """Write the holidays into the calendars and say what became of them.

        :raises UserError: names the faulty lines; nothing is stored
        :raises AccessError: not an administrator, or a calendar of another agency
        """
        self.ensure_one()
        self.check_access("write")
        foreign = self.calendar_ids.filtered(lambda calendar: calendar.company_id not in self.env.companies)
        if foreign:
            names = ", ".join(foreign.mapped("name"))
            raise AccessError(self.env._("%(calendars)s: not a calendar of your agency.", calendars=names))
        found, faults = self._holidays()
        if faults:
            raise UserError("\n".join(faults))
        planned = self._planned(found)
        self._store(planned)
        self.report = self._report(planned)
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_holiday_load_action")
        return {**action, "res_id": self.id}

    def _holidays(self):
        """The holidays asked for, in the order of their days, and sentences on what is wrong; a name in the file goes
        before ours."""
        found, faults = [], []
        if self.with_fixed:
            try:
                found += holidays.fixed(self.year)
            except ValueError:
                faults.append(self._fault_of_year())
        listed, wrong = self._file_holidays()
        days = {holiday.day: holiday for holiday in found + listed}
        return [days[day] for day in sorted(days)], faults + wrong

    def _fault_of_year(self):
        return self.env._(
            "The year must be from %(first)s to %(last)s.", first=holidays.FIRST_YEAR, last=holidays.LAST_YEAR
        )

    def _file_holidays(self):
        if not self.file:
            return [], []
        try:
            text = base64.b64decode(self.with_context(bin_size=False).file).decode("utf-8-sig")
        except ValueError:
            return [], [self.env._("The file is not text (CSV in UTF-8).")]
        found, faults = holidays.read(text)
        if not found and not faults:
            return [], [self.env._("The file lists no holiday.")]
        return found, [self._fault_words(fault) for fault in faults]

    def _fault_words(self, fault):
        words = {
            "columns": self.env._("two columns are needed, date and name: “%(text)s”", text=fault.text),
            "date": self.env._("“%(text)s” is no date; write 2027-03-10 or 10/03/2027", text=fault.text),
            "year": self.env._("“%(text)s” is too long ago or too far ahead", text=fault.text),
            "name": self.env._("the holiday of %(text)s has no name", text=fault.text),
            "twice": self.env._("%(text)s is listed twice", text=fault.text),
        }
        return self.env._("Line %(line)s: %(fault)s", line=fault.line, fault=words[fault.code])

    def _planned(self, found):
        """What loading does, for each calendar and holiday."""
        calendars = self.calendar_ids._origin
        if not found or not calendars:
            return []
        leaves = self._leaves_around(calendars, found[0].day, found[-1].day)
        return [self._plan_holiday(calendar, holiday, leaves) for calendar in calendars for holiday in found]

    def _leaves_around(self, calendars, first, last):
        ends = [moment for calendar in calendars for day in (first, last) for moment in calendar._sop_day(day)]
        return self.env["resource.calendar.leaves"].search(
            [
                *[("resource_id", "=", False), ("time_type", "=", "leave")],
                *[("calendar_id", "in", [*calendars.ids, False])],
                *["|", ("sop_holiday", "!=", False), "&", ("date_from", "<=", max(ends)), ("date_to", ">=", min(ends))],
            ]
        )

    def _plan_holiday(self, calendar, holiday, leaves):
        mine = leaves.filtered(lambda leave: (leave.calendar_id, leave.sop_holiday) == (calendar, holiday.day))
        if mine:
            return Planned(calendar, holiday, "kept" if mine.name == holiday.name else "rename", mine)
        start, end = calendar._sop_day(holiday.day)
        covering = leaves.filtered(
            lambda leave: (
                leave.date_from <= start
                and leave.date_to >= end
                and (leave.calendar_id == calendar or not leave.calendar_id and leave.company_id == calendar.company_id)
            )
        )
        return Planned(calendar, holiday, "covered" if covering else "create", covering[:1])

    def _store(self, planned):
        for plan in planned:
            if plan.outcome == "rename":
                plan.leave.name = plan.holiday.name
        self.env["resource.calendar.leaves"].create(
            [self._leave_values(plan) for plan in planned if plan.outcome == "create"]
        )

    def _leave_values(self, plan):
        start, end = plan.calendar._sop_day(plan.holiday.day)
        return {
            "name": plan.holiday.name,
            "calendar_id": plan.calendar.id,
            "date_from": start,
            "date_to": end,
            "sop_holiday": plan.holiday.day,
        }

    def _words(self):
        return {
            "create": self.env._("new"),
            "rename": self.env._("gets this name"),
            "kept": self.env._("is there already"),
            "covered": self.env._("is free already"),
        }

    def _report(self, planned):
        counts = {outcome: sum(plan.outcome == outcome for plan in planned) for outcome in self._words()}
        return "\n".join(f"{self._words()[outcome]}: {count}" for outcome, count in counts.items())

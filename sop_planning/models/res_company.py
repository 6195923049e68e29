import pytz

from odoo import api, fields, models

from .sop_disposition_agenda import AGENDA_PATTERN, ARCHIVE_PATTERN, check_pattern


class ResCompany(models.Model):
    _inherit = "res.company"

    sop_self_approval = fields.Boolean(
        string="Writers may put their own SOPs in force", help="Without it, somebody else must (four eyes)."
    )
    sop_code = fields.Char(string="SOP agency code", help="Names this agency in SOP interchange files.")
    sop_reopen_days = fields.Integer(
        string="Days to reopen a process",
        default=7,
        help="So long an officer may reopen a closed process; 0 for never.",
    )

    sop_disposition_pattern = fields.Char(
        string="Agenda number of dispositions",
        required=True,
        default=AGENDA_PATTERN,
        help="{number}, {month} (in Roman numerals) and {year} stand for what they say.",
    )

    sop_archive_pattern = fields.Char(
        string="Number of archive files",
        required=True,
        default=ARCHIVE_PATTERN,
        help="{number}, {month} (in Roman numerals) and {year} stand for what they say.",
    )

    _sop_code_unique = models.UniqueIndex("(sop_code)", "Two agencies cannot have the same SOP agency code.")
    _sop_reopen_days_not_negative = models.Constraint(
        "CHECK (sop_reopen_days >= 0)", "The days to reopen a process cannot be negative."
    )

    @api.model
    def _sop_agencies(self):
        """The companies that have, or had, an SOP in force."""
        former = ("effective", "superseded", "withdrawn")
        found = self.env["sop.template"]._read_group([("state", "in", former)], ["company_id"])
        return self.union(*(company for (company,) in found))

    def _sop_timezone(self):
        """The time zone in which the agency works."""
        return pytz.timezone(self.resource_calendar_id._sop_zone() or "UTC")

    def _sop_today(self):
        """Today's date where the agency works."""
        return fields.Datetime.now().replace(tzinfo=pytz.utc).astimezone(self._sop_timezone()).date()

    def _sop_utc(self, moment):
        """A naive moment where the agency works, as naive UTC."""
        return self._sop_timezone().localize(moment).astimezone(pytz.utc).replace(tzinfo=None)

    def _sop_officers(self):
        """The officers of the agency."""
        return self._sop_people_of("sop_planning.group_sop_officer")

    def _sop_people_of(self, group):
        """Those of a group, given by its external id, who work for the agency."""
        # Who is to be told of something is not for the one who causes it to know.
        people = self.env.ref(group).sudo().all_user_ids
        return people.filtered(lambda user: user.active and not user.share and self in user.company_ids)

    def _sop_strangers(self, users):
        """Those of these users who do not work for the agency."""
        # For which agencies somebody works is not every user's to read, but whether it is this one he may know.
        return users.sudo().filtered(
            # The one he works in now first: it is at hand, and one of those he works for.
            lambda user: user.share or user.company_id != self and self not in user.company_ids
        )

    def _sop_strangers_sentence(self, strangers):
        """What is wrong with naming these users here."""
        names = ", ".join(strangers.mapped("name"))
        return self.env._("%(people)s: does not work for %(agency)s.", people=names, agency=self.name)

    @api.constrains("sop_code")
    def _check_sop_code(self):
        self.env["sop.interchange"]._check_codes(self.mapped("sop_code"))

    @api.constrains("sop_disposition_pattern", "sop_archive_pattern")
    def _check_sop_patterns(self):
        for company in self:
            check_pattern(self.env, company.sop_disposition_pattern)
            check_pattern(self.env, company.sop_archive_pattern)

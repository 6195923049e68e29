from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .sop_disposition import SECRECIES, URGENCIES
from .working_times import WorkingTimes

HOURS = {"normal": "sop_hours_normal", "urgent": "sop_hours_urgent", "very_urgent": "sop_hours_very_urgent"}
# The lowest grade of each is always there; an agency chooses which of the others it uses.
USED_URGENCIES = {"urgent": "sop_use_urgent", "very_urgent": "sop_use_very_urgent"}
USED_SECRECIES = {
    "restricted": "sop_use_restricted",
    "secret": "sop_use_secret",
    "top_secret": "sop_use_top_secret",
}


class ResCompany(models.Model):
    """Urgency and secrecy of dispositions, as each agency grades them (tata naskah dinas, Peraturan ANRI 5/2021).

    A grade that is no longer used is not offered for new dispositions; those sent with it keep it.
    """

    _inherit = "res.company"

    sop_use_urgent = fields.Boolean(string="Urgent (segera)", default=True)
    sop_use_very_urgent = fields.Boolean(string="Very urgent (sangat segera)", default=True)
    sop_urgency = fields.Selection(URGENCIES, string="Proposed urgency", required=True, default="normal")
    sop_hours_normal = fields.Integer(string="Working hours, normal")
    sop_hours_urgent = fields.Integer(string="Working hours, urgent")
    sop_hours_very_urgent = fields.Integer(string="Working hours, very urgent")
    sop_use_restricted = fields.Boolean(string="Restricted (terbatas)", default=True)
    sop_use_secret = fields.Boolean(string="Secret (rahasia)", default=True)
    sop_use_top_secret = fields.Boolean(string="Top secret (sangat rahasia)", default=True)
    sop_secrecy = fields.Selection(SECRECIES, string="Proposed secrecy", required=True, default="ordinary")

    _sop_hours_of_urgency = models.Constraint(
        "CHECK (LEAST(sop_hours_normal, sop_hours_urgent, sop_hours_very_urgent) >= 0"
        " AND GREATEST(sop_hours_normal, sop_hours_urgent, sop_hours_very_urgent) <= 1000)",
        "An urgency means 0 to 1000 working hours.",
    )

    @api.constrains("sop_urgency", "sop_secrecy", *USED_URGENCIES.values(), *USED_SECRECIES.values())
    def _check_sop_grades(self):
        for company in self:
            if company.sop_urgency not in company._sop_urgencies():
                raise ValidationError(self.env._("The proposed urgency is one that the agency uses."))
            if company.sop_secrecy not in company._sop_secrecies():
                raise ValidationError(self.env._("The proposed secrecy is one that the agency uses."))

    def _sop_urgencies(self):
        """The urgencies that the agency uses, the lowest first."""
        return self._sop_used(URGENCIES, USED_URGENCIES)

    def _sop_secrecies(self):
        """The grades of secrecy that the agency uses, the lowest first."""
        return self._sop_used(SECRECIES, USED_SECRECIES)

    def _sop_used(self, grades, switches):
        return [grade for grade, _label in grades if grade not in switches or self[switches[grade]]]

    def _sop_due(self, urgency):
        """The day on which the working hours of an urgency run out if they begin now, where the agency works.

        :return: date; False where the urgency means no time, or the agency's calendar has none
        """
        hours = self[HOURS[urgency]]
        working = WorkingTimes(self.env).of(self) if hours else None
        due = working and working.deadline(fields.Datetime.now(), hours, "hour")
        return due and working.local(due).date() or False


class SopSettingsPage(models.AbstractModel):
    _inherit = "sop.settings.page"

    sop_use_urgent = fields.Boolean(related="company_id.sop_use_urgent", readonly=False)
    sop_use_very_urgent = fields.Boolean(related="company_id.sop_use_very_urgent", readonly=False)
    sop_urgency = fields.Selection(related="company_id.sop_urgency", readonly=False, required=False)
    sop_hours_normal = fields.Integer(related="company_id.sop_hours_normal", readonly=False)
    sop_hours_urgent = fields.Integer(related="company_id.sop_hours_urgent", readonly=False)
    sop_hours_very_urgent = fields.Integer(related="company_id.sop_hours_very_urgent", readonly=False)
    sop_use_restricted = fields.Boolean(related="company_id.sop_use_restricted", readonly=False)
    sop_use_secret = fields.Boolean(related="company_id.sop_use_secret", readonly=False)
    sop_use_top_secret = fields.Boolean(related="company_id.sop_use_top_secret", readonly=False)
    sop_secrecy = fields.Selection(related="company_id.sop_secrecy", readonly=False, required=False)

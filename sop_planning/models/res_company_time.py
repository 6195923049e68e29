from odoo import fields, models

NOTICE_UNITS = [("hour", "working hours"), ("day", "working days")]


class ResCompany(models.Model):
    """Reminders, escalation and digest, as each agency wants them."""

    _inherit = "res.company"

    sop_remind_before = fields.Boolean(string="Remind before the deadline", default=True)
    sop_remind_before_value = fields.Integer(string="Remind how long before", default=1)
    sop_remind_before_unit = fields.Selection(NOTICE_UNITS, string="Unit of the reminder", required=True, default="day")
    sop_remind_due = fields.Boolean(string="Remind at the deadline", default=True)
    sop_escalate = fields.Boolean(string="Tell the head of the unit what is late", default=True)
    sop_escalate_value = fields.Integer(string="Tell the head how long after", default=1)
    sop_escalate_unit = fields.Selection(NOTICE_UNITS, string="Unit of the escalation", required=True, default="day")
    sop_digest = fields.Boolean(string="Daily digest of what waits", default=True)
    sop_digest_hour = fields.Integer(string="Hour of the digest", default=7)

    _sop_remind_before_not_negative = models.Constraint(
        "CHECK (sop_remind_before_value BETWEEN 0 AND 1000)", "A reminder comes 0 to 1000 hours or days before."
    )
    _sop_escalate_not_negative = models.Constraint(
        "CHECK (sop_escalate_value BETWEEN 0 AND 1000)", "An escalation comes 0 to 1000 hours or days after."
    )
    _sop_digest_hour_of_day = models.Constraint(
        "CHECK (sop_digest_hour BETWEEN 0 AND 23)", "The hour of the digest is one of the day, 0 to 23."
    )

    def write(self, vals):
        done = super().write(vals)
        if "resource_calendar_id" in vals:
            self.env["sop.replan"]._ask(self)
        return done

from odoo import fields, models


class SopSettingsPage(models.AbstractModel):
    _inherit = "sop.settings.page"

    sop_remind_before = fields.Boolean(related="company_id.sop_remind_before", readonly=False)
    sop_remind_before_value = fields.Integer(related="company_id.sop_remind_before_value", readonly=False)
    sop_remind_before_unit = fields.Selection(related="company_id.sop_remind_before_unit", readonly=False)
    sop_remind_due = fields.Boolean(related="company_id.sop_remind_due", readonly=False)
    sop_escalate = fields.Boolean(related="company_id.sop_escalate", readonly=False)
    sop_escalate_value = fields.Integer(related="company_id.sop_escalate_value", readonly=False)
    sop_escalate_unit = fields.Selection(related="company_id.sop_escalate_unit", readonly=False)
    sop_digest = fields.Boolean(related="company_id.sop_digest", readonly=False)
    sop_digest_hour = fields.Integer(related="company_id.sop_digest_hour", readonly=False)

from odoo import fields, models

from ..models.res_users import colleagues


class SopProcessStartLine(models.TransientModel):
    """One executor column in the start dialog, with the people its rule found; the starter may change them."""

    _name = "sop.process.start.line"
    _description = "Executor of an SOP process to start"
    _order = "id"

    wizard_id = fields.Many2one("sop.process.start", required=True, ondelete="cascade")
    executor_id = fields.Many2one("sop.template.executor", required=True)
    rule = fields.Selection(related="executor_id.rule")
    company_id = fields.Many2one(related="executor_id.company_id")
    user_ids = fields.Many2many("res.users", string="People", domain=colleagues())

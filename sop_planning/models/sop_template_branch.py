from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SopTemplateBranch(models.Model):
    """An exit of a decision: a labelled way to a step, or to the end.

    Access: as the version it belongs to.
    """

    _name = "sop.template.branch"
    _description = "Exit of an SOP decision"
    _inherit = ["sop.template.part"]
    _order = "step_id, sequence, id"

    step_id = fields.Many2one("sop.template.step", required=True, ondelete="cascade", index=True)
    template_id = fields.Many2one(related="step_id.template_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Label", required=True)
    target_step_id = fields.Many2one(
        "sop.template.step",
        string="Leads to",
        ondelete="cascade",
        index=True,
        domain="[('template_id', '=', template_id)]",
        help="Empty: the end of the process.",
    )

    @api.constrains("target_step_id", "step_id")
    def _check_target(self):
        for branch in self:
            if branch.target_step_id and branch.target_step_id.template_id != branch.template_id:
                raise ValidationError(self.env._("An exit can only lead to a step of its own SOP."))
            if branch.target_step_id == branch.step_id:
                raise ValidationError(self.env._("An exit cannot lead back to its own step."))

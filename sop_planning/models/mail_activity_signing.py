from odoo import api, fields, models


class MailActivity(models.Model):
    """A step that asks for a paraf, signature or stamp: “done” opens the dialog for it."""

    _inherit = "mail.activity"

    sop_asks_sign = fields.Char(
        compute="_compute_sop_asks_sign", help="What the person has still to give: paraf, signature or stamp."
    )

    @api.depends("activity_type_id")
    def _compute_sop_asks_sign(self):
        # Whoever sees the activity may know what its step asks for.
        tasks = self.env["sop.task"].sudo().search([("activity_id", "in", self._sop_steps().ids)])
        owed = {task.activity_id: kinds[0] for task, kinds in tasks._owing_signatures().items()}
        for activity in self:
            activity.sop_asks_sign = owed.get(activity, False)

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), "sop_asks_sign"]

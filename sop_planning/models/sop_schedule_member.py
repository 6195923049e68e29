from odoo import api, fields, models

from .res_users import colleagues


class SopScheduleMember(models.Model):
    """A person chosen in advance for a column of the SOPs a schedule starts; other columns are filled by their rules.

    Access: as the schedule.
    """

    _name = "sop.schedule.member"
    _description = "Chosen person of an SOP schedule"
    _order = "schedule_id, executor_id, id"

    schedule_id = fields.Many2one("sop.schedule", required=True, ondelete="cascade", index=True)
    executor_id = fields.Many2one(
        "sop.template.executor",
        required=True,
        ondelete="restrict",
        domain="[('template_id', '=', parent.template_id)]",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        ondelete="restrict",
        domain=colleagues("parent.company_id"),
    )

    _person_once = models.UniqueIndex("(schedule_id, executor_id, user_id)", "A person stands once in a column.")

    @api.constrains("user_id", "schedule_id")
    def _check_user_id(self):
        for member in self:
            member.schedule_id._check_work_here(member.user_id)

    @api.constrains("executor_id", "schedule_id")
    def _check_executor_id(self):
        for member in self:
            member.schedule_id._check_column(member.executor_id)

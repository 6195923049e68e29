from odoo import fields, models


class SopTask(models.Model):
    _inherit = "sop.task"

    notice_ids = fields.One2many("sop.notice", "task_id", string="Notices", groups="sop_planning.group_sop_officer")

    # What the scheduler looks for every quarter of an hour, and the list of what is late now.
    _open_by_deadline = models.Index("(company_id, date_deadline) WHERE state = 'open'")

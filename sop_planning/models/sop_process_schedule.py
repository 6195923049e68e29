from odoo import fields, models


class SopProcess(models.Model):
    """A process that a schedule has started."""

    _inherit = "sop.process"

    schedule_id = fields.Many2one(
        "sop.schedule", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    schedule_period = fields.Date(
        readonly=True,
        copy=False,
        help="First day of the year, half-year, quarter or month the schedule started it for.",
    )

    # Two servers that start what is due at the same moment make one process.
    _once_a_period = models.UniqueIndex(
        "(schedule_id, schedule_period) WHERE schedule_id IS NOT NULL", "The schedule has started this process already."
    )

from odoo import api, fields, models

KINDS = [
    ("start", "Started"),
    ("finish", "Step finished"),
    ("send_back", "Sent back"),
    ("suspend", "Suspended"),
    ("resume", "Resumed"),
    ("cancel", "Cancelled"),
    ("call_back", "Called back"),
    ("skip", "Skipped"),
    ("reopen", "Reopened"),
    ("claim", "Taken on"),
    ("release", "Given back"),
    ("delegate", "Delegated"),
    ("reassign", "Reassigned"),
    ("hand_over", "Handed over"),
    ("replan", "Deadline changed"),
]


class SopEvent(models.Model):
    """One line in the journal of a run: who made which move, when.

    Access: as the process. Append-only for everybody; replaying a run's events gives its state. How each is chained to
    the one before is in `sop_event_chain`.
    """

    _name = "sop.event"
    _description = "Journal of an SOP process"
    _inherit = ["sop.guarded"]
    _order = "process_id, id"

    process_id = fields.Many2one("sop.process", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection(KINDS, required=True)
    date = fields.Datetime(required=True)
    user_id = fields.Many2one("res.users", string="Person", required=True, ondelete="restrict")
    step_id = fields.Many2one("sop.template.step", ondelete="restrict")
    visit = fields.Integer()
    executor_ids = fields.Json(string="Executors", help="Ids of the columns the move was made for.")
    branch_id = fields.Many2one("sop.template.branch", string="Exit", ondelete="restrict")
    target_step_id = fields.Many2one("sop.template.step", string="Went to", ondelete="restrict")
    from_user_id = fields.Many2one("res.users", string="Passed on from", ondelete="restrict")
    to_user_ids = fields.Json(string="Passed on to", help="Ids of the users.")
    passed_to = fields.Char(compute="_compute_passed_to", string="To")
    date_deadline = fields.Datetime(string="Deadline set", help="Where a person has set another deadline for the step.")
    note = fields.Text()

    @api.depends("to_user_ids")
    def _compute_passed_to(self):
        for event in self:
            # Who reads the run may know by name who was asked in it.
            event.passed_to = ", ".join(self.env["res.users"].sudo().browse(event.to_user_ids or ()).mapped("name"))

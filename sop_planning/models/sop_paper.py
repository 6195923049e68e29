from odoo import api, fields, models


class SopPaper(models.AbstractModel):
    """What is written down about the papers of a run: by whom, in which step, when.

    Access: as the process. Evidence (`sop.guarded`): the journal seals each of them with the event that writes it.
    """

    _name = "sop.paper"
    _description = "Paper of an SOP run"
    _inherit = ["sop.guarded"]

    process_id = fields.Many2one("sop.process", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", string="Agency", required=True, index=True)
    step_id = fields.Many2one("sop.template.step", ondelete="restrict", help="The step it was done in.")
    visit = fields.Integer()
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    person = fields.Char(required=True, help="Name as it was printed then.")
    position = fields.Char(help="Office in which the person acted, e.g. 'Plt. Kepala Badan'.")
    date = fields.Datetime(required=True)
    note = fields.Text()

    @api.model
    def _place_of(self, process, task):
        """Values that say in which run and step something is done, and by whom, in which office, when.

        :param task: the sop.task it is done for; may be empty
        """
        return {
            "process_id": process.id,
            "company_id": process.company_id.id,
            "step_id": process.current_step_id.id,
            "visit": process._visit_now(),
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            **process._printed_doer(task),
        }

from odoo import api, fields, models
from odoo.exceptions import UserError


class SopProcessStart(models.TransientModel):
    """Starting a process: what it is about, and who stands in each executor column.

    Access: everybody who takes part in the SOP, and officers.
    """

    _name = "sop.process.start"
    _description = "Start an SOP process"
    _inherit = ["sop.start.dialog"]

    name = fields.Char(required=True)
    line_ids = fields.One2many(
        "sop.process.start.line", "wizard_id", compute="_compute_line_ids", store=True, readonly=False
    )

    # A second press of the button, or a request sent again, opens what the first one started.
    process_id = fields.Many2one("sop.process", readonly=True)

    @api.depends("template_id", "requester_id")
    def _compute_line_ids(self):
        self._check_subject()
        for wizard in self:
            found = wizard.template_id.executor_ids._found(wizard.requester_id)
            wizard.line_ids = [fields.Command.clear()] + [
                fields.Command.create({"executor_id": executor.id, "user_ids": [person.user.id for person in people]})
                for executor, people in found.items()
            ]

    def action_start(self):
        """Create the process, settle its people and ask the first executor.

        :return: action that opens the process
        :raises AccessError: the user has no part in this SOP
        :raises UserError: a column has nobody
        """
        self.ensure_one()
        self.template_id._check_may_start()
        if not self.process_id:
            self.process_id = self._start()
        return self.process_id._open()

    def _start(self):
        empty = self.line_ids.filtered(lambda line: not line.user_ids)
        if empty:
            names = ", ".join(empty.executor_id.mapped("name"))
            raise UserError(self.env._("Nobody stands in for: %(executors)s. Choose a person.", executors=names))
        return self.env["sop.process"]._launch([self._process_values()])

    def _vacancies(self):
        """Who stands in a column for want of a holder, and by which acting period."""
        found = self.template_id.executor_ids._found(self.requester_id)
        return {(executor, person.user): person.acting_id for executor, people in found.items() for person in people}

    def _process_values(self):
        vacancies = self._vacancies()
        members = [
            fields.Command.create(
                {
                    "executor_id": line.executor_id.id,
                    "user_id": user.id,
                    "acting_id": vacancies.get((line.executor_id, user), False),
                }
            )
            for line in self.line_ids
            for user in line.user_ids
        ]
        return {
            "template_id": self.template_id.id,
            "name": self.name,
            "period": self.period,
            "requester_id": self.requester_id.id,
            "member_ids": members,
        }

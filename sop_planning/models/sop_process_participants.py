from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SopProcess(models.Model):
    """Whether the current user takes part, as the record rules ask it of every row of every screen.

    Asked as `participant_ids in (user)`, the database looks up each process by itself, or plans as if it did: with
    100,000 of them that costs ten times what it costs to read the list of the person's own processes once.
    """

    _inherit = "sop.process"

    takes_part = fields.Boolean(
        string="You take part",
        compute="_compute_takes_part",
        search="_search_takes_part",
        compute_sudo=True,
        help="Whether the current user takes part in it.",
    )

    @api.depends("participant_ids")
    @api.depends_context("uid")
    def _compute_takes_part(self):
        for process in self:
            process.takes_part = self.env.user in process.participant_ids

    def _search_takes_part(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("id", "in", self._taken_part_in())
        return mine if True in value else ~mine

    @api.model
    def _taken_part_in(self):
        """The processes the current user takes part in, as a subquery of their ids."""
        rel = self._fields["participant_ids"]
        return SQL(
            "(SELECT %s FROM %s WHERE %s = %s)",
            SQL.identifier(rel.column1),
            SQL.identifier(rel.relation),
            SQL.identifier(rel.column2),
            self.env.uid,
            to_flush=rel,
        )


class SopOfProcess(models.AbstractModel):
    """The same for what belongs to a process, without a look at the process itself."""

    _name = "sop.of.process"
    _description = "Belongs to a process"

    takes_part = fields.Boolean(
        string="You take part",
        compute="_compute_takes_part",
        search="_search_takes_part",
        compute_sudo=True,
        help="Whether the current user takes part in it.",
    )

    @api.depends("process_id.participant_ids")
    @api.depends_context("uid")
    def _compute_takes_part(self):
        for record in self:
            record.takes_part = self.env.user in record.process_id.participant_ids

    def _search_takes_part(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("process_id", "in", self.env["sop.process"]._taken_part_in())
        return mine if True in value else ~mine


class SopTask(models.Model):
    _name = "sop.task"
    _inherit = ["sop.task", "sop.of.process"]


class SopTaskReport(models.Model):
    _name = "sop.task.report"
    _inherit = ["sop.task.report", "sop.of.process"]


class SopDisposition(models.Model):
    _name = "sop.disposition"
    _inherit = ["sop.disposition", "sop.of.process"]


class SopDispositionRecipient(models.Model):
    _name = "sop.disposition.recipient"
    _inherit = ["sop.disposition.recipient", "sop.of.process"]

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
        mine = self._is_mine("id")
        return mine if True in value else ~mine

    @api.model
    def _is_mine(self, name):
        """Domain: the process is one the current user takes part in. It is no condition on a field, because those are
        sorted by name, and beside it the unit of the SOP is the quicker question, to be asked first.

        :param name: the field that holds the process
        """
        rel, uid = self._fields["participant_ids"], self.env.uid
        runs = SQL(
            "(SELECT %s FROM %s WHERE %s = %s)",
            *(SQL.identifier(part) for part in (rel.column1, rel.relation, rel.column2)),
            uid,
            to_flush=rel,
        )
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL("%s IN %s", model._field_to_sql(alias, name, query), runs),
            predicate=lambda record: record.takes_part,
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
        mine = self.env["sop.process"]._is_mine("process_id")
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

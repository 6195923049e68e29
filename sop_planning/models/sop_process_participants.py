from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SopOfProcess(models.AbstractModel):
    """Whether the current user takes part in the process a record belongs to, as the record rules ask it of every row
    of every screen.

    Asked as `participant_ids in (user)`, the database looks up each process by itself, or plans as if it did: with
    100,000 of them that costs ten times what it costs to read the list of the person's own processes once.
    """

    _name = "sop.of.process"
    _description = "Belongs to a process"
    _process_field = "process_id"
    _participants = "process_id.participant_ids"
    _ruled_by = ("company_id",)

    takes_part = fields.Boolean(
        string="You take part",
        compute="_compute_takes_part",
        search="_search_takes_part",
        compute_sudo=True,
        help="Whether the current user takes part in it.",
    )

    @api.model
    @api.private
    def search_fetch(self, domain, field_names=None, *args, **kwargs):
        # The rules are asked once more of the rows found; for what they read, core would fetch all of each row.
        if field_names:
            field_names = dict.fromkeys((*field_names, *self._ruled_by))
        return super().search_fetch(domain, field_names, *args, **kwargs)

    @api.depends(lambda self: (self._participants,))
    @api.depends_context("uid")
    def _compute_takes_part(self):
        found = set(self._search(Domain("id", "in", self.ids) & self._is_mine()))
        for record in self:
            record.takes_part = record.id in found

    def _search_takes_part(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._is_mine()
        return mine if True in value else ~mine

    @api.model
    def _is_mine(self):
        """Domain: the process is one the current user takes part in. It is no condition on a field, because those are
        sorted by name, and beside it the unit of the SOP is the quicker question, to be asked first."""
        name, runs = self._process_field, self.env["sop.process"]._own_runs()
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL("%s IN (%s)", model._field_to_sql(alias, name, query), runs),
            predicate=lambda record: record.takes_part,
        )


class SopProcess(models.Model):
    _name = "sop.process"
    _inherit = ["sop.process", "sop.of.process"]
    _process_field = "id"
    _participants = "participant_ids"

    @api.model
    def _own_runs(self):
        """The query of the ids of all processes in which the current user takes part."""
        rel = self._fields["participant_ids"]
        names = (SQL.identifier(name) for name in (rel.column1, rel.relation, rel.column2))
        return SQL("SELECT %s AS id FROM %s WHERE %s = %s", *names, self.env.uid, to_flush=rel)


class SopTask(models.Model):
    _name = "sop.task"
    _inherit = ["sop.task", "sop.of.process"]
    _ruled_by = ("company_id", "user_id")

    # Whoever is asked takes part, and of his own tasks that is known without his list of processes.

    @api.depends("user_id")
    def _compute_takes_part(self):
        own = self.filtered(lambda task: task.user_id.id == self.env.uid)
        own.takes_part = True
        return super(SopTask, self - own)._compute_takes_part()

    @api.model
    def _is_mine(self):
        return Domain("user_id", "=", self.env.uid) | super()._is_mine()


class SopTaskReport(models.Model):
    _name = "sop.task.report"
    _inherit = ["sop.task.report", "sop.of.process"]


class SopDisposition(models.Model):
    _name = "sop.disposition"
    _inherit = ["sop.disposition", "sop.of.process"]


class SopDispositionRecipient(models.Model):
    _name = "sop.disposition.recipient"
    _inherit = ["sop.disposition.recipient", "sop.of.process"]

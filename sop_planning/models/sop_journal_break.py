from odoo import api, fields, models

from ..journal import chain

WHAT = [
    (chain.CHANGED, "Event changed"),
    (chain.DELETED, "Event missing"),
    (chain.INSERTED, "Event added"),
    (chain.REORDERED, "Events in another order"),
    (chain.REDATED, "Date changed"),
    (chain.HEAD, "End of the journal changed"),
    (chain.RUN, "Process changed"),
    (chain.TASK, "Task changed"),
    (chain.PAPER, "Document, signature or archive file changed"),
    (chain.PAPER_DELETED, "Document, signature or archive file missing"),
    (chain.PAPER_INSERTED, "Document, signature or archive file added"),
    (chain.TASK_DELETED, "Task missing"),
    (chain.TASK_INSERTED, "Task added"),
    (chain.MESSAGE, "Message changed"),
    (chain.MESSAGE_DELETED, "Message missing"),
    (chain.MESSAGE_INSERTED, "Message added"),
    (chain.FILE, "File changed"),
    (chain.FILE_DELETED, "File missing"),
]
# Whose field a changed fact is, the first of these models that has one; else it is the event's.
OWNERS = {
    chain.RUN: ("sop.process",),
    chain.TASK: ("sop.task",),
    chain.MESSAGE: ("mail.message",),
    chain.FILE: ("ir.attachment",),
    chain.PAPER: ("sop.signature", "sop.output", "sop.archive"),
}


class SopJournalBreak(models.Model):
    """The first place at which one run is not what its journal has sealed.

    Access: as its check.
    """

    _name = "sop.journal.break"
    _description = "Break of a journal"
    _inherit = ["sop.guarded"]
    _order = "check_id desc, id"

    check_id = fields.Many2one("sop.journal.check", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="check_id.company_id", store=True, index=True)
    process_id = fields.Many2one("sop.process", ondelete="set null", index=True)
    name = fields.Char(string="Subject", required=True)
    number = fields.Integer(string="Event no.", help="The first event of the journal that no longer holds.")
    what = fields.Selection(WHAT, string="What is wrong", required=True)
    fact = fields.Char()
    fact_label = fields.Char(compute="_compute_fact_label", string="Which fact")
    sentence = fields.Char(compute="_compute_sentence")

    @api.depends("what", "fact")
    @api.depends_context("lang")
    def _compute_fact_label(self):
        for line in self:
            owners = [self.env[name]._fields for name in OWNERS.get(line.what, ("sop.event",))]
            field = next((fields[line.fact] for fields in owners if line.fact in fields), None)
            line.fact_label = field._description_string(self.env) if field else line.fact

    @api.depends("name", "number", "what", "fact")
    @api.depends_context("lang")
    def _compute_sentence(self):
        for line in self:
            what = dict(self._fields["what"]._description_selection(self.env))[line.what]
            place = self.env._("“%(process)s”, event %(number)s", process=line.name, number=line.number)
            line.sentence = f"{place}: {what}" + (f" ({line.fact_label})" if line.fact_label else "")

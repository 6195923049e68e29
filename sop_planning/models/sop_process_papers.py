from odoo import fields, models

from ..journal.line import Line
from .engine_key import with_engine


class SopProcess(models.Model):
    """The papers of a run, and how what is done with them is written down."""

    _inherit = "sop.process"

    output_ids = fields.One2many("sop.output", "process_id", string="Documents", readonly=True, copy=False)
    signature_ids = fields.One2many("sop.signature", "process_id", string="Signatures", readonly=True, copy=False)
    archive_ids = fields.One2many("sop.archive", "process_id", string="Archive files", readonly=True, copy=False)

    def _printed_doer(self, task):
        """Name and office of the current user on a paper of this run.

        Done for a step, it is the office in which the step asks him, not whatever office he acts in today: whoever
        stands in for the head and does a step of his own does that one in his own office.

        :param task: the sop.task it is done for; may be empty
        """
        user = self.env.user.sudo()  # names and offices are public within the agency
        office = user._sop_own_office(self.company_id) or task.executor_id.name
        return {
            "person": user._sop_employees(self.company_id)[user].name or user.name,
            "position": task.office or office if task else user._sop_offices(self.company_id)[user],
        }

    def _note_papers(self, kind, note, body, attachment_ids=(), **papers):
        """One line in the journal and one in the chatter about papers of this process, which is locked.

        :param kind: of `flow.moves.PAPERS`
        :param note: what the journal says, :param body: what the chatter says; '' for nothing
        :param attachment_ids: files that go with the message
        :param papers: records written, by the names of `journal.facts.PAPERS`
        """
        if body:
            self._speak({self.id: body}, attachment_ids)
        values = {
            "process_id": self.id,
            "company_id": self.company_id.id,
            "kind": kind,
            "date": fields.Datetime.now(),
            "user_id": self.env.uid,
            "step_id": self.current_step_id.id,
            "visit": self._visit_now(),
            "note": note,
        }
        # The journal is nobody's to write; who may do this has been judged.
        with_engine(self.env["sop.event"].sudo())._append([Line(values, papers=papers)])

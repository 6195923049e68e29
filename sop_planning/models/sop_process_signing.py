from odoo import api, fields, models

from ..flow import moves, signing


class SopProcess(models.Model):
    """Paraf, signature and stamp within a run: who owes one now and on what, and how a step waits for it.

    Only the person whom the present step asks, in his turn.
    """

    _inherit = "sop.process"

    can_paraf = fields.Boolean(compute="_compute_can_sign")
    can_signature = fields.Boolean(compute="_compute_can_sign")
    can_stamp = fields.Boolean(compute="_compute_can_sign")
    my_signing_turn = fields.Char(string="Sign before you", compute="_compute_can_sign")

    @api.depends("state", "current_step_id", "task_ids.state", "signature_ids", "output_ids.is_current")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        for process in self:
            owed = process._my_owed() if process.my_turn else {}
            kinds = {kind for each in owed.values() for kind in each}
            waits = [name for task, each in owed.items() for name in task._signs_after(each[0])]
            for kind in signing.KINDS:
                process[f"can_{kind}"] = kind in kinds and not waits
            process.my_signing_turn = ", ".join(dict.fromkeys(waits))

    def action_paraf(self):
        """Open the dialog in which the current user initials what his step asks him to."""
        return self._open_signing(signing.PARAF)

    def action_signature(self):
        """Open the dialog in which the current user signs what his step asks him to."""
        return self._open_signing(signing.SIGNATURE)

    def action_stamp(self):
        """Open the dialog in which the current user stamps what his step asks him to."""
        return self._open_signing(signing.STAMP)

    def _open_signing(self, kind, **context):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_signature_write_action")
        return {**action, "context": {"default_process_id": self.id, "default_kind": kind, **context}}

    def _my_owed(self, branch=None):
        """What the current user has still to give: dict of his sop.task -> kinds."""
        process = self.sudo()  # the rules of the flow decide, on the whole run
        if process.state != moves.RUNNING:
            return {}
        return process._current_tasks()._mine()._owing_signatures(branch)

    # The way a step ends

    def _finish(self, tasks, feedback="", branch=None, *args, **kwargs):
        mine = tasks.sudo()._mine()
        mine._check_refusal(branch, feedback)
        mine._check_signed(branch)
        return super()._finish(tasks, feedback, branch, *args, **kwargs)

    def _next_is_mine(self, mine, branch):
        step = super()._next_is_mine(mine, branch)
        # A signature is given in view of the documents, not along with another step.
        return step if not step or not self.template_id._frozen().rows[step.id].signs else step.browse()

    def _exits_back(self):
        """Ids of the exits offered to the current user that lead to an earlier row."""
        process = self.sudo()  # the rules of the flow decide, on the whole run
        step = process.current_step_id.id
        exits = [key for offer in self._offers() if offer.kind == moves.FINISH for key in offer.exits]
        return [key for key in exits if process._leads_back(step, key)]

    # What can be signed

    def _proposed_to_sign(self):
        """Those of them that the present step is about; all of them where none is told to be.

        Filed in this visit of the step, or called as its requirements or outputs call them.
        """
        signable, here = self._unarchived(), (self.current_step_id, self._visit_now())
        named = self._requirements(self.current_step_id.id) + self._expected_outputs()
        about = signable.filtered(lambda output: (output.step_id, output.visit) == here or output._answers(named))
        return about or signable

    def _signer_values(self, task):
        """The signer as he is printed, and in whose place he signs."""
        return {**self._printed_doer(task), **self._rank_and_nip(), "official_id": task.official_id.id}

    def _signing_task(self, kind):
        """The open task for which the current user is asked to sign; empty where he is not, or has done so."""
        owed = self._my_owed()
        return self.env["sop.task"].union(*(task for task, kinds in owed.items() if kind in kinds))[:1]

    def _signed_by(self):
        """Who has signed what in these processes: set of (process, step, visit, kind, user), as ids.

        A signature on a version that has been corrected since no longer counts.
        """
        signatures = self.env["sop.signature"].sudo().search([("process_id", "in", self.ids)])
        outputs = {key for one in signatures for key in one._output_ids()}
        valid = set(self.env["sop.output"].sudo().search([("id", "in", list(outputs)), ("is_current", "=", True)]).ids)
        return {
            (one.process_id.id, one.step_id.id, one.visit, one.kind, one.user_id.id)
            for one in signatures
            if valid.issuperset(one._output_ids())
        }

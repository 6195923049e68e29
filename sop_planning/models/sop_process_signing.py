import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..flow import moves, signing
from ..journal import signed
from .engine_key import with_engine
from .signature_image import as_png, sha256
from .sop_output import ARCHIVED, INITIALLED, SIGNED, STAMPED, STATES

SCOPE = "sop_planning.signing"
# So long what a dialog has shown may be signed without looking at it again.
LOOKING_HOURS = 12
# What signing makes of a document.
RAISES = {signing.PARAF: INITIALLED, signing.SIGNATURE: SIGNED, signing.STAMP: STAMPED}


class SopProcess(models.Model):
    """Paraf, signature and stamp within a run: who may give one now, on what, and how it is written down.

    Only the person whom the present step asks, in his turn; what is signed is what he was shown; and it is frozen with
    digests over its facts and files. An approval within the application, no certified signature.
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

    # Signing

    def _sign(self, kind, outputs, seen, image=None, secret=None):
        """Give a paraf, signature or stamp on documents of this process, as the current user.

        :param kind: word of `flow.signing.KINDS`
        :param outputs: sop.output, :param seen: what the dialog has shown of them, as `_shown` gave it
        :param image: the picture, in base64; that of a stamp is the agency's
        :param secret: password or PIN, where the agency asks for one; it is written nowhere
        :return: sop.signature; the one that is there already, where the same was signed before
        :raises UserError: he may not, it is not his turn, or something is not what he was shown
        """
        process = self._locked()
        again = process._signed_already(kind, outputs)
        if again:
            return again
        task = process._signing_task(kind)
        if not task:
            self._refuse("not_your_turn" if process.state == moves.RUNNING else "not_open")
        task._check_signing_turn(kind)
        outputs = process._check_signable(outputs)
        process._check_seen(kind, task, outputs, seen)
        way = process.company_id.sop_sign_confirm
        self.env.user._sop_confirm(way, secret)
        return process._write_signature(kind, task, outputs, process._picture(kind, image), way)

    def _write_signature(self, kind, task, outputs, picture, way):
        paraf_kind = self._paraf_kind(kind)
        signer, papers = self._signer_values(task), outputs._papers()
        values = {
            **self.env["sop.signature"]._place_of(self, task),
            **signer,
            "executor_id": task.executor_id.id,
            "task_id": task.id,
            "kind": kind,
            "paraf_kind": paraf_kind,
            "confirmed_by": way,
            "tz": self.company_id._sop_timezone().zone,
            "statement": self._statement(kind, paraf_kind, signer, papers),
            "papers": papers,
            "image": picture and base64.b64encode(picture),
            "image_sha256": picture and sha256(picture),
        }
        values["digest"] = signed.digest(values.get)
        # Evidence is nobody's to write; who may sign has been judged.
        signature = with_engine(self.env["sop.signature"].sudo()).create(values)
        raised = outputs.filtered(lambda output: STATES.index(output.state) < STATES.index(RAISES[kind]))
        raised.write({"state": RAISES[kind]})
        body = self._signing_body(kind, signature, outputs)
        self._note_papers(kind, body, body, outputs=raised, signatures=signature)
        return signature

    def _paraf_kind(self, kind):
        rows = self.template_id._frozen().rows
        return rows[self.current_step_id.id].paraf_kind if kind == signing.PARAF else False

    def _signed_already(self, kind, outputs):
        """The current user's signature of this kind on these very documents in the present visit."""
        mine = self._signatures_now().filtered(lambda one: one.kind == kind and one.user_id == self.env.user)
        return mine.filtered(lambda one: sorted(one._output_ids()) == sorted(outputs.ids))[:1]

    def _signatures_now(self):
        return (
            self.env["sop.signature"]
            .sudo()
            .search(
                [
                    ("process_id", "=", self.id),
                    ("step_id", "=", self.current_step_id.id),
                    ("visit", "=", self._visit_now()),
                ]
            )
        )

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

    def _check_signable(self, outputs):
        """:raises UserError: there is no document, or one that cannot be signed (any more)"""
        outputs = self.env["sop.output"].browse(outputs.ids).exists()
        if not outputs:
            raise UserError(self.env._("Choose at least one document to sign; file it first if there is none."))
        for output in outputs - self._unarchived():
            if output.process_id != self or output.state == ARCHIVED:
                raise UserError(self.env._("“%(paper)s” cannot be signed here.", paper=output.display_name))
            self._has_changed(output)
        for output in outputs:
            faults = output._file_faults()
            if faults:
                raise UserError("\n".join(faults))
        return outputs

    def _has_changed(self, output):
        raise UserError(
            self.env._("“%(paper)s” has changed since you opened it; look at it again.", paper=output.display_name)
        )

    # What was shown

    def _shown(self, kind):
        """What a dialog shows to the current user, sealed so that no client can claim to have been shown anything else.

        :return: text
        """
        process = self.sudo()  # what he is asked to sign he may see
        task = process._signing_task(kind)
        papers = {str(output.id): signed.paper_digest(output._papers()[0]) for output in process._unarchived()}
        return process._seal_shown({**process._place_shown(kind, task), "papers": papers})

    def _place_shown(self, kind, task):
        return {
            "process": self.id,
            "step": self.current_step_id.id,
            "visit": self._visit_now(),
            "kind": kind,
            "user": self.env.uid,
            "signer": self._signer_values(task) if task else {},
        }

    def _check_seen(self, kind, task, outputs, seen):
        """:raises UserError: something is not what the dialog has shown"""
        shown = self._unseal_shown(seen)
        place = self._place_shown(kind, task)
        if not shown or any(shown.get(name) != place[name] for name in place):
            self._refuse("moved_on")
        for output in outputs:
            if shown["papers"].get(str(output.id)) != signed.paper_digest(output._papers()[0]):
                self._has_changed(output)

    def _seal_shown(self, shown):
        return hash_sign(self.env, SCOPE, shown, expiration_hours=LOOKING_HOURS)

    def _unseal_shown(self, seen):
        try:
            return verify_hash_signed(self.env, SCOPE, seen or "")
        except (ValueError, IndexError):  # no token at all
            return None

    def _exits_back(self):
        """Ids of the exits offered to the current user that lead to an earlier row."""
        process = self.sudo()  # the rules of the flow decide, on the whole run
        step = process.current_step_id.id
        exits = [key for offer in self._offers() if offer.kind == moves.FINISH for key in offer.exits]
        return [key for key in exits if process._leads_back(step, key)]

    # Pictures

    def _picture(self, kind, image):
        """The picture as it is kept: bytes, or None for a stamp where the agency has none.

        :raises UserError: there is none
        """
        if kind == signing.STAMP:
            stamp = self.company_id.sop_stamp  # his to put, since the step asks him to
            return as_png(self.env, stamp) if stamp else None
        if not image:
            raise UserError(self.env._("Draw your paraf or signature, or load a picture of it."))
        return as_png(self.env, image)


class SopTask(models.Model):
    _inherit = "sop.task"

    def _check_refusal(self, branch, feedback):
        """:raises UserError: an exit leads back from where a signature is asked, without a reason"""
        if feedback and feedback.strip():
            return
        if branch and self.filtered(lambda task: task._signs() and task._leads_back(branch)):
            raise UserError(self.env._("Say why you do not sign: whoever it goes back to will read it."))

import base64

from odoo import models
from odoo.exceptions import UserError

from ..flow import moves, signing
from ..journal import signed
from .engine_key import with_engine
from .signature_image import as_png, sha256
from .sop_output import ARCHIVED, INITIALLED, SIGNED, STAMPED, STATES

# What signing makes of a document.
RAISES = {signing.PARAF: INITIALLED, signing.SIGNATURE: SIGNED, signing.STAMP: STAMPED}


class SopProcess(models.Model):
    """Giving a paraf, signature or stamp: what is signed is what the person was shown, and it is frozen with digests
    over its facts and files. An approval within the application, no certified signature."""

    _inherit = "sop.process"

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
        here = [
            ("process_id", "=", self.id),
            ("step_id", "=", self.current_step_id.id),
            ("visit", "=", self._visit_now()),
            ("kind", "=", kind),
            ("user_id", "=", self.env.uid),
        ]
        mine = self.env["sop.signature"].sudo().search(here)  # his own
        return mine.filtered(lambda one: sorted(one._output_ids()) == sorted(outputs.ids))[:1]

    def _check_signable(self, outputs):
        """:raises UserError: there is no document, or one that cannot be signed (any more)"""
        outputs = self.env["sop.output"].browse(outputs.ids).exists()
        if not outputs:
            raise UserError(self.env._("Choose at least one document to sign; file it first if there is none."))
        for output in outputs - self._unarchived():
            if output.process_id != self or output.state == ARCHIVED:
                raise UserError(self.env._("“%(paper)s” cannot be signed here.", paper=output.display_name))
            self._has_changed(output)
        if faults := outputs._file_faults():
            raise UserError("\n".join(faults))
        return outputs

    def _has_changed(self, output):
        raise UserError(
            self.env._("“%(paper)s” has changed since you opened it; look at it again.", paper=output.display_name)
        )

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

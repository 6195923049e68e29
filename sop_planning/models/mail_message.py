from odoo import api, fields, models
from odoo.exceptions import UserError

from .engine_key import ENGINE_KEY, is_while_done

# What a message says, where, when and by whom. Core may still note who has read it, starred it, reacted to it.
EVIDENCE = {
    *("model", "res_id", "message_type", "subtype_id", "is_internal", "subject", "body", "date", "parent_id"),
    *("author_id", "author_guest_id", "email_from", "attachment_ids", "tracking_value_ids", "mail_activity_type_id"),
}


class MailMessage(models.Model):
    """The chatter of a started process is evidence, comments included: what was said when a step was decided is part
    of why it was decided so. A mistake is corrected by a further comment, as in a paper file.

    Only a move speaks as the run itself (`sop.process._speak`); anything else that would is written as a comment of
    whoever writes it. Core's audit trail of accounting guards its messages in the same way.
    """

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("sop_speaks") is not ENGINE_KEY:
            vals_list = [self._as_said(vals) if vals.get("model") == "sop.process" else vals for vals in vals_list]
        return super().create(vals_list)

    def _as_said(self, vals):
        """Values of a message that somebody, not a move, writes into the chatter of a process."""
        if vals.get("message_type", "notification") == "notification" and not vals.get("mail_activity_type_id"):
            vals = {**vals, "message_type": "comment"}
        if not self.env.su:
            # By whom and when is not the client's to say.
            vals = {**vals, "author_id": self.env.user.partner_id.id, "date": fields.Datetime.now()}
            vals.pop("email_from", None)
        return vals

    def write(self, vals):
        if changes := {name: value for name, value in vals.items() if name in EVIDENCE}:
            self._check_sop_evidence(changes)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sop_evidence(self):
        self._check_sop_evidence()

    def _check_sop_evidence(self, changes=None):
        """:raises UserError: a message of a started process would be deleted, or says something else after `changes`"""
        if changes and changes.keys() == {"attachment_ids"} and is_while_done(self.env):
            return  # files of an activity follow its message
        messages = self._of_started_processes()
        if changes is not None:
            messages = messages.filtered(lambda message: message._becomes_another(changes))
        if messages:
            raise UserError(
                self.env._(
                    "What was said in a started process stays as it was said. Write a further comment to correct it."
                )
            )

    def _of_started_processes(self):
        """Those of these messages that stand in the chatter of a process which is no longer prepared."""
        # Whoever may not read the process may not change its chatter either.
        ours = self.sudo().filtered(lambda message: message.model == "sop.process" and message.res_id)
        started = self.env["sop.process"].browse(set(ours.mapped("res_id")))._started()
        return ours.filtered(lambda message: message.res_id in started.ids)

    def _becomes_another(self, changes):
        # An e-mail gives its subject, in one line, to a message that has none.
        subject = " ".join((self.subject or changes.get("subject") or "").split())
        if "subject" in changes and subject == " ".join((changes["subject"] or "").split()):
            changes = {name: value for name, value in changes.items() if name != "subject"}
        after = self.new(changes, origin=self)
        return any(_value(after, name) != _value(self, name) for name in changes)


def _value(record, name):
    value = record[name]
    return value._origin if isinstance(value, models.BaseModel) else value

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from .engine_key import is_engine


class MailActivity(models.Model):
    """A disposition in the inbox: it is answered, never edited or cancelled."""

    _inherit = "mail.activity"

    sop_disposition_line = fields.Integer(
        compute="_compute_sop_disposition_line",
        help="Id of the recipient's line, if this asks to answer a disposition.",
    )

    @api.depends("activity_type_id")
    @api.depends_context("uid")
    def _compute_sop_disposition_line(self):
        lines = self._sop_dispositions()._disposition_lines().grouped("activity_id")
        for activity in self:
            line = lines.get(activity)
            activity.sop_disposition_line = line.id if line and line.asked_id.id == self.env.uid else 0

    @api.depends("activity_type_id")
    def _compute_is_sop_step(self):
        done = super()._compute_is_sop_step()
        # Whoever sees the activity may know that its step asks for a disposition.
        owing = self.env["sop.task"].sudo().search([("activity_id", "in", self._sop_steps().ids)])._owing_disposition()
        for activity in self:
            activity.sop_asks_exit = activity.sop_asks_exit or activity in owing.activity_id
            activity.is_sop_step = activity.is_sop_step or bool(activity._sop_dispositions())
        return done

    def _compute_can_write(self):
        done = super()._compute_can_write()
        for activity in self._sop_dispositions():
            activity.can_write = activity.user_id == self.env.user
        return done

    def _action_done(self, feedback=False, attachment_ids=None):
        dispositions = self._sop_dispositions()
        if not dispositions:
            return super()._action_done(feedback, attachment_ids)
        messages, next_activities = super(MailActivity, self - dispositions)._action_done(feedback, attachment_ids)
        messages += dispositions._answer_dispositions(feedback, attachment_ids or ())
        return messages, next_activities

    def _answer_dispositions(self, feedback, attachment_ids):
        """Report on the dispositions behind activities; what is answered already is left alone, as a second click is.

        :raises RedirectWarning: it is his to report on, and he says nothing
        """
        lines = self._disposition_lines().filtered(lambda line: line.state == "open")
        for line in lines if not feedback else ():
            if line.asked_id.id == self.env.uid:
                raise RedirectWarning(
                    self.env._("Report on the disposition: say what came of it."),
                    self.env.ref("sop_planning.sop_disposition_answer_action").id,
                    self.env._("Report"),
                    {"default_recipient_id": line.id, "default_kind": "done"},
                )
        if not lines:
            return self.env["mail.message"]
        return lines.sudo(False)._answer("done", feedback, attachment_ids)

    def _disposition_lines(self):
        # Who may answer is judged by the lines themselves.
        return (
            self.env["sop.disposition.recipient"].sudo().search([("activity_id", "in", self.ids)])
            if self
            else (self.env["sop.disposition.recipient"])
        )

    def _sop_dispositions(self):
        """The activities of these that are dispositions, told by their type, which nobody can change on them."""
        kind = self.env["ir.model.data"]._xmlid_to_res_id("sop_planning.mail_activity_type_disposition")
        return self.filtered(lambda activity: activity.sudo().activity_type_id.id == kind)

    def _check_not_a_step(self):
        done = super()._check_not_a_step()
        if not is_engine(self.env) and self._sop_dispositions():
            raise UserError(
                self.env._("The activity of a disposition is kept by the disposition: report on it, or return it.")
            )
        return done

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), "sop_disposition_line"]

from odoo import api, fields, models
from odoo.exceptions import UserError

from .engine_key import is_engine, is_while_done, while_done


class MailActivity(models.Model):
    """The inbox of a process: an activity of a step is finished through its task, and only so."""

    _inherit = "mail.activity"

    is_sop_step = fields.Boolean(compute="_compute_is_sop_step")
    sop_asks_exit = fields.Boolean(compute="_compute_is_sop_step", help="A mere 'done' would not say which way to go.")

    # Done activities stay in the table; without this index a busy person's late list reads them all. The ORM writes
    # `active IS TRUE`, and PostgreSQL uses the index for those very words only.
    _open_by_person = models.Index("(user_id, date_deadline, id) WHERE active IS TRUE")

    @api.depends("activity_type_id")
    def _compute_is_sop_step(self):
        steps = self._sop_steps()
        # Whoever sees the activity may know that it is a decision.
        decisions = self.env["sop.task"].sudo().search([("activity_id", "in", steps.ids)])._deciding().activity_id
        for activity in self:
            activity.is_sop_step = activity in steps
            activity.sop_asks_exit = activity in decisions

    def _compute_can_write(self):
        done = super()._compute_can_write()
        for activity in self._sop_steps():
            activity.can_write = activity.user_id == self.env.user
        return done

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._check_not_a_step()
        return activities

    def _action_done(self, feedback=False, attachment_ids=None):
        steps = self._sop_steps()
        messages, next_activities = self.env["mail.message"], self.browse()
        if self - steps:
            others = while_done(self - steps)
            messages, next_activities = super(MailActivity, others)._action_done(feedback, attachment_ids)
        if steps:
            processes = self.env["sop.process"].browse(set(steps.sudo().mapped("res_id")))
            messages += processes._finish_activities(steps, feedback or "", attachment_ids or ())
        return messages, next_activities

    def write(self, vals):
        self._check_not_a_step()
        self._check_not_done()
        done = super().write(vals)
        if "activity_type_id" in vals:
            self._check_not_a_step()
        return done

    def unlink(self):
        self._check_not_a_step()
        self._check_not_done()
        return super().unlink()

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), "is_sop_step", "sop_asks_exit"]

    def _sop_steps(self):
        """The activities of these that are steps of processes, told by their type, which nobody can change on them."""
        step_type = self.env["ir.model.data"]._xmlid_to_res_id("sop_planning.mail_activity_type_step")
        return self.filtered(lambda activity: activity.sudo().activity_type_id.id == step_type)

    def _check_not_a_step(self):
        if not is_engine(self.env) and self._sop_steps():
            raise UserError(
                self.env._(
                    "The activity of an SOP step is kept by its process: finish it, or use the buttons there."
                )
            )

    def _check_not_done(self):
        """:raises UserError: a person's reminder on a started process is done, and so part of what happened there"""
        if is_engine(self.env) or is_while_done(self.env):
            return
        done = self.sudo().filtered(lambda activity: activity.res_model == "sop.process" and not activity.active)
        if self.env["sop.process"].browse(set(done.mapped("res_id")))._started():
            raise UserError(self.env._("What was done in a started process stays noted as it was done."))

from datetime import timedelta

from odoo import fields, models

from ..flow import moves

# Moves whose rules rest on facts that cost a query; the others do not ask for them.
ENTERING = (moves.FINISH, moves.SEND_BACK, moves.SKIP)
# The setting of the agency that allows a kind of move.
ALLOWED_BY = {moves.SEND_BACK: "sop_send_back", moves.SKIP: "sop_skip", moves.CLAIM: "sop_claim"}


class SopProcess(models.Model):
    """What the rules of `flow` need to know of the person who acts."""

    _inherit = "sop.process"

    def _actor(self, mine, current, kind=None):
        """The current user, as far as the rules care.

        :param mine: his open tasks in the present visit
        :param current: all tasks of the present visit
        :param kind: the move he makes; None for all he might make
        """
        user = self.env.user
        officer = user.has_group("sop_planning.group_sop_officer")
        own = user in (self.starter_id, self.requester_id, self.create_uid)
        held = mine.filtered("is_claimed").executor_id
        return moves.Actor(
            frozenset(mine.executor_id.ids),
            starts=officer or own,
            directs=officer or own,
            manages=officer,
            claims=frozenset(self._shared_columns(mine, current) if self._lets(moves.CLAIM, kind) else ()),
            holds=frozenset(held.ids),
            sends_back=self._lets(moves.SEND_BACK, kind),
            delegates=self.template_id._frozen().delegates,
            reassigns=officer or (kind in (None, moves.REASSIGN) and self._heads_unit(user)),
            skips=user.has_group("sop_planning.group_sop_administrator") and self._lets(moves.SKIP, kind),
            reopens=officer and self._is_fresh(),
            sent_from=self._sent_from(current) if kind in (None, moves.CALL_BACK) else None,
        )

    def _lets(self, asked, kind):
        """Whether the agency allows a kind of move; its settings are read only where that is the move made."""
        return kind not in (None, asked) or self.company_id[ALLOWED_BY[asked]]

    def _shared_columns(self, mine, current):
        others = current.filtered(lambda task: task.state == "open" and task not in mine)
        return (mine.executor_id & others.executor_id).ids

    def _heads_unit(self, user):
        return bool(self.department_id) and self.department_id in user.sop_unit_ids

    def _is_fresh(self):
        """Whether the run was closed so lately that it may be reopened."""
        days = self.company_id.sop_reopen_days
        return bool(self.date_end) and fields.Datetime.now() <= self.date_end + timedelta(days=days) and days > 0

    def _sent_from(self, current):
        """The step from which the current user brought the run here, while nobody has opened it here."""
        if self.state != moves.RUNNING or current.filtered(lambda task: task.date_read or task.state == "done"):
            return None
        event = self.env["sop.event"].search(
            [("process_id", "=", self.id), ("target_step_id", "!=", False)], order="id desc", limit=1
        )
        sent = event.kind in ENTERING and event.user_id.id == self.env.uid
        return event.step_id.id if sent and event.step_id else None

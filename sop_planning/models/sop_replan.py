from odoo import api, fields, models
from odoo.fields import Domain

from .collisions import tried_again

PORTION = 100


class SopReplan(models.Model):
    """An agency whose open work is to be planned again, because a calendar or somebody's hours have changed.

    The change only leaves a line here; a cron does the work in portions, so that saving a calendar takes no longer
    in a busy agency and collides with nobody who finishes a step. A line remembers how far it has come, so the cron may
    be killed at any moment; planning something twice changes nothing.

    Access: nobody; only the server works with it.
    """

    _name = "sop.replan"
    _description = "SOP deadlines to plan again"
    _order = "id"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade", index=True)
    last_id = fields.Integer(help="Processes up to this one are done.")

    @api.model
    def _ask(self, companies, show=True):
        """Have the open work of agencies planned again soon after the present change is committed.

        :param companies: res.company
        :param show: let the current user see how far it is; not for what a mere log-in may change, as his time zone
        """
        if companies:
            # Whoever changes a calendar has no rights on the queue, nor needs any.
            self.sudo().create([{"company_id": company.id} for company in companies])
            if show:
                self.env["sop.job"]._show_replan(companies)
            self.env.ref("sop_planning.ir_cron_replan").sudo()._trigger()

    @api.model
    def _cron_replan(self):
        """Plan everything that waits for it; in portions, each in a transaction of its own."""
        while (done := tried_again(self.env, self._plan_next, "Planning again")) is not False:
            time_left = self.env["ir.cron"]._commit_progress(done or 0, remaining=self.search_count([]))
            if done is None or not time_left:
                # Core lets the others have their turn, and would then sleep for a minute.
                return self.env.ref("sop_planning.ir_cron_replan").sudo()._trigger()

    @api.model
    def _plan_next(self):
        """Plan a portion of the agency that comes first; False where nothing waits, or another server is at it."""
        line = self.search([], limit=1).try_lock_for_update()
        return line._plan_portion() if line else False

    def _plan_portion(self):
        """Plan the next processes of a line, or close it; the number of processes planned."""
        company, Process = self.company_id, self.env["sop.process"]
        open_ones = Domain("state", "in", ("running", "suspended")) & Domain("company_id", "=", company.id)
        if not self.last_id:
            # What was asked for before this scan begins, the scan does.
            (self.search([("company_id", "=", company.id), ("last_id", "=", 0)]) - self).unlink()
            # This scheduler may not have been told yet of the change that asks for it.
            self.env.registry.clear_cache()
        jobs = self.env["sop.job"]._of_replan(self, open_ones)
        processes = Process.search(open_ones & Domain("id", ">", self.last_id), limit=PORTION, order="id")
        jobs._note_planned(len(processes))
        if not processes:
            self.unlink()
            return 0
        # The chatter of an agency is in its own language, not in the cron's.
        processes = processes.with_context(lang=company.partner_id.lang or self.env.lang)._locked()
        changed = processes._replan()
        changed._record_replan(changed.env._("The working calendar has changed."))
        self.last_id = processes[-1].id
        return len(processes)

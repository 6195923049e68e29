from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain


class SopJob(models.Model):
    """What whoever changed a calendar sees of the deadlines that are recomputed for it; `sop.replan` does the work."""

    _inherit = "sop.job"

    replan_id = fields.Many2one(
        "sop.replan", string="Recomputation", readonly=True, ondelete="set null", index="btree_not_null"
    )

    @api.model
    def _show_replan(self, companies):
        """Let the current user, if he works with SOPs, see that the deadlines of agencies are to be recomputed."""
        user = self.env.user
        if user.id == SUPERUSER_ID or not user.has_group("sop_planning.group_sop_user"):
            return
        # Nobody has rights to write jobs; this one only tells him what becomes of his own change.
        Job = self.sudo()
        mine = Domain("user_id", "=", user.id) & Domain("company_id", "in", companies.ids)
        shown = Job.search(mine & self._waiting_replans()).company_id
        Job.create([self._replan_values_of(company) for company in companies - shown])

    def _replan_values_of(self, company):
        name = self.env._("Recompute the deadlines of %(agency)s", agency=company.name)
        return {"kind": "replan", "name": name, "company_id": company.id, "user_id": self.env.uid}

    @api.model
    def _waiting_replans(self):
        return Domain("kind", "=", "replan") & Domain("state", "=", "waiting")

    @api.model
    def _of_replan(self, replan, open_ones):
        """The jobs that show a scan of `sop.replan`; one that begins is shown by all that wait.

        :param replan: sop.replan, :param open_ones: domain of the processes it will look at
        """
        if replan.last_id:
            return self.search([("replan_id", "=", replan.id)])
        jobs = self.search(self._waiting_replans() & Domain("company_id", "=", replan.company_id.id))
        if jobs:
            count = self.env["sop.process"].search_count(open_ones)
            jobs.write({"state": "running", "replan_id": replan.id, "to_plan": count})
        return jobs

    def _note_planned(self, count):
        """So many more processes were looked at; with none, all have been."""
        for job in self:
            if count:
                job.planned += count
            else:
                job._end(tell=False)

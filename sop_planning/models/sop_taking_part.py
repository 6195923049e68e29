from odoo import api, fields, models
from odoo.fields import Domain

USER = "sop_planning.group_sop_user"
UNDER_WAY = Domain("state", "in", ("running", "suspended"))
IN_FORCE = Domain("state", "=", "effective")


class SopTakingPart(models.AbstractModel):
    """The buttons of employees, units and jobs: the SOPs in force they have a part in, and the runs under way.

    Access: counts and lists are of what the user may read himself.
    """

    _name = "sop.taking.part"
    _description = "Takes part in SOPs"

    sop_process_count = fields.Integer(string="Running processes", compute="_compute_sop_process_count", groups=USER)
    sop_template_count = fields.Integer(string="SOPs in force", compute="_compute_sop_template_count", groups=USER)

    def _compute_sop_process_count(self):
        counts = self._sop_run_counts()
        for record in self:
            record.sop_process_count = counts.get(record._origin.id, 0)

    def _compute_sop_template_count(self):
        found = self._sop_versions()
        for record in self:
            record.sop_template_count = len(found.get(record._origin.id, ()))

    def action_sop_processes(self):
        """Open the list of the runs under way that this employee, unit or job takes part in."""
        action = self._sop_list("sop.process", "sop_planning.sop_process_action")
        return {**action, "domain": list(UNDER_WAY & self._sop_run_domain())}

    def action_sop_templates(self):
        """Open the list of the SOPs in force that this employee, unit or job has a part in."""
        action = self._sop_list("sop.template", "sop_planning.sop_template_action")
        return {**action, "domain": [("id", "in", sorted(self._sop_versions().get(self.id, ())))]}

    def _sop_list(self, model, action):
        self.ensure_one()
        self.env[model].check_access("read")
        self.check_access("read")
        return {**self.env["ir.actions.act_window"]._for_xml_id(action), "context": {}}

    def _sop_run_counts(self):
        """How many runs are under way, for all records at once: dict id -> int."""
        raise NotImplementedError

    def _sop_run_domain(self):
        """The condition on the runs of one record."""
        raise NotImplementedError

    def _sop_versions(self):
        """Ids of the SOPs in force, for all records at once: dict id -> set."""
        raise NotImplementedError

    @api.model
    def _sop_columns(self, domain):
        """Columns of the SOPs in force."""
        names = ["template_id", "rule", "job_id", "department_id", "user_ids"]
        return self.env["sop.template.executor"].search_fetch(
            Domain("template_id.state", "=", "effective") & Domain(domain), names
        )

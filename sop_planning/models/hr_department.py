from odoo import api, models

from .registry_cache import forget


class HrDepartment(models.Model):
    """Who heads which unit is part of what a user may read of processes, and that is kept."""

    _inherit = "hr.department"

    @api.model_create_multi
    def create(self, vals_list):
        units = super().create(vals_list)
        forget(self.env)
        return units

    def write(self, vals):
        done = super().write(vals)
        if vals.keys() & {"manager_id", "parent_id", "active"}:
            forget(self.env)
        return done

    def _sop_heads(self, company):
        """Who heads each unit today: its head, or for a vacant place who stands in.

        :param company: res.company, the agency whose acting officials count
        :return: dict hr.department -> res.users, empty where nobody does
        """
        periods = self.env["sop.acting"]._periods(company)
        vacant = [period for period in periods if not period.user_id and not period.job_id]
        deputies = {period.department_id: period.deputy_id for period in vacant}
        heads = {unit: unit._sop_head().filtered("active") for unit in self}
        return {unit: head or head.browse(deputies.get(unit.id, ())) for unit, head in heads.items()}

    def _sop_head(self):
        """The user who is its head, also one who has left; empty without one."""
        # Who heads a unit is public in an office, though the employee record is not.
        return self.sudo().manager_id.user_id.sudo(False)

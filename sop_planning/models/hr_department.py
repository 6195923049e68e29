from odoo import api, models


class HrDepartment(models.Model):
    """Who heads which unit is part of what a user may read of processes, and that is kept."""

    _inherit = "hr.department"

    @api.model_create_multi
    def create(self, vals_list):
        units = super().create(vals_list)
        self.env.registry.clear_cache()
        return units

    def write(self, vals):
        done = super().write(vals)
        if vals.keys() & {"manager_id", "parent_id", "active"}:
            self.env.registry.clear_cache()
        return done

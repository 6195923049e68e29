from odoo import models


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    def write(self, vals):
        done = super().write(vals)
        if {"calendar_id", "tz", "user_id", "company_id"} & vals.keys():
            # Whoever changes the hours of one person need not see the agency's queue.
            self.env["sop.replan"]._ask(self.filtered("user_id").company_id, show=False)
        return done

    def unlink(self):
        # Core would leave the leaves of whoever is deleted as leaves of nobody, which are public holidays; whoever may
        # delete him need not have rights on them.
        self.env["resource.calendar.leaves"].sudo().search([("resource_id", "in", self.ids)]).unlink()
        return super().unlink()

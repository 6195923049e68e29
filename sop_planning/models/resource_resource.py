from odoo import api, models, tools

from .registry_cache import forget

# Whose hours they are, and which.
HOURS = {"user_id", "company_id", "calendar_id", "tz", "active"}


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    @api.model_create_multi
    def create(self, vals_list):
        resources = super().create(vals_list)
        if resources.user_id:
            forget(self.env)
        return resources

    def write(self, vals):
        if not HOURS & vals.keys():
            return super().write(vals)
        before = self._sop_whose()
        done = super().write(vals)
        if self._sop_whose() != before:
            forget(self.env)
            # Whoever changes the hours of one person need not see the agency's queue.
            self.env["sop.replan"]._ask(self.filtered("user_id").company_id, show=False)
        return done

    def unlink(self):
        # Core would leave the leaves of whoever is deleted as leaves of nobody, which are public holidays; whoever may
        # delete him need not have rights on them.
        self.env["resource.calendar.leaves"].sudo().search([("resource_id", "in", self.ids)]).unlink()
        done = super().unlink()
        forget(self.env)
        return done

    def _sop_whose(self):
        """Whose hours these are, and which; nothing of a room or a machine."""
        people = self.sudo().filtered("user_id")
        return [(person.id, *(person[name] for name in sorted(HOURS))) for person in people]

    # Every step asks for the hours of its people, and theirs change a few times in a year.

    @api.model
    @tools.ormcache("company_id")
    def _sop_hours(self, company_id):
        """By whose hours people work in an agency: dict of user id -> id of a calendar and name of a time zone.

        The calendar is False for whoever works when he likes. Of several employees of one person, the oldest counts.
        """
        # Whoever moves a process need not be allowed to see other people's calendars.
        here = [("company_id", "=", company_id), ("user_id", "!=", False), ("active", "=", True)]
        people = self.sudo().search_fetch(here, ["user_id", "calendar_id", "tz"], order="id desc")
        return {person.user_id.id: (person.calendar_id.id, person.tz) for person in people}

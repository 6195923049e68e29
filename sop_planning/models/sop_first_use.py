from odoo import api, models
from odoo.exceptions import AccessError


class SopFirstUse(models.AbstractModel):
    """The first steps of an agency, shown to its administrators until all are done or one of them closes the panel.

    Access: administrators of SOP Planning.
    """

    _name = "sop.first.use"
    _description = "First steps with SOPs"

    @api.model
    def overview(self):
        """Which of the first steps the current agency has taken.

        :return: dict of the steps by name, whether each is done; False where there is nothing to show
        :raises AccessError: the user has no rights on SOPs
        """
        self.env["sop.template"].check_access("read")
        if not self._is_administrator() or not self.env.company.sudo().sop_first_use:
            return False
        steps = self._steps()
        return steps if not all(steps.values()) else False

    @api.model
    def close(self):
        """Show the panel no more to anybody of the current agency; the settings bring it back.

        :raises AccessError: the user is no administrator
        """
        if not self._is_administrator():
            raise AccessError(self.env._("Only administrators of SOP Planning close this panel."))
        # Whoever looks after SOPs need not look after companies; this is the one value of his agency he changes.
        self.env.company.sudo().sop_first_use = False

    def _is_administrator(self):
        return self.env.user.has_group("sop_planning.group_sop_administrator")

    def _steps(self):
        company = self.env.company.sudo()  # code and logo of one's own agency are no secret
        mine = [("company_id", "=", company.id)]
        others = [("user_id", "not in", (False, self.env.uid))]
        return {
            "agency": bool(company.sop_code) and not company.uses_default_logo,
            "people": self._any("hr.employee.public", mine + others),
            "write": self._any("sop.template", mine),
            "effective": self._any("sop.template", [*mine, ("state", "=", "effective")]),
            "start": self._any("sop.process", mine),
        }

    def _any(self, model, domain):
        return bool(self.env[model].search_count(domain, limit=1))

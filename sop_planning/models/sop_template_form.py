from odoo import api, models


class SopTemplate(models.Model):
    """What a new SOP is headed with: the lines of the agency, below them the units above its own and itself.

    Up to four levels stand in real SOPs (SOP_FORMAT.md, identity block); how many of them are units, the agency says.
    """

    _inherit = "sop.template"

    @api.onchange("department_id")
    def _onchange_department_id(self):
        """The heading follows the unit for as long as nobody has written another one."""
        units = {
            unit.name.upper() for unit in self.env["hr.department"].search([("company_id", "=", self.company_id.id)])
        }
        own = [line for line in self._heading_lines(self.heading) if line.upper() not in units]
        if own == [line for line in self._heading_lines(self.company_id.sop_heading) if line.upper() not in units]:
            self.heading = "\n".join(self._proposed_heading()) or False

    def _proposed_heading(self):
        lines = self._heading_lines(self.company_id.sop_heading)
        printed = {line.upper() for line in lines}
        names = []
        unit = self.department_id
        while unit:
            names.append(unit.name.upper())
            unit = unit.parent_id
        units = [name for name in reversed(names) if name not in printed]
        return lines + units[: self.company_id.sop_head_units]

    def _heading_lines(self, heading):
        return [line.strip() for line in (heading or "").splitlines() if line.strip()]

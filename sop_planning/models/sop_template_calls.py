from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..flow import calls, checker


class SopTemplateStep(models.Model):
    """A step of a macro SOP may call a micro SOP, whose run it waits for."""

    _inherit = "sop.template.step"

    micro_template_id = fields.Many2one(
        "sop.template",
        string="Calls the micro SOP",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('company_id', '=', company_id), ('id', '!=', template_id)]",
        help="When a process comes to this step, a process of that SOP starts, in the version in force then; "
        "the step can be finished when that process is done.",
    )
    company_id = fields.Many2one(related="template_id.company_id")

    @api.constrains("micro_template_id", "template_id")
    def _check_micro_template_id(self):
        for step in self.filtered("micro_template_id"):
            if step.micro_template_id.company_id != step.template_id.company_id:
                raise ValidationError(self.env._("A step can only call an SOP of its own agency."))


class SopTemplate(models.Model):
    """Which SOPs this version calls, and that none of them leads back to it."""

    _inherit = "sop.template"

    def _findings(self):
        return super()._findings() + tuple(self._findings_of_calls())

    def _findings_of_calls(self):
        """A step that leads back to this SOP (an error), or that calls an SOP which is not in force (an oddity)."""
        calling = self.step_ids.filtered("micro_template_id")
        if not calling:
            return
        called = self._calls_in_force()
        in_force = calling.micro_template_id._in_force().root_id
        for step in calling:
            root, place = step.micro_template_id.root_id, checker.Place("step", step.id)
            back = calls.way_back(self.root_id, root, called)
            if back:
                yield checker.Finding(place, "micro_leads_back", {"way": " → ".join(sop.name for sop in back)})
            elif root not in in_force:
                yield checker.Finding(place, "micro_not_in_force", {"sop": step.micro_template_id.name})

    def _calls_in_force(self):
        """dict SOP -> the SOPs it calls, by their first versions, for all SOPs of the agency that are in force."""
        steps = self.env["sop.template.step"].search_fetch(
            [
                ("micro_template_id", "!=", False),
                ("template_id.state", "=", "effective"),
                ("template_id.company_id", "=", self.company_id.id),
            ],
            ["template_id", "micro_template_id"],
        )
        called = defaultdict(set)
        for step in steps:
            called[step.template_id.root_id].add(step.micro_template_id.root_id)
        return called

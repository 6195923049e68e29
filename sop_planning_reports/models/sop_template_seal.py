from odoo import models


class SopTemplate(models.Model):
    """What the seal of its papers knows of it."""

    _name = "sop.template"
    _inherit = ["sop.template", "sop.sealed"]

    def _sop_is_sealed(self, kind):
        return self.state not in ("draft", "review")

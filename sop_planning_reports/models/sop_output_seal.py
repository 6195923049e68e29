from odoo import models


class SopOutput(models.Model):
    """What the seal of its papers knows of it."""

    _name = "sop.output"
    _inherit = ["sop.output", "sop.sealed"]

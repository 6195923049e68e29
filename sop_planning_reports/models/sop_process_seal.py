from odoo import models


class SopProcess(models.Model):
    """What the seal of its papers knows of it."""

    _name = "sop.process"
    _inherit = ["sop.process", "sop.sealed"]

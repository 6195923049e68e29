from odoo import models


class SopDisposition(models.Model):
    """What the seal of its papers knows of it."""

    _name = "sop.disposition"
    _inherit = ["sop.disposition", "sop.sealed"]

    def _sop_is_secret(self):
        return self._is_secret()

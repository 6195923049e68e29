from odoo import api, models
from odoo.exceptions import UserError

from .engine_key import is_engine


class SopGuarded(models.AbstractModel):
    """Records that only the engine creates, writes and deletes: the evidence of a run.

    Access: whoever may read the process reads them; nobody, the administrator included, changes them through the
    application (PermenPAN-RB 35/2012, page 24: each executor records what he did).
    """

    _name = "sop.guarded"
    _description = "Evidence of an SOP run"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        return super().create(vals_list)

    def write(self, vals):
        self._check_engine()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_engine(self):
        self._check_engine()

    def _check_engine(self):
        if not is_engine(self.env):
            raise UserError(self.env._("The record of a process is kept by the system and cannot be changed."))

from odoo import fields, models
from odoo.exceptions import UserError


class SopPinSet(models.TransientModel):
    """Setting one's PIN, with one's password; neither is stored here: they come in the context of the button."""

    _name = "sop.pin.set"
    _description = "Set my PIN"

    # The inverse keeps what was typed until the button sends it on; without one a new dialog would forget it.
    password = fields.Char(store=False, inverse="_inverse_secret")
    pin = fields.Char(string="New PIN", store=False, inverse="_inverse_secret")
    again = fields.Char(string="New PIN again", store=False, inverse="_inverse_secret")

    def _inverse_secret(self):
        """Nothing is stored."""

    def action_confirm(self):
        """Set the current user's PIN.

        :raises UserError: the password is wrong, or the PIN is none
        """
        self.ensure_one()
        self.check_access("write")
        given = self.env.context
        self.env.user._sop_check_password(given.get("sop_secret"))
        if given.get("sop_pin") != given.get("sop_again"):
            raise UserError(self.env._("The two PINs are not the same."))
        self.env["sop.pin"]._set(given.get("sop_pin"))
        return {"type": "ir.actions.act_window_close"}

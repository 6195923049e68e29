import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .signature_image import as_png

IMAGES = ("paraf_image", "signature_image")


class SopSpecimen(models.Model):
    """A person's own paraf and signature, kept so that he need not draw them each time.

    Access: his own alone; administrators of whatever sort neither read nor write another's. The pictures stand in the
    table itself and not among the files, which administrators of the system read.
    """

    _name = "sop.specimen"
    _description = "My paraf and signature"

    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="cascade",
    )
    paraf_image = fields.Binary(string="Initials (paraf)", attachment=False)
    signature_image = fields.Binary(string="Signature", attachment=False)
    has_pin = fields.Boolean(string="PIN is set", compute="_compute_pin")
    pin_blocked = fields.Boolean(string="PIN is blocked", compute="_compute_pin")

    _one_each = models.UniqueIndex("(user_id)", "Your paraf and signature are kept already.")

    @api.depends("user_id")
    def _compute_display_name(self):
        self.display_name = self.env._("My paraf and signature")

    @api.depends("user_id")
    def _compute_pin(self):
        for specimen in self:
            specimen.has_pin, specimen.pin_blocked = self.env["sop.pin"]._state_of(specimen.user_id)

    @api.model_create_multi
    def create(self, vals_list):
        if len(vals_list) > 1 or self.search_count([("user_id", "=", self.env.uid)], limit=1):
            raise UserError(self.env._("Your paraf and signature are kept already."))
        return super().create([self._clean({**vals, "user_id": self.env.uid}) for vals in vals_list])

    def write(self, vals):
        if vals.get("user_id", self.env.uid) != self.env.uid:
            raise AccessError(self.env._("Paraf and signature are their owner's alone."))
        return super().write(self._clean(vals))

    def _clean(self, vals):
        """Values with pictures that can be printed and nothing else in them."""
        pictures = {name: base64.b64encode(as_png(self.env, vals[name])) for name in IMAGES if vals.get(name)}
        return {**vals, **pictures}

    def action_open_mine(self):
        """Open the current user's own paraf and signature."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_specimen_action")
        return {**action, "res_id": self._mine().id}

    def action_set_pin(self):
        """Open the dialog that sets the current user's PIN anew."""
        self.check_access("write")
        return self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_pin_set_action")

    @api.model
    def _mine(self):
        return self.search([("user_id", "=", self.env.uid)]) or self.create({})

    @api.model
    def _keep(self, kind, image):
        """Keep a picture for the next time.

        :param kind: paraf or signature
        """
        self._mine()[f"{kind}_image"] = image

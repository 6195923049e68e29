from odoo import fields, models


class SopSealPrint(models.Model):
    """A file that was issued with a seal, by its digest; the file itself is not kept.

    Access: as the seal.
    """

    _name = "sop.seal.print"
    _description = "Issued file of a printed paper"
    _inherit = ["sop.guarded"]
    _order = "id desc"
    _rec_name = "digest"

    seal_id = fields.Many2one("sop.seal", required=True, ondelete="cascade", index=True)
    digest = fields.Char(string="SHA-256", required=True)
    user_id = fields.Many2one("res.users", string="Printed by", required=True, ondelete="restrict")
    date = fields.Datetime(string="Printed", required=True)

    _once = models.UniqueIndex("(seal_id, digest)")

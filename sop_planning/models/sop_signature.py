from odoo import api, fields, models

KINDS = [("paraf", "Initials (paraf)"), ("signature", "Signature"), ("stamp", "Stamp")]
PARAF_KINDS = [("hierarchy", "In line (paraf hierarki)"), ("coordination", "Of another unit (paraf koordinasi)")]


class SopSignature(models.Model):
    """A paraf, signature or stamp of one person on documents of a run.

    What is signed is frozen in `papers`, every file with its SHA-256; `digest` is taken over all facts below. It is an
    approval within the application and no certified electronic signature (SOP_FORMAT: "Paraf, signature").
    """

    _name = "sop.signature"
    _description = "Paraf, signature or stamp in an SOP run"
    _inherit = ["sop.paper"]
    _order = "process_id, id"

    kind = fields.Selection(KINDS, required=True)
    paraf_kind = fields.Selection(PARAF_KINDS, string="Kind of paraf")
    executor_id = fields.Many2one("sop.template.executor", ondelete="restrict")
    task_id = fields.Many2one("sop.task", ondelete="restrict", index="btree_not_null")
    official_id = fields.Many2one("res.users", string="In place of", ondelete="restrict")
    rank = fields.Char(help="Pangkat and golongan, as printed then.")
    nip = fields.Char(string="NIP")
    tz = fields.Char(string="Time zone", required=True)
    statement = fields.Text(required=True, help="The text that was agreed to.")
    confirmed_by = fields.Selection([("none", "Nothing more"), ("password", "Password"), ("pin", "PIN")], required=True)
    image = fields.Image(max_width=1200, max_height=600)
    image_sha256 = fields.Char()
    papers = fields.Json(help="What was signed: list of id, name, version, place and files of each document.")
    digest = fields.Char(required=True, help="SHA-256 of what was signed, by whom, as what and when.")
    output_ids = fields.Many2many("sop.output", string="Documents", compute="_compute_output_ids")

    @api.depends("papers")
    def _compute_output_ids(self):
        for signature in self:
            signature.output_ids = self.env["sop.output"].browse(signature._output_ids())

    def _output_ids(self):
        return [paper["id"] for paper in self.papers or ()]

from odoo import api, fields, models


class SopArchive(models.Model):
    """An archive file (berkas arsip): documents of a run that were put away, where, and for how long."""

    _name = "sop.archive"
    _description = "Archive file of an SOP run"
    _inherit = ["sop.paper"]
    _order = "date desc, id desc"
    _rec_name = "number"

    number = fields.Char(required=True, help="Number in the register of archives.")
    agenda_year = fields.Integer(required=True, aggregator=False)
    agenda_number = fields.Integer(required=True, aggregator=False)
    code = fields.Char(string="Classification code", required=True, help="Kode klasifikasi arsip of the agency.")
    place = fields.Char(required=True, help="Where it is kept: room, cabinet, box.")
    date_until = fields.Date(string="Keep until", help="Empty: for ever.")
    fate = fields.Selection(
        [("destroy", "To be destroyed"), ("permanent", "Permanent")], string="Afterwards", required=True
    )
    papers = fields.Json(help="What was archived: list of id, name, version, place and files of each document.")
    output_ids = fields.Many2many("sop.output", string="Documents", compute="_compute_output_ids")

    _number_once = models.UniqueIndex(
        "(company_id, agenda_year, agenda_number)", "An archive number is given once a year."
    )

    @api.depends("papers")
    def _compute_output_ids(self):
        for archive in self:
            archive.output_ids = self.env["sop.output"].browse(paper["id"] for paper in archive.papers or ())

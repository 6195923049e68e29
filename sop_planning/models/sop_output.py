from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

DRAFT, CHECKED, INITIALLED, SIGNED, STAMPED, ARCHIVED = STATES = (
    *("draft", "checked", "initialled"),
    *("signed", "stamped", "archived"),
)
LABELS = [
    (DRAFT, "Draft"),
    (CHECKED, "Checked"),
    (INITIALLED, "Initialled"),
    (SIGNED, "Signed"),
    (STAMPED, "Stamped"),
    (ARCHIVED, "Archived"),
]


class SopOutput(models.Model):
    """One version of a document of a run: what a step made, or what was brought as its requirement.

    Its files are attachments of the process, which nobody changes once they are there; `contents` says which they are,
    each with its SHA-256. A corrected copy is a further version. A paper that exists outside the application only has
    no files but a place.
    """

    _name = "sop.output"
    _description = "Document of an SOP run"
    _inherit = ["sop.paper"]
    _order = "process_id, id"

    name = fields.Char(required=True, help="As the SOP calls it where it does: an output or a requirement of a step.")
    role = fields.Selection([("output", "Output"), ("requirement", "Requirement")], required=True, default="output")
    version = fields.Integer(required=True, default=1)
    previous_id = fields.Many2one("sop.output", string="Corrects", ondelete="restrict", index="btree_not_null")
    is_current = fields.Boolean(string="Latest version", default=True)
    state = fields.Selection(LABELS, required=True, default=DRAFT)
    contents = fields.Json(help="Files of this version: list of id, name, size (bytes), sha256.")
    place = fields.Char(string="Where the paper is", help="For what exists on paper only.")
    file_ids = fields.Many2many("ir.attachment", string="Files", compute="_compute_file_ids", compute_sudo=True)
    files_html = fields.Html(string="Files or place", compute="_compute_files_html", sanitize=False)
    signature_ids = fields.Many2many("sop.signature", string="Signatures", compute="_compute_signature_ids")

    _one_next = models.UniqueIndex("(previous_id)", "A version is corrected only once.")

    @api.depends("name", "version")
    def _compute_display_name(self):
        for output in self:
            versioned = self.env._("%(name)s (version %(number)s)", name=output.name, number=output.version)
            output.display_name = versioned if output.version > 1 else output.name

    @api.depends("contents")
    def _compute_file_ids(self):
        for output in self:
            output.file_ids = self.env["ir.attachment"].browse(output._file_ids()).exists()

    @api.depends("contents", "place")
    def _compute_files_html(self):
        link = Markup("<a class='text-reset text-decoration-underline' href='/web/content/%s' target='_blank'>%s</a>")
        for output in self:
            links = [link % (file["id"], file["name"]) for file in output.contents or ()]
            output.files_html = Markup("<br/>").join([*links, *([output.place] if output.place else [])])

    def _compute_signature_ids(self):
        signatures = self.env["sop.signature"].search(Domain("process_id", "in", self.process_id.ids))
        for output in self:
            output.signature_ids = signatures.filtered(lambda signature, key=output.id: key in signature._output_ids())

    def _status(self):
        """Version and state, as dialogs name them."""
        state = dict(self._fields["state"]._description_selection(self.env))[self.state]
        return self.env._("version %(number)s, %(state)s", number=self.version, state=state.lower())

    def _file_ids(self):
        return [file["id"] for file in self.contents or ()]

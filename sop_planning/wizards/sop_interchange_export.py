import base64
import io
import zipfile

from odoo import api, fields, models


class SopInterchangeExport(models.TransientModel):
    """Export the chosen versions or schedules: one file as it is, several in a zip.

    Access: whoever may read them.
    """

    _name = "sop.interchange.export"
    _description = "Export SOP files"

    template_ids = fields.Many2many("sop.template", string="SOPs")
    schedule_ids = fields.Many2many("sop.schedule", string="Schedules")
    filename = fields.Char(compute="_compute_content")
    content = fields.Binary(string="File", compute="_compute_content")

    @api.depends("template_ids", "schedule_ids")
    def _compute_content(self):
        for wizard in self:
            files = wizard._files()
            wizard.filename, content = files[0] if len(files) == 1 else ("sop.zip", _zip(files))
            wizard.content = base64.b64encode(content)

    def _files(self):
        interchange = self.env["sop.interchange"]
        schedules = self.schedule_ids.grouped(lambda schedule: schedule.company_id.sudo().sop_code)
        return [
            *((self._file_name(template), interchange._export(template)) for template in self.template_ids),
            *((f"{code}.json", interchange._export_schedules(chosen)) for code, chosen in schedules.items()),
        ]

    def _file_name(self, template):
        parts = [template.company_id.sudo().sop_code, template.code, template.version > 1 and f"v{template.version}"]
        return "-".join(part for part in parts if part) + ".json"


def _zip(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()

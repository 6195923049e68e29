from odoo import api, fields, models
from odoo.exceptions import ValidationError

FILE_TYPES = "pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv jpg jpeg png tif tiff zip"


class ResCompany(models.Model):
    """What an agency lets into its runs, and how it keeps it."""

    _inherit = "res.company"

    sop_file_mb = fields.Integer(
        string="Largest file (MB)", default=25, help="Of a document in a process; 0 for no limit of its own."
    )
    sop_file_types = fields.Char(
        string="Kinds of files",
        default=FILE_TYPES,
        help="Endings of the files that documents of a process may have, with blanks between them; empty for any.",
    )
    sop_requirement_gate = fields.Selection(
        [("warn", "Say so"), ("stop", "Do not let the step be finished")],
        string="When a requirement is missing",
        required=True,
        default="warn",
        help="A requirement that an earlier step makes as its output, while no such document is in the process.",
    )
    sop_retention_years = fields.Integer(
        string="Years to keep archives", default=5, help="Proposed when a process is archived; 0 for ever."
    )
    sop_archive_fate = fields.Selection(
        [("destroy", "To be destroyed"), ("permanent", "Permanent")],
        string="After that time",
        required=True,
        default="destroy",
        help="Proposed when a process is archived; the agency's retention schedule (jadwal retensi arsip) decides.",
    )

    _sop_file_mb_not_negative = models.Constraint("CHECK (sop_file_mb >= 0)", "The largest file cannot be negative.")
    _sop_retention_years_not_negative = models.Constraint(
        "CHECK (sop_retention_years >= 0)", "The years to keep archives cannot be negative."
    )

    @api.constrains("sop_file_types")
    def _check_sop_file_types(self):
        for company in self:
            for ending in company._sop_endings():
                if not ending.isalnum():
                    raise ValidationError(self.env._("“%(ending)s” is no ending of a file.", ending=ending))

    def _sop_endings(self):
        """Endings of the files that may be documents of a process; empty for any."""
        return {ending.lstrip(".").lower() for ending in (self.sop_file_types or "").replace(",", " ").split()}

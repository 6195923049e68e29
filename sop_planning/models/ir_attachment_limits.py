import os

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

MB = 1024 * 1024
# What people open by a click must be what its name says; other formats are containers nobody can tell apart.
CONTENTS = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


class IrAttachment(models.Model):
    """What may become a file of a process: the agency's settings say how large, and which kinds."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_sop_limits()
        return attachments

    def write(self, vals):
        # Moving a file between stores changes nothing of it, and limits may have come down since.
        changes = vals.keys() & {"name", "type", "raw", "datas"}
        changed = changes and self.filtered(
            lambda file: file.res_model == "sop.process" and any(file._differs(name, vals[name]) for name in changes)
        )
        done = super().write(vals)
        if vals.keys() & {"res_model", "res_id"}:
            self._check_sop_limits()
        elif changed:
            changed._check_sop_limits()
        return done

    def _check_sop_limits(self):
        """:raises UserError: a file of a process is too large, empty, or of a kind the agency does not let in"""
        files = self.sudo().filtered(lambda file: file.res_model == "sop.process" and file.res_id)
        for file in files.filtered(lambda file: file.type == "binary" and not file.res_field):
            # For the limits it does not matter whether the process is readable.
            process = self.env["sop.process"].sudo().browse(file.res_id)
            if process.exists():
                file._check_sop_size(process.company_id)
                file._check_sop_kind(process.company_id)

    def _check_sop_size(self, company):
        if not self.file_size:
            raise UserError(self.env._("“%(file)s” is empty.", file=self.name))
        if company.sop_file_mb and self.file_size > company.sop_file_mb * MB:
            raise UserError(
                self.env._(
                    "“%(file)s” has %(size)s MB; %(limit)s MB are allowed.",
                    file=self.name,
                    size=round(self.file_size / MB, 1),
                    limit=company.sop_file_mb,
                )
            )

    def _check_sop_kind(self, company):
        ending = os.path.splitext(self.name or "")[1].lstrip(".").lower()
        allowed = company._sop_endings()
        if allowed and ending not in allowed:
            raise UserError(
                self.env._(
                    "“%(file)s”: files of this kind are not let in. Allowed: %(kinds)s.",
                    file=self.name,
                    kinds=", ".join(sorted(allowed)),
                )
            )
        wanted = CONTENTS.get(ending)
        if wanted and guess_mimetype(self.raw[:2048], default="") != wanted:
            raise UserError(self.env._("“%(file)s” is not what its name says.", file=self.name))

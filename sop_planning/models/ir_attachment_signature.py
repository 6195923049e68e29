import hashlib

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .engine_key import is_engine


class IrAttachment(models.Model):
    """The pictures of signatures are evidence: only signing puts one there, and nobody changes it."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_sop_signatures()
        return attachments

    def write(self, vals):
        self._check_sop_signatures()
        done = super().write(vals)
        if vals.keys() & {"res_model", "res_id"}:
            self._check_sop_signatures()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sop_signature(self):
        self._check_sop_signatures()

    def _check_sop_signatures(self):
        # Whoever may not read a signature may not change its picture either.
        if not is_engine(self.env) and any(file.res_model == "sop.signature" for file in self.sudo()):
            raise UserError(self.env._("A signature stays as it was given."))

    def _sop_stored(self):
        """These files as they are stored now, past every cache.

        :return: dict of id -> (name, SHA-256 of the content in hexadecimal, None where it is gone)
        """
        if not self:
            return {}
        self.env["ir.attachment"].flush_model()
        rows = self.env.execute_query_dict(
            SQL("SELECT id, name, store_fname, db_datas FROM ir_attachment WHERE id = ANY(%s)", list(self.ids))
        )
        return {row["id"]: (row["name"], self._sop_sha256(row)) for row in rows}

    def _sop_sha256(self, row):
        try:
            with self.env["sop.process"]._content(row) as content:
                return hashlib.file_digest(content, "sha256").hexdigest()
        except OSError:
            return None

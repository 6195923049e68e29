from odoo import api, models


class IrAttachment(models.Model):
    """The pictures of a frozen SOP (its signer's signature) are frozen with it."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_sop_draft()
        return attachments

    def write(self, vals):
        self._check_sop_draft()
        done = super().write(vals)
        if vals.keys() & {"res_model", "res_id", "res_field"}:
            self._check_sop_draft()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen_sop(self):
        self._check_sop_draft()

    def _check_sop_draft(self):
        pictures = self.filtered(lambda attachment: attachment.res_model == "sop.template" and attachment.res_field)
        templates = self.env["sop.template"].browse(pictures.mapped("res_id")).exists()
        templates._check_draft()
        templates._note_writer()

from odoo import api, fields, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _adopted_by(self, record, attachment_ids):
        """Make a person's uploads files of a record, so that its readers can read them, and nobody changes them.

        :return: commands for a many2many of `record`
        :raises AccessError: he may not read one of them himself
        """
        files = self.sudo(False).browse(attachment_ids)
        files.check_access("read")
        # A file that belongs to no record yet, or to a dialog, is his own upload.
        uploads = files.sudo().filtered(lambda file: not file.res_id and file.create_uid.id == self.env.uid)
        uploads.write({"res_model": record._name, "res_id": record.id})
        return [fields.Command.link(file.id) for file in files]

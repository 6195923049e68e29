from odoo import api, fields, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _adopted_by(self, record, attachment_ids):
        """Make a person's uploads files of a record, so that its readers can read them, and nobody changes them.

        :return: commands for a many2many of `record`
        :raises AccessError: he may not read one of them himself
        """
        return [fields.Command.link(file.id) for file in self.browse(attachment_ids)._given_to(record)]

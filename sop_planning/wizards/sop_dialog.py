from odoo import api, models


class SopDialog(models.AbstractModel):
    """A dialog about one record, whose name it shows: it opens only for those who may read that record.

    Core shows the name of a chosen record to whoever chose it, and runs constraints and stored computes as superuser;
    so whatever the dialog shows of its record is asked for as the user.
    """

    _name = "sop.dialog"
    _description = "Dialog about a process or an SOP"
    _subject = None  # the field with the record

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if values.get(self._subject):
            self.env[self._fields[self._subject].comodel_name].browse(values[self._subject]).check_access("read")
        return values

    @api.constrains(lambda self: [self._subject] if self._subject else [])
    def _check_subject(self):
        self.sudo(False)[self._subject].check_access("read")

from odoo import fields, models

from .engine_key import with_engine


class SopProcess(models.Model):
    """A person who opens a process has read what it asks of him: whoever sent it can no longer call it back."""

    _inherit = "sop.process"

    def web_read(self, specification):
        values = super().web_read(specification)
        if len(self) == 1 and "my_step_text" in specification:  # the form, not a line of a list
            self._mark_read()
        return values

    def _mark_read(self):
        """Note that the current user has seen what is asked of him; the first time counts."""
        unread = self._my_tasks().filtered(lambda task: not task.date_read)
        if unread:
            with_engine(unread.sudo()).date_read = fields.Datetime.now()

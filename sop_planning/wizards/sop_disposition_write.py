from odoo import api, fields, models

from ..models.sop_disposition import LETTER


class SopDispositionWrite(models.TransientModel):
    """Writing a disposition within a running process, of one's own or passing one on."""

    _name = "sop.disposition.write"
    _description = "Write a disposition"
    _inherit = ["sop.disposition.draft", "sop.dialog"]
    _subject = "process_id"

    cc_ids = fields.Many2many(relation="sop_disposition_write_cc_rel")
    parent_id = fields.Many2one("sop.disposition", string="Passes on")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        parent = self.env["sop.disposition"].browse(values.get("parent_id"))
        if parent:
            parent.check_access("read")
            values |= {name: parent[name] for name in ("urgency", "secrecy", *LETTER) if name in fields}
            if parent.date_due and "date_due" in fields:
                values["date_due"] = parent.date_due
        return values

    @api.constrains("parent_id")
    def _check_parent(self):
        # Constraints run as superuser; whatever the dialog shows of it is asked for as the user.
        self.sudo(False).parent_id.check_access("read")

    def _proposed(self):
        return self.env["res.users"] if self.parent_id else super()._proposed()

    @api.depends("parent_id")
    def _compute_to_ids(self):
        return super()._compute_to_ids()

    def action_send(self):
        """Send the disposition.

        :raises UserError: he may not send one now, or what he asks or whom is missing or not allowed
        """
        self.ensure_one()
        self.process_id.check_access("read")
        self._send(self.parent_id)
        return {"type": "ir.actions.act_window_close"}

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

FILLED_IN = ("code", "place", "date_until", "fate", "note")


class SopArchiveWrite(models.TransientModel):
    """Archiving the documents of a process: under which code, where, until when, and what then."""

    _name = "sop.archive.write"
    _description = "Archive documents"
    _inherit = ["sop.dialog"]
    _subject = "process_id"

    process_id = fields.Many2one("sop.process", required=True)
    open_output_ids = fields.Many2many("sop.output", compute="_compute_open_output_ids")
    output_ids = fields.Many2many(
        "sop.output", string="Documents", compute="_compute_output_ids", store=True, readonly=False,
        domain="[('id', 'in', open_output_ids)]",
    )  # fmt: skip
    code = fields.Char(string="Classification code", required=True)
    place = fields.Char(required=True)
    date_until = fields.Date(string="Keep until", compute="_compute_terms", store=True, precompute=True, readonly=False)
    fate = fields.Selection(
        [("destroy", "To be destroyed"), ("permanent", "Permanent")],
        string="Afterwards",
        required=True,
        compute="_compute_terms",
        store=True,
        precompute=True,
        readonly=False,
    )
    note = fields.Text(string="Remark")

    @api.depends("process_id")
    def _compute_open_output_ids(self):
        self._check_subject()
        for dialog in self:
            # The dialog opens for readers of the process only, and they read its documents.
            outputs = dialog.process_id.sudo()._unarchived() if dialog.process_id else self.env["sop.output"]
            dialog.open_output_ids = outputs.with_env(self.env)

    @api.depends("open_output_ids")
    def _compute_output_ids(self):
        for dialog in self:
            dialog.output_ids = dialog.open_output_ids

    @api.depends("process_id")
    def _compute_terms(self):
        for dialog in self:
            company = dialog.process_id.sudo().company_id or self.env.company  # what it proposes is no secret
            years = company.sop_retention_years
            dialog.date_until = company._sop_today() + relativedelta(years=years) if years else False
            dialog.fate = company.sop_archive_fate if years else "permanent"

    def action_archive(self):
        """Archive the chosen documents; where the step is then only to be finished, its dialog follows.

        :raises UserError: it is not his to do, or nothing is chosen
        """
        self.ensure_one()
        self.process_id.check_access("read")
        self.process_id._archive_papers(self.output_ids, {name: self[name] for name in FILLED_IN})
        if self.process_id._my_tasks():
            return self.process_id.action_finish()
        return {"type": "ir.actions.act_window_close"}

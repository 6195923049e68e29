from odoo import api, fields, models

from ..flow import moves


class SopProcessMove(models.TransientModel):
    """A move that needs a reason: sending back, suspending, cancelling."""

    _name = "sop.process.move"
    _description = "Move an SOP process with a reason"
    _inherit = ["sop.process.dialog"]

    kind = fields.Selection(
        [
            (moves.SEND_BACK, "Send back"),
            (moves.SUSPEND, "Suspend"),
            (moves.CANCEL, "Cancel"),
            (moves.SKIP, "Skip"),
            (moves.REOPEN, "Reopen"),
        ],
        required=True,
    )
    target_ids = fields.Many2many("sop.template.step", compute="_compute_target_ids")
    target_id = fields.Many2one(
        "sop.template.step",
        string="To step",
        compute="_compute_target_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', target_ids)]",
    )
    exit_ids = fields.Many2many("sop.template.branch", compute="_compute_target_ids")
    branch_id = fields.Many2one("sop.template.branch", string="Decision", domain="[('id', 'in', exit_ids)]")

    @api.depends("process_id", "kind")
    def _compute_target_ids(self):
        for wizard in self:
            offers = wizard.process_id._offers() if wizard.process_id else ()
            offer = next((offer for offer in offers if offer.kind == wizard.kind), moves.Offer(wizard.kind))
            wizard.target_ids = self.env["sop.template.step"].browse(offer.targets)
            wizard.exit_ids = self.env["sop.template.branch"].browse(offer.exits)

    @api.depends("target_ids")
    def _compute_target_id(self):
        for wizard in self:
            wizard.target_id = wizard.target_ids[:1]

    def action_confirm(self):
        """Make the move.

        :raises UserError: it is not allowed to this person now
        """
        self._check_seen()
        target = self.target_id.id if self.kind in moves.NEEDS_TARGET else None
        exit_ = (self.branch_id.id or None) if self.kind == moves.SKIP else None
        self.process_id._play_each(moves.Move(self.kind, exit=exit_, target=target, reason=self.reason))
        return {"type": "ir.actions.act_window_close"}

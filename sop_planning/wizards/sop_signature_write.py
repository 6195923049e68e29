from odoo import api, fields, models

from ..flow import signing
from ..journal.signed import mark
from ..models.sop_signature import KINDS, PARAF_KINDS


class SopSignatureWrite(models.TransientModel):
    """Giving a paraf, a signature or a stamp: what is signed, the text that is agreed to, the picture.

    What it shows of documents and signer is sealed by the server when it opens (`seen`), and is what gets signed, or
    nothing is. Password and PIN come in the context of the button, as core's own dialog has it: no field stores them.
    """

    _name = "sop.signature.write"
    _description = "Initial, sign or stamp"
    _inherit = ["sop.dialog"]
    _subject = "process_id"

    process_id = fields.Many2one("sop.process", required=True)
    kind = fields.Selection(KINDS, required=True)
    seen = fields.Char(compute="_compute_seen", store=True, readonly=False)
    finish_id = fields.Many2one("sop.task.finish", help="The dialog to go on with.")
    waits = fields.Char(string="Sign before you", compute="_compute_place")
    is_asked = fields.Boolean(compute="_compute_place")
    step_text = fields.Text(string="Activity", compute="_compute_place")
    signer = fields.Char(string="You sign as", compute="_compute_place")
    person = fields.Char(compute="_compute_place")
    paraf_kind = fields.Selection(PARAF_KINDS, compute="_compute_place")
    signable_ids = fields.Many2many("sop.output", compute="_compute_signable_ids")
    output_ids = fields.Many2many(
        "sop.output",
        string="Documents",
        compute="_compute_output_ids",
        store=True,
        readonly=False,
        domain="[('id', 'in', signable_ids)]",
    )
    statement = fields.Text(string="You agree to", compute="_compute_statement")
    papers_html = fields.Html(compute="_compute_papers_html", sanitize=False)
    faults = fields.Text(string="What is wrong", compute="_compute_faults")
    image = fields.Binary(string="Picture", attachment=False, compute="_compute_image", store=True, readonly=False)
    keep = fields.Boolean(string="Keep the picture for next time")
    stamp_image = fields.Binary(string="Stamp", compute="_compute_stamp_image")
    confirm = fields.Char(compute="_compute_place")
    # The inverse keeps what was typed until the button sends it on; without one a new dialog would forget it.
    secret = fields.Char(store=False, inverse="_inverse_secret")

    def _inverse_secret(self):
        """Nothing is stored."""

    @api.depends("process_id", "kind")
    def _compute_seen(self):
        self._check_subject()
        for wizard in self:
            wizard.seen = wizard.kind and wizard.process_id and wizard.process_id._shown(wizard.kind)

    @api.depends("process_id", "kind")
    def _compute_place(self):
        self._check_subject()
        for wizard in self:
            # What a step asks him to sign he may see, though its SOP is no longer in force.
            process = wizard.process_id.sudo()
            task = process._signing_task(wizard.kind) if wizard.kind and process else self.env["sop.task"]
            signer = process._signer_values(task) if task else {}
            wizard.is_asked = bool(task)
            wizard.waits = ", ".join(task._signs_after(wizard.kind)) if task else False
            wizard.step_text = task.step_id.name
            wizard.signer = ", ".join(dict.fromkeys(filter(None, (signer.get("person"), signer.get("position")))))
            wizard.person = signer.get("person")
            wizard.paraf_kind = task and process._paraf_kind(wizard.kind)
            wizard.confirm = process.company_id.sop_sign_confirm

    @api.depends("process_id")
    def _compute_signable_ids(self):
        self._check_subject()
        for wizard in self:
            wizard.signable_ids = wizard.process_id._unarchived()

    @api.depends("process_id", "kind")
    def _compute_output_ids(self):
        self._check_subject()
        for wizard in self:
            wizard.output_ids = wizard.process_id.sudo()._proposed_to_sign().sudo(False)

    @api.depends("process_id", "kind", "output_ids")
    def _compute_statement(self):
        for wizard in self:
            process = wizard.process_id.sudo()
            task = process._signing_task(wizard.kind) if wizard.kind and process else False
            wizard.statement = task and process._statement(
                wizard.kind, process._paraf_kind(wizard.kind), process._signer_values(task), wizard._papers()
            )

    def _papers(self):
        """The chosen documents, those of the process only."""
        return (self.output_ids._origin & self.process_id._unarchived())._papers()

    @api.depends("process_id", "output_ids")
    def _compute_papers_html(self):
        for wizard in self:
            outputs = wizard.output_ids._origin & wizard.process_id._unarchived()
            values = {"papers": [wizard._shown_paper(output) for output in outputs]}
            wizard.papers_html = self.env["ir.qweb"]._render(
                "sop_planning.sop_signature_papers", values, minimal_qcontext=True
            )

    def _shown_paper(self, output):
        mimetypes = {file.id: file.mimetype for file in output.file_ids}
        files = [
            {
                "name": file["name"],
                "mark": mark(file["sha256"]),
                "url": f"/web/content/{file['id']}",
                "show": _how_to_show(mimetypes.get(file["id"])),
            }
            for file in output.contents or ()
        ]
        return {"title": output.display_name, "place": output.place, "files": files}

    @api.depends("output_ids")
    def _compute_faults(self):
        for wizard in self:
            outputs = wizard.output_ids._origin & wizard.process_id._unarchived()
            wizard.faults = "\n".join(filter(None, outputs.mapped("faults"))) or False

    @api.depends("kind")
    def _compute_image(self):
        mine = self.env["sop.specimen"].with_context(bin_size=False).search([("user_id", "=", self.env.uid)])
        for wizard in self:
            own = wizard.kind in (signing.PARAF, signing.SIGNATURE)
            wizard.image = own and mine[f"{wizard.kind}_image"]

    @api.depends("process_id", "kind")
    def _compute_stamp_image(self):
        for wizard in self:
            # The stamp is shown to whoever is asked to put it, and to nobody else.
            stamps = wizard.kind == signing.STAMP and wizard.is_asked
            wizard.stamp_image = stamps and wizard.process_id.sudo().company_id.with_context(bin_size=False).sop_stamp

    def action_sign(self):
        """Give the paraf, signature or stamp.

        :return: what is next: another signature, or finishing the step
        :raises UserError: he may not, it is not his turn, or something is not what he was shown
        """
        self.ensure_one()
        self.check_access("read")  # a dialog is its maker's
        self.process_id.check_access("read")
        image = self.with_context(bin_size=False).image
        self.process_id._sign(self.kind, self.output_ids, self.seen, image, self.env.context.get("sop_secret"))
        if self.keep and image and self.kind != signing.STAMP:
            self.env["sop.specimen"]._keep(self.kind, image)
        return self._go_on()

    def _go_on(self):
        owed = self.process_id._my_owed(self.finish_id.branch_id or None)
        for kinds in owed.values():
            action = self.process_id._open_signing(kinds[0], default_finish_id=self.finish_id.id)
            return self._without_secret(action)
        action = self.process_id.action_finish()
        return self._without_secret({**action, "res_id": self.finish_id.id} if self.finish_id else action)

    def _without_secret(self, action):
        """The client adds the context of the button to that of the next action; the secret must not go along."""
        return {**action, "context": {**action["context"], "sop_secret": False}}

    def action_refuse(self):
        """Open the way back instead: the decision with an exit that leads back, or sending back; with a reason."""
        self.ensure_one()
        self.check_access("read")  # a dialog is its maker's
        self.process_id.check_access("read")
        back = self.process_id._exits_back()
        if not back:
            return self._without_secret(self.process_id.action_send_back())
        action = self.process_id.action_finish()
        return self._without_secret({**action, "context": {**action["context"], "default_branch_id": back[0]}})


def _how_to_show(mimetype):
    if mimetype == "application/pdf":
        return "pdf"
    return "image" if mimetype in ("image/png", "image/jpeg", "image/gif", "image/webp") else "link"

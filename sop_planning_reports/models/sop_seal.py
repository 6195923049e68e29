import hashlib
import secrets
from urllib.parse import urlsplit

from markupsafe import Markup

from odoo import api, fields, models
from odoo.addons.sop_planning.models.engine_key import with_engine
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..paper.qr import qr_svg

KINDS = [
    ("sop", "SOP"),
    ("record", "Record of execution"),
    ("output", "Signed document"),
    ("cover", "Cover sheet"),
    ("receipt", "Hand-over sheet"),
    ("disposition", "Disposition sheet"),
]
# Kind of paper -> models that have such papers.
MODELS = {
    "sop": ("sop.template",),
    "record": ("sop.process",),
    "output": ("sop.output",),
    "cover": ("sop.process",),
    "receipt": ("sop.process", "sop.output", "sop.handover.sheet"),
    "disposition": ("sop.disposition",),
}
PATH = "/sop/check"
# 160 bits; at least 128 are needed for nobody to hit one by guessing.
TOKEN_BYTES = 20
# Letters and digits that are not taken for one another on paper (Crockford's base 32); 16 of them are 80 bits, which
# nobody guesses as often as the page may be asked.
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH, CODE_GROUP = 16, 4


def new_token():
    """What the QR code says after the address of the page: unguessable, and fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code():
    """The same for being typed, e.g. '7KQ2-0M9X-RRT4-C1ZP'."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
    return "-".join(letters[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))


class SopSeal(models.Model):
    """The seal of a printed paper: what its QR code leads to.

    Access: SOP officers read those of their agencies, of secret dispositions the agency's SOP administrators only;
    nobody writes one, officers revoke by a button. The public check page reads as superuser, by token or code alone.
    """

    _name = "sop.seal"
    _description = "Printed paper"
    _inherit = ["sop.guarded"]
    _order = "id desc"

    name = fields.Char(string="Paper", required=True)
    kind = fields.Selection(KINDS, string="Kind of paper", required=True)
    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    company_id = fields.Many2one("res.company", string="Agency", required=True, index=True, ondelete="cascade")
    is_secret = fields.Boolean(string="Secret", help="The check page says no more than its number and agency.")
    token = fields.Char(required=True)
    code = fields.Char(required=True, help="For being typed where a QR code cannot be read.")
    url = fields.Char(string="Address", compute="_compute_url", compute_sudo=True)
    sentence = fields.Char(compute="_compute_url", compute_sudo=True, help="Printed beside the QR code.")
    user_id = fields.Many2one("res.users", string="First printed by", required=True, ondelete="restrict")
    date = fields.Datetime(string="First printed", required=True)
    date_revoked = fields.Datetime(string="Revoked on")
    revoked_by_id = fields.Many2one("res.users", string="Revoked by", ondelete="restrict")
    reason = fields.Text()
    print_ids = fields.One2many("sop.seal.print", "seal_id", string="Prints")

    _one_token = models.UniqueIndex("(token)")
    _one_code = models.UniqueIndex("(code)")
    _one_valid = models.UniqueIndex("(res_model, res_id, kind) WHERE date_revoked IS NULL")

    @api.depends("token", "code", "company_id.sop_check_url")
    def _compute_url(self):
        for seal in self:
            page = seal.company_id._sop_check_address()
            seal.url = f"{page}/{seal.token}"
            seal.sentence = " ".join(seal._printed_lines())

    def _printed_lines(self):
        """What is printed beside the QR code; Indonesian, as the paper is."""
        parts = urlsplit(self.company_id._sop_check_address())
        return ("Periksa keaslian:", f"{parts.netloc}{parts.path}", f"kode {self.code}")

    def _kind_label(self):
        """The kind of paper in the language of the context."""
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _printed(self):
        """Text of the QR code and the lines beside it, as `paper.seal` writes them on a page."""
        return self.url, self._printed_lines()

    def _svg(self, size=None):
        """The QR code for a page of HTML.

        :param size: side with the white around it, as CSS length, e.g. '20mm'
        """
        return Markup(qr_svg(self.url, size))  # nothing but the picture is in it

    def _note_print(self, content):
        """Remember that this file was issued with these seals; the same file once.

        :param content: the PDF, bytes
        """
        if not self:
            return
        digest = hashlib.sha256(content).hexdigest()
        rows = [SQL("(%s, %s, %s, now() at time zone 'UTC')", seal.id, digest, self.env.uid) for seal in self]
        # Past the ORM, for it cannot say ON CONFLICT; no user may write what was issued.
        self.env.cr.execute(
            SQL(
                "INSERT INTO sop_seal_print (seal_id, digest, user_id, date) VALUES %s ON CONFLICT DO NOTHING",
                SQL(", ").join(rows),
            )
        )
        self.invalidate_recordset(["print_ids"])

    def action_revoke(self):
        """Open the dialog that revokes this seal, with a reason."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning_reports.sop_seal_revoke_action")
        return {**action, "context": {"default_seal_id": self.id}}

    def _revoke(self, reason):
        """From now on the check page knows these seals no more.

        :raises AccessError: the user is no SOP officer of their agency, :raises UserError: no reason, or revoked before
        """
        self.check_access("read")  # only officers read seals, those of their agencies
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason."))
        if any(seal.date_revoked for seal in self):
            raise UserError(self.env._("This seal has been revoked already."))
        # Nobody may write seals; that he may revoke them has been judged.
        with_engine(self.sudo()).write(
            {"date_revoked": fields.Datetime.now(), "revoked_by_id": self.env.uid, "reason": reason.strip()}
        )

    def action_open(self):
        """Open what the paper was printed from."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
            "target": "current",
        }

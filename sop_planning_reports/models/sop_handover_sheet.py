import hashlib
import json
from dataclasses import asdict

from odoo import api, fields, models
from odoo.addons.sop_planning.journal import facts
from odoo.addons.sop_planning.models.engine_key import with_engine

from ..paper.handover import TITLES
from ..paper.shown import PLAIN, Shown


class SopHandoverSheet(models.Model):
    """A hand-over sheet as it was printed, so that its seal has something to stand for: words and digests, no picture.

    Access: as the documents of the run; nobody writes one, printing keeps it.
    """

    _name = "sop.handover.sheet"
    _description = "Printed hand-over sheet"
    _inherit = ["sop.guarded", "sop.sealed"]
    _order = "id desc"

    process_id = fields.Many2one("sop.process", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", string="Agency", required=True, index=True)
    user_id = fields.Many2one("res.users", string="Printed by", required=True, ondelete="restrict")
    date = fields.Datetime(string="First printed", required=True)
    printed = fields.Json(string="What it says", required=True)
    digest = fields.Char(required=True, help="SHA-256 of what was printed, where no journal seals it.")

    _once = models.UniqueIndex("(process_id, digest)")

    @api.depends("printed", "process_id")
    def _compute_display_name(self):
        for sheet in self:
            title = TITLES[sheet.printed["kind"]].capitalize()
            sheet.display_name = f"{title} {sheet.printed['number']}".strip() + f" ({sheet.process_id.display_name})"

    @api.model
    def _keep(self, process, sheet):
        """The record of a sheet that is printed: the one there is, where it was printed before.

        :param process: sop.process that the current user reads, :param sheet: paper.handover.Handover
        """
        words = asdict(sheet)
        words = json.loads(json.dumps({key: words[key] for key in words if key not in ("head", "foot")}, default=str))
        digest = _digest(words)
        # Nobody writes them; that he may print this one is judged by the dialog.
        Sheet = with_engine(self.sudo())
        found = Sheet.search([("process_id", "=", process.id), ("digest", "=", digest)], limit=1)
        values = {"process_id": process.id, "company_id": process.company_id.id, "user_id": self.env.uid}
        values |= {"date": fields.Datetime.now(), "printed": words, "digest": digest}
        return (found or Sheet.create(values)).with_env(self.env)

    def _sop_digest(self, *_list):
        return _digest(self.printed)

    def _sop_is_intact(self, seal):
        return seal.digest == _digest(self.printed) and not self.process_id._findings()

    def _sop_shown(self, seal):
        """Number, day and documents; who gave and who received them is on the paper, not for the public."""
        words = self.printed
        documents = [f"{line[1]} ({line[2]})" for line in words["lines"] if line[1]]
        rows = [
            (self.env._("Number"), words["number"]),
            (self.env._("Date"), self._sop_shown_date(fields.Date.to_date(words["day"]))),
            (self.env._("Process"), self.process_id.display_name),
            (self.env._("Documents (version)"), ", ".join(documents)),
        ]
        sentence = self.env._("The office printed this sheet for handing these documents over.")
        return Shown(PLAIN, sentence, [row for row in rows if row[1]])

    def _sop_has_file(self, digest):
        if not any(line[4] == digest for line in self.printed["lines"]):
            return None
        return self.env._("This file is one of those on the sheet.")


def _digest(words):
    return hashlib.sha256(facts.canonical(words)).hexdigest()

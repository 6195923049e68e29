from odoo import api, fields, models
from odoo.exceptions import UserError

BY = [("units", "One for each unit"), ("subjects", "One for each subject")]
MOST = 5000


class SopProcessStartMany(models.TransientModel):
    """Starting many processes of one SOP: for units, asked for by their heads, or for a list of subjects.

    The people of the columns are found by their rules. Access: officers.
    """

    _name = "sop.process.start.many"
    _description = "Start an SOP process for many"
    _inherit = ["sop.start.dialog"]

    by = fields.Selection(BY, string="How many", required=True, default="units")
    name = fields.Char(help="What they are about, e.g. “RKT 2027”; the name of the unit is put behind it.")
    all_units = fields.Boolean(string="All units of the agency", default=True)
    department_ids = fields.Many2many("hr.department", string="Units", domain="[('company_id', '=', company_id)]")
    subjects = fields.Text(help="One subject on each line; a list can be pasted from a spreadsheet.")
    summary = fields.Text(string="What will be started", compute="_compute_summary")

    # A second press of the button, or a request sent again, opens what the first one asked for.
    job_id = fields.Many2one("sop.job", readonly=True)

    @api.depends("template_id", "by", "all_units", "department_ids", "subjects")
    @api.depends_context("lang")
    def _compute_summary(self):
        for wizard in self:
            wizard.summary = wizard._summary() if wizard.template_id else False

    def _summary(self):
        count = len(self._subjects()) if self.by == "subjects" else len(self._units())
        sentences = [self.env._("%(count)s processes will be started.", count=count)]
        headless = [] if self.by == "subjects" else self._headless()
        if headless:
            names = ", ".join(headless[:10]) + ("…" if len(headless) > 10 else "")
            sentences.append(self.env._("These units have no head with a user and will fail: %(units)s.", units=names))
        return "\n".join(sentences)

    def _headless(self):
        heads = self._units()._sop_heads(self.company_id)
        return [unit.name for unit, head in heads.items() if not head]

    def _units(self):
        """The units of the agency that were chosen, as far as the user may read them."""
        here = [("company_id", "=", self.company_id.id)]
        Unit = self.env["hr.department"]
        return Unit.search(here) if self.all_units else self.department_ids._origin.filtered_domain(here)

    def _subjects(self):
        """The subjects that were written, each once."""
        return list(dict.fromkeys(line.strip() for line in (self.subjects or "").splitlines() if line.strip()))

    def action_start(self):
        """Have the processes started.

        :return: action that opens the mass work
        :raises AccessError: the user may not start this SOP
        :raises UserError: nothing or too much was chosen, or the SOP is not in force
        """
        self.ensure_one()
        self.template_id._check_may_start()
        if not self.job_id:
            self.job_id = self._ask()
        return self.job_id._open_form()

    def _ask(self):
        lines = self._lines()
        if not lines:
            raise UserError(self.env._("Choose units, or write subjects."))
        if len(lines) > MOST:
            raise UserError(self.env._("At most %(most)s processes at once; start them in parts.", most=MOST))
        if self.template_id.state != "effective":
            sop = self.template_id.display_name
            raise UserError(self.env._("“%(sop)s” is not effective, so it cannot be started.", sop=sop))
        values = {
            "kind": "start",
            "name": self._title(len(lines)),
            "template_id": self.template_id.id,
            "company_id": self.template_id.company_id.id,
            "period": self.period,
        }
        return self.env["sop.job"]._ask(values, lines)

    def _title(self, count):
        about = self.name or self.template_id.name
        return self.env._("Start %(count)s × %(subject)s", count=count, subject=about)

    def _lines(self):
        if self.by == "subjects":
            return [{"name": subject, "requester_id": self.requester_id.id} for subject in self._subjects()]
        about = self.name or self.template_id.name
        return [{"name": f"{about} – {unit.name}", "department_id": unit.id} for unit in self._units()]

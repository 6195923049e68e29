from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..flow import checker, graph
from .frozen_sop import FrozenRow

UNITS = [("minute", "minutes"), ("hour", "hours"), ("day", "working days"), ("week", "weeks"), ("month", "months")]
# The official paper is Indonesian whatever the reader's language.
PRINTED_UNITS = {"minute": "menit", "hour": "jam", "day": "hari", "week": "minggu", "month": "bulan"}
ASKS = ("disposition", "paraf", "signature", "stamp", "archive")


class SopTemplateStep(models.Model):
    """A row of the SOP table.

    Access: as the version it belongs to.
    """

    _name = "sop.template.step"
    _description = "SOP step"
    _inherit = ["sop.template.part"]
    _order = "template_id, sequence, id"

    template_id = fields.Many2one("sop.template", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    number = fields.Integer(string="No.", compute="_compute_number", store=True)
    name = fields.Text(string="Activity", required=True)
    executor_ids = fields.Many2many(
        "sop.template.executor", string="Executors", domain="[('template_id', '=', template_id)]"
    )
    main_executor_id = fields.Many2one(
        "sop.template.executor",
        string="Main executor",
        compute="_compute_main_executor_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', executor_ids)]",
        help="Leads a joint step and chooses the exit of a decision.",
    )
    joint = fields.Selection(
        [("all", "All of them"), ("any", "Any one of them")], string="Waits for", required=True, default="all"
    )
    requirements = fields.Text(help="Kelengkapan, one line for each entry.")
    duration = fields.Integer(string="Standard time")
    duration_unit = fields.Selection(UNITS, string="Unit of time", required=True, default="minute")
    duration_printed = fields.Char(string="Time as printed", help="Where the paper prints it differently.")
    outputs = fields.Text(help="One line for each output.")
    remark = fields.Char()
    asks_disposition = fields.Boolean(string="Disposition")
    asks_paraf = fields.Boolean(string="Initials (paraf)")
    asks_signature = fields.Boolean(string="Signature")
    asks_stamp = fields.Boolean(string="Stamp")
    asks_archive = fields.Boolean(string="Archive")
    branch_ids = fields.One2many("sop.template.branch", "step_id", string="Exits")
    symbol = fields.Selection(
        [("capsule", "Start or end"), ("box", "Process"), ("diamond", "Decision")], compute="_compute_symbol"
    )
    executors_inferred = fields.Boolean(string="Executors inferred", help="The source no longer shows them.")
    exits_inferred = fields.Boolean(string="Exits inferred", help="The source no longer shows them.")

    findings = fields.Text(string="To be looked at", compute="_compute_findings")

    _duration_not_negative = models.Constraint("CHECK (duration >= 0)", "A standard time cannot be negative.")

    @api.depends("number", "name")
    def _compute_display_name(self):
        for step in self:
            text = (step.name or "").split("\n")[0]
            step.display_name = f"{step.number}. {text[:80]}{'…' if len(text) > 80 else ''}"

    @api.depends("template_id.step_ids.sequence")
    def _compute_number(self):
        numbers = {
            step: number
            for template in self.template_id
            for number, step in enumerate(template.step_ids.sorted(), start=1)
        }
        for step in self:
            step.number = numbers.get(step, 0)

    @api.depends("executor_ids")
    def _compute_main_executor_id(self):
        for step in self:
            if step.main_executor_id not in step.executor_ids:
                step.main_executor_id = step.executor_ids[:1]

    @api.depends("template_id.step_ids.sequence", "branch_ids")
    def _compute_symbol(self):
        flows = {template: template._flow() for template in self.template_id}
        for step in self:
            flow = flows.get(step.template_id)
            step.symbol = flow.symbol(step.id) if flow and step.id in flow else "box"

    @api.depends("name", "requirements", "outputs", "duration", "executor_ids", "branch_ids")
    @api.depends_context("lang")
    def _compute_findings(self):
        self.findings = False
        for template in self.template_id.filtered("id"):
            for finding in template._findings():
                step = self.browse(finding.place.key) if finding.place.part == "step" else self.browse()
                if step in self:
                    words = template._finding_words(finding)
                    step.findings = f"{step.findings}\n{words}" if step.findings else words

    @api.constrains("executor_ids", "template_id")
    def _check_executors(self):
        for step in self:
            if step.executor_ids.template_id - step.template_id:
                raise ValidationError(self.env._("A step can only have executors of its own SOP."))

    def write(self, vals):
        if {"duration", "duration_unit"} & vals.keys() and "duration_printed" not in vals:
            vals = {**vals, "duration_printed": False}
        return super().write(vals)

    def _as_flow_step(self):
        main = self.main_executor_id
        executors = (*main.ids, *(self.executor_ids - main).ids)
        exits = tuple(
            graph.Exit(branch.id, branch.name, branch.target_step_id.id or None) for branch in self.branch_ids
        )
        return graph.Step(self.id, executors, exits, self.joint)

    def _checked_row(self):
        requirements, outputs = (
            tuple((text or "").split("\n")) if text else () for text in (self.requirements, self.outputs)
        )
        return checker.Row(self.name or "", requirements, outputs, self.duration)

    def _frozen_row(self, awaited):
        return FrozenRow(
            self.display_name,
            self.name,
            self.requirements,
            self.outputs,
            self.duration,
            self.duration_unit,
            self._printed_time(),
            self.micro_template_id.root_id.id,
            self.asks_disposition,
            self.asks_archive,
            awaited,
            self._signs(),
            self.paraf_kind,
            self.signing_order,
        )

    def _printed_time(self):
        """Standard time as the paper shows it, '' without one."""
        return self._time_in_words(self.duration, self.duration_unit, self.duration_printed)

    def _time_in_words(self, duration, unit, printed):
        if printed or not duration:
            return printed or ""
        return f"{duration} {self._printed_unit(unit)}"

    def _printed_unit(self, unit):
        """A unit of time as the official paper names it."""
        return PRINTED_UNITS[unit]

    def _asks(self):
        """What the step asks of its executor beyond doing it: words of ASKS."""
        return [word for word in ASKS if self[f"asks_{word}"]]

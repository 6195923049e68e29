from odoo import api, fields, models
from odoo.exceptions import UserError

from ..flow import checker

# Lists of the identity block that name what comes from outside the SOP.
SOURCES = ("legal_basis", "relations", "equipment")
# Whatever the checker reads.
CHECKED_FIELDS = (
    "state",
    "number",
    "date_created",
    "date_revised",
    "date_effective",
    *SOURCES,
    "executor_ids.name",
    "step_ids.name",
    "step_ids.sequence",
    "step_ids.executor_ids",
    "step_ids.requirements",
    "step_ids.outputs",
    "step_ids.duration",
    "step_ids.micro_template_id",
    "step_ids.branch_ids.name",
    "step_ids.branch_ids.target_step_id",
)


class SopTemplate(models.Model):
    """The SOP as the checker reads it, and its findings in words."""

    _inherit = "sop.template"

    finding_text = fields.Text(string="To be looked at", compute="_compute_finding_text")
    has_errors = fields.Boolean(compute="_compute_finding_text")

    @api.depends(*CHECKED_FIELDS)
    @api.depends_context("lang")
    def _compute_finding_text(self):
        for template in self:
            findings = template._findings() if template.id else ()
            template.finding_text = "\n".join(template._finding_sentence(finding) for finding in findings) or False
            template.has_errors = bool(checker.errors(findings))

    def _findings(self):
        """Everything wrong or odd about this version: tuple of checker.Finding, places by record id."""
        return checker.check(self._checked_paper())

    def _checked_paper(self):
        columns = tuple(checker.Column(executor.id, executor.name) for executor in self.executor_ids)
        return self._as_paper(self._flow(), columns, {step.id: step._checked_row() for step in self.step_ids})

    def _as_paper(self, flow, columns, rows):
        """A table of this SOP together with its identity, as checker.Paper."""
        return checker.Paper(
            flow=flow,
            executors=columns,
            rows=rows,
            number=self.number or "",
            created=self.date_created or None,
            revised=self.date_revised or None,
            effective=self.date_effective or None,
            sources=tuple(line for name in SOURCES for line in (self[name] or "").split("\n") if line),
        )

    def _check_ready(self):
        """:raises UserError: the checker found an error, which stops an SOP from becoming effective"""
        found = checker.errors(self._findings())
        if found:
            raise UserError("\n".join(self._finding_sentence(finding) for finding in found))

    def _finding_sentence(self, finding):
        """A finding in words, with its place."""
        place, words = self._finding_place(finding.place), self._finding_words(finding)
        return f"{place}: {words}" if place else words

    def _finding_place(self, place):
        if place.part == "step":
            return self.env._("Step %(number)s", number=self.env["sop.template.step"].browse(place.key).number)
        if place.part == "executor":
            return self.env._("Executor %(name)s", name=self.env["sop.template.executor"].browse(place.key).name)
        return self.env._("Identity") if place.part == "identity" else ""

    def _finding_words(self, finding):
        facts = {name: str(value) for name, value in finding.facts.items()}
        return self._finding_sentences()[finding.code] % facts

    def _finding_sentences(self):
        return {
            "no_steps": self.env._("the SOP has no steps."),
            "end_unreached": self.env._("no way leads from the first step to the end."),
            "step_unreachable": self.env._("no way leads to it from the first step."),
            "no_way_out": self.env._("no way leads on from it to the end."),
            "executor_missing": self.env._("it has no executor."),
            "exits_too_few": self.env._("a decision needs at least two exits."),
            "exit_nowhere": self.env._("the exit “%(label)s” leads to a step that is not there."),
            "micro_leads_back": self.env._("the micro SOP it calls leads back to this one: %(way)s."),
            "micro_not_in_force": self.env._("the micro SOP it calls, “%(sop)s”, is not in force."),
            "number_part_empty": self.env._("the number “%(number)s” has an empty part."),
            "revised_before_created": self.env._("the date of revision is before the date of making."),
            "effective_before_created": self.env._("the effective date is before the date of making."),
            "label_shared": self.env._("another executor has the label “%(label)s” too."),
            "exit_label_shared": self.env._("two exits have the label “%(label)s”."),
            "requirements_missing": self.env._("the requirements are missing."),
            "time_missing": self.env._("the standard time is missing."),
            "outputs_missing": self.env._("the output is missing."),
            "subject_in_text": self.env._("the text names who does it (“%(subject)s”); the column says so already."),
            "output_repeats": self.env._("the output “%(output)s” merely repeats a requirement."),
            "output_unused": self.env._("nobody takes up the output “%(output)s”."),
            "requirement_unmade": self.env._("no step makes the requirement “%(requirement)s”."),
        }

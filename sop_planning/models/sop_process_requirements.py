from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning

from ..flow.checker.entries import Entry, are_one


class SopProcess(models.Model):
    """What a step needs, and whether it is there: documents that earlier steps made, or somebody brought."""

    _inherit = "sop.process"

    my_papers_html = fields.Html(string="What you need", compute="_compute_my_papers_html", sanitize=False)
    missing_papers = fields.Char(string="Missing", compute="_compute_missing_papers")

    @api.depends("state", "current_step_id", "output_ids")
    @api.depends_context("uid", "lang")
    def _compute_my_papers_html(self):
        for process in self:
            process.my_papers_html = process.sudo()._papers_html() if process.my_turn else False

    @api.depends("state", "current_step_id", "output_ids")
    def _compute_missing_papers(self):
        for process in self:
            missing = process.sudo()._missing_papers() if process.current_step_id else ()
            process.missing_papers = ", ".join(missing) or False

    def _missing_papers(self):
        """Requirements of the present step that an earlier one makes, and of which nothing is in the process."""
        awaited = self.template_id._frozen().rows[self.current_step_id.id].awaited
        outputs = self._current_outputs() if awaited else ()
        return [entry for entry in awaited if not any(output._answers([entry]) for output in outputs)]

    def _papers_html(self):
        """Each requirement of the present step with the documents that may be it."""
        entries = self._requirements(self.current_step_id.id)
        if not entries:
            return False
        outputs, missing = self._current_outputs(), self._missing_papers()
        lines = [self._requirement_html(entry, outputs, entry in missing) for entry in entries]
        return Markup("<ul class='mb-0 ps-3'>%s</ul>") % Markup("").join(lines)

    def _requirement_html(self, entry, outputs, is_missing):
        # A vague entry ("Berkas") may mean any document, which tells nobody anything.
        named = () if Entry(entry).is_vague else [one for one in outputs if are_one(Entry(one.name), Entry(entry))]
        links = Markup(", ").join(one._html() for one in named)
        if is_missing:
            links = Markup("<strong>%s</strong>") % self.env._("not in the process yet")
        return Markup("<li>%s%s</li>") % (entry, Markup(": %s") % links if links else "")

    def _finish(self, tasks, feedback="", branch=None, *args, **kwargs):
        for process in tasks.process_id.sudo():  # what is missing is judged on the whole run
            if process.company_id.sop_requirement_gate == "stop" and process.current_step_id:
                process._check_requirements(branch)
        return super()._finish(tasks, feedback, branch, *args, **kwargs)

    def _check_requirements(self, branch):
        """:param branch: exit chosen; one that leads back needs nothing
        :raises RedirectWarning: a requirement of the present step is missing
        """
        if branch and self._leads_back(self.current_step_id.id, branch.id):
            return
        if missing := self._missing_papers():
            raise RedirectWarning(
                self.env._("Missing for this step: %(documents)s.", documents=", ".join(missing)),
                self.env.ref("sop_planning.sop_output_file_action").id,
                self.env._("File a document"),
                {"default_process_id": self.id},
            )


class SopOutput(models.Model):
    _inherit = "sop.output"

    def _html(self):
        """Name and files of this version, to be opened by who reads the process."""
        return Markup("%s (%s): %s") % (self.name, self._status(), self.files_html)

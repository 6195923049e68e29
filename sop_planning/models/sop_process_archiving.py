from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from ..flow import moves
from .engine_key import with_engine
from .sop_disposition_agenda import printed_number
from .sop_output import ARCHIVED


class SopProcess(models.Model):
    """Putting the documents of a run away: in a step that asks for it, or, when the run is closed, by an officer."""

    _inherit = "sop.process"

    can_archive = fields.Boolean(compute="_compute_can_archive")

    @api.depends("state", "task_ids.state", "output_ids.state")
    @api.depends_context("uid")
    def _compute_can_archive(self):
        officer = self.env.user.has_group("sop_planning.group_sop_officer")
        for process in self:
            asked = process.state == "running" and bool(process._my_tasks()._asking_archive())
            allowed = asked or (officer and process.state in ("done", "cancelled"))
            process.can_archive = allowed and bool(process.sudo()._unarchived())

    def action_archive_papers(self):
        """Open the dialog that archives the documents of this process."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_archive_write_action")
        return {**action, "context": {"default_process_id": self.id}}

    def _unarchived(self):
        """The latest version of each document that is not archived yet: what can be signed, corrected, archived."""
        return self._current_outputs().filtered(lambda output: output.state != ARCHIVED)

    def _archive_papers(self, outputs, values):
        """Archive documents of this process, by the current user.

        :param outputs: sop.output, latest versions
        :param values: code, place, date_until, fate and note of sop.archive
        :return: the sop.archive
        :raises UserError: it is not his to do, nothing is chosen, or a document is not there to be archived
        """
        self.ensure_one()
        process = self._locked()
        if not self.can_archive:
            raise UserError(
                self.env._("Only who is asked to archive, or an officer once the process is closed, can do this.")
            )
        chosen = process._unarchived() & outputs.sudo()
        if not chosen or len(chosen) != len(outputs):
            raise UserError(self.env._("Choose documents of this process that are not archived yet."))
        archive = with_engine(self.env["sop.archive"].sudo())._deposit(process, chosen, values)
        chosen.write({"state": ARCHIVED})
        names = ", ".join(chosen.mapped("display_name"))
        body = self.env._("Archived as %(number)s: %(documents)s", number=archive.number, documents=names)
        process._note_papers(moves.ARCHIVE, f"{archive.number}: {names}", body, outputs=chosen, archives=archive)
        return archive.with_env(self.env)

    def _finish(self, tasks, *args, **kwargs):
        tasks.sudo().filtered(lambda task: task.user_id.id == self.env.uid)._check_archived()
        return super()._finish(tasks, *args, **kwargs)


class SopArchive(models.Model):
    _inherit = "sop.archive"

    @api.model
    def _deposit(self, process, outputs, values):
        day = process.company_id._sop_today()
        number = self.env["sop.disposition.agenda"]._take(process.company_id, "archive", day.year)
        return self.create(
            self._place_of(process, process._current_tasks()._mine()[:1])
            | values
            | {
                "number": printed_number(process.company_id.sop_archive_pattern, number, day),
                "agenda_year": day.year,
                "agenda_number": number,
                "papers": outputs._papers(),
            }
        )


class SopTask(models.Model):
    """A step that archives is not passed while a document of the run is not archived.

    A run without documents has nothing to archive; where several do the step, the main executor does it.
    """

    _inherit = "sop.task"

    def _check_passable(self):
        self._check_archived()
        return super()._check_passable()

    def _check_archived(self):
        """:raises RedirectWarning: documents of the process wait to be archived by this person"""
        for task in self._asking_archive():
            if task.process_id.sudo()._unarchived():
                raise RedirectWarning(
                    self.env._("“%(step)s” archives the documents of the process.", step=task._step_title()),
                    self.env.ref("sop_planning.sop_archive_write_action").id,
                    self.env._("Archive"),
                    {"default_process_id": task.process_id.id},
                )

    def _asking_archive(self):
        """Those of these open tasks whose person is to archive; first he signs, for what is archived is not signed."""
        asking = self.filtered(lambda task: task.state == "open" and task._asks_of_main("asks_archive"))
        return asking.filtered(lambda task: not task.sudo()._owing_signatures()) if asking else asking

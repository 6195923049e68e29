import hashlib
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..flow import moves
from ..flow.checker.entries import Entry, are_one, is_filled
from .sop_output import ARCHIVED, CHECKED, DRAFT


class Draft(NamedTuple):
    """A document to be filed: a new one, or, by its name, the next version of one that is there."""

    name: str
    attachment_ids: tuple[int, ...] = ()
    role: str = "output"
    place: str = ""
    note: str = ""


class SopProcess(models.Model):
    """Filing documents in a run: what its steps make, and what was brought because they need it.

    A document of the same name is a further version of it. Whoever is asked, has started the run, or is an officer
    files; everyone who reads the process reads its documents.
    """

    _inherit = "sop.process"

    can_file = fields.Boolean(compute="_compute_can_file")
    # Kept, so that a run without documents never has to look for them.
    output_count = fields.Integer(string="Number of documents", readonly=True, copy=False)

    @api.depends("state", "task_ids.state")
    @api.depends_context("uid")
    def _compute_can_file(self):
        officer = self.env.user.has_group("sop_planning.group_sop_officer")
        for process in self:
            own = self.env.user in (process.starter_id, process.requester_id, process.create_uid)
            process.can_file = process.state == "running" and (officer or own or process.my_turn)

    def action_file(self):
        """Open the dialog that files documents in this process."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_output_file_action")
        return {**action, "context": {"default_process_id": self.id}}

    def _file_output(self, name, attachment_ids=(), **draft):
        """File one document; arguments as `Draft`.

        :return: the sop.output, the one that is there where nothing in it is new
        """
        return self._file_outputs([Draft(name, tuple(attachment_ids), **draft)])

    def _file_outputs(self, drafts, is_told=True):
        """File documents in this process, by the current user.

        :param drafts: list of `Draft`
        :param is_told: whether the chatter says so; a move that is made at once says it with its files
        :return: sop.output, one for each draft
        :raises UserError: he may not, a document has neither file nor place, or a file is not let in
        """
        self.ensure_one()
        process = self._locked()
        process.with_env(self.env)._check_may_file()
        current = {_key(output.name): output for output in process._current_outputs()}
        filed = none = process.env["sop.output"]
        for draft in drafts:
            previous = current.get(_key(draft.name), none)
            output = current[_key(draft.name)] = process._deposit_output(draft, previous)
            filed |= output - previous
        if filed:
            process._note_filing(filed, is_told)
        return none.union(*(current[_key(draft.name)] for draft in drafts)).with_env(self.env)

    def _note_filing(self, outputs, is_told):
        names = ", ".join(outputs.mapped("display_name"))
        files = [key for output in outputs for key in output._file_ids()] if is_told else ()
        body = self.env._("Filed: %(documents)s", documents=names) if is_told else ""
        # The version before is written as well: it is no longer the latest.
        self._note_papers(moves.FILE_PAPER, names, body, files, outputs=outputs | outputs.previous_id)

    def _check_may_file(self):
        if not self.can_file:
            raise UserError(
                self.env._(
                    "Only who is asked by a running process, its starter and officers can file a document in it."
                )
            )

    def _current_outputs(self):
        """The latest version of each document of these processes."""
        filled = self.filtered("output_count")
        if not filled:
            return self.env["sop.output"]
        latest = [("process_id", "in", filled.ids), ("is_current", "=", True)]
        return self.env["sop.output"].search(latest, order="id")

    def _deposit_output(self, draft, previous):
        """:param previous: sop.output that has the name of the draft; may be empty
        :return: the sop.output with what the draft brings
        """
        contents = self._contents(draft.attachment_ids)
        self._check_draft(draft, contents)
        if previous and previous._holds(contents, draft.place):
            return previous
        if previous.state == ARCHIVED:
            raise UserError(self.env._("“%(document)s” is archived and stays as it is.", document=previous.name))
        if previous:
            previous.is_current = False
        else:
            self.output_count += 1
        Output = self.env["sop.output"]
        values = Output._place_of(self, self._current_tasks()._mine()[:1]) | {
            "name": _one_line(draft.name),
            "role": draft.role,
            "place": draft.place or False,
            "note": draft.note or False,
            "contents": contents,
            "version": previous.version + 1,
            "previous_id": previous.id,
        }
        return Output.create(values)

    def _check_draft(self, draft, contents):
        name = _one_line(draft.name)
        if not name:
            raise UserError(self.env._("Give each document a name."))
        if not contents and not draft.place:
            raise UserError(self.env._("“%(document)s”: add a file, or say where the paper is.", document=name))

    def _contents(self, attachment_ids):
        """The files as a document keeps them: list of id, name, size in bytes and SHA-256."""
        files = self.env["ir.attachment"].sudo().browse(self._adopt(attachment_ids))  # adopted: he may read them
        return [
            {
                "id": file.id,
                "name": file.name,
                "size": file.file_size,
                "sha256": hashlib.sha256(file.raw or b"").hexdigest(),
            }
            for file in files
        ]

    # What a move does with documents

    def _finish(self, tasks, *args, drafts=(), attachment_ids=(), **kwargs):
        """:param drafts: list of `Draft`, documents to be filed with the step; other files are documents as well"""
        process = tasks.process_id[:1]
        drafts = [*drafts, *process._drafts_of(attachment_ids)]
        if drafts and tasks.sudo()._mine():
            outputs = process._file_outputs(drafts, is_told=False)
            attachment_ids = [key for output in outputs for key in output._file_ids()]
        return super()._finish(tasks, *args, attachment_ids=attachment_ids, **kwargs)

    def _drafts_of(self, attachment_ids):
        """Files sent along as documents: the output that the step is to make, where that can only be one."""
        if not attachment_ids:
            return []
        expected = self.sudo()._expected_outputs()
        if len(expected) == 1:
            return [Draft(expected[0], tuple(attachment_ids))]
        files = self.env["ir.attachment"].browse(attachment_ids)
        files.check_access("read")
        return [Draft(file.name, (file.id,)) for file in files]

    def _expected_outputs(self):
        """Names of the outputs that the present step is to make."""
        outputs = self.template_id._frozen().rows[self.current_step_id.id].outputs
        return [line.strip() for line in (outputs or "").split("\n") if is_filled(line)]

    def _papers_of(self, step):
        """What passing a decision forwards has checked: drafts that it was given as its requirements."""
        papers = super()._papers_of(step)
        if not step.move.exit or not step.closes_visit or self._leads_back(step.before.step, step.move.exit):
            return papers
        drafts = self._current_outputs().filtered(lambda output: output.state == DRAFT)
        checked = drafts.filtered(lambda output: output._answers(self._requirements(step.before.step)))
        checked.write({"state": CHECKED})
        return papers | ({"outputs": checked} if checked else {})

    def _leads_back(self, step_id, exit_id):
        """Whether an exit of a step, both as ids, leads to an earlier row."""
        return self.template_id._frozen().flow.leads_back(step_id, exit_id)

    def _requirements(self, step_id):
        """Entries of what a step needs."""
        requirements = self.template_id._frozen().rows[step_id].requirements
        return [line.strip() for line in (requirements or "").split("\n") if is_filled(line)]


class SopOutput(models.Model):
    _inherit = "sop.output"

    def _holds(self, contents, place):
        """Whether this version is what would be filed: the same files, at the same place."""
        return self._file_ids() == [file["id"] for file in contents] and (self.place or "") == (place or "")

    def _answers(self, entries):
        """Whether this is one of the documents that entries of the table name."""
        return any(are_one(Entry(self.name), Entry(entry)) for entry in entries)


def _one_line(name):
    return " ".join((name or "").split())


def _key(name):
    return _one_line(name).casefold()

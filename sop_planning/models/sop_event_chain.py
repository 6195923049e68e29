from odoo import api, fields, models

from ..journal import facts
from ..journal.line import Line


class SopEvent(models.Model):
    """How events are chained: each holds the digest of its facts and of the digest before it.

    The process row keeps the number and digest of the last one, so that the end of a chain cannot be cut off unseen;
    because every move writes that row, two moves at once never follow the same event: the second one is tried again.
    """

    _inherit = "sop.event"

    number = fields.Integer(string="No.", help="Number in the journal of the process, from 1.")
    facts_version = fields.Integer(help="Number of the list of facts that are sealed; none before there was a chain.")
    facts = fields.Json(help="The facts as they were sealed.")
    digest = fields.Char(help="SHA-256 of the facts and of the digest of the event before.")

    _one_chain = models.UniqueIndex("(process_id, number)", "An event follows another one only once.")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        if not all("digest" in vals for vals in vals_list):
            # Not every line is a move's, and only what is locked has the last event for its own.
            processes = self.env["sop.process"].browse({vals["process_id"] for vals in vals_list})._locked()
            current = processes._current_tasks().grouped(lambda task: task.process_id.id)
            vals_list = self._sealed([Line(vals, current.get(vals["process_id"], ())) for vals in vals_list])
        return super().create(vals_list)

    @api.model
    def _append(self, lines):
        """Write lines into journals, when all that the move writes on tasks, process and chatter has been written.

        :param lines: list of `Line`; by plain `create` the tasks of the present visit are sealed
        :return: sop.event
        """
        return self.create(self._sealed(lines))

    @api.model
    def _sealed(self, lines):
        """Values of events, chained; the processes, which the move has locked, get their new heads."""
        processes = self.env["sop.process"].browse(dict.fromkeys(line.values["process_id"] for line in lines))
        said = processes._said_since()
        files = self._files_of(said, lines)
        return [self._chained(processes.browse(line.values["process_id"]), line, said, files) for line in lines]

    def _files_of(self, said, lines):
        keys = {key for messages in said.values() for message in messages for key in message["attachment_ids"]}
        keys |= {key for line in lines for output in line.papers.get("outputs", ()) for key in output._file_ids()}
        # They go with what is said in the run, whoever may read them.
        return {file.id: _facts("file", file) for file in self.env["ir.attachment"].sudo().browse(sorted(keys))}

    def _chained(self, process, line, said, files):
        number = process.journal_count + 1
        values = {**line.values, "number": number}
        messages = said.pop(process.id, [])  # by the first event, where one call writes several
        keys = [key for message in messages for key in message["attachment_ids"]]
        keys += [key for output in line.papers.get("outputs", ()) for key in output._file_ids()]
        sealed = facts.document(
            event=facts.facts("event", values.get),
            run=_facts("run", process),
            tasks=[_facts("task", task) for task in sorted(line.tasks, key=lambda task: task.id)],
            messages=[facts.facts("message", message.get) for message in messages],
            files=[files[key] for key in dict.fromkeys(keys)],
            **{name: [_facts(facts.PAPERS[name], paper) for paper in papers] for name, papers in line.papers.items()},
        )
        digest = facts.digest(process.journal_head or "", sealed)
        last_said = max([process.journal_message, *(message["id"] for message in messages)])
        process.write({"journal_count": number, "journal_head": digest, "journal_message": last_said})
        return {**values, "facts_version": facts.VERSION, "facts": sealed, "digest": digest}


def _facts(part, record):
    def read(name):
        value = record[name]
        return value.id if isinstance(value, models.BaseModel) else value

    return facts.facts(part, read)

"""What people do by one request that ends in the database or the filestore; each is put under every fault.

A new deed is a class with a docstring, listed in DEEDS: `prepare` makes the requests before it (opening a dialog, say),
`do` the one that is put under fault. What it must have done is learned by doing it once without a fault.
"""

from abc import ABC, abstractmethod

from .living import REMARK
from .papers import picture

FILE_SIZE = 400_000


def content_of(name):
    """A file's content, another one for each name."""
    return f"{name}\n" * (FILE_SIZE // (len(name) + 1))


class Deed(ABC):
    person: str  # who does it
    done_by = ()  # who has finished his part before
    signs = False  # whether its step asks for a paraf
    starts = False  # whether the run is begun by it; then there is none before
    may_repeat = False  # whether the same request, sent again after it was done, rightly does the same once more
    writes_files = False

    def prepare(self, person, run):
        """The requests before it.

        :param person: serving.Person
        :param run: case.Run, with `name`, `id` and `template_id`
        :return: what `do` needs, by name
        """
        return {}

    @abstractmethod
    def do(self, person, run, fault=None, **prepared):
        """The request itself.

        :return: serving.Answer
        """


class Tick(Deed):
    """The tick in the inbox, where a colleague is still to do his part."""

    person = "a"

    def prepare(self, person, run):
        return {"activity_ids": run.activity_ids(self.person)}

    def do(self, person, run, fault=None, activity_ids=()):
        return person.call("mail.activity", "action_feedback", activity_ids, fault=fault, feedback="sudah")


class FinishStep(Deed):
    """The dialog of a step with two files; the run goes on to the next step."""

    person, done_by = "b", ("a",)

    def prepare(self, person, run):
        files = [
            {
                "name": f"{run.name} {number}.txt",
                "raw": f"{run.name}, lampiran {number}",
                "res_model": "sop.task.finish",
            }
            for number in (1, 2)
        ]
        file_ids = person.call("ir.attachment", "create", files).result
        values = {"process_id": run.id, "feedback": "terlampir", "attachment_ids": [(6, 0, file_ids)]}
        return {"dialog_id": person.call("sop.task.finish", "create", values).result}

    def do(self, person, run, fault=None, dialog_id=0):
        return person.call("sop.task.finish", "action_finish", [dialog_id], fault=fault)


class FinishRun(Deed):
    """The last step, which closes the run."""

    person, done_by = "a", ("a", "b", "c")

    def prepare(self, person, run):
        return {"activity_ids": run.activity_ids(self.person)}

    def do(self, person, run, fault=None, activity_ids=()):
        return person.call("mail.activity", "action_feedback", activity_ids, fault=fault, feedback="selesai")


class StartRun(Deed):
    """The button of the start dialog."""

    person, starts = "a", True

    def prepare(self, person, run):
        values = {"template_id": run.template_id, "name": run.name}
        return {"dialog_id": person.call("sop.process.start", "create", values).result}

    def do(self, person, run, fault=None, dialog_id=0):
        return person.call("sop.process.start", "action_start", [dialog_id], fault=fault)


class Sign(Deed):
    """A paraf on a document that was filed before, given in its dialog."""

    person, signs = "a", True

    def prepare(self, person, run):
        files = [{"name": "nota.txt", "raw": content_of(run.name), "res_model": "sop.output.file"}]
        file_ids = person.call("ir.attachment", "create", files).result
        line = {"name": "Nota dinas", "attachment_ids": [(6, 0, file_ids)]}
        filing = {"process_id": run.id, "line_ids": [(5,), (0, 0, line)]}
        filing_id = person.call("sop.output.file", "create", filing).result
        assert person.call("sop.output.file", "action_file", [filing_id]).is_done
        values = {"process_id": run.id, "kind": "paraf", "image": picture().decode()}
        return {"dialog_id": person.call("sop.signature.write", "create", values).result}

    def do(self, person, run, fault=None, dialog_id=0):
        return person.call("sop.signature.write", "action_sign", [dialog_id], fault=fault)


class SendDisposition(Deed):
    """A disposition to a colleague."""

    person, may_repeat = "a", True

    def prepare(self, person, run):
        values = {"process_id": run.id, "words": "Siapkan rapat", "to_ids": [(6, 0, [run.people["c"]])]}
        return {"dialog_id": person.call("sop.disposition.write", "create", values).result}

    def do(self, person, run, fault=None, dialog_id=0):
        return person.call("sop.disposition.write", "action_send", [dialog_id], fault=fault)


class SendFile(Deed):
    """A comment in the chatter with a file that is not in the filestore yet."""

    person, may_repeat, writes_files = "a", True, True

    def do(self, person, run, fault=None):
        files = [["laporan.txt", content_of(run.name)]]
        return person.call("sop.process", "message_post", run.ids, fault=fault, body=REMARK, message_type="comment",
                           attachments=files)  # fmt: skip


DEEDS = (Tick, FinishStep, FinishRun, StartRun, Sign, SendDisposition, SendFile)

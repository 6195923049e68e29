"""A database of its own with runs at all stages, which is then backed up, upgraded or robbed of an addon."""

from contextlib import redirect_stdout
from io import StringIO

from odoo.addons.sop_planning.cli.sop_verify import SopVerify
from odoo.fields import Command

from .common import DATA
from .papers import signing
from .racing import RaceCase
from .serving import copied_database

# Joint work of two, then two single steps.
ROWS = ("a b", "c", "a")
SOP = "bkpsdm-selayar-rkt"
AGENCY = "bkpsdm-selayar"
REMARK = "Mohon dicermati"


class CopyCase(RaceCase):
    """People and runs in a copy of the tests' database; what is done to the copy is done to nobody else."""

    purpose = "copy"

    @classmethod
    def _open_registry(cls):
        cls.copy = cls.enterClassContext(copied_database(cls.purpose))
        return cls.copy.registry()

    @classmethod
    def _clean(cls):
        """What is left goes with the copy."""

    # Runs

    @classmethod
    def live(cls):
        """Runs at all stages, with files, comments and dispositions.

        :return: dict of stage -> id of the sop.process
        """
        ids = cls.runs(cls.sop(*ROWS), 4)
        runs = dict(zip(("begun", "half", "suspended", "done"), ids)) | {"real": cls._start_real()}
        for stage in ("half", "done"):
            cls.finish_next(runs[stage], "a")
            cls._say(runs[stage], "b")
        cls._dispose(runs["half"], "b", "c")
        cls._suspend(runs["suspended"])
        cls.finish(runs["done"])
        for _step in range(3):
            cls.finish_next(runs["real"])
        return runs

    @classmethod
    def _start_real(cls):
        """A run of an SOP as the office wrote it."""
        with cls.committed() as env:
            files = [DATA / "agencies" / f"{AGENCY}.json", DATA / f"{SOP}.json"]
            env["sop.interchange"]._import_files([(path.name, path.read_bytes()) for path in files], effective=True)
            template = env["sop.template"].search([("company_id.sop_code", "=", AGENCY)])
            starter = env["res.users"].search([("login", "=", f"pengelola@{AGENCY}.example")])
            template = template.with_env(cls._as(env, starter))
            dialog = template.env["sop.process.start"].create({"template_id": template.id, "name": "RKT 2027"})
            return dialog.action_start()["res_id"]

    @classmethod
    def finish(cls, process_id):
        """Do all that is left to do, whoever is asked; a suspended run is resumed."""
        with cls.committed("officer") as env:
            process = env["sop.process"].browse(process_id)
            if process.sudo().state == "suspended":
                process.action_resume()
        for _step in range(60):
            if not cls.finish_next(process_id):
                return

    @classmethod
    def finish_next(cls, process_id, name=None):
        """Finish what one person is asked in a run, with a file; of a decision its first exit is taken.

        :return: whether somebody was asked
        """
        with cls.committed() as env:
            tasks = env["sop.process"].browse(process_id).task_ids.filtered(lambda task: task.state == "open")
            person = tasks.user_id.filtered(lambda user: name is None or user.id == cls.users[name])[:1]
            if person:
                cls._finish_as(cls._as(env, person), process_id)
            return bool(person)

    @classmethod
    def _finish_as(cls, env, process_id):
        process, values = env["sop.process"].browse(process_id), {"process_id": process_id, "feedback": "terlampir"}
        file = env["ir.attachment"].create(
            {"name": "hasil.txt", "raw": f"hasil {env.uid}", "res_model": "sop.task.finish"}
        )
        while owed := process._my_owed():
            if not process.output_ids:
                process._file_output("Hasil", file.ids)
            signing(process, env.user, next(iter(owed.values()))[0]).action_sign()
        if process.can_archive:
            kept = {"process_id": process_id, "code": "000.8", "place": "Rak 1"}
            env["sop.archive.write"].create(kept).action_archive()
        else:
            values["attachment_ids"] = [Command.set(file.ids)]
        dialog = env["sop.task.finish"].create(values)
        dialog.branch_id = dialog.step_id.branch_ids[:1]
        if dialog.with_disposition:
            dialog.phrase_ids = env.ref("sop_planning.sop_disposition_phrase_proses")
            dialog.to_ids = dialog.to_ids or dialog.process_id.member_ids.user_id - env.user
        dialog.action_finish()

    @classmethod
    def _as(cls, env, user):
        return env(user=user, su=False, context={"allowed_company_ids": user.company_id.ids})

    @classmethod
    def _say(cls, process_id, name):
        with cls.committed(name) as env:
            env["sop.process"].browse(process_id).message_post(
                body=REMARK, message_type="comment", attachments=[("catatan.txt", f"catatan {process_id}")]
            )

    @classmethod
    def _dispose(cls, process_id, name, to):
        with cls.committed(name) as env:
            values = {"process_id": process_id, "words": "Siapkan", "to_ids": [Command.set([cls.users[to]])]}
            env["sop.disposition.write"].create(values).action_send()

    @classmethod
    def _suspend(cls, process_id):
        with cls.committed("officer") as env:
            values = {"process_id": process_id, "kind": "suspend", "reason": "perlu"}
            env["sop.process.move"].create(values).action_confirm()

    # What holds

    def assert_intact(self, runs, copy=None):
        """Every run is sound, its journal verifies, and its files are there as they were."""
        with self.committed() as env:
            for stage, process in zip(runs, env["sop.process"].browse(runs.values())):
                self.assert_sound(process, stage)
        self.assert_files_are_there("", copy)
        self.assert_journals_hold()

    def assert_journals_hold(self):
        """What `sop_verify` says, without starting Odoo for it."""
        with self.committed() as env, redirect_stdout(StringIO()) as said:
            SopVerify()._verify_journals(env)
        self.assertIn(" 0 broken, 0 not sealed", said.getvalue())

    def assert_files_are_there(self, note, copy=None):
        """No row of an attachment without its file, whole; files without a row are for Odoo's collection of garbage."""
        with self.committed() as env:
            env.cr.execute("SELECT id, store_fname, checksum FROM ir_attachment WHERE store_fname IS NOT NULL")
            stored = env.cr.fetchall()
        lost = [key for key, path, checksum in stored if not (copy or self.copy).is_stored(path, checksum)]
        self.assertTrue(stored)
        self.assertEqual(lost, [], f"attachments without their files; {note}")

    def assert_finishes(self, runs):
        """Every run goes on to its end."""
        for stage, process_id in runs.items():
            self.finish(process_id)
            with self.committed() as env:
                self.assertEqual(env["sop.process"].browse(process_id).state, "done", stage)

    def _said_besides(self, process):
        """Comments of people, which are no moves; dispositions are."""
        return process.message_ids.filtered(lambda message: REMARK in (message.body or ""))

"""The heads of the journals, kept in files outside the database, and the command that holds both together."""

import stat
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from odoo.addons.sop_planning.cli.sop_verify import SopVerify
from odoo.addons.sop_planning.journal import heads
from odoo.exceptions import AccessError, UserError
from odoo.tools import config, mute_logger

from .test_journal import JournalCase

JOURNAL = "odoo.addons.sop_planning.models.res_company_journal"


class HeadsCase(JournalCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def kept(self):
        [path] = self.folder.iterdir()
        return heads.read(path.read_text())


class TestSetting(HeadsCase):
    def test_by_the_settings_of_an_administrator(self):
        self.administrator.group_ids |= self.env.ref("base.group_system")
        Settings = self.as_person(self.env["res.config.settings"], self.administrator)
        Settings.create({"sop_heads_folder": str(self.folder)}).execute()
        self.assertEqual(self.company.sop_heads_folder, str(self.folder))

    def test_folders_that_cannot_be_used(self):
        link = self.folder / "link"
        link.symlink_to(config["data_dir"])
        file = self.folder / "file"
        file.write_text("x")
        for folder, words in {
            "heads": "begin with /",
            "../heads": "begin with /",
            f"{self.folder}/../x": "must not contain",
            f"{self.folder}/none": "no folder",
            str(file): "no folder",
            "/tmp/\0": "begin with /",
            config["data_dir"]: "Odoo's own",
            str(link): "Odoo's own",
            str(Path(heads.__file__).parent): "Odoo's own",
            "/proc": "may not write",
        }.items():
            with self.subTest(folder=folder), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.company.sop_heads_folder = folder
        self.env.invalidate_all()
        self.assertFalse(self.company.sop_heads_folder)

    def test_only_administrators_of_sop_planning(self):
        system = self.env["res.users"].create({"login": "sistem", "name": "Sistem", "company_id": self.company.id,
            "company_ids": self.company.ids, "group_ids": self.env.ref("base.group_system").ids})  # fmt: skip
        for user in (self.kaban, self.officer, system):
            mine = self.as_person(self.company, user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    mine.write({"sop_heads_folder": str(self.folder)})
                with self.assertRaises(AccessError):
                    mine.read(["sop_heads_folder"])


class TestFiles(HeadsCase):
    def setUp(self):
        super().setUp()
        self.company.sop_heads_folder = str(self.folder)

    def test_every_day_a_file(self):
        self.env["res.company"]._cron_sop_heads()
        [path] = self.folder.iterdir()
        self.assertRegex(path.name, rf"^sop-heads-{self.company.id}-\d{{4}}-\d\d-\d\d\.csv$")
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o640)
        facts = [(head.process, head.events, head.head) for head in self.kept()]
        processes = self.processes.sorted("id")
        self.assertEqual(facts, [(run.id, run.journal_count, run.journal_head) for run in processes])

    def test_a_file_is_only_added_to(self):
        path = self.company._sop_write_heads()
        before = path.read_bytes()
        self.done(self.sekretaris, self.processes[1])
        self.company._sop_write_heads()
        self.assertTrue(path.read_bytes().startswith(before))
        self.assertEqual(len(self.kept()), 6)

    def test_a_full_disk_leaves_the_file_as_it_was(self):
        path = self.company._sop_write_heads()
        before = path.read_bytes()
        with patch("os.fsync", side_effect=OSError(28, "No space left on device")), mute_logger(JOURNAL):
            self.env["res.company"]._cron_sop_heads()
        self.assertEqual((path.read_bytes(), list(self.folder.iterdir())), (before, [path]))
        self.assert_told("No space left")

    def test_a_folder_that_has_gone(self):
        self.folder.rmdir()
        with mute_logger(JOURNAL):
            self.env["res.company"]._cron_sop_heads()
        self.folder.mkdir()
        self.assert_told("There is no folder")

    def assert_told(self, words):
        notice = self.env["mail.message"].search(
            [
                ("model", "=", "res.company"),
                ("res_id", "=", self.company.id),
                ("message_type", "=", "user_notification"),
            ]
        )
        self.assertRegex(notice.body, words)
        self.assertIn(self.administrator.partner_id, notice.notified_partner_ids)
        self.assertNotIn(self.officer.partner_id, notice.notified_partner_ids)

    def test_without_a_folder_no_file(self):
        self.company.sop_heads_folder = False
        self.env["res.company"]._cron_sop_heads()
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_files_that_are_none(self):
        for content, line in (("", 1), ("a,b\n", 1), ("time,agency,process,events,head\nx\n", 2),
                              ("time,agency,process,events,head\n2027-01-01T00:00:00,1,x,1,y\n", 2)):  # fmt: skip
            with self.assertRaises(heads.Unusable) as raised:
                heads.read(content)
            self.assertEqual(raised.exception.detail, str(line))


class TestCommand(HeadsCase):
    """`sop_verify`, on the rows of this test."""

    def verify(self, *paths):
        """The exit code, and what was printed."""
        out = StringIO()
        command, env = SopVerify(), self.env

        class Cursor:
            def __enter__(self):
                return env.cr

            def __exit__(self, *_error):
                pass

        registry = type("Registry", (), {"cursor": lambda self: Cursor()})
        module = "odoo.addons.sop_planning.cli.sop_verify"
        with (
            patch(f"{module}.Registry", lambda name: registry()),
            patch(f"{module}.config"),
            redirect_stdout(out),
            redirect_stderr(out),
            self.assertRaises(SystemExit) as left,
        ):
            command.run(["-d", env.cr.dbname, *map(str, paths)])
        return left.exception.code, out.getvalue()

    def test_everything_holds(self):
        self.company.sop_heads_folder = str(self.folder)
        path = self.company._sop_write_heads()
        code, said = self.verify(path)
        self.assertEqual(code, 0, said)
        self.assertRegex(said, r"\d+ processes, \d+ events: 0 broken, 0 not sealed\n3 heads: 0 broken")

    def test_something_is_broken(self):
        self.env.flush_all()
        process = self.processes[0]
        self.env.cr.execute("UPDATE sop_event SET note = 'x' WHERE process_id = %s AND number = 2", [process.id])
        code, said = self.verify()
        self.assertEqual(code, 1)
        self.assertIn(f"process {process.id} (RKT 2027), event 2: changed (note)", said)

    def test_heads_that_no_longer_hold(self):
        self.company.sop_heads_folder = str(self.folder)
        path = self.company._sop_write_heads()
        path.write_text(path.read_text().replace(self.processes[0].journal_head, "0" * 64))
        code, said = self.verify(path)
        self.assertEqual(code, 1)
        self.assertIn(f"process {self.processes[0].id}, event {self.processes[0].journal_count}, head kept at", said)

    def test_what_cannot_be_told(self):
        (self.folder / "x").write_text("x")
        for path, words in ((self.folder / "none", "No such file"), (self.folder / "x", "line 1 is faulty")):
            code, said = self.verify(path)
            self.assertEqual(code, 2)
            self.assertIn(words, said)

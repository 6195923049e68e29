"""Backup and restore with Odoo's own commands: every check that held before holds afterwards, and runs go on."""

from .living import CopyCase
from .serving import Copy, drop


class TestBackup(CopyCase):
    purpose = "backup"

    def test_runs_in_a_restored_database(self):
        runs = self.live()
        heads = self.heads()
        archive = self.copy.data_dir / "backup.zip"
        self.copy.run("db", "-c", str(self.copy.configuration()), "dump", self.copy.name, str(archive))
        restored = Copy(f"{self.copy.name}-2", self.copy.data_dir)
        self.addCleanup(drop, restored.name)
        self.copy.run("db", "-c", str(self.copy.configuration()), "load", restored.name, str(archive))
        self.use(restored)
        self.assert_intact(runs, restored)
        self.assertEqual(self.heads(), heads)
        self.assert_finishes(runs)
        self.assert_intact(runs, restored)
        self.assertIn(" 0 broken, 0 not sealed", restored.run_addon("sop_verify").stdout)

    def heads(self):
        """The last digest of each journal, as papers and files outside the database hold it."""
        with self.committed() as env:
            return {process.id: process.journal_head for process in env["sop.process"].search([])}

    def use(self, copy):
        registry, type(self).registry = self.registry, copy.registry()
        self.addCleanup(setattr, type(self), "registry", registry)

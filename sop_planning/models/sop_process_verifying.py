import hashlib
import io
from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ..journal import chain, facts
from .sop_process_journal import MESSAGE

BATCH = 500


class SopProcess(models.Model):
    """Reading runs as they stand in the database, past every cache, and holding them against their journals."""

    _inherit = "sop.process"

    def _findings(self):
        """What is broken in these runs.

        :return: dict of process id -> list of `chain.Finding`, the first one first; intact runs are not in it
        """
        found = {key: chain.check(run) for key, run in self._runs().items()}
        return {key: findings for key, findings in found.items() if findings}

    def _runs(self):
        """The rows of these runs, by a constant number of queries for each `BATCH`.

        :return: dict of process id -> `chain.Run`; ids that no longer exist are not in it
        """
        self.env.flush_all()
        [[chained_from]] = self.env.execute_query(SQL("SELECT min(id) FROM sop_event WHERE digest IS NOT NULL"))
        runs = {}
        for start in range(0, len(self), BATCH):
            runs |= self[start : start + BATCH]._runs_of_batch(chained_from)
        return runs

    def _runs_of_batch(self, chained_from):
        ids = list(self.ids)
        processes = self._rows(SQL("SELECT * FROM sop_process WHERE id = ANY(%s)", ids))
        events = self._rows(SQL("SELECT * FROM sop_event WHERE process_id = ANY(%s) ORDER BY id", ids))
        tasks = _by_process(self._rows(SQL("SELECT * FROM sop_task WHERE process_id = ANY(%s)", ids)))
        named_messages, named_files = chain.named(events)
        messages, spoken = self._message_rows(ids, named_messages)
        files, events, papers = self._file_rows(named_files), _by_process(events), self._paper_rows(ids)
        return {
            key: chain.Run(
                row,
                events[key],
                tasks[key],
                messages,
                frozenset(spoken[key]),
                files,
                {name: rows[key] for name, rows in papers.items()},
                chained_from,
            )
            for key, row in ((row["id"], row) for row in processes)
        }

    def _paper_rows(self, ids):
        """Outputs, signatures and archive files: dict of the name of the list -> dict of process id -> rows."""
        tables = {name: SQL.identifier(self.env[f"sop.{part}"]._table) for name, part in facts.PAPERS.items()}
        return {
            name: _by_process(self._rows(SQL("SELECT * FROM %s WHERE process_id = ANY(%s) ORDER BY id", table, ids)))
            for name, table in tables.items()
        }

    def _message_rows(self, ids, named):
        """The messages that are named, and the ids of those that speak as the run itself."""
        rows = self._rows(
            SQL(
                """%s WHERE message.id = ANY(%s)
                      OR message.model = 'sop.process' AND message.res_id = ANY(%s)
                         AND message.message_type = 'notification' AND message.mail_activity_type_id IS NULL""",
                SQL(MESSAGE),
                named,
                ids,
            )
        )
        spoken = defaultdict(set)
        for row in rows:
            if row["message_type"] == "notification" and not row["mail_activity_type_id"]:
                spoken[row["res_id"]].add(row["id"])
        return {row["id"]: row for row in rows}, spoken

    def _file_rows(self, named):
        rows = self._rows(SQL("SELECT * FROM ir_attachment WHERE id = ANY(%s)", named)) if named else []
        return {row["id"]: {**row, "is_whole": self._is_whole(row)} for row in rows}

    def _is_whole(self, row):
        """Whether the content of a stored file still has its checksum (SHA-1, as Odoo stores files by it)."""
        if not row["checksum"]:
            return True
        try:
            with self._content(row) as content:
                return hashlib.file_digest(content, "sha1").hexdigest() == row["checksum"]
        except OSError:
            return False

    def _content(self, row):
        if not row["store_fname"]:
            return io.BytesIO(row["db_datas"] or b"")
        return open(self.env["ir.attachment"]._full_path(row["store_fname"]), "rb")

    def _rows(self, query):
        self.env.cr.execute(query)
        return self.env.cr.dictfetchall()


def _by_process(rows):
    groups = defaultdict(list)
    for row in rows:
        groups[row["process_id"]].append(row)
    return groups

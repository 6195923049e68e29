from collections import defaultdict
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..journal import facts


class Sealed(NamedTuple):
    """How a paper was sealed last: its facts, the list they are of, and whether that line of the journal holds."""

    facts: dict
    version: int
    holds: bool


class SopPaper(models.AbstractModel):
    """Whether papers are what the journal has sealed, told at a glance; the whole journal is verified elsewhere."""

    _inherit = "sop.paper"

    def _stored_rows(self):
        """Rows of these papers as they stand in the database, past every cache: dict of id -> dict."""
        self.env[self._name].flush_model()
        rows = self.env.execute_query_dict(
            SQL("SELECT * FROM %s WHERE id = ANY(%s)", SQL.identifier(self._table), list(self.ids))
        )
        return {row["id"]: row for row in rows}

    def _sealed_last(self):
        """How the journal has sealed these papers last: dict of id -> Sealed; those it does not know are not in it."""
        part = self._name.removeprefix("sop.")
        name = next(name for name, each in facts.PAPERS.items() if each == part)
        self.env["sop.event"].flush_model()
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT event.facts, event.facts_version, event.digest, before.digest AS previous
                     FROM sop_event event
                LEFT JOIN sop_event before ON before.process_id = event.process_id
                                          AND before.number = event.number - 1
                    WHERE event.process_id = ANY(%s) AND jsonb_typeof(event.facts -> %s) = 'array'
                      AND event.facts -> %s != '[]'
                 ORDER BY event.id""",
                list(self.process_id.ids),
                name,
                name,
            )
        )
        return {
            paper["id"]: Sealed(paper, row["facts_version"], holds)
            for row, holds in ((row, _holds(row)) for row in rows if facts.is_document(row["facts"]))
            for paper in row["facts"][name]
        }

    def _sealed_faults(self):
        """Sentences on how each of these papers differs from what the journal has sealed: dict of id -> list."""
        rows, sealed = self._stored_rows(), self._sealed_last()
        found = defaultdict(list)
        for key in self.ids:
            found[key] = list(self._faults_of_seal(rows.get(key), sealed.get(key)))
        return found

    def _faults_of_seal(self, row, sealed):
        if not row or not sealed:
            yield self.env._("The journal does not know it.")
            return
        part = self._name.removeprefix("sop.")
        differing = [
            name for name in facts.FACTS[sealed.version][part] if facts.plain(name, row[name]) != sealed.facts[name]
        ]
        for name in differing:
            label = self._fields[name]._description_string(self.env)
            yield self.env._("Changed since it was written down: %(fact)s.", fact=label)
        if not sealed.holds:
            yield self.env._("The line of the journal that seals it was changed.")


def _holds(row):
    return facts.digest(row["previous"] or "", row["facts"]) == row["digest"]

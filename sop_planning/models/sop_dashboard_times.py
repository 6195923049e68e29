from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from .sop_dashboard import SHOWN

# What somebody did, as in the report of working time; what was dropped or passed on nobody did.
DONE = Domain("state", "in", ("done", "returned"))


class Sums(NamedTuple):
    """Steps done: how many, how many late, how many with a standard time, and of these the real and standard hours."""

    done: int
    late: int
    timed: int
    worked: float
    planned: float


class SopDashboard(models.AbstractModel):
    """The time that steps took against their standard time, in all and for the SOPs with the most hours above it."""

    _inherit = "sop.dashboard"

    def _times(self, within, since):
        versions, sums = self._versions(within), self._sums_since(within, since)
        by_sop = defaultdict(dict)
        for template in self.env["sop.template"].browse(sorted(sums)):
            by_sop[template.root_id.id][template] = sums[template.id]
        totals = {root: _added(found.values()) for root, found in by_sop.items()}
        worst = sorted(totals, key=lambda root: (totals[root].planned - totals[root].worked, root))[:SHOWN]
        times = [
            self._time_figure(totals[root], self._done_domain(versions, since, root), root, list(by_sop[root])[-1])
            for root in worst
        ]
        return {
            "done": self._time_figure(_added(sums.values()), self._done_domain(versions, since)),
            "times": [figure for figure in times if figure["timed"]],
        }

    def _time_figure(self, sums, domain, root=None, version=None):
        hours = {key: getattr(sums, key) / sums.timed if sums.timed else 0 for key in ("worked", "planned")}
        name = version and version.display_name
        return {**sums._asdict(), **hours, "id": root, "name": name, "domain": list(domain)}

    def _versions(self, within):
        """The condition on processes, as one on their tasks: a version belongs to one unit, and there are few."""
        return within.map_conditions(
            lambda condition: Domain(f"template_id.{condition.field_expr}", condition.operator, condition.value)
        )

    def _done_domain(self, versions, since, root=None):
        domain = versions & DONE & Domain("date_done", ">=", since)
        return domain & Domain("root_id", "=", root) if root else domain

    # What steps took, by version

    def _sums_since(self, within, since):
        """Dict id of a version -> Sums of what was done of it; days that are over are read once a day."""
        # A transaction that began before midnight may be committed after it, but not a day later.
        yesterday = self.env.company._sop_today() - timedelta(days=1)
        until = max(since, self._utc(yesterday))
        past = self._sums_of_past(within, since, until, self._mark_of_mine())
        parts = past, self._sums(within, Domain("date_done", ">=", until))
        return {key: _added(part[key] for part in parts if key in part) for part in parts for key in part}

    def _mark_of_mine(self):
        """A mark of the processes in which the user takes part: whoever comes to take part in one sees what was done in
        it before; officers do anyhow."""
        if self._scope() == "agency":
            return None
        runs = self.env["sop.process"]._own_runs()
        return self.env.execute_query(SQL("SELECT count(*), sum(id) FROM (%s) run", runs))[0]

    @tools.ormcache(
        *("self.env.uid", "self.env.su", "tuple(sorted(self.env.companies.ids))", "repr(within)"),
        *("since", "until", "mine"),
    )
    def _sums_of_past(self, within, since, until, mine):
        # A closed task is evidence and never changes, so neither do these; what they cost grows with the agency.
        return self._sums(within, Domain("date_done", ">=", since) & Domain("date_done", "<", until))

    def _sums(self, within, period):
        rows = self.env.execute_query(self._sums_sql(self._versions(within) & DONE & period))
        return {
            template: Sums(done, late, timed, worked or 0, planned or 0)
            for template, done, late, timed, worked, planned in rows
        }

    def _sums_sql(self, domain):
        Task = self.env["sop.task"]
        query = Task._search(domain)
        names = ("template_id", "late_hours", "worked_hours", "planned_hours")
        template, late, worked, planned = (Task._field_to_sql(query.table, name, query) for name in names)
        return SQL(
            """
            SELECT %(template)s, count(*), count(*) FILTER (WHERE %(late)s > 0),
                   count(*) FILTER (WHERE %(planned)s > 0),
                   sum(%(worked)s) FILTER (WHERE %(planned)s > 0), sum(%(planned)s)
              FROM %(source)s WHERE %(where)s GROUP BY 1
            """,
            template=template,
            late=late,
            worked=worked,
            planned=planned,
            source=query.from_clause,
            where=query.where_clause,
        )


def _added(parts):
    """Sums of several together."""
    return Sums(*map(sum, zip(*parts))) if (parts := list(parts)) else Sums(0, 0, 0, 0, 0)

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from .sop_dashboard import PERIODS, SHOWN

DATES = {"started": "date_start", "finished": "date_end"}
FINISHED = Domain("state", "=", "done")
# What somebody did, as in the report of working time; what was dropped or passed on nobody did.
DONE = Domain("state", "in", ("done", "returned"))


class SopDashboard(models.AbstractModel):
    """What was: how many were started and finished, and the time that steps took against their standard time.

    It is read within a period only, through indexes by date, so that it costs no more in later years.
    """

    _inherit = "sop.dashboard"

    def _history(self, within, days):
        starts = self._starts(days)
        since = self._utc(starts[0])
        trend = self._trend(within, days, starts)
        return {
            "trend": trend,
            **{
                kind: self._figure(
                    sum(span[kind]["value"] for span in trend),
                    self._counted(kind, within) & Domain(name, ">=", since),
                )
                for kind, name in DATES.items()
            },
            **self._times(within, since),
        }

    # Started and finished

    def _starts(self, days):
        """First days of the weeks or months of the trend, where the agency works."""
        today = self.env.company._sop_today()
        first = today - timedelta(days=days - 1)
        if PERIODS[days] == "month":
            first, step = first.replace(day=1), relativedelta(months=1)
        else:
            first, step = first - timedelta(days=first.weekday()), relativedelta(weeks=1)
        starts = [first]
        while starts[-1] + step <= today:
            starts.append(starts[-1] + step)
        return starts

    def _trend(self, within, days, starts):
        """How many were started and finished in each week or month, the oldest first."""
        bounds = [self._utc(start) for start in starts]
        parts = [
            self._trend_sql(kind, self._counted(kind, within) & Domain(name, ">=", bounds[0]), bounds)
            for kind, name in DATES.items()
        ]
        counts = {(kind, span): count for kind, span, count in self.env.execute_query(SQL(" UNION ALL ").join(parts))}
        return [
            {
                "label": self._label(start, days),
                **{
                    kind: self._in_span(kind, within, counts.get((kind, span), 0), bounds[span - 1 :]) for kind in DATES
                },
            }
            for span, start in enumerate(starts, start=1)
        ]

    def _counted(self, kind, within):
        return within & FINISHED if kind == "finished" else within

    def _trend_sql(self, kind, domain, bounds):
        Process = self.env["sop.process"]
        query = Process._search(domain)
        return SQL(
            """SELECT %(kind)s, width_bucket(%(moment)s, %(bounds)s::timestamp[]), count(*)
                 FROM %(source)s WHERE %(where)s GROUP BY 2""",
            kind=kind,
            moment=Process._field_to_sql(query.table, DATES[kind], query),
            bounds=bounds,
            source=query.from_clause,
            where=query.where_clause,
        )

    def _in_span(self, kind, within, count, bounds):
        """:param bounds: where the span begins, and where the later ones do"""
        domain = self._counted(kind, within) & Domain(DATES[kind], ">=", bounds[0])
        return self._figure(count, domain & Domain(DATES[kind], "<", bounds[1]) if bounds[1:] else domain)

    def _label(self, start, days):
        return format_date(self.env, start, date_format="MMM y" if PERIODS[days] == "month" else "d MMM")

    def _utc(self, day):
        return self.env.company._sop_utc(datetime.combine(day, datetime.min.time()))

    # Real against standard time

    def _times(self, within, since):
        """Steps done in the period: how many, how many of them late, and their real and standard working hours; in
        all, and for the SOPs with the most hours above the standard."""
        versions = self._versions(within)
        rows = self.env.execute_query(self._times_sql(versions & DONE & Domain("date_done", ">=", since)))
        names = self.env["sop.template"].browse(shown for _key, shown, *_sums in rows if shown)
        names = {version.id: version.display_name for version in names}
        figures = [
            {
                "id": key,
                "name": names.get(shown),
                "done": done,
                "late": late,
                "timed": timed,
                "worked": (worked or 0) / timed if timed else 0,
                "planned": (planned or 0) / timed if timed else 0,
                "domain": list(self._done_domain(versions, since, key)),
            }
            for key, shown, done, late, timed, worked, planned in rows
        ]
        return {"done": figures[0], "times": [figure for figure in figures[1:] if figure["timed"]]}

    def _versions(self, within):
        """The condition on processes, as one on their tasks: a version belongs to one unit, and there are few."""
        return within.map_conditions(
            lambda condition: Domain(f"template_id.{condition.field_expr}", condition.operator, condition.value)
        )

    def _done_domain(self, versions, since, root):
        domain = versions & DONE & Domain("date_done", ">=", since)
        return domain & Domain("root_id", "=", root) if root else domain

    def _times_sql(self, domain):
        Task = self.env["sop.task"]
        query = Task._search(domain)
        names = ("template_id", "late_hours", "worked_hours", "planned_hours")
        template, late, worked, planned = (Task._field_to_sql(query.table, name, query) for name in names)
        return SQL(
            """
            WITH place AS (
                SELECT %(template)s AS template_id, count(*) AS done, count(*) FILTER (WHERE %(late)s > 0) AS late,
                       count(*) FILTER (WHERE %(planned)s > 0) AS timed,
                       sum(%(worked)s) FILTER (WHERE %(planned)s > 0) AS worked, sum(%(planned)s) AS planned
                  FROM %(source)s WHERE %(where)s GROUP BY 1
            ), total AS (
                SELECT sum(done)::int AS done, sum(late)::int AS late, sum(timed)::int AS timed,
                       sum(worked) AS worked, sum(planned) AS planned
                  FROM place
            )
            SELECT NULL, NULL, coalesce(done, 0), coalesce(late, 0), coalesce(timed, 0), worked, planned FROM total
            UNION ALL
            (SELECT %(root)s, max(template_id), sum(done)::int, sum(late)::int, sum(timed)::int,
                    sum(worked), sum(planned)
               FROM place JOIN sop_template version ON version.id = place.template_id
              GROUP BY 1 ORDER BY coalesce(sum(worked), 0) - coalesce(sum(planned), 0) DESC, 1 LIMIT %(shown)s)
            """,
            template=template,
            late=late,
            worked=worked,
            planned=planned,
            source=query.from_clause,
            where=query.where_clause,
            root=self.env["sop.template"]._field_to_sql("version", "root_id"),
            shown=SHOWN,
        )

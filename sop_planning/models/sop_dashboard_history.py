from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from .sop_dashboard import PERIODS

DATES = {"started": "date_start", "finished": "date_end"}
FINISHED = Domain("state", "=", "done")


class SopDashboard(models.AbstractModel):
    """What was: how many were started and finished.

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

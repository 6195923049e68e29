from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from .sop_dashboard import RUNNING


class SopDashboard(models.AbstractModel):
    """The figures of the weekly digest."""

    _inherit = "sop.dashboard"

    def _week(self):
        """What runs and is late now, and what the last seven days brought, for the current user.

        :return: dict of plain values
        """
        now = fields.Datetime.now()
        since = now - timedelta(days=7)
        standing = self._standing(Domain.TRUE, now)
        Process = self.env["sop.process"]
        return {
            **{kind: standing[kind]["value"] for kind in ("running", "late")},
            "mine": Process.search_count(RUNNING & Domain("my_turn", "=", True)),
            "started": Process.search_count([("date_start", ">=", since)]),
            "finished": Process.search_count([("date_end", ">=", since), ("state", "=", "done")]),
            **{f"late_{kind}": self._late_places(standing[f"by_{kind}"]) for kind in ("sop", "unit", "step")},
        }

    def _late_places(self, places):
        late = [place for place in places if place["late"]["value"]]
        return [
            {"name": place["name"], "running": place["running"]["value"], "late": place["late"]["value"]}
            for place in late[:5]
        ]

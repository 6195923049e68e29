from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

# Days to look back -> the steps in which the trend is drawn.
PERIODS = {30: "week", 90: "week", 365: "month"}
USUAL_PERIOD = 90
# Of SOPs, units and steps the dashboard shows the worst; the rest is a click away.
SHOWN = 8
RUNNING = Domain("state", "=", "running")
# By the clock of whoever opens the list.
LATE = Domain("is_late", "=", True)


class SopDashboard(models.AbstractModel):
    """Where the work of an agency stands, in figures.

    Access: the figures are of what the user may read himself: an officer's of his agencies, a head's of his units, an
    employee's of what he takes part in. What runs is counted through partial indexes, history within a period only.
    """

    _name = "sop.dashboard"
    _description = "Dashboard of SOP work"

    @api.model
    def figures(self, days=USUAL_PERIOD, unit_id=False):
        """The figures of the dashboard; each comes with the domain of the list it counts.

        :param days: how far history is looked at, one of PERIODS
        :param unit_id: id of an hr.department, to see only the SOPs of it and of the units below; False for all
        :return: dict of plain values
        :raises AccessError: the user has no rights on processes
        :raises UserError: there is no such period
        """
        self.env["sop.process"].check_access("read")
        if days not in list(PERIODS) or not (unit_id is False or type(unit_id) is int):
            raise UserError(self.env._("Choose one of the periods and units of the list."))
        within = self._within(unit_id)
        return {
            "days": days,
            "periods": list(PERIODS),
            "unit_id": unit_id,
            "units": self._units(),
            "scope": self._scope(),
            **self._standing(within, fields.Datetime.now()),
            **self._waiting(within),
            **self._history(within, days),
        }

    def _scope(self):
        """Whose processes the user sees: 'agency', 'units' or 'own'."""
        if self.env.user.has_group("sop_planning.group_sop_officer"):
            return "agency"
        return "units" if self.env.user.sop_unit_ids else "own"

    def _units(self):
        """The units that have an SOP in force, to choose from."""
        versions = self.env["sop.template"]._search([("state", "=", "effective")])
        units = self.env["hr.department"].search_fetch(
            [("id", "in", versions.subselect("department_id"))], ["name", "parent_id"]
        )
        names = self._unit_names(units)
        return sorted(({"id": key, "name": name} for key, name in names.items()), key=lambda unit: unit["name"].lower())

    def _unit_names(self, units):
        """Names of units; of several with one name, each with that of the unit above."""
        twins = {name for name, count in Counter(units.mapped("name")).items() if count > 1}
        return {
            unit.id: f"{unit.name} ({unit.parent_id.name})" if unit.name in twins and unit.parent_id else unit.name
            for unit in units
        }

    def _within(self, unit_id):
        return Domain("department_id", "child_of", unit_id) if unit_id else Domain.TRUE

    # What runs now

    def _standing(self, within, now):
        """How many run and are late: in all, by SOP, by unit and by step, from one reading of what runs."""
        groups = {"all": [], "sop": [], "unit": [], "step": []}
        for kind, key, shown, running, late in self.env.execute_query(self._standing_sql(within, now)):
            groups[kind].append((key, shown, int(running or 0), int(late or 0)))
        ((_key, _shown, running, late),) = groups["all"]
        return {
            "running": self._figure(running, RUNNING & within),
            "late": self._figure(late, RUNNING & within & LATE),
            "by_sop": self._places(groups["sop"], "sop.template", "template_id.root_id", within),
            "by_unit": self._places(groups["unit"], "hr.department", "department_id", within),
            "by_step": self._places(groups["step"], "sop.template.step", "current_step_id", within),
        }

    def _standing_sql(self, within, now):
        Process, Template = self.env["sop.process"], self.env["sop.template"]
        query = Process._search(RUNNING & within)
        names = ("template_id", "department_id", "current_step_id", "date_deadline")
        template, unit, step, deadline = (Process._field_to_sql(query.table, name, query) for name in names)
        return SQL(
            """
            WITH place AS (
                SELECT %(template)s AS template_id, %(unit)s AS unit_id, %(step)s AS step_id, count(*) AS running,
                       count(*) FILTER (WHERE %(deadline)s < %(now)s) AS late
                  FROM %(source)s WHERE %(where)s GROUP BY 1, 2, 3
            )
            SELECT 'all', NULL, NULL, sum(running), sum(late) FROM place
            UNION ALL
            (SELECT 'sop', %(root)s, max(template_id), sum(running), sum(late)
               FROM place JOIN sop_template version ON version.id = place.template_id
              GROUP BY 2 ORDER BY 5 DESC, 4 DESC, 2 LIMIT %(shown)s)
            UNION ALL
            (SELECT 'unit', unit_id, unit_id, sum(running), sum(late)
               FROM place GROUP BY 2 ORDER BY 5 DESC, 4 DESC, 2 LIMIT %(shown)s)
            UNION ALL
            (SELECT 'step', step_id, step_id, sum(running), sum(late)
               FROM place GROUP BY 2 ORDER BY 5 DESC, 4 DESC, 2 LIMIT %(shown)s)
            """,
            template=template,
            unit=unit,
            step=step,
            deadline=deadline,
            now=now,
            source=query.from_clause,
            where=query.where_clause or SQL("TRUE"),
            root=Template._field_to_sql("version", "root_id"),
            shown=SHOWN,
        )

    def _places(self, rows, model, path, within):
        records = self.env[model].browse(shown for _key, shown, _running, _late in rows if shown)
        is_unit = model == "hr.department"
        names = self._unit_names(records) if is_unit else {record.id: record.display_name for record in records}
        places = {key: RUNNING & within & Domain(path, "=", key or False) for key, *_figures in rows}
        return [
            {
                "id": key,
                "name": names.get(shown) or self.env._("Without a unit"),
                "running": self._figure(running, places[key]),
                "late": self._figure(late, places[key] & LATE),
            }
            for key, shown, running, late in rows
        ]

    def _waiting(self, within):
        """What waits for the user himself, and what nothing goes on with; counted in one query."""
        domains = {
            "mine": within & Domain("my_turn", "=", True),
            "unmanned": within & Domain("is_unmanned", "=", True),
            "suspended": within & Domain("state", "=", "suspended"),
        }
        queries = [self.env["sop.process"]._search(domain) for domain in domains.values()]
        counts = [SQL("(%s)", query.select(SQL("count(*)"))) for query in queries]
        (values,) = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(counts)))
        return {key: self._figure(value, domains[key]) for key, value in zip(domains, values)}

    def _figure(self, value, domain):
        return {"value": value, "domain": list(domain)}

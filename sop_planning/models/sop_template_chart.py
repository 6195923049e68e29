from markupsafe import Markup

from odoo import api, fields, models

from ..flow import chart

# Minutes in each unit, for the total of times in one SOP; a day, week and month have no fixed number of minutes.
EXACT_MINUTES = {"minute": 1, "hour": 60}


class SopTemplate(models.Model):
    """The SOP as the table and flowchart that screen, paper and spreadsheet draw."""

    _inherit = "sop.template"

    table_html = fields.Html(string="Preview", compute="_compute_table_html", sanitize=False)

    @api.depends("state", "step_ids", "executor_ids", "label_ids")
    def _compute_table_html(self):
        for template in self:
            template.table_html = template._chart_html() if template.id and template.step_ids else False

    def _chart_html(self, states=None, notes=None, note_heading=""):
        """The table for the screen.

        :param states: dict step id -> done, now, late or todo
        :param notes: dict step id -> Markup for a last column beside the official ones
        :return: Markup
        """
        notes = notes and [notes.get(step.id, "") for step in self.step_ids]
        return self._draw(self._chart_table(states), notes, note_heading)

    def _draw(self, table, notes=None, note_heading=""):
        """A table for the screen.

        :param table: chart.Table
        :param notes: Markup for a last column, row by row
        :return: Markup
        """
        layout = chart.Chart(table).screen()
        return self.env["ir.qweb"]._render(
            "sop_planning.chart_screen",
            {
                "drawing": chart.render(layout),
                "markup": Markup,
                "css": Markup(chart.CSS),
                "notes": notes,
                "note_heading": note_heading,
            },
            minimal_qcontext=True,
        )

    def _fetch_tables(self):
        """Read what the tables of these SOPs are drawn from, in as many queries for thousands of rows as for one."""
        self.label_ids.fetch(["key", "name"])
        self.executor_ids.fetch(["sequence", "name"])
        texts = ["name", "number", "requirements", "outputs", "remark", "duration", "duration_unit", "duration_printed"]
        self.step_ids.fetch([*texts, "sequence", "joint", "main_executor_id", "executor_ids", "branch_ids"])
        self.step_ids.branch_ids.fetch(["sequence", "name", "target_step_id"])

    def _chart_table(self, states=None):
        states = states or {}
        lanes = tuple(chart.Lane(executor.id, executor.name) for executor in self.executor_ids)
        activities = tuple(
            chart.Activity(step.id, self._chart_texts(step), states.get(step.id, "")) for step in self.step_ids
        )
        return self._as_chart_table(self._flow(), lanes, activities, self._total_time())

    def _as_chart_table(self, flow, lanes, activities, total_time):
        """chart.Table with the headings and extra rows that this SOP prints."""
        labels = self._labels()
        return chart.Table(
            flow=flow,
            lanes=lanes,
            activities=activities,
            headings=chart.Headings(
                labels["no"],
                labels["activity"],
                labels["executors"],
                labels["standard"],
                labels["requirements"],
                labels["time"],
                labels["outputs"],
                labels["remark"],
            ),
            numbered=self.column_numbers,
            total=(labels["total"], total_time) if self.print_total else None,
        )

    def _chart_texts(self, step):
        return chart.Texts(
            self._printed_number(step.number),
            step.name or "",
            bulleted(step.requirements),
            step._printed_time(),
            bulleted(step.outputs),
            step.remark or "",
        )

    def _printed_number(self, number):
        return f"{number}." if self.row_number_style == "dot" else str(number)

    def _total_time(self):
        """Sum of the standard times, e.g. '230 menit'; units that have no fixed ratio are summed each by itself."""
        return self._sum_of_times((step.duration, step.duration_unit) for step in self.step_ids)

    def _sum_of_times(self, times):
        """:param times: pairs of a number and its unit"""
        sums = {}
        for number, unit in times:
            unit, factor = ("minute", EXACT_MINUTES[unit]) if unit in EXACT_MINUTES else (unit, 1)
            sums[unit] = sums.get(unit, 0) + number * factor
        order = ("month", "week", "day", "minute")
        return " ".join(f"{sums[unit]} {self.step_ids._printed_unit(unit)}" for unit in order if sums.get(unit))


def bulleted(text):
    """Several entries in one cell are a list; one entry stands as it is."""
    lines = (text or "").split("\n")
    return "\n".join(f"• {line}" for line in lines) if len(lines) > 1 else lines[0]

from odoo import models

from ..flow import chart, checker
from ..interchange import table as editor_table
from .sop_template_chart import bulleted


class SopTemplate(models.Model):
    """What the checker says of a table that is not stored yet, and its chart."""

    _inherit = "sop.template"

    def check_table(self, table=None, draw=False):
        """Look at a table of the editor without storing anything.

        Access: who may write this SOP, or create one where there is none yet.

        :param table: value of the field `table`; the stored one if left out
        :param draw: also draw the chart
        :return: dict with `rows`, `columns` (key -> list of findings), `rest` (list of findings) and `html` (string);
            a finding is a dict with `severity` ("error" or "oddity") and `text`
        :raises UserError: not such a table, or too large
        """
        self.ensure_one() if self else self.check_access("create")
        self.check_access("write")
        if table is None:
            stored = self._read_table()
            table = {part: stored[part] for part in editor_table.PARTS}
        self._judge_table(table)
        template = self or self.new()
        return {**template._table_findings(table), "html": str(template._draw_table(table)) if draw else ""}

    def _table_findings(self, table):
        flow, columns = editor_table.flow(table), editor_table.checked_columns(table)
        paper = self._as_paper(flow, columns, editor_table.checked_rows(table))
        found = {"rows": {}, "columns": {}, "rest": []}
        for finding in (*checker.check(paper), *self._findings_of_calls()):
            said = {"severity": finding.severity, "text": self._finding_words(finding)}
            part = {"step": "rows", "executor": "columns"}.get(finding.place.part)
            if part:
                found[part].setdefault(str(finding.place.key), []).append(said)
            elif finding.place.part == "sop" and table["rows"]:
                found["rest"].append(said)
        return found

    def _draw_table(self, table):
        if not table["rows"] or not table["columns"]:
            return ""
        lanes = tuple(chart.Lane(column["key"], column["name"]) for column in table["columns"])
        activities = tuple(
            chart.Activity(row["key"], self._row_texts(row, number))
            for number, row in enumerate(table["rows"], start=1)
        )
        total = self._sum_of_times((row["duration"], row["duration_unit"]) for row in table["rows"])
        return self._draw(self._as_chart_table(editor_table.flow(table), lanes, activities, total))

    def _row_texts(self, row, number):
        words = self.env["sop.template.step"]._time_in_words
        return chart.Texts(
            self._printed_number(number),
            row["name"],
            bulleted(row["requirements"]),
            words(row["duration"], row["duration_unit"], row["duration_printed"]),
            bulleted(row["outputs"]),
            row["remark"],
        )

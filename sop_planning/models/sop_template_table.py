from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..interchange import reader
from ..interchange import table as editor_table

COLUMN_FIELDS = ("name", "rule", "job_id", "department_id", "user_ids")
ROW_TEXTS = ("name", "requirements", "duration_printed", "outputs", "remark")
ROW_CHOICES = ("joint", "duration", "duration_unit", "micro_template_id")
ROW_ASKS = ("asks_disposition", "asks_paraf", "asks_signature", "asks_stamp", "asks_archive")
ROW_FIELDS = (*ROW_TEXTS, *ROW_CHOICES, *ROW_ASKS)
EXIT_FIELDS = ("name",)


class SopTemplate(models.Model):
    """The table of an SOP as one value, for the editor: new rows, columns and exits may point to each other in it.

    Reading it gives executors, steps and exits with their ids as keys; writing it makes the records say the same,
    and touches only those that differ. Who may write it is who may write these records, while the SOP is a draft.
    """

    _inherit = "sop.template"

    # Without depends: what changes in the plain form must not come back to it as a second way to say the same.
    table = fields.Json(compute="_compute_table", inverse="_inverse_table", copy=False, exportable=False)

    def _compute_table(self):
        for template in self:
            template.table = template._read_table()

    def _inverse_table(self):
        # A new SOP whose table nobody wrote in comes with what was shown: the plain lists have said it all.
        for template in self.filtered(lambda template: template.table and "labels" not in template.table):
            template._write_table(template.table)
        self.invalidate_recordset(["table"])

    def _read_table(self):
        table = {
            "columns": [_as_item(executor, COLUMN_FIELDS) for executor in self.executor_ids._origin],
            "rows": [self._as_row(step) for step in self.step_ids._origin],
        }
        labels = self._labels()
        shown = {"labels": labels, "numbered": self.column_numbers, "dotted": self.row_number_style == "dot"}
        return {**table, "seen": editor_table.fingerprint(table), **shown}

    def _as_row(self, step):
        return {
            **_as_item(step, ROW_FIELDS),
            "executor_ids": step.executor_ids.ids,
            "main_executor_id": step.main_executor_id.id,
            "branch_ids": [_as_item(branch, (*EXIT_FIELDS, "target_step_id")) for branch in step.branch_ids],
        }

    # Writing

    def _write_table(self, table):
        """Make executors, steps and exits say what a table of the editor says.

        :raises UserError: the table is no such table, or somebody else has changed the SOP since it was read
        """
        self._judge_table(table)
        there = self._read_table()
        if table.get("seen", "") not in ("", there["seen"]):
            raise UserError(
                self.env._(
                    "Somebody else has changed this table in the meantime. Discard your changes and begin again."
                )
            )
        columns = self._write_columns(table["columns"], there["columns"])
        steps = self._write_rows(table["rows"], there["rows"], columns)
        self._write_exits(table["rows"], steps)
        # Exits were led elsewhere first: those that still lead to a step go with it.
        (self.step_ids - self.env["sop.template.step"].union(*steps.values())).unlink()
        (self.executor_ids - self.env["sop.template.executor"].union(*columns.values())).unlink()

    def _judge_table(self, table):
        """:raises UserError: not a table of the editor, too large, or pointing to what it does not have"""
        try:
            editor_table.judge(table)
        except reader.FaultyFile as faulty:
            words = self.env["sop.interchange"]._fault_sentence
            raise UserError("\n".join(words(fault) for fault in faulty.faults[:20])) from faulty

    def _write_columns(self, columns, there):
        """:return: dict key of the table -> sop.template.executor"""
        return self._write_items(self.executor_ids, columns, there, lambda column: _values(column, COLUMN_FIELDS))

    def _write_rows(self, rows, there, columns):
        """:return: dict key of the table -> sop.template.step"""
        for number, row in enumerate(rows, start=1):
            if not row["name"].strip():
                raise UserError(self.env._("Step %(number)s has no text.", number=number))

        def values(row):
            executors = [columns[key].id for key in row["executor_ids"]]
            main = row["main_executor_id"] in row["executor_ids"] and columns[row["main_executor_id"]].id
            chosen = {
                "executor_ids": [Command.set(executors)],
                "main_executor_id": main or next(iter(executors), False),
            }
            return {**_values(row, ROW_FIELDS), **chosen}

        return self._write_items(self.step_ids, rows, there, values)

    def _write_exits(self, rows, steps):
        for row in rows:
            step = steps[row["key"]]
            there = self._as_row(step)["branch_ids"]
            for way in row["branch_ids"]:
                way["target_step_id"] = way["target_step_id"] and steps[way["target_step_id"]].id
            if row["branch_ids"] == there:
                continue
            kept = self._write_items(
                step.branch_ids,
                row["branch_ids"],
                there,
                lambda way, step=step: {
                    "name": way["name"],
                    "target_step_id": way["target_step_id"],
                    "step_id": step.id,
                },
            )
            (step.branch_ids - step.branch_ids.union(*kept.values())).unlink()

    def _write_items(self, records, items, there, values):
        """Write those records whose item differs from what is `there`, create the new ones, and keep the order.

        :param values: function item -> values of its record
        :return: dict key -> record; records without an item are left for the caller to delete
        """
        known, before = {record.id: record for record in records}, {item["key"]: item for item in there}
        sequences = _sequences([known.get(item["key"]) for item in items])
        found, new = {}, {}
        for item, sequence in zip(items, sequences):
            record = known.get(item["key"])
            if not record:
                new[item["key"]] = {**values(item), "sequence": sequence}
                if records._name != "sop.template.branch":
                    new[item["key"]]["template_id"] = self.id
                continue
            found[item["key"]] = record
            changed = values(item) if item != before[item["key"]] else {}
            if record.sequence != sequence:
                changed["sequence"] = sequence
            if changed:
                record.write(changed)
        return found | dict(zip(new, records.create(list(new.values()))))


def _as_item(record, names):
    item = {"key": record.id}
    for name in names:
        field, value = record._fields[name], record[name]
        if field.relational:
            item[name] = value.ids if field.type == "many2many" else value.id
        else:
            item[name] = value or "" if field.type in ("char", "text") else value
    return item


def _values(item, names):
    return {name: [Command.set(item[name])] if name == "user_ids" else item[name] or False for name in names}


def _sequences(records):
    """A sequence for each place; as they are where the records stand in order, None being a new one."""
    there = [record.sequence if record else None for record in records]
    if None not in there and all(
        (first.sequence, first.id) < (second.sequence, second.id) for first, second in zip(records, records[1:])
    ):
        return there
    return [10 * place for place in range(1, len(records) + 1)]

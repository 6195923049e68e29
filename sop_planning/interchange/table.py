"""The table of a draft as the editor in the browser holds it: judged here, and read by the rules of the flow.

`table.schema.json` says what it looks like; keys of executors, steps and exits are record ids, or words for new ones.
"""

import json
from collections.abc import Iterator
from hashlib import sha256

from ..flow import checker, graph
from .reader import Fault, FaultyFile, schema_faults

SCHEMA = "table.schema.json"
PARTS = ("columns", "rows")


def judge(table: object) -> None:
    """:raises FaultyFile: the table is against its schema, or points to what it does not have"""
    faults = list(schema_faults(table, SCHEMA)) or list(_pointer_faults(table))
    if faults:
        raise FaultyFile(faults)


def fingerprint(table: dict) -> str:
    """Names what a table says, so that a change made elsewhere since then is noticed."""
    said = json.dumps([table[part] for part in PARTS], sort_keys=True, ensure_ascii=False)
    return sha256(said.encode()).hexdigest()[:16]


def flow(table: dict) -> graph.Flow:
    """The rules' view of a judged table."""
    return graph.Flow(tuple(_step(row) for row in table["rows"]))


def checked_rows(table: dict) -> dict:
    """Row key -> checker.Row of a judged table."""
    return {
        row["key"]: checker.Row(row["name"], _entries(row["requirements"]), _entries(row["outputs"]), row["duration"])
        for row in table["rows"]
    }


def checked_columns(table: dict) -> tuple[checker.Column, ...]:
    return tuple(checker.Column(column["key"], column["name"]) for column in table["columns"])


def _step(row: dict) -> graph.Step:
    main = [key for key in row["executor_ids"] if key == row["main_executor_id"]]
    others = [key for key in row["executor_ids"] if key not in main]
    exits = tuple(graph.Exit(way["key"], way["name"], way["target_step_id"] or None) for way in row["branch_ids"])
    return graph.Step(row["key"], (*main, *others), exits, row["joint"])


def _entries(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _pointer_faults(table: dict) -> Iterator[Fault]:
    columns, rows = ([item["key"] for item in table[part]] for part in PARTS)
    for part, keys in zip(PARTS, (columns, rows)):
        yield from (Fault(part, "twice", {"value": key}) for key in set(keys) if keys.count(key) > 1)
    for index, row in enumerate(table["rows"]):
        yield from _row_faults(row, f"rows[{index}]", set(columns), set(rows))


def _row_faults(row: dict, place: str, columns: set, rows: set) -> Iterator[Fault]:
    for key in {*row["executor_ids"], *filter(None, [row["main_executor_id"]])} - columns:
        yield Fault(place, "unknown_executor", {"value": key})
    for way in row["branch_ids"]:
        if way["target_step_id"] and way["target_step_id"] not in rows:
            yield Fault(place, "unknown_step", {"value": way["target_step_id"]})
        if way["target_step_id"] == row["key"]:
            yield Fault(place, "leads_to_itself", {"value": row["key"]})

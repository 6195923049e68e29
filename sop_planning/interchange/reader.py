"""From the bytes of a file to a document that keeps its schema, or to the faults that stand in the way.

What a JSON Schema can say is said in `*.schema.json` and judged by the jsonschema library; what it cannot say (a step
that names an executor the file does not have, an exit to nowhere, markup in a text) is judged here.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

from ..flow import rhythm

MAX_BYTES = 2_000_000
FORMATS = {
    "sop-planning/sop/1": "sop.schema.json",
    "sop-planning/agency/1": "agency.schema.json",
    "sop-planning/schedules/1": "schedules.schema.json",
}
MARKUP = re.compile(r"<\s*[a-zA-Z!/?]")
# What JSON can write and no database keeps: the zero character, and halves of characters.
UNKEPT = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file.

    :param place: JSON path from the root, e.g. 'steps[4].exits[0].to'; '' for the file as a whole
    :param code: what is wrong, as a word the caller turns into a sentence
    :param facts: values for that sentence
    """

    place: str
    code: str
    facts: dict = field(default_factory=dict)


class FaultyFile(Exception):
    """A file that cannot be used; `faults` says why and where."""

    def __init__(self, faults: list[Fault]):
        super().__init__(faults)
        self.faults = faults


def read(content: bytes) -> dict:
    """The document in a file.

    :raises FaultyFile: too large, not JSON, not of a known format, against its schema, or pointing to nothing
    """
    if len(content) > MAX_BYTES:
        raise FaultyFile([Fault("", "too_large", {"limit": MAX_BYTES // 1_000_000})])
    document = _parse(content)
    by_schema = list(schema_faults(document, FORMATS[document["format"]]))
    faults = by_schema or [*_text_faults(document), *_pointer_faults(document)]
    if faults:
        raise FaultyFile(faults)
    return document


def write(document: dict) -> bytes:
    """The bytes of a document, the same for the same document."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _parse(content: bytes) -> dict:
    try:
        document = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_object_once, parse_int=_whole, parse_float=_number
        )
    except UnicodeDecodeError as error:
        raise FaultyFile([Fault("", "not_text", {"position": error.start})]) from error
    except json.JSONDecodeError as error:
        raise FaultyFile([Fault("", "not_json", {"line": error.lineno, "column": error.colno})]) from error
    except RecursionError as error:
        raise FaultyFile([Fault("", "too_deep")]) from error
    if not isinstance(document, dict) or document.get("format") not in [*FORMATS]:
        raise FaultyFile([Fault("format", "unknown_format")])
    return document


def _object_once(pairs: list[tuple[str, object]]) -> dict:
    found = {}
    for key, value in pairs:
        if key in found:
            raise FaultyFile([Fault(key, "twice", {"value": key})])
        found[key] = value
    return found


def _whole(digits: str) -> int:
    """A whole number; of one longer than Python reads, its beginning, which is above every limit as well."""
    return int(digits[:20])


def _number(text: str) -> int | float:
    """A number; to JSON Schema 2.0 is the whole number 2, so it is to us."""
    number = float(text)
    return int(number) if number.is_integer() else number


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    checker = FormatChecker(formats=())
    checker.checks("date", raises=ValueError)(
        lambda value: not isinstance(value, str) or bool(date.fromisoformat(value))
    )
    return Draft202012Validator(schema, format_checker=checker)


def schema_faults(document: object, schema: str) -> Iterator[Fault]:
    """What the JSON Schema in the file `schema` finds wrong with a document."""
    errors = _validator(schema).iter_errors(document)
    for error in sorted(errors, key=lambda error: list(map(str, error.absolute_path))):
        yield _schema_fault(error)


def _schema_fault(error) -> Fault:
    if error.validator == "oneOf" and error.context:
        error = min(error.context, key=lambda inner: (inner.validator == "const", len(inner.absolute_path) == 0))
    place, value = _place(error.absolute_path), _short(error.instance)
    if error.validator == "required":
        return Fault(place, "missing", {"value": error.message.split("'")[1]})
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        return Fault(place, "unknown_key", {"value": ", ".join(key for key in error.instance if key not in known)})
    if error.validator in ("enum", "const"):
        allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
        return Fault(place, "not_allowed", {"value": value, "allowed": ", ".join(map(str, allowed))})
    return Fault(
        place, _CODES.get(error.validator, "wrong_value"), {"value": value, "limit": _short(error.validator_value)}
    )


_CODES = {
    "type": "wrong_type",
    "pattern": "wrong_value",
    "format": "wrong_value",
    "minimum": "too_small",
    "maximum": "too_big",
    "maxLength": "too_long",
    "maxItems": "too_many",
    "minItems": "empty",
    "minProperties": "empty",
    "uniqueItems": "twice",
}


def _place(path) -> str:
    place = ""
    for part in path:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    return place


def _short(value) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:60] + "…"


def _text_faults(document: dict) -> Iterator[Fault]:
    """Texts are plain: markup in one is a script, or a slip that would print as it stands."""
    for place, text in _texts(document, ""):
        if UNKEPT.search(text):
            yield Fault(place, "wrong_value", {"value": _short(UNKEPT.sub("\N{REPLACEMENT CHARACTER}", text))})
        elif MARKUP.search(text):
            yield Fault(place, "markup", {"value": _short(text)})


def _texts(value, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{place}[{index}]")


def _pointer_faults(document: dict) -> Iterator[Fault]:
    if document["format"] == "sop-planning/sop/1":
        yield from _sop_pointer_faults(document)
    elif document["format"] == "sop-planning/schedules/1":
        yield from _schedule_faults(document)
    else:
        yield from _agency_pointer_faults(document)


def _sop_pointer_faults(document: dict) -> Iterator[Fault]:
    codes = [executor["code"] for executor in document["executors"]]
    yield from _twice("executors", "code", codes)
    for row, step in enumerate(document["steps"]):
        for index, code in enumerate(step["executors"]):
            if code not in codes:
                yield Fault(f"steps[{row}].executors[{index}]", "unknown_executor", {"value": code})
        for index, way_out in enumerate(step.get("exits", ())):
            yield from _exit_faults(way_out["to"], row + 1, len(document["steps"]), f"steps[{row}].exits[{index}].to")


def _exit_faults(target, row: int, rows: int, place: str) -> Iterator[Fault]:
    if target == "end":
        return
    if target > rows:
        yield Fault(place, "unknown_step", {"value": target})
    elif target == row:
        yield Fault(place, "leads_to_itself", {"value": target})


def _agency_pointer_faults(document: dict) -> Iterator[Fault]:
    units = [unit["name"] for unit in document["units"]]
    logins = [person["login"] for person in document["people"]]
    yield from _twice("units", "name", units)
    yield from _twice("people", "login", logins)
    for index, unit in enumerate(document["units"]):
        if unit.get("parent", units[0]) not in units[: index + 1]:
            yield Fault(f"units[{index}].parent", "unknown_unit", {"value": unit["parent"]})
        if "head" in unit and unit["head"] not in logins:
            yield Fault(f"units[{index}].head", "unknown_person", {"value": unit["head"]})
    for index, person in enumerate(document["people"]):
        if person["unit"] not in units:
            yield Fault(f"people[{index}].unit", "unknown_unit", {"value": person["unit"]})


def _schedule_faults(document: dict) -> Iterator[Fault]:
    yield from _twice("schedules", "name", [schedule["name"] for schedule in document["schedules"]])
    for index, schedule in enumerate(document["schedules"]):
        for key in ("subject", "period"):
            try:
                rhythm.fill(schedule.get(key, ""), date.min)
            except rhythm.BadPattern as bad:
                known = ", ".join(f"{{{name}}}" for name in rhythm.PLACEHOLDERS)
                yield Fault(f"schedules[{index}].{key}", "bad_placeholder", {"value": bad.what or "{", "known": known})


def _twice(table: str, key: str, values: list[str]) -> Iterator[Fault]:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield Fault(f"{table}[{index}].{key}", "twice", {"value": value})

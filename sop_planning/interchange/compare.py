"""What changed between two versions of an SOP, place by place, from their interchange documents."""

import json
from difflib import SequenceMatcher
from typing import NamedTuple

# Parts that a new version changes by itself.
ALWAYS_DIFFERENT = ("version",)


class Change(NamedTuple):
    """One place that differs; `before` or `after` is '' where it stands in one version only."""

    place: str
    before: str
    after: str


def compare(before: dict, after: dict) -> list[Change]:
    """Every place where two documents differ, in the order of the form; steps are matched by their text, so that an
    inserted row is one change and not a change of every row below it."""
    changes = []
    for part in dict.fromkeys([*before, *after]):
        if part == "steps":
            changes += _compare_steps(before["steps"], after["steps"])
        elif part not in ALWAYS_DIFFERENT:
            changes += _compare_values(part, before.get(part), after.get(part))
    return changes


def _compare_values(place: str, before, after) -> list[Change]:
    if before == after:
        return []
    if isinstance(before or {}, dict) and isinstance(after or {}, dict):
        before, after = before or {}, after or {}
        keys = dict.fromkeys([*before, *after])
        return [change for key in keys for change in _compare_values(f"{place}.{key}", before.get(key), after.get(key))]
    return [Change(place, _words(before), _words(after))]


def _compare_steps(before: list, after: list) -> list[Change]:
    matcher = SequenceMatcher(None, [step["text"] for step in before], [step["text"] for step in after], autojunk=False)
    changes = []
    for _kind, start, end, new_start, new_end in matcher.get_opcodes():
        olds, news = before[start:end], after[new_start:new_end]
        for offset in range(max(len(olds), len(news))):
            old = olds[offset] if offset < len(olds) else None
            new = news[offset] if offset < len(news) else None
            row = new_start + offset + 1 if new else start + offset + 1
            changes += _compare_values(f"steps.{row}", old, new)
    return changes


def _words(value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False)

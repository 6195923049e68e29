"""What an event of the journal seals, and the digest that chains it to the event before.

A sealed document holds the facts of the move itself (`event`), of the run after it (`run`), of every task it wrote
(`tasks`), of all that was said in its chatter since the event before (`messages`), with files (`files`), and of the
papers of the run it wrote: outputs, signatures, archive files (`PAPERS`). Which facts those are is a list with a
number: a later version may seal more, and what version n has sealed is checked with list n for ever.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime

VERSION = 2
FACTS = {
    1: {
        "event": (
            *("process_id", "number", "kind", "date", "user_id", "company_id", "step_id", "visit", "executor_ids"),
            *("branch_id", "target_step_id", "from_user_id", "to_user_ids", "date_deadline", "note"),
        ),
        "run": (
            *("id", "name", "period", "template_id", "company_id", "requester_id", "starter_id", "state"),
            *("current_step_id", "visits", "date_start", "date_end"),
        ),
        "task": (
            *("id", "process_id", "company_id", "template_id", "step_id", "executor_id", "visit", "user_id", "state"),
            *("is_current", "is_claimed", "official_id", "acting_id", "office", "date_assigned", "date_read"),
            *("date_deadline", "date_done", "branch_id", "feedback"),
        ),
        "message": (
            *("id", "model", "res_id", "message_type", "subtype_id", "date", "create_uid", "by_writer", "email_from"),
            *("subject", "body", "attachment_ids"),
        ),
        "file": ("id", "name", "res_model", "res_id", "type", "mimetype", "file_size", "checksum"),
    }
}
FACTS[2] = FACTS[1] | {
    "output": (
        *("id", "process_id", "name", "role", "version", "previous_id", "is_current", "state", "step_id", "visit"),
        *("user_id", "person", "date", "contents", "place", "note"),
    ),
    "signature": (
        *("id", "process_id", "kind", "paraf_kind", "step_id", "visit", "executor_id", "task_id", "user_id"),
        *("official_id", "person", "position", "rank", "nip", "date", "tz", "statement", "confirmed_by"),
        *("image_sha256", "papers", "digest"),
    ),
    "archive": (
        *("id", "process_id", "number", "code", "place", "date_until", "fate", "papers", "user_id", "person"),
        *("position", "date", "note"),
    ),
}
# Parts of which a document may hold several.
PAPERS = {"outputs": "output", "signatures": "signature", "archives": "archive"}
LISTS = {1: {"tasks": "task", "messages": "message", "files": "file"}}
LISTS[2] = LISTS[1] | PAPERS
# What goes on changing while a task is open: it is read, and its deadline moves with the calendar. Sealed at its end.
OF_OPEN_TASKS = frozenset({"date_read", "date_deadline"})
# Words of people may be long, or be erased one day by law: their digest is sealed, not they.
DIGESTED = frozenset({"note", "feedback", "body", "statement"})


def plain(name: str, value):
    """A value as it is sealed: a date as UTC text, long text as its digest, and all that is empty as None.

    Stores disagree on what an empty value looks like (NULL, '', false, 0); that is no fact.
    """
    if not value:
        return None
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    return hashlib.sha256(value.encode()).hexdigest() if name in DIGESTED else value


def facts(part: str, read: Callable, version: int = VERSION) -> dict:
    """The facts of one part of a document.

    :param part: event, run, task, message, file, output, signature or archive
    :param read: gives the value of a field by its name
    """
    return {name: plain(name, read(name)) for name in FACTS[version][part]}


def document(event: dict, run: dict, **lists: list[dict]) -> dict:
    """What an event seals, as JSON will give it back (keys are text).

    :param lists: by the names of `LISTS`; those left out are empty
    """
    empty = dict.fromkeys(LISTS[VERSION], [])
    return json.loads(json.dumps({"version": VERSION, "event": event, "run": run, **empty, **lists}))


def is_document(sealed) -> bool:
    """Whether this is a document of a known version, with every fact of its list and no other."""
    version = sealed.get("version") if isinstance(sealed, dict) else None
    lists, names = FACTS.get(version), LISTS.get(version)
    if not lists or sealed.keys() != {"version", "event", "run", *names}:
        return False
    parts = [(sealed["event"], lists["event"], "number"), (sealed["run"], lists["run"], "id")]
    for name, part in names.items():
        if not isinstance(sealed[name], list):
            return False
        parts += [(item, lists[part], "id") for item in sealed[name]]
    return all(_has(*part) for part in parts)


def _has(part, names, key) -> bool:
    """Its names are those of the list, and what it is called by is a number."""
    return isinstance(part, dict) and part.keys() == set(names) and isinstance(part[key], int)


def digest(previous: str, sealed) -> str:
    """SHA-256, in hexadecimal, of the digest before ('' for the first event) and the canonical form of a document."""
    return hashlib.sha256(previous.encode() + b"\n" + canonical(sealed)).hexdigest()


def canonical(sealed) -> bytes:
    """The one way to write a document: keys in order, UTF-8, no blanks."""
    return json.dumps(sealed, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

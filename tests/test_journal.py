"""The journal of a run is a chain: whatever is changed behind the application shows, and where."""

import copy
import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from psycopg2 import Error

from odoo.addons.sop_planning.journal import chain, facts
from odoo.tools import SQL, mute_logger

from .common import SopCase

CASES = 1000
SQL_CASES = 150
NEW = 1_000_000_000
TABLES = {
    "sop.event": "sop_event",
    "sop.task": "sop_task",
    "sop.process": "sop_process",
    "mail.message": "mail_message",
    "ir.attachment": "ir_attachment",
}


class JournalCase(SopCase):
    """Three runs, with ways back, comments, files, one of them at rest, one under way, one cancelled."""

    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.templates["rkt"]
        cls.kaban, cls.sekretaris = cls.person("kaban"), cls.person("sekretaris")
        cls.officer, cls.administrator = cls.person("pengelola"), cls.person("admin-sop")
        cls.processes = cls.done_run() | cls.running_run() | cls.cancelled_run()

    @classmethod
    def running_run(cls):
        process = cls.start(cls.template, cls.kaban, "RKT 2028")
        cls.say(process, cls.sekretaris, "Mohon dipercepat", files={"nota.txt": b"nota"})
        file = cls.upload(cls.kaban, "arahan.txt", b"arahan")
        cls.inbox(cls.kaban).filtered(lambda mine: mine.res_id == process.id).action_feedback(
            feedback="arahan", attachment_ids=file.ids
        )
        cls.move(process, cls.sekretaris, "send_back", target_id=cls.template.step_ids[0].id)
        cls.done(cls.kaban, process, "arahan diperbaiki")
        return process

    @classmethod
    def cancelled_run(cls):
        process = cls.start(cls.template, cls.kaban, "RKT 2029")
        cls.move(process, cls.officer, "suspend")
        cls.as_person(process, cls.officer).action_resume()
        cls.say(process, cls.kaban, "Dibatalkan saja")
        cls.move(process, cls.officer, "cancel")
        return process

    @classmethod
    def done_run(cls):
        process = cls.start(cls.template, cls.kaban, "RKT 2027")
        while process.state == "running":
            person = process.task_ids.filtered(lambda task: task.state == "open").user_id[0]
            exits = process.current_step_id.branch_ids
            cls.done(person, process, "selesai", exits[:1].name)
        return process

    @classmethod
    def move(cls, process, user, kind, **values):
        Dialog = cls.as_person(cls.env["sop.process.move"], user)
        Dialog.create({"process_id": process.id, "kind": kind, "reason": "perlu", **values}).action_confirm()

    @classmethod
    def say(cls, process, user, words, files=None):
        attachments = [cls.upload(user, name, content).id for name, content in (files or {}).items()]
        return cls.as_person(process, user).message_post(
            body=words, message_type="comment", subtype_xmlid="mail.mt_comment", attachment_ids=attachments
        )

    @classmethod
    def upload(cls, user, name, content):
        values = {"name": name, "raw": content, "res_model": "mail.compose.message", "res_id": 0}
        return cls.as_person(cls.env["ir.attachment"], user).create(values)


class Change(NamedTuple):
    """One row changed, taken away or copied behind the application, and what the verifier must say of it.

    :param verb: update, delete or insert (a copy of the row, with `values`)
    :param number: the event at which the run breaks first
    :param words: what may rightly be said of it
    """

    verb: str
    table: str
    key: int
    values: dict
    number: int
    words: set

    def sql(self):
        """The statements that make it."""
        table, names = SQL.identifier(self.table), self.values
        assignments = SQL(", ").join(SQL("%s = %s", SQL.identifier(name), _sql(names[name])) for name in names)
        if self.verb == "update":
            return SQL("UPDATE %s SET %s WHERE id = %s", table, assignments, self.key)
        if self.verb == "delete":
            return SQL("DELETE FROM %s WHERE id = %s", table, self.key)
        return SQL(
            """WITH one AS (SELECT * FROM %(table)s WHERE id = %(key)s)
               INSERT INTO %(table)s SELECT (jsonb_populate_record(one, %(values)s::jsonb)).* FROM one""",
            table=table,
            key=self.key,
            values=json.dumps(self.values, default=str),
        )

    def make(self, run):
        """The same, in rows that have been read."""
        rows = {
            "sop_event": run.events,
            "sop_task": run.tasks,
            "sop_process": [run.row],
            "mail_message": list(run.messages.values()),
            "ir_attachment": list(run.files.values()),
        }[self.table]
        row = next(row for row in rows if row["id"] == self.key)
        if self.verb == "update":
            row.update(self.values)
            if "author_id" in self.values:
                row["by_writer"] = False
            return run if self.values.keys() != {"process_id"} or self.table != "sop_event" else _without(run, row)
        return _without(run, row) if self.verb == "delete" else _with(run, {**row, **self.values})


def _sql(value):
    return json.dumps(value) if isinstance(value, (dict, list)) else value


def _without(run, gone):
    return replace(
        run,
        events=[row for row in run.events if row is not gone],
        tasks=[row for row in run.tasks if row is not gone],
        messages={key: row for key, row in run.messages.items() if row is not gone},
        files={key: row for key, row in run.files.items() if row is not gone},
    )


def _with(run, new):
    if "digest" in new:
        return replace(run, events=[*run.events, new])
    if "visit" in new:
        return replace(run, tasks=[*run.tasks, new])
    return replace(run, spoken=run.spoken | {new["id"]}, messages={**run.messages, new["id"]: new})


class Tampering:
    """Random changes of the facts of runs."""

    KINDS = (
        *("event", "event", "event", "event_deleted", "event_inserted", "sealed", "head", "run", "task", "task"),
        *("task_deleted", "task_inserted", "message", "message", "message_deleted", "message_inserted"),
        *("file", "file_deleted"),
    )

    def __init__(self, env, runs, random):
        self.runs, self.random = runs, random
        self.models = {table: env[name] for name, table in TABLES.items()}
        self.others = {}

    def draw(self):
        """A run's id and a Change of it."""
        key = self.random.choice(sorted(self.runs))
        change = None
        while change is None:
            kind = self.random.choice(self.KINDS)
            change = getattr(self, f"_{kind}")(self.runs[key])
        return key, change

    # Events

    def _event(self, run):
        event = self.random.choice(run.events)
        name = self.random.choice([*facts.FACTS[1]["event"], "digest", "facts_version"])
        words = {"date": {chain.REDATED}, "number": {chain.REORDERED, chain.DELETED}, "process_id": {chain.DELETED}}
        change = self._update("sop_event", event, name, event["number"], words.get(name, {chain.CHANGED}))
        if change and name == "number":
            # The first of the two places: the one it left, and the one it took.
            change = change._replace(number=min(change.number, change.values["number"]))
        return change

    def _event_deleted(self, run):
        event = self.random.choice(run.events)
        return Change("delete", "sop_event", event["id"], {}, event["number"], {chain.DELETED})

    def _event_inserted(self, run):
        event, last = self.random.choice(run.events), len(run.events)
        number = self.random.choice([last + 1, None])
        place = number or event["number"]
        return Change("insert", "sop_event", event["id"], {"id": NEW, "number": number}, place, {chain.INSERTED})

    def _sealed(self, run):
        """The sealed document itself, as somebody would change it who changes the row as well."""
        event = self.random.choice(run.events)
        sealed = copy.deepcopy(event["facts"])
        part = self.random.choice(["event", "run", *(name for name in facts.LISTS if sealed[name])])
        part = sealed[part] if part in ("event", "run") else self.random.choice(sealed[part])
        part[self.random.choice(sorted(part.keys() - {"id", "number"}))] = "lain"
        words = {chain.CHANGED, chain.REDATED}
        return Change("update", "sop_event", event["id"], {"facts": sealed}, event["number"], words)

    # The process

    def _head(self, run):
        last = len(run.events)
        name = self.random.choice(["journal_head", "journal_count", "journal_count"])
        if name == "journal_head":
            return Change("update", "sop_process", run.row["id"], {name: "0" * 64}, last, {chain.HEAD})
        count = last + self.random.choice([-1, 1])
        place, words = (last, {chain.INSERTED}) if count < last else (count, {chain.DELETED})
        return Change("update", "sop_process", run.row["id"], {name: count}, place, words)

    def _run(self, run):
        name = self.random.choice([name for name in facts.FACTS[1]["run"] if name != "id"])
        return self._update("sop_process", run.row, name, len(run.events), {chain.RUN})

    # Tasks

    def _task(self, run):
        task = self.random.choice(run.tasks)
        name = self.random.choice([name for name in facts.FACTS[1]["task"] if name != "id"])
        if task["state"] == "open" and name == "date_read" and not task["date_read"]:
            return None  # that is no change: he may open it any moment
        words = {chain.TASK_DELETED} if name == "process_id" else {chain.TASK}
        return self._update("sop_task", task, name, self._place(run, "tasks", task), words)

    def _task_deleted(self, run):
        task = self.random.choice(run.tasks)
        return Change("delete", "sop_task", task["id"], {}, self._place(run, "tasks", task), {chain.TASK_DELETED})

    def _task_inserted(self, run):
        task = self.random.choice(run.tasks)
        return Change("insert", "sop_task", task["id"], {"id": NEW}, len(run.events), {chain.TASK_INSERTED})

    # The chatter

    def _message(self, run):
        message = self._one_of(run, "messages")
        computed = {"id", "by_writer", "attachment_ids"}
        if not message["subject"]:
            computed.add("subject")  # an e-mail may give it one
        name = self.random.choice(["author_id", *(name for name in facts.FACTS[1]["message"] if name not in computed)])
        return self._update("mail_message", message, name, self._place(run, "messages", message), {chain.MESSAGE})

    def _message_deleted(self, run):
        message = self._one_of(run, "messages")
        place = self._place(run, "messages", message)
        return Change("delete", "mail_message", message["id"], {}, place, {chain.MESSAGE_DELETED})

    def _message_inserted(self, run):
        message = run.messages[self.random.choice(sorted(run.spoken))]
        values = {"id": NEW, "body": "Langkah selesai", "message_id": "palsu"}
        return Change("insert", "mail_message", message["id"], values, len(run.events), {chain.MESSAGE_INSERTED})

    def _file(self, run):
        file = self._one_of(run, "files")
        name = self.random.choice([name for name in facts.FACTS[1]["file"] if name != "id"])
        return file and self._update("ir_attachment", file, name, self._place(run, "files", file), {chain.FILE})

    def _file_deleted(self, run):
        file = self._one_of(run, "files")
        place = file and self._place(run, "files", file)
        # The database takes the link to the message away with the file.
        words = {chain.FILE_DELETED, chain.MESSAGE}
        return file and Change("delete", "ir_attachment", file["id"], {}, place, words)

    # Helpers

    def _update(self, table, row, name, place, words):
        value = self._other(table, name, row[name])
        if facts.plain(name, value) == facts.plain(name, row[name]):
            return None
        return Change("update", table, row["id"], {name: value}, place, words)

    def _other(self, table, name, value):
        field = self.models[table]._fields[name]
        if field.type == "many2one" or name == "res_id":
            return self.random.choice(self._ids(field.comodel_name or "sop.process"))
        if field.type in ("datetime", "date"):
            return (value or datetime(2026, 1, 5, 1)) + timedelta(seconds=self.random.choice((-86400, -1, 1, 3600)))
        if field.type == "boolean":
            return not value
        if field.type == "integer":
            return (value or 0) + self.random.choice((1, 7))
        if field.type == "json":
            return [999] if isinstance(value, list) else {"999": 1}
        return f"{value or ''}{self.random.choice('xyz')}"

    def _ids(self, model):
        if model not in self.others:
            env = next(iter(self.models.values())).env
            self.others[model] = [*env[model].search([], limit=30).ids, None]
        return self.others[model]

    def _one_of(self, run, part):
        keys = sorted({item["id"] for event in run.events for item in event["facts"][part]})
        return getattr(run, part)[self.random.choice(keys)] if keys else None

    def _place(self, run, part, row):
        """The number of the last event that has sealed a row."""
        return max(
            event["number"]
            for event in run.events
            if row["id"] in {item["id"] for item in event["facts"][part]}
        )


class TestTampering(JournalCase):
    def test_a_thousand_changes_in_rows(self):
        runs, kinds = self.processes._runs(), Counter()
        self.assertEqual([chain.check(run) for run in runs.values()], [[], [], []])
        tampering = Tampering(self.env, runs, Random(6))
        for _case in range(CASES):
            key, change = tampering.draw()
            found = chain.check(change.make(copy.deepcopy(runs[key])))
            self.assert_named(change, found)
            kinds[change.verb, change.table] += 1
        print(f"\n{CASES} changes: {dict(kinds)}")

    def test_changes_in_the_database(self):
        tampering, made, refused = Tampering(self.env, self.processes._runs(), Random(7)), 0, 0
        while made < SQL_CASES:
            key, change = tampering.draw()
            with self.env.cr.savepoint() as savepoint:
                try:
                    with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                        self.env.cr.execute(change.sql())
                except Error:
                    refused += 1  # by the database itself: a constraint
                    continue
                self.assert_broken(key, change)
                made += 1
                savepoint.rollback()
        print(f"\n{made} changes by SQL were named, {refused} refused by the database")
        self.assertEqual(self.processes._findings(), {})

    def assert_broken(self, key, change):
        found = self.processes._findings()
        # An event moved to another run, or a message, breaks that one as well.
        self.assertIn(key, found, change)
        if change.values.keys() & {"process_id", "res_id"}:
            found = {key: found[key]}
        self.assertEqual(found.keys(), {key}, change)
        self.assert_named(change, found[key])

    def assert_named(self, change, found):
        self.assertTrue(found, change)
        self.assertEqual(found[0].number, change.number, (change, found))
        self.assertIn(found[0].what, change.words, (change, found))

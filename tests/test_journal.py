"""The journal of a run is a chain: whatever is changed behind the application shows, and where."""

import copy
import hashlib
import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import Error

from odoo.addons.sop_planning.journal import chain, facts
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

from .common import SopCase

CASES = 1000
SQL_CASES = 150
CHECK = "odoo.addons.sop_planning.models.sop_journal_check"
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
        cls.dispose(cls.kaban, process, cls.sekretaris)
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
        name = self.random.choice([*facts.FACTS[facts.VERSION]["event"], "digest", "facts_version"])
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
        part = self.random.choice(["event", "run", *(name for name in facts.LISTS[facts.VERSION] if sealed[name])])
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
        name = self.random.choice([name for name in facts.FACTS[facts.VERSION]["run"] if name != "id"])
        return self._update("sop_process", run.row, name, len(run.events), {chain.RUN})

    # Tasks

    def _task(self, run):
        task = self.random.choice(run.tasks)
        name = self.random.choice([name for name in facts.FACTS[facts.VERSION]["task"] if name != "id"])
        if task["state"] == "open" and name in facts.OF_OPEN_TASKS:
            return None  # that is no change: he may open it any moment
        words = {chain.TASK, chain.TASK_DELETED} if name == "process_id" else {chain.TASK}
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
        names = [name for name in facts.FACTS[facts.VERSION]["message"] if name not in computed]
        name = self.random.choice(["author_id", *names])
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
        name = self.random.choice([name for name in facts.FACTS[facts.VERSION]["file"] if name != "id"])
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
        """The number of the event that a change of a row names: the last that has sealed it; of a file, which a
        document and then a message may name, the first."""
        numbers = [
            event["number"] for event in run.events if row["id"] in {item["id"] for item in event["facts"][part]}
        ]
        return min(numbers) if part == "files" else max(numbers)


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


class TestChain(JournalCase):
    """What the journal is, run after run."""

    def test_the_head_goes_on_with_every_move(self):
        process = self.start(self.template, self.kaban, "RKT 2030")
        marks = [process.journal_mark]
        self.done(self.kaban, process)
        self.move(process, self.officer, "suspend")
        self.as_person(process, self.officer).action_resume()
        marks.append(process.journal_mark)
        self.assertEqual(process.journal_count, 5, "start, disposition, step, suspended, resumed")
        self.assertEqual(process.event_ids.sorted("id").mapped("number"), [1, 2, 3, 4, 5])
        self.assertEqual(process.event_ids.sorted("id")[-1].digest, process.journal_head)
        self.assertRegex(marks[0], r"^1: [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}$")
        self.assertRegex(marks[1], "^5: ")

    def test_a_digest_can_be_computed_by_anybody(self):
        """From the sealed document alone, with nothing but SHA-256 and JSON."""
        first, second = self.processes[0].event_ids.sorted("id")[:2]
        canonical = json.dumps(second.facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        expected = hashlib.sha256(f"{first.digest}\n{canonical}".encode()).hexdigest()
        self.assertEqual(second.digest, expected)

    def test_a_draft_has_no_journal(self):
        draft = self.env["sop.process"].create({"template_id": self.template.id, "name": "Disiapkan"})
        self.assertFalse(draft.journal_mark)
        self.assertEqual(draft._findings(), {})

    def test_what_was_said_is_sealed_by_the_next_move(self):
        process = self.start(self.template, self.kaban, "RKT 2031")
        note = self.say(process, self.sekretaris, "Segera", {"surat.txt": b"isi surat"})
        self.done(self.kaban, process)
        disposition, finish = [event.facts for event in process.event_ids.sorted("id")[1:]]
        sealed = [message["id"] for event in (disposition, finish) for message in event["messages"]]
        self.assertEqual(sealed, process.message_ids.sorted("id").ids[1:])
        self.assertEqual([file["name"] for file in disposition["files"]], ["surat.txt"])
        self.assertIn(note.id, [message["id"] for message in disposition["messages"]])

    def test_content_of_a_file_on_disk(self):
        file = self.env["ir.attachment"].search([("name", "=", "arahan.txt")])
        process = self.env["sop.process"].browse(file.res_id)
        path = Path(file._full_path(file.store_fname))
        before = path.read_bytes()
        self.addCleanup(path.write_bytes, before)
        for spoil in (lambda: path.write_bytes(b"lain"), path.unlink):
            spoil()
            found = {(finding.what, finding.fact) for finding in process._findings()[process.id]}
            self.assertEqual(found, {(chain.FILE, "raw")})

    def test_events_from_before_the_chain(self):
        """An upgraded database: the runs of yesterday are not broken, only not sealed, and go on with a chain."""
        self.env.flush_all()
        old = self.processes[1]
        sql = (
            "UPDATE sop_event SET digest = NULL, facts = NULL, facts_version = %s, number = NULL WHERE process_id = %s"
        )
        for version, process in ((None, self.processes[0]), (0, old), (None, self.processes[2])):
            self.env.cr.execute(sql, [version, process.id])
            self.env.cr.execute(
                "UPDATE sop_process SET journal_count = NULL, journal_head = NULL, journal_message = NULL "
                "WHERE id = %s",
                [process.id],
            )
        self.env.invalidate_all()
        self.assertEqual(self.processes._findings(), {})
        self.assertTrue(all(run.is_unchained for run in self.processes._runs().values()))
        check = self.check()
        self.assertEqual((check.state, check.unchained, check.broken), ("intact", 3, 0))
        self.assertFalse(old.journal_mark)
        self.done(self.sekretaris, old)
        self.assertEqual((old.journal_count, old._findings()), (1, {}))
        # From now on no digest may be missing.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sop_event SET digest = NULL WHERE id = (SELECT max(id) FROM sop_event WHERE process_id = %s)",
            [old.id],
        )
        self.assertEqual(old._findings()[old.id][0].what, chain.CHANGED)

    def test_documents_that_are_none(self):
        """Whatever is written into the sealed document, the verifier names the place and does not fail."""
        process = self.processes[0]
        event = process.event_ids.sorted("id")[2]
        bent = {**event.facts, "tasks": [1]}, {**event.facts, "event": {"number": "x"}}
        none = "null", "{}", "[]", "3", '"x"', '{"version": 1}', '{"version": 9, "event": {}}'
        for value in (*none, *map(json.dumps, bent)):
            with self.subTest(value=value), self.env.cr.savepoint() as savepoint:
                self.env.cr.execute("UPDATE sop_event SET facts = %s WHERE id = %s", [value, event.id])
                finding = process._findings()[process.id][0]
                self.assertEqual((finding.number, finding.what), (3, chain.CHANGED))
                savepoint.rollback()

    def test_a_chain_written_anew_shows_by_a_head_kept_outside(self):
        """Who owns the database can forge a whole chain; not the file that left it yesterday."""
        process = self.processes[1]
        kept = self.company._sop_heads()
        self.assertEqual(self.company._sop_compare_heads(kept), [])
        self.done(self.sekretaris, process)
        self.assertEqual(self.company._sop_compare_heads(kept), [], "a run that has gone on is no broken one")
        self.forge(process)
        self.assertEqual(process._findings(), {})
        [(head, what)] = self.company._sop_compare_heads(kept)
        self.assertEqual((head.process, what), (process.id, chain.CHANGED))
        self.env.cr.execute("DELETE FROM sop_process WHERE id = %s", [process.id])
        self.assertEqual([what for _head, what in self.company._sop_compare_heads(kept)], [chain.DELETED])

    def forge(self, process):
        """Another note in the first event, with every digest after it computed anew."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE sop_event SET note = 'palsu' WHERE process_id = %s AND number = 1", [process.id])
        self.env.invalidate_all()
        head = ""
        for event in process.event_ids.sorted("id"):
            sealed = {**event.facts, "event": {**event.facts["event"], "note": facts.plain("note", event.note)}}
            head = facts.digest(head, sealed)
            sql = "UPDATE sop_event SET facts = %s, digest = %s WHERE id = %s"
            self.env.cr.execute(sql, [json.dumps(sealed), head, event.id])
        self.env.cr.execute("UPDATE sop_process SET journal_head = %s WHERE id = %s", [head, process.id])
        self.env.invalidate_all()

    def check(self):
        Check = self.as_person(self.env["sop.journal.check"], self.administrator)
        return Check.browse(Check.action_check()["res_id"])


class TestChecks(JournalCase):
    """The menu, the daily check and who hears of it."""

    def check(self):
        Check = self.as_person(self.env["sop.journal.check"], self.administrator)
        return Check.browse(Check.action_check()["res_id"])

    def tamper(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sop_event SET date = date - interval '1 day' WHERE process_id = %s AND number = 3",
            [self.processes[0].id],
        )

    def notices(self):
        return self.env["mail.message"].search(
            [("model", "=", "sop.journal.check"), ("message_type", "=", "user_notification")]
        )

    def test_by_menu(self):
        check = self.check()
        self.assertEqual((check.state, check.processes, check.broken), ("intact", 3, 0))
        self.assertEqual(check.events, len(self.processes.event_ids))
        self.tamper()
        check = self.check()
        self.assertEqual((check.state, check.broken), ("broken", 1))
        line = check.line_ids
        self.assertEqual((line.process_id, line.number, line.what), (self.processes[0], 3, "redated"))
        self.assertIn("event 3: Date changed (Date)", line.sentence)

    def test_the_daily_check_tells_administrators_only_when_something_is_broken(self):
        Check = self.env["sop.journal.check"]
        with freeze_time("2027-03-01 01:00:00"), self.without_commits():
            Check._cron_check()
        self.assertFalse(self.notices())
        self.tamper()
        with freeze_time("2027-03-02 01:00:00"), self.without_commits():
            Check._cron_check()
            Check._cron_check()
        [notice] = self.notices()
        told = notice.notified_partner_ids
        self.assertIn(self.administrator.partner_id, told)
        self.assertNotIn(self.officer.partner_id, told)
        self.assertNotIn(self.kaban.partner_id, told)
        self.assertIn("Date changed", notice.body)
        checks = Check.search([("company_id", "=", self.company.id), ("who", "=", "cron")], order="id")
        self.assertEqual(checks.mapped("state"), ["intact", "broken"])

    def test_a_check_that_was_interrupted_goes_on(self):
        Check = self.env["sop.journal.check"]
        with patch(f"{CHECK}.BATCH", 1):
            check = Check._begin(self.company, "cron")
            check._read_batch()
            self.assertEqual((check.state, check.processes), ("running", 1))
            with self.without_commits():
                Check._cron_check()
        self.assertEqual((check.state, check.processes), ("intact", 3))

    def test_wrong_people(self):
        for user in (self.kaban, self.officer):
            with self.assertRaises(AccessError):
                self.as_person(self.env["sop.journal.check"], user).action_check()
        action = self.env.ref("sop_planning.sop_journal_check_action_now")
        for user in (self.kaban, self.officer):
            with self.assertRaises(AccessError):
                self.as_person(action, user).run()
        opened = self.as_person(action, self.administrator).run()
        self.assertEqual(opened["res_model"], "sop.journal.check")
        menus = self.env.ref("sop_planning.menu_journal_checks") | self.env.ref("sop_planning.menu_journal_check_now")
        for user, sees in ((self.kaban, False), (self.officer, False), (self.administrator, True)):
            visible = self.as_person(self.env["ir.ui.menu"], user)._visible_menu_ids()
            self.assertEqual([menu.id in visible for menu in menus], [sees, sees], user.login)

    def test_nobody_writes_a_check(self):
        check = self.check()
        for mine in (check, check.with_env(self.env)):
            for act in (
                lambda mine=mine: mine.write({"broken": 0}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.create({"company_id": self.company.id, "who": "cron"}),
            ):
                self.assertRaises(UserError, act)

    def without_commits(self):
        """A cron commits after each batch; a test does not."""
        return patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda cron, *args, **values: float("inf"))

"""What the tests of faults share: runs that are twins of each other, what each has left in the database, and a server
that is killed, cut off and filled up."""

import re
from collections import Counter
from itertools import count
from typing import NamedTuple

from odoo.tools import SQL

from .living import ROWS, CopyCase
from .serving import PASSWORD, Person, Server

# What differs between twins: numbers of rows and of letters, times, digests.
OWN = re.compile(
    r"^id$|_id$|^date|_date|date_|number|^(message_id|facts|digest|journal_head|journal_message|visits|checksum"
    r"|store_fname|access_token|token|contents|papers)$"
)
DIGITS = re.compile(r"\d+")
MARK = re.compile(r"\[[0-9a-f ]+\]")
# Of those, what tells twins from strangers: rows that both point to.
SHARED = {"template_id", "step_id", "current_step_id", "executor_id", "branch_id", "target_step_id", "user_id",
          "author_id", "partner_id", "subtype_id", "activity_type_id", "state", "create_uid", "company_id"}  # fmt: skip
LINKED = ("mail_message", "mail_activity", "mail_followers", "ir_attachment")


class Run(NamedTuple):
    """A run that a deed is done to, or is to begin."""

    name: str
    template_id: int
    people: dict
    case: object

    @property
    def id(self):
        [key] = self.ids
        return key

    @property
    def ids(self):
        with self.case.committed() as env:
            return env["sop.process"].search([("name", "=", self.name)]).ids

    def activity_ids(self, person):
        return self.case.activity_ids(self.ids, person)


class FaultCase(CopyCase):
    """Requests of people to a real server, on a copy of the database that is the class's own."""

    purpose = "faults"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template_id, cls.signing_template_id = cls.sop(*ROWS), cls.sop(*ROWS, asks=["paraf"])
        cls.give_passwords()
        cls.numbers = count(1)
        cls.server = Server(cls.copy)
        cls.addClassCleanup(cls.server.kill)
        cls.server.start()
        cls.persons = {name: cls.logged_in(name) for name in ("a", "b", "c", "starter")}

    @classmethod
    def give_passwords(cls):
        with cls.committed() as env:
            digest = env["res.users"]._crypt_context().hash(PASSWORD)  # once: hashing is slow on purpose
            for user_id in cls.users.values():
                env["res.users"]._set_encrypted_password(user_id, digest)

    @classmethod
    def logged_in(cls, name):
        person = cls.stranger(name)
        answer = person.log_in()
        assert answer.is_done, answer
        return person

    @classmethod
    def stranger(cls, name="b"):
        """A person who has not logged in."""
        with cls.committed() as env:
            return Person(cls.server, env["res.users"].browse(cls.users[name]).login)

    # Runs

    def run_for(self, deed):
        """A fresh run where the deed is next; all runs for one deed are twins."""
        template_id = self.signing_template_id if deed.signs else self.template_id
        run = Run(f"Uji {next(self.numbers):06}", template_id, self.users, self)
        if not deed.starts:
            with self.committed("starter") as env:
                values = {"template_id": template_id, "name": run.name, "requester_id": self.users["starter"]}
                env["sop.process"]._launch([values])
        for name in deed.done_by:
            with self.committed(name) as env:
                env["mail.activity"].browse(run.activity_ids(name)).action_feedback()
        return run

    # What is in the database

    def trace(self, run):
        """All that the database holds of a run, but for what differs between twins: two runs to which the same was done
        have the same trace. New tables that point to a run are found by themselves.

        :return: Counter of (table, values)
        """
        ids = run.ids
        with self.committed() as env:
            rows = Counter()
            for table, condition in self._tables(env, ids):
                env.cr.execute(SQL("SELECT * FROM %s WHERE %s", SQL.identifier(table), condition))
                rows.update((table, _likeness(row)) for row in env.cr.dictfetchall())
            return rows

    def _tables(self, env, ids):
        yield "sop_process", SQL("id = ANY(%s)", ids)
        env.cr.execute(
            """SELECT conrelid::regclass::text, attname FROM pg_constraint
               JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY(conkey)
               WHERE confrelid = 'sop_process'::regclass AND contype = 'f'"""
        )
        dialogs = {model._table for model in env.values() if model._transient}
        for table, column in env.cr.fetchall():
            if table not in dialogs and table != "sop_process":
                yield table, SQL("%s = ANY(%s)", SQL.identifier(column), ids)
        for table in LINKED:
            model = "model" if table == "mail_message" else "res_model"
            yield table, SQL("%s = 'sop.process' AND res_id = ANY(%s)", SQL.identifier(model), ids)

    def assert_whole(self, run, note):
        """What holds for a run after any fault."""
        with self.committed() as env:
            for process in env["sop.process"].browse(run.ids):
                self.assert_sound(process, note)


def _likeness(row):
    values = {
        column: DIGITS.sub("0", MARK.sub("[]", value)) if isinstance(value, str) else value
        for column, value in row.items()
        if column in SHARED or not OWN.search(column)
    }
    return tuple((column, repr(value)) for column, value in sorted(values.items()) if value not in (None, False, ""))

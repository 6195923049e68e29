"""What the race tests and the random walk share: real connections that act at the same moment, and what holds for
every run, whatever was done to it."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from threading import Barrier
from types import SimpleNamespace
from typing import NamedTuple
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.addons.sop_planning.flow import moves
from odoo.addons.sop_planning.flow.graph import ANY
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests.common import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger

AGENCY = "balapan"
# Participants by their letter, the starter of every run, and the officers who write and approve.
PEOPLE = ("a", "b", "c", "d", "starter", "officer", "writer", "approver")
OFFICERS = ("officer", "writer", "approver")


class Soundness:
    """What holds for every run at rest; `note` goes into each failure message."""

    def assert_sound(self, process, note=""):
        state = process._state(process._current_tasks())
        self._assert_one_token(process, state, note)
        self._assert_somebody_is_asked(process, state, note)
        self._assert_inbox_is_open_tasks(process, note)
        self._assert_nothing_twice(process, state, note)
        self.assertEqual(process._replayed_state(), state, f"journal and stored state differ; {note}")
        self.assertEqual(process._findings(), {}, f"the journal does not verify; {note}")

    def _assert_one_token(self, process, state, note):
        is_open = process.state in ("running", "suspended")
        self.assertEqual(bool(process.current_step_id), is_open, f"not at one step; {note}")
        if is_open:
            step = process.template_id._frozen().flow.step(state.step)
            self.assertFalse(moves.is_complete(step, state), f"stuck: everyone has finished; {note}")

    def _assert_somebody_is_asked(self, process, state, note):
        asked = process.task_ids.filtered(lambda task: task.state == "open")
        awaited = set()
        if state.step:
            awaited = set(process.template_id._frozen().flow.step(state.step).executors) - state.finished
        unmanned = set(process._unmanned_columns().ids) if process.is_unmanned else set()
        self.assertEqual(bool(unmanned), process.is_unmanned, f"waits without a reason; {note}")
        self.assertEqual(bool(process.obstacle), process.is_unmanned, f"waits without saying for whom; {note}")
        any_is_enough = state.step and process.template_id._frozen().flow.step(state.step).joint == ANY
        nobody = awaited if any_is_enough and asked else unmanned
        self.assertEqual(set(asked.executor_id.ids) | nobody, awaited, f"asked are others than awaited; {note}")
        places = {(task.step_id.id, task.visit) for task in asked}
        self.assertEqual(places, {(state.step, state.visit)} if asked else set(), f"asked elsewhere; {note}")

    def _assert_inbox_is_open_tasks(self, process, note):
        activities = process.env["mail.activity"].search(
            [("res_model", "=", "sop.process"), ("res_id", "=", process.id)]
        )
        asked = process.task_ids.filtered(lambda task: task.state == "open")
        lines = process.disposition_line_ids.filtered(lambda line: line.state == "open" and line.role == "to")
        for line in lines:
            self.assertEqual((line.activity_id & activities).user_id, line.user_id, f"inbox and dispositions; {note}")
        activities -= lines.activity_id
        people = Counter(activity.user_id for activity in activities)
        self.assertEqual(people, Counter(asked.user_id), f"inbox and open tasks differ; {note}")
        self.assertEqual(set(activities), set(asked.activity_id), f"activities of other tasks; {note}")

    def _assert_nothing_twice(self, process, state, note):
        told = process.message_ids - self._said_besides(process)
        # Documents that come with a move are told by its message, but have a line of their own in the journal.
        told = told.filtered(lambda message: "Filed:" not in (message.body or ""))
        moved = process.event_ids.filtered(lambda event: event.kind != moves.FILE_PAPER)
        self.assertEqual(len(told), len(moved), f"messages and moves; {note}")
        asked = process.task_ids.filtered(lambda task: task.state in ("open", "done"))
        tasks = Counter((task.step_id, task.visit, task.executor_id, task.user_id) for task in asked)
        self.assertLessEqual(set(tasks.values()), {1}, f"asked twice for one visit; {note}")
        visited = {(task.step_id.id, task.visit) for task in process.task_ids}
        entered = {(step, visit) for step, count in state.visits.items() for visit in range(1, count + 1)}
        self.assertLessEqual(visited, entered, f"visits and tasks; {note}")

    def _said_besides(self, process):
        """What people have said in the chatter that is no move."""
        return process.message_ids.browse()


class Outcome(NamedTuple):
    """How a call ended: what it gave, or what the user was told instead; and when, by the clock."""

    result: object
    refusal: str
    ended: float

    @property
    def passed(self):
        return not self.refusal


@tagged("standard", "post_install", "-at_install")
class RaceCase(Soundness, BaseCase):
    """Calls of several people on connections of their own, committed; what they leave is deleted afterwards.

    No TransactionCase: everything there shares one cursor, which nobody can race against.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = cls._open_registry()
        # Between two tries `retrying` sleeps up to two seconds, then four, eight: races need only that it retries.
        short = SimpleNamespace(sleep=lambda seconds: time.sleep(min(seconds, 0.002)))
        cls.startClassPatcher(patch("odoo.service.model.time", short))
        quiet = mute_logger("odoo.sql_db")  # a collision is logged as a bad query, and collisions are what we want
        quiet.__enter__()
        cls.addClassCleanup(quiet.__exit__)
        cls._clean()
        cls.addClassCleanup(cls._clean)
        with cls.committed() as env:
            cls.users = cls._create_people(env)

    @classmethod
    def _open_registry(cls):
        """The registry of the database to act on."""
        return Registry(get_db_name())

    @classmethod
    @contextmanager
    def committed(cls, name=None):
        """An environment of a transaction of its own, committed at the end; of the superuser, or of a person."""
        with cls.registry.cursor() as cr:
            yield cls._env(cr, name)
        cls.registry.signal_changes()

    @classmethod
    def _env(cls, cr, name=None):
        if name is None:
            return api.Environment(cr, SUPERUSER_ID, {})
        context = {"lang": "en_US", "tz": "Asia/Makassar", "allowed_company_ids": [cls.company_id]}
        return api.Environment(cr, cls.users[name], context)

    # Races

    def race(self, *calls):
        """Make calls at the same moment, each as one RPC: own cursor, retried on collision, committed.

        Every second race lets all of them see the database as it was before any began, so that they surely collide;
        the others collide as chance will have it.

        :param calls: pairs of a person's name and a function of his environment
        :return: list of Outcome, in the order of the calls, and the seconds until the last one ended
        """
        self.races = getattr(self, "races", 0) + 1
        begun = []
        barrier = Barrier(len(calls), action=lambda: begun.append(time.perf_counter()), timeout=10)
        with ThreadPoolExecutor(len(calls)) as pool:
            rpc = partial(self._rpc, barrier, self.races % 2)
            outcomes = list(pool.map(rpc, *zip(*calls)))
        return outcomes, max(outcome.ended for outcome in outcomes) - begun[0]

    def _rpc(self, barrier, early, name, call):
        with closing(self.registry.cursor()) as cr:
            env = self._env(cr, name)
            if early:
                cr.execute("SELECT 1")  # a REPEATABLE READ transaction sees what was there at its first query
            barrier.wait()
            try:
                result, refusal = retrying(partial(call, env), env), ""
            except UserError as error:
                result, refusal = None, str(error)
            return Outcome(result, refusal, time.perf_counter())

    # People, SOPs, runs

    @classmethod
    def _create_people(cls, env):
        company = env["res.company"].create({"name": "Balapan", "sop_code": AGENCY})
        cls.company_id = company.id
        values = {"company_id": company.id, "company_ids": [Command.set(company.ids)], "tz": "Asia/Makassar"}
        user, officer = env.ref("sop_planning.group_sop_user"), env.ref("sop_planning.group_sop_officer")
        people = env["res.users"].create(
            [
                {
                    "name": name,
                    "login": f"{name}@{AGENCY}.example",
                    "group_ids": [Command.set((officer if name in OFFICERS else user).ids)],
                    **values,
                }
                for name in PEOPLE
            ]
        )
        return dict(zip(PEOPLE, people.ids))

    @classmethod
    def sop(cls, *rows, joint="all", asks=()):
        """An effective SOP; a row is its columns separated by blanks, a column the letters of its people.

        :param asks: what its first row asks for, words of `sop_template_step.ASKS`
        :return: id of the sop.template
        """
        with cls.committed() as env:
            template = env["sop.template"].create(
                {"name": "Balapan", "company_id": cls.company_id, "executor_ids": cls._columns(rows)}
            )
            columns = {column.name: column.id for column in template.executor_ids}
            env["sop.template.step"].create(
                [
                    {
                        "template_id": template.id,
                        "sequence": number,
                        "name": f"Langkah {number}",
                        "joint": joint,
                        "executor_ids": [Command.set([columns[name] for name in row.split()])],
                        **{f"asks_{word}": number == 1 for word in asks},
                    }
                    for number, row in enumerate(rows, start=1)
                ]
            )
            template._make_effective(False)
            return template.id

    @classmethod
    def _columns(cls, rows):
        names = dict.fromkeys(name for row in rows for name in row.split())
        return [
            Command.create(
                {"name": name, "rule": "team", "user_ids": [Command.set([cls.users[letter] for letter in name])]}
            )
            for name in names
        ]

    @classmethod
    def runs(cls, template_id, count, done_by=()):
        """Ids of running processes of an SOP; the people in `done_by` have finished a step each."""
        with cls.committed("starter") as env:
            values = {"template_id": template_id, "name": "Uji", "requester_id": cls.users["starter"]}
            process_ids = env["sop.process"]._launch([dict(values) for _ in range(count)]).ids
        for name in done_by:
            with cls.committed(name) as env:
                env["mail.activity"].browse(cls.activity_ids(process_ids, name)).action_feedback()
        return process_ids

    @classmethod
    def activity_ids(cls, process_ids, name):
        """What a person has in his inbox for these processes."""
        with cls.committed() as env:
            return (
                env["mail.activity"]
                .search(
                    [
                        ("res_model", "=", "sop.process"),
                        ("res_id", "in", process_ids),
                        ("user_id", "=", cls.users[name]),
                    ]
                )
                .ids
            )

    @classmethod
    def _clean(cls):
        """Delete what the races have left, also a run that was killed; past the guards, which nobody gets round."""
        with cls.committed() as env:
            company = env["res.company"].search([("sop_code", "=", AGENCY)])
            users = env["res.users"].with_context(active_test=False).search([("company_id", "in", company.ids)])
            for model in ("sop.job", "sop.seal", "sop.process", "sop.acting", "sop.template"):
                cls._delete(env, model, env[model].search([("company_id", "in", company.ids)]).ids)
            partners = users.partner_id | company.partner_id
            users.unlink()
            company.unlink()
            partners.unlink()

    @classmethod
    def _delete(cls, env, model, ids):
        env.cr.execute("DELETE FROM mail_activity WHERE res_model = %s AND res_id = ANY(%s)", [model, ids])
        env.cr.execute("DELETE FROM mail_message WHERE model = %s AND res_id = ANY(%s)", [model, ids])
        env.cr.execute("DELETE FROM mail_followers WHERE res_model = %s AND res_id = ANY(%s)", [model, ids])
        env.cr.execute(SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(env[model]._table), ids))
        env.invalidate_all()

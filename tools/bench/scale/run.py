"""Speed at scale, from making the data to the verdict."""

from __future__ import annotations

import json
import os
from itertools import count
from time import monotonic

from odoo import sql_db

from . import agency, engine, papers, rows, screens, sops, verdict
from .stopwatch import Stopwatch

PEOPLE, SOPS = 2000, 56
SPECIAL = ("sibuk", "juru-tulis", "inti", "pengelola", "admin-sop")
WATCHED = (*SPECIAL, "kepala", "kabid1", "staf0")
BASE, STEP = "core: action_feedback", "finish a step"
# More than two processes mark done while they are watched.
AT_LEAST = 800


def main(env, sizes=(1_000, 10_000, 100_000)) -> int:
    """Make the database grow through these sizes, measure at each, print the table.

    :return: 0, or 1 where the queries of something grow with the data
    """
    bench = Bench(env)
    for size in sizes:
        bench.grow(size)
        bench.measure(size)
    grown = verdict.show(sizes, bench.costs, bench.aims, BASE)
    for size, (core, ours) in bench.rates.items():
        share = f"{ours / core:.2f} of core's {core:.0f}"
        print(f"{ours:.0f} steps a second with two processes at {size:,} (aim 120), {share}")
    print(f"load: {' '.join(f'{load:.1f}' for load in os.getloadavg())} on {os.cpu_count()} processors")
    print("\n".join(["queries grow with the data:", *grown]) if grown else "no queries grow with the data")
    return 1 if grown else 0


class Bench:
    """The agency, its people, and what was measured so far."""

    def __init__(self, env):
        self.env, self.watch = env, Stopwatch(env.registry)
        self.costs, self.aims, self.rates = {}, {}, {}
        self._say("people and SOPs", self._found)
        company = env["res.company"].search([("sop_code", "=", agency.CODE)])
        self.templates = env["sop.template"].search([("company_id", "=", company.id), ("state", "=", "effective")])
        users = env["res.users"].search([("company_id", "=", company.id)])
        self.people = {user.login.split("@")[0]: user for user in users}
        self.turns = users.filtered(lambda user: user.login.split("@")[0] not in SPECIAL)
        self.core = engine.core_activities(env, self.people["inti"])
        env.cr.commit()

    def _found(self):
        if self.env["res.company"].search_count([("sop_code", "=", agency.CODE)]):
            return
        interchange = self.env["sop.interchange"].with_context(tracking_disable=True)
        interchange._import_files([("agency", json.dumps(agency.document(PEOPLE)).encode())])
        files = [(document["code"], json.dumps(document).encode()) for document in sops.documents(SOPS)]
        interchange._import_files(files, effective=True)
        self.env.cr.commit()

    def grow(self, size):
        self._say(f"{size:,} processes", lambda: self._grow(size))

    def _grow(self, size):
        busy, clerk = self.people["sibuk"], self.people["juru-tulis"]
        rows.grow(self.env, size, self.templates, busy | clerk | self.turns)
        papers.grow(self.env, self.templates)
        self.env.cr.commit()
        with sql_db.db_connect(self.env.cr.dbname).cursor() as cr:
            cr._cnx.autocommit = True
            cr.execute("VACUUM ANALYZE")

    def measure(self, size):
        people, note = self.people, self._note
        self._note_step(size)
        template = self.templates[0]
        note(size, "start one", "pengelola", lambda env: engine.start(env, template))
        note(
            *(size, "start 1,000", "pengelola", lambda env: engine.start(env, template, engine.MANY)),
            queries=engine.MANY,
            ms=60_000,
            repeat=1,
            warm=0,
        )
        for measure in screens.measures(self.env, people):
            note(size, f"{measure.name}: {measure.who}", *measure[1:3], queries=measure.queries, ms=measure.ms)
        self.env.cr.rollback()
        self._note_rates(size)

    def _note_rates(self, size):
        """How many activities of core and how many steps are done in a second."""
        people = self.people
        keys = engine.core_activities(self.env, people["inti"], count=AT_LEAST)
        core = [(people["inti"], key) for key in keys]
        steps = engine.plain_steps(self.env, self.turns, count=AT_LEAST)
        self.rates[size] = [engine.done_a_second(self.env, activities) for activities in (core, steps)]
        self.env["mail.activity"].browse(keys).unlink()  # they would fill the inbox that is measured at the next size
        self.env.cr.commit()

    def _note_step(self, size):
        """A step beside core's own feedback, in turn: their ratio is an aim."""
        people, turn = self.people, count()
        steps = [key for _user, key in engine.plain_steps(self.env, people["juru-tulis"])]
        calls = [
            (people[who], lambda env, keys=keys: engine.feedback(env, keys, turn))
            for who, keys in (("inti", self.core), ("juru-tulis", steps))
        ]
        base, step = self.watch.costs(calls, repeat=40)
        for name, cost, ms in ((BASE, base, None), (STEP, step, 1.5 * base.ms)):
            self._keep(size, name, cost, None, ms)

    def _note(self, size, name, who, work, queries=None, ms=None, **turns):
        self._keep(size, name, self.watch.cost(self.people[who], work, **turns), queries, ms)

    def _keep(self, size, name, cost, queries, ms):
        self.costs.setdefault(name, {})[size] = cost
        self.aims[name] = queries, ms

    def _say(self, what, work):
        start = monotonic()
        work()
        print(f"{what}: made in {monotonic() - start:.0f} s", flush=True)

"""Queries and time of one call, as one RPC costs them: a transaction of its own with an empty record cache, warm
caches of the registry, the person's rights and context; everything written is flushed, and then taken back."""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import NamedTuple

from odoo import api


class Cost(NamedTuple):
    """What a call costs: `queries` when all is warm, `ms` the median of its repetitions before the commit."""

    queries: int
    ms: float


class Stopwatch:
    """Times calls on connections of their own."""

    def __init__(self, registry):
        self.registry = registry

    def cost(self, user, work, repeat=9, warm=2) -> Cost:
        """
        :param user: res.users who calls
        :param work: function of an environment
        :param repeat: how often it is timed, after `warm` calls that fill the caches of the registry
        """
        (cost,) = self.costs([(user, work)], repeat, warm)
        return cost

    def costs(self, calls, repeat=9, warm=2) -> list[Cost]:
        """Several in turn, so that each has its share of the better and worse moments of the machine.

        :param calls: pairs of who calls and the work
        """
        rounds = [[self._once(user, work) for user, work in calls] for _turn in range(warm + repeat)][warm:]
        return [
            Cost(min(turn.queries for turn in turns), median(turn.ms for turn in turns)) for turns in zip(*rounds)
        ]

    def _once(self, user, work):
        uid, context = user.id, context_of(user)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, uid, context)
            before, start = cr.sql_log_count, perf_counter()
            work(env)
            env.flush_all()
            cr.flush()
            spent = 1000 * (perf_counter() - start)
            queries = cr.sql_log_count - before
            cr.rollback()
        return Cost(queries, spent)


def context_of(user) -> dict:
    """What the web client sends with each call of this person."""
    return {"lang": user.lang, "tz": user.tz, "allowed_company_ids": user.company_id.ids}

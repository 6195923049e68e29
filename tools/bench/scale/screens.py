"""Everything a person opens, and by whom it is opened here."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .views import Screen


class Measure(NamedTuple):
    """One line of the table: `work` is called with an environment of the person; `aim` in words, `queries` and `ms`
    what it must not be above at the largest size, None without."""

    name: str
    who: str
    work: Callable
    queries: int | None = None
    ms: float | None = None


LISTS = (
    ("late list", "sop_task_action_late", "list", ("pengelola", "kabid1")),
    ("process list", "sop_process_action", "list", ("pengelola", "kepala", "staf0")),
    ("process kanban", "sop_process_action", "kanban", ("pengelola",)),
    ("my turn, list", "sop_process_action_my_turn", "list", ("sibuk", "juru-tulis")),
    ("my tasks, list", "sop_task_action", "list", ("sibuk", "juru-tulis")),
    ("dispositions, list", "sop_disposition_action", "list", ("pengelola", "kepala", "staf0")),
    ("dispositions to me", "sop_disposition_recipient_action_to_me", "list", ("staf0",)),
    ("archive, list", "sop_archive_action", "list", ("pengelola", "staf0")),
)


def measures(env, people) -> list[Measure]:
    """
    :param env: environment of the bench
    :param people: dict of name -> res.users
    """

    def as_(name):
        user = people[name]
        return env(user=user, context={"lang": user.lang, "tz": user.tz, "allowed_company_ids": user.company_id.ids})

    def screen(who, action, kind, extra=()):
        return Screen(as_(who), f"sop_planning.{action}", kind, extra)

    run = (
        env["sop.task"]
        .sudo()
        .search([("user_id", "=", people["juru-tulis"].id), ("state", "=", "open")], limit=1)
        .process_id.id
    )
    return [
        *_pages(people),
        *(Measure(name, who, screen(who, action, kind).page) for name, action, kind, whose in LISTS for who in whose),
        *(
            Measure("form of a process", who, screen(who, "sop_process_action", "form").form_of(run))
            for who in ("juru-tulis", "pengelola")
        ),
        *(
            Measure("working time, pivot", who, screen(who, "sop_task_report_action", "pivot").pivot)
            for who in ("pengelola", "kabid1")
        ),
        Measure(
            "SOPs by words of a step", "staf0",
            screen("staf0", "sop_template_action", "list", [("step_ids.name", "ilike", "rapat koordinasi")]).page,
        ),
    ]  # fmt: skip


def _pages(people):
    return [
        Measure("inbox of core's activities", "inti", _inbox),
        Measure("inbox", "juru-tulis", _inbox),
        Measure("inbox", "sibuk", _inbox),
        Measure("core's late activities", "sibuk", _late_activities, ms=15),
        Measure("my late work", "sibuk", _late_tasks, ms=15),
        Measure("my work", "juru-tulis", _my_work),
        Measure("my work", "sibuk", _my_work),
        *(
            Measure("dashboard", who, _dashboard, queries=15, ms=100)
            for who in ("pengelola", "kepala", "kabid1", "staf0")
        ),
    ]


def _inbox(env):
    return env.user._get_activity_groups()


def _my_work(env):
    return env["sop.my.work"].overview()


def _dashboard(env):
    return env["sop.dashboard"].figures()


def _late_activities(env):
    late = [("user_id", "=", env.uid), ("date_deadline", "<", "today")]
    return env["mail.activity"].web_search_read(
        late, {"summary": {}, "date_deadline": {}}, limit=80, count_limit=10_001
    )


def _late_tasks(env):
    late = [("user_id", "=", env.uid), ("state", "=", "open"), ("date_deadline", "<", "now")]
    fields = {"step_id": {}, "process_id": {}, "date_deadline": {}}
    return env["sop.task"].web_search_read(late, fields, limit=80, order="date_deadline, id", count_limit=10_001)

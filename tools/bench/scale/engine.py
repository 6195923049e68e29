"""Finishing a step and starting processes, beside core's own activities on a plain record."""

from __future__ import annotations

import os
import time

from odoo import api, sql_db

from .stopwatch import context_of

MANY = 1000


def core_activities(env, user, count=20) -> list[int]:
    """Ids of activities of a person on plain records: core's own work, to compare with."""
    user.group_ids += env.ref("base.group_partner_manager")
    partners = env["res.partner"].create([{"name": f"Catatan {number}"} for number in range(count)])
    activities = [
        partner.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo", user_id=user.id, summary="Telaah"
        )
        for partner in partners
    ]
    return [activity.id for activity in activities]


def feedback(env, keys, turn):
    """Mark one activity done, each time another one."""
    env["mail.activity"].browse(keys[next(turn) % len(keys)]).action_feedback(feedback="Selesai")


def plain_steps(env, users, count=20) -> list:
    """Open tasks that a tick finishes, of some people, one a process: pairs of the person and the activity."""
    tasks = (
        env["sop.task"]
        .sudo()
        .search(
            [("user_id", "in", users.ids), ("state", "=", "open"), ("process_id.state", "=", "running")],
            limit=2 * count,
        )
    )
    found = {task.process_id: (task.user_id, task.activity_id.id) for task in tasks - tasks._deciding()}
    return list(found.values())[:count]


def start(env, template, count=1):
    """Start so many processes with chosen people, in one call, as the mass start does."""
    people = [
        (executor.id, executor.user_ids[:1].id) for executor in env["sop.template"].browse(template.id).executor_ids
    ]
    members = [(0, 0, {"executor_id": executor, "user_id": user}) for executor, user in people]
    return env["sop.process"]._launch(
        [{"template_id": template.id, "name": f"Mulai {number}", "member_ids": members} for number in range(count)]
    )


def done_a_second(env, activities, processes=2, seconds=8) -> float:
    """How many activities so many system processes mark done in a second, each one committed.

    :param activities: pairs of the person and the id, at most one of a run
    """
    keys = [(user.id, context_of(user), key) for user, key in activities]
    env.cr.commit()
    pipes = [_fork(env.registry, keys[number::processes], seconds) for number in range(processes)]
    return sum(float(_read(pipe)) for pipe in pipes)


def _fork(registry, keys, seconds):
    ours, theirs = os.pipe()
    if child := os.fork():
        os.close(theirs)
        return child, ours
    try:
        # A connection cannot be shared with the parent.
        sql_db._Pool = None
        registry._db = sql_db.db_connect(registry.db_name)
        os.write(theirs, str(_rate(registry, keys, seconds)).encode())
    finally:
        os._exit(0)


def _read(pipe):
    child, ours = pipe
    with os.fdopen(ours) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return text or 0


def _rate(registry, keys, seconds):
    done, start = 0, time.monotonic()
    for uid, context, key in keys:
        with registry.cursor() as cr:
            api.Environment(cr, uid, context)["mail.activity"].browse(key).action_feedback(feedback="Selesai")
        done += 1
        if time.monotonic() - start > seconds:
            break
    return done / (time.monotonic() - start)

"""Runs in bulk, straight into the tables: one by one through the application they would take days.

What is written is what the application writes: a process is at one place of a route of its SOP, with the tasks, the
journal, the messages, the people, the followers and the activities that brought it there. Journals are as those from
before events were chained; everything else the application goes on with as with its own.
"""

from __future__ import annotations

from pathlib import Path

from odoo.tools import SQL

from .routes import routes

# Of every hundred runs 20 are running, 3 in 10 of these late; the busy one has a tenth of what runs, the clerk 20.
SHARES = {"running": "n %% 5 = 0", "suspended": "n %% 50 = 1", "cancelled": "n %% 25 = 2"}
SCRIPT = Path(__file__).with_name("rows.sql")
TABLES = (
    *("sop_process", "sop_task", "sop_event", "sop_process_member", "sop_process_participant_rel"),
    *("mail_activity", "mail_message", "mail_followers", "mail_followers_mail_message_subtype_rel"),
)


def grow(env, count: int, templates, people) -> None:
    """Have so many runs in all.

    :param count: how many there shall be, those of earlier calls included
    :param templates: sop.template in force
    :param people: res.users; the first is the busy one, the second the clerk, the others take turns
    """
    env.flush_all()
    there = env["sop.process"].sudo().search_count([("template_id", "in", templates.ids)])
    if there >= count:
        return
    _trust(env)
    _prepare(env, templates, people)
    values = {
        "first": there + 1,
        "last": count,
        "busy": people[0].id,
        "clerk": people[1].id,
        "company": templates.company_id.id,
        "step_type": env.ref("sop_planning.mail_activity_type_step").id,
        "model": env["ir.model"]._get_id("sop.process"),
        "note": env.ref("mail.mt_note").id,
        "comment": env.ref("mail.mt_comment").id,
        **{name: SQL(condition) for name, condition in SHARES.items()},
    }
    for statement in SCRIPT.read_text().split(";\n"):
        env.cr.execute(SQL(statement, **values))
    env.invalidate_all()


def _trust(env):
    """Leave out the checks of foreign keys, of which a million rows have ten million; only a superuser may."""
    env.cr.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
    if env.cr.fetchone()[0]:
        env.cr.execute("SET LOCAL session_replication_role = replica")


def _prepare(env, templates, people):
    """The routes and the people as temporary tables."""
    env.cr.execute(
        """
        DROP TABLE IF EXISTS bench_deed, bench_ask, bench_sop, bench_person;
        CREATE TEMP TABLE bench_deed (
            template int, variant int, place int, days float, kind varchar, step int, visit int, executor int,
            branch int, target int, here int, here_visit int, visits jsonb
        );
        CREATE TEMP TABLE bench_ask (
            template int, variant int, step int, visit int, executor int, asked int, finished int, branch int,
            title varchar, hours float
        );
        CREATE TEMP TABLE bench_sop (number serial, template int, department int, variant int, places int);
        CREATE TEMP TABLE bench_person (number int, id int, partner int, tz varchar)
        """
    )
    for template in templates:
        sop = template._frozen()
        for variant, route in enumerate(routes(sop.flow)):
            _insert(env, "bench_deed", [(template.id, variant, *deed) for deed in route.deeds])
            asks = [(template.id, variant, *ask, sop.rows[ask.step].title, _hours(sop, ask)) for ask in route.asks]
            _insert(env, "bench_ask", asks)
            department = template.department_id.id or None
            row = (template.id, department, variant, len(route.deeds) - 1)
            env.cr.execute("INSERT INTO bench_sop (template, department, variant, places) VALUES %s", [row])
    rows = [(number, user.id, user.partner_id.id, user.tz) for number, user in enumerate(people[2:])]
    _insert(env, "bench_person", rows)
    env.cr.execute("ANALYZE bench_deed, bench_ask, bench_sop, bench_person")


def _hours(sop, ask):
    """The standard time of a step by the clock, in hours; at least a day, so that none gets late while it is timed."""
    row = sop.rows[ask.step]
    return max(24, row.duration * {"day": 24, "week": 168, "month": 720}.get(row.duration_unit, 1))


def _insert(env, table, rows):
    env.cr.execute(SQL("INSERT INTO %s VALUES %s", SQL.identifier(table), SQL(", ").join(map(_row, rows))))


def _row(values):
    return SQL("(%s)", SQL(", ").join(SQL("%s", value) for value in values))

"""Odoo with the faults that a request asks for in a header. Run as a program it takes Odoo's own arguments.

The product holds no hook for this: the faults sit in Odoo's database layer and in the limits of the process. A request
with the header `X-Fault` (the arguments of `Plan` as JSON) runs into its fault; all others are served as ever.

- what: `kill` (SIGKILL to this process), `hang_up` (PostgreSQL ends the connection), `fill_up` (a disk is full);
- place and number: before the n-th `query`, before the n-th `commit`, after it (`committed`), or when the `answer` is
  made and not sent yet; a disk that is full there is PostgreSQL's;
- limit, instead of a place: no file of the server grows beyond so many bytes. `fill_up` fails the write, as a full disk
  does, and `kill` dies in the middle of it.
"""

import ctypes
import json
import os
import resource
import signal
import threading
from collections import Counter
from contextlib import contextmanager

HEADER = "X-Fault"
PASSED = "X-Passed"
PR_SET_PDEATHSIG = 1
SQL_DISK_FULL = "DO $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$"

_request = threading.local()
_libc = ctypes.CDLL(None)


class Plan:
    """The fault of one request, and the places it has passed so far."""

    def __init__(self, what=None, place=None, number=None, limit=None):
        self.what = what
        self.place = (place, number)
        self.limit = limit
        self.passed = Counter()

    def reach(self, place, cursor=None):
        self.passed[place] += 1
        if self.place == (place, self.passed[place]):
            STRIKE[self.what](cursor)

    @contextmanager
    def applied(self):
        _request.plan = self
        try:
            with _no_file_beyond(self.limit, self.what):
                yield
        finally:
            _request.plan = None


def _reach(place, cursor=None):
    if plan := getattr(_request, "plan", None):
        plan.reach(place, cursor)


def _kill(_cursor):
    os.kill(os.getpid(), signal.SIGKILL)


def _hang_up(connection):
    """As when PostgreSQL is restarted: the server ends this connection, and we go on once it is gone."""
    import psycopg2

    import odoo.sql_db

    _name, place = odoo.sql_db.connection_info_for("postgres")
    other = psycopg2.connect(**place)
    try:
        other.autocommit = True
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.get_backend_pid()])
    finally:
        other.close()


def _fill_up(connection):
    with connection.cursor() as cursor:
        cursor.execute(SQL_DISK_FULL)


STRIKE = {"kill": _kill, "hang_up": _hang_up, "fill_up": _fill_up}


@contextmanager
def _no_file_beyond(limit, what):
    """The kernel fails writes beyond the limit, after the part that still fits; or it kills the process there."""
    if limit is None:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if what == "kill":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Python sets handlers in the main thread only, and requests run in another one.
        _libc.signal(signal.SIGXFSZ, 0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _sabotage_requests():
    import odoo.http

    serve = odoo.http.Application.__call__

    def __call__(self, environ, start_response):
        plan = Plan(**json.loads(environ.get(f"HTTP_{HEADER.upper().replace('-', '_')}", "{}")))

        def start(status, headers, *args):
            return start_response(status, [*headers, (PASSED, json.dumps(plan.passed))], *args)

        with plan.applied():
            response = serve(self, environ, start)
            plan.reach("answer")
        return response

    odoo.http.Application.__call__ = __call__


def _sabotage_database():
    import odoo.sql_db

    execute, commit = odoo.sql_db.Cursor.execute, odoo.sql_db.PsycoConnection.commit

    def sabotaged_execute(self, *args, **options):
        _reach("query", self._cnx)
        return execute(self, *args, **options)

    def sabotaged_commit(self):
        _reach("commit", self)
        commit(self)
        _reach("committed", self)

    odoo.sql_db.Cursor.execute = sabotaged_execute
    odoo.sql_db.PsycoConnection.commit = sabotaged_commit


def _no_second_server():
    """With workers Odoo starts a second server for the bus, which no test here talks to."""
    from odoo.service.server import PreforkServer

    PreforkServer.long_polling_spawn = lambda self: None


def _die_with_parent():
    """A test run that is killed leaves no server behind; workers follow their master by themselves."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    _die_with_parent()
    import odoo.cli

    _sabotage_requests()
    _sabotage_database()
    _no_second_server()
    odoo.cli.main()

"""A copy of the tests' database with a filestore of its own, a real Odoo server on it, and people who talk to it."""

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from configparser import RawConfigParser
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import psycopg2
import requests
from psycopg2 import sql

import odoo.sql_db
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name
from odoo.tools import config

from . import sabotage

PASSWORD = "demo"
SECONDS_TO_START = 90
SECONDS_TO_ANSWER = 60
SECONDS_FOR_A_COMMAND = 300
SECONDS_TO_REST = 15


class Copy:
    """A database that lives as long as the tests of a class: its name, and the folder with its files and sessions."""

    def __init__(self, name, data_dir):
        self.name = name
        self.data_dir = Path(data_dir)

    @property
    def filestore(self):
        return self.data_dir / "filestore" / self.name

    def path(self, store_fname):
        return self.filestore / store_fname

    def is_stored(self, store_fname, checksum):
        """Whether the filestore has this file, whole."""
        with suppress(OSError):
            return hashlib.sha1(self.path(store_fname).read_bytes()).hexdigest() == checksum
        return False

    def run(self, *args, stdin=None, check=True):
        """Run a command of Odoo on this database.

        :return: subprocess.CompletedProcess with the output as text
        :raises AssertionError: it failed, with the end of its output
        """
        done = subprocess.run(
            [*_odoo("-m", "odoo"), *args],
            input=stdin,
            stdin=None if stdin else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS_FOR_A_COMMAND,
        )
        assert not check or done.returncode == 0, f"{args}: {(done.stdout + done.stderr)[-3000:]}"
        return done

    def registry(self):
        """The registry of the database in this process, as it is after whatever was done to it elsewhere."""
        enabled = config["test_enable"]
        config["test_enable"] = False  # loading would run Odoo's own tests
        try:
            return Registry.new(self.name)
        finally:
            config["test_enable"] = enabled

    def run_addon(self, command, *args, check=True):
        """Run a command of the addons, which Odoo finds only behind --addons-path."""
        return self.run(f"--addons-path={','.join(config['addons_path'])}", command, *self.place(), *args, check=check)

    def run_server(self, *args):
        """Start Odoo for what its arguments ask, and end it.

        :raises AssertionError: it has warned of something
        """
        done = self.run(*self.place(), *args, "--stop-after-init", "--no-http", "--log-level=warn")
        complaints = [line for line in done.stderr.splitlines() if " WARNING " in line or " ERROR " in line]
        assert not complaints, "\n".join(complaints)

    def place(self):
        """The arguments that say where the database and its files are."""
        return ["-c", str(self.configuration()), "-d", self.name]

    def configuration(self):
        """A configuration file that differs from that of the tests in the folder of the files."""
        path = self.data_dir / "odoo.conf"
        if not path.exists():
            parser = RawConfigParser()
            parser.read(config["config"])
            if not parser.has_section("options"):
                parser.add_section("options")
            parser.set("options", "data_dir", str(self.data_dir))
            with path.open("w") as file:
                parser.write(file)
        return path


def _odoo(*program):
    return [sys.executable, "-W", "ignore", *program]


@contextmanager
def copied_database(purpose):
    """A copy of the tests' database and its filestore; both go at the end of the block.

    In this process the filestore of the copy is the copy's own as well, although pytest-odoo names one for all.
    """
    origin = _origin()
    name = f"{get_db_name()}-{purpose}-{os.getpid()}"  # `make test` drops what begins with its own database's name
    with tempfile.TemporaryDirectory(prefix="sop-", ignore_cleanup_errors=True) as data_dir, _filestore_in(data_dir):
        copy = Copy(name, data_dir)
        files = Path(config["data_dir"]) / "filestore" / origin
        if files.is_dir():
            shutil.copytree(files, copy.filestore)
        drop(name)
        _create(name, origin)
        try:
            yield copy
        finally:
            Registry.delete(name)
            drop(name)


@contextmanager
def _filestore_in(data_dir):
    usual = config.filestore

    def filestore(name):
        own = Path(data_dir) / "filestore" / name
        return str(own) if own.is_dir() else usual(name)

    with patch.object(config, "filestore", filestore):
        yield


def _origin():
    """The database that nobody changes: workers of pytest-xdist run on copies of it, one process on itself."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    return get_db_name().removesuffix(f"-{worker}") if worker else get_db_name()


def _create(name, origin):
    odoo.sql_db.close_db(origin)
    end = time.monotonic() + SECONDS_TO_REST
    while True:
        try:
            return postgres("CREATE DATABASE {} TEMPLATE {}", name, origin)
        except psycopg2.errors.ObjectInUse:  # another worker, or a thread of this process that is about to end
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def cut_connections(name):
    """End all connections to a database, as PostgreSQL does when it is restarted."""
    postgres("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", values=[name])


def drop(name):
    """Drop a database, whoever is connected to it."""
    odoo.sql_db.close_db(name)
    postgres("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def postgres(statement, *names, values=()):
    """Run a statement beside all databases, and give the rows if it has any."""
    _name, place = odoo.sql_db.connection_info_for("postgres")
    with closing(psycopg2.connect(**place)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)), values)
            return cursor.fetchall() if cursor.description else []


class Server:
    """A real server with workers: one that is killed is replaced by a fresh one, as after a crash; or all are."""

    def __init__(self, copy, workers=2):
        self.copy = copy
        self.workers = workers
        self.process = None
        self.log = copy.data_dir / "odoo.log"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        for _try in range(3):  # the free port may be taken before Odoo takes it
            self.port = free_port()
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    self._command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
                )
            if self._answers():
                return
            self.kill()
        raise AssertionError(f"Odoo does not start: {self.log.read_text(errors='replace')[-3000:]}")

    def _command(self):
        return _odoo(
            *(sabotage.__file__, *self.copy.place(), "--http-interface=127.0.0.1", f"--http-port={self.port}"),
            *(f"--workers={self.workers}", "--max-cron-threads=0", "--log-level=warn"),
        )

    def _answers(self):
        end = time.monotonic() + SECONDS_TO_START
        while self.process.poll() is None and time.monotonic() < end:
            with suppress(requests.RequestException):
                if requests.get(f"{self.url}/web/health", timeout=10).ok:
                    return True
            time.sleep(0.05)
        return False

    def kill(self):
        """Kill all of it at once, as when the power fails; and wait until PostgreSQL has noticed."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None
        self.rest()

    def rest(self):
        """Wait until no request is under way in the database; a killed client's COMMIT may still be."""
        end = time.monotonic() + SECONDS_TO_REST
        busy = (
            "SELECT pid, query FROM pg_stat_activity WHERE datname = %s AND state <> 'idle' AND pid <> pg_backend_pid()"
        )
        while found := postgres(busy, values=[self.copy.name]):
            assert time.monotonic() < end, f"still at work: {found}"
            time.sleep(0.01)


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Answer(NamedTuple):
    """What became of a request: a result, an error the server told, or no answer at all."""

    result: object = None
    error: str = ""
    is_lost: bool = False
    passed: dict = {}  # places of `sabotage` that the request came by, and how often

    @property
    def is_done(self):
        return not self.error and not self.is_lost


class Person:
    """Somebody who is logged in; his session outlives the server."""

    def __init__(self, server, login):
        self.server = server
        self.login = login
        self.session = requests.Session()
        self.session.headers["Connection"] = "close"

    def log_in(self, fault=None):
        values = {"db": self.server.copy.name, "login": self.login, "password": PASSWORD}
        return self._post("/web/session/authenticate", values, fault)

    def call(self, model, method, *args, fault=None, **kwargs):
        """Call a public method as the web client does.

        :param fault: what `sabotage` shall do to this request
        """
        values = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", values, fault)

    def _post(self, path, values, fault):
        headers = {sabotage.HEADER: json.dumps(fault)} if fault else {}
        body = {"jsonrpc": "2.0", "method": "call", "params": values}
        try:
            response = self.session.post(self.server.url + path, json=body, headers=headers, timeout=SECONDS_TO_ANSWER)
            answer = response.json()
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
            return Answer(is_lost=True)
        except requests.exceptions.JSONDecodeError:
            return Answer(error=f"status {response.status_code}: {response.text[:300]}")
        error = answer.get("error")
        words = f"{error['data']['name']}: {error['data']['message']}" if error else ""
        return Answer(answer.get("result"), words, passed=json.loads(response.headers.get(sabotage.PASSED, "{}")))

"""`make bench ARGS=load`: several Odoo workers on one PostgreSQL under real HTTP clients, on loopback.

    python tools/bench/load/run.py DATABASE odoo-program...

Eight browsers of four people start processes, finish steps (often the same one at once, also steps of two), initial
documents and send dispositions, while the scheduler starts many processes. Afterwards every run is held against all
guarantees of the race tests. The database is used up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from odoo.tools import config

config.parse_config([], setup_logging=False)  # ODOO_RC names the addons; the tests' deeds need them

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "sop_planning")]

import clients  # noqa: E402

from tests.serving import Person, Server, free_port  # noqa: E402

WORKERS = tuple(map(int, os.environ.get("LOAD_WORKERS", "1 2 4").split()))
LETTERS = "abcd" * 2
SECONDS = int(os.environ.get("LOAD_SECONDS", 60))
MASS = 1000
PATIENCE = 180
ROW = "{:>7} {:14} {:>8} {:>8} {:>9} {:>9}"


def main(database, odoo):
    """One round for each number of workers; 1 if a guarantee does not hold."""
    print(ROW.format("workers", "", "requests", "per s", "median ms", "95 % ms"), flush=True)
    broken = False
    seed = SimpleNamespace(**_shell(odoo, database, "seed.py"))
    for number in WORKERS:
        with _served(database, odoo, number) as server:
            crowd = clients.Crowd(server, seed, LETTERS, number)
            job_id = _ask_mass(server, seed, number)
            ledger, spent = crowd.work(SECONDS)
            mass = _wait_for(server, job_id)
        for row in ledger.rows(spent):
            print(ROW.format(number, row[0], row[1], *(f"{value:.1f}" for value in row[2:])))
        found = _shell(odoo, database, "sound.py")
        broken |= _tell(ledger, found, mass)
    return int(broken)


def _tell(ledger, found, seconds):
    """Print what was refused, what failed and what does not hold; whether anything is wrong."""
    print(f"        load of the machine {os.getloadavg()[0]:.1f}")
    print(f"        {MASS} started by the scheduler meanwhile in {seconds:.0f} s; left: {found}")
    for title, kinds in (("refused", ledger.refused), ("FAILED", ledger.failed)):
        for kind, count in sorted(kinds.items()):
            print(f"        {title} {count} × {kind}")
    sys.stdout.flush()
    return bool(ledger.failed or found["faults"])


def _shell(odoo, database, script):
    """Run a script of this folder in Odoo's shell; the last line it prints, read as JSON."""
    done = subprocess.run(
        [*odoo, "shell", "-d", database, "--no-http", "--log-level=critical"],
        input=(Path(__file__).parent / script).read_bytes(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout.decode().strip().splitlines()[-1])


class WithScheduler(Server):
    """The server of the tests with the scheduler, and nothing that spoils its work."""

    def __init__(self, database, folder, odoo, workers):
        super().__init__(SimpleNamespace(name=database, data_dir=Path(folder)), workers)
        self.odoo = odoo

    def _command(self):
        return [
            *(*self.odoo, "-d", self.copy.name, "--http-interface=127.0.0.1", f"--http-port={self.port}"),
            *(f"--gevent-port={free_port()}", f"--workers={self.workers}", "--max-cron-threads=1"),
            "--log-level=critical",
        ]


@contextmanager
def _served(database, odoo, workers):
    """A server with so many workers and one for the scheduler, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="sop-") as folder:
        server = WithScheduler(database, folder, odoo, workers)
        try:
            server.start()
            yield server
        finally:
            server.kill()


def _ask_mass(server, seed, number):
    """Have an officer ask for many processes; the id of the mass work."""
    officer = _officer(server)
    subjects = "\n".join(f"Massal {number}/{place}" for place in range(MASS))
    values = {"template_id": seed.sops["relay"], "by": "subjects", "subjects": subjects}
    dialog_id = officer.call("sop.process.start.many", "create", values).result
    return officer.call("sop.process.start.many", "action_start", [dialog_id]).result["res_id"]


def _wait_for(server, job_id):
    """Wait until mass work is done; the seconds from when it was asked for until it ended."""
    officer, end = _officer(server), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        [job] = officer.call("sop.job", "read", [job_id], ["state", "create_date", "date_end", "progress"]).result
        if job["state"] == "done":
            begun, ended = (datetime.fromisoformat(job[name]) for name in ("create_date", "date_end"))
            return (ended - begun).total_seconds()
        time.sleep(1)
    raise SystemExit(f"the mass work is not done: {job}")


def _officer(server):
    officer = Person(server, f"officer@{clients.AGENCY}.example")
    officer.log_in()
    return officer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

"""People who work at the same moment over HTTP: two browsers each, so that they press the same button at once."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from itertools import count
from random import Random
from statistics import median, quantiles
from threading import Lock, Thread
from types import SimpleNamespace

from tests.deeds import SendDisposition, Sign, StartRun
from tests.racing import AGENCY
from tests.serving import Person

# What somebody may hear who comes second; it says so and changes nothing.
SECOND = re.compile(
    r"UserError: .*(not your turn|moved on|closed or suspended|may not do this|in a running process)|MissingError"
)
ASKS_MORE = "RedirectWarning"
LOOKED_AT = 20


class Ledger:
    """What was done, how long each request took, and what was refused or went wrong."""

    def __init__(self):
        self._lock = Lock()
        self.times = defaultdict(list)
        self.refused = defaultdict(int)
        self.failed = defaultdict(int)

    def note(self, what, seconds, answer):
        with self._lock:
            self.times[what].append(seconds)
            if answer.is_done or answer.error.startswith(("odoo.exceptions." + ASKS_MORE, ASKS_MORE)):
                return
            kind = "no answer" if answer.is_lost else answer.error.split("\n")[0][:160]
            (self.refused if SECOND.search(answer.error) else self.failed)[f"{what}: {kind}"] += 1

    def rows(self, seconds):
        """What, requests a second, median and 95th part of a hundred in ms; all of them last."""
        for what, times in [*sorted(self.times.items()), ("all", sum(self.times.values(), []))]:
            yield what, len(times), len(times) / seconds, 1000 * median(times), 1000 * _p95(times)


def _p95(times):
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


class Client:
    """One browser of one person, who does by chance what he may until the time is up."""

    def __init__(self, server, seed, letter, ledger, name):
        self.seed, self.letter, self.ledger, self.name = seed, letter, ledger, name
        self.random, self.numbers = Random(name), count()
        self.person = Person(server, f"{letter}@{AGENCY}.example")

    def work(self, until):
        while time.monotonic() < until:
            act = self.random.choices((self.finish, self.start, self.dispose), (12, 3, 1))[0]
            act()

    def timed(self, what, call, *args, **kwargs):
        begun = time.monotonic()
        answer = call(*args, **kwargs)
        self.ledger.note(what, time.monotonic() - begun, answer)
        return answer

    def finish(self):
        """Tick something off in the inbox; two browsers of a person often take the same."""
        mine = [("user_id", "=", self.seed.users[self.letter]), ("res_model", "=", "sop.process")]
        found = self.timed("inbox", self.person.call, "mail.activity", "search_read", mine, ["res_id", "summary"],
                           limit=LOOKED_AT, order=self.random.choice(("id", "id desc")))  # fmt: skip
        if not found.result:
            return self.start()
        activity = found.result[min(int(self.random.expovariate(0.5)), len(found.result) - 1)]
        answer = self.timed("finish", self.person.call, "mail.activity", "action_feedback", [activity["id"]])
        if ASKS_MORE in answer.error:
            self.sign(activity["res_id"])

    def start(self):
        mine = [name for name, rows in self.seed.rows.items() if self.letter in "".join(rows)]
        kind = self.random.choice(mine)
        self.deed("start", StartRun(), template_id=self.seed.sops[kind], name=f"Beban {self.name}.{next(self.numbers)}")

    def sign(self, process_id):
        if self.deed("sign", Sign(), id=process_id, name=f"Nota {process_id}"):
            self.timed("finish", self.person.call, "sop.task.finish", "create", {"process_id": process_id})

    def dispose(self):
        running = [("state", "=", "running"), ("my_turn", "=", True)]
        found = self.person.call("sop.process", "search", running, limit=LOOKED_AT)
        if found.result and self.letter != "c":  # to whom the deed sends it
            self.deed("disposition", SendDisposition(), id=self.random.choice(found.result), name="X",
                      people=self.seed.users)  # fmt: skip

    def deed(self, what, deed, **run):
        """A deed of the tests, with the requests that prepare it; whether it was done."""
        run = SimpleNamespace(**run)
        try:
            prepared = deed.prepare(self.person, run)
        except AssertionError:  # somebody else was first
            return False
        if not all(prepared.values()):
            self.ledger.refused[f"{what}: the dialog did not open"] += 1
            return False
        return self.timed(what, deed.do, self.person, run, **prepared).is_done


class Crowd:
    """Everybody, logged in."""

    def __init__(self, server, seed, letters, number):
        self.ledger = Ledger()
        self.clients = [
            Client(server, seed, letter, self.ledger, f"{number}.{place}") for place, letter in enumerate(letters)
        ]
        for client in self.clients:
            client.person.log_in()  # which also lets the workers load what they need

    def work(self, seconds):
        """Let all work for some time.

        :return: Ledger, and the seconds until the last request was answered
        """
        begun = time.monotonic()
        threads = [Thread(target=client.work, args=(begun + seconds,)) for client in self.clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.ledger, time.monotonic() - begun

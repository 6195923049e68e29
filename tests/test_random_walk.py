"""Random people try random moves on random SOPs; the rules of `flow`, played beside them, say what must come of it."""

from collections import Counter
from random import Random
from typing import NamedTuple

from odoo.addons.sop_planning.flow import moves
from odoo.addons.sop_planning.flow.moves import Move
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command
from odoo.tools import SQL

from .common import SopCase
from .racing import Soundness

SEEDS = range(20)
TURNS = 30
PARTICIPANTS = ("kaban", "sekretaris", "kasubag", "staf")
OFFICERS = ("pengelola", "admin-sop")
OUTSIDER = "kabid1"
# How often each kind of move is tried; runs should get far, so that finishing prevails.
WEIGHTS = {
    "activity": 8,
    "dialog": 6,
    moves.START: 1,
    moves.SEND_BACK: 3,
    moves.SUSPEND: 1,
    moves.RESUME: 1,
    moves.CANCEL: 0.4,
    moves.REOPEN: 0.6,
    moves.CALL_BACK: 1.5,
    moves.SKIP: 1,
    moves.CLAIM: 2,
    moves.RELEASE: 2.5,
    moves.DELEGATE: 1,
    moves.REASSIGN: 1.5,
    "read": 1,
    "stand in": 1,
    "return": 0.7,
    "leave": 0.5,
    "come back": 0.8,
}
# What happens around a run and moves it nowhere: looking at it, acting officials, people who leave.
AROUND = ("read", "stand in", "return", "leave", "come back")


class Attempt(NamedTuple):
    """Who tries what; `kind` is a move, or the way a step is finished: 'activity' or 'dialog'."""

    user: object
    kind: str
    move: Move
    activity: object = None
    other: object = None


class TestRandomWalk(SopCase, Soundness):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.everyone = [cls.person(name) for name in (*PARTICIPANTS, *OFFICERS, OUTSIDER)]
        cls.officers = [cls.person(name) for name in OFFICERS]

    def test_walks(self):
        made, refused, ends = Counter(), Counter(), Counter()
        for seed in SEEDS:
            with self.subTest(seed=seed):
                for attempt, accepted in self._walk(seed):
                    (made if accepted else refused)[attempt.kind] += 1
                ends[self.state.status] += 1
        print(f"\n{len(SEEDS)} walks, ended {dict(ends)}\nmade {dict(made)}\nrefused {dict(refused)}")
        # Walks in which something is never allowed, or never refused, would show little of it.
        self.assertEqual(set(made), set(WEIGHTS))
        self.assertEqual(set(refused), set(WEIGHTS) - set(AROUND))

    def _walk(self, seed):
        self.rng = Random(seed)
        self.env["sop.acting"].search([("state", "=", "confirmed")]).action_end()
        self._come_back()
        self.template = self._random_sop()
        self.flow = self.template._frozen().flow
        self.process = self._prepared()
        self.state, self.stored = moves.State(), self._everything()
        for turn in range(TURNS):
            attempt = self._random_attempt()
            yield attempt, self._try(attempt, f"seed {seed}, turn {turn}, {attempt}, at {self.state}")
            if self.state.status in (moves.DONE, moves.CANCELLED) and turn % 5 == 0:
                return  # some attempts on a closed run as well

    # A random SOP

    def _random_sop(self):
        rng, count = self.rng, self.rng.randint(1, 12)
        template = self.env["sop.template"].create(
            {
                "name": "Acak",
                "company_id": self.company.id,
                "notify_by_message": rng.random() < 0.2,
                "allows_delegation": rng.random() < 0.6,
                "executor_ids": [self._random_column(number) for number in range(rng.randint(1, 4))],
            }
        )
        rows = [self._random_row(template.executor_ids.ids, number) for number in range(count)]
        steps = self.env["sop.template.step"].create([{**row, "template_id": template.id} for row in rows])
        self.env["sop.template.branch"].create(
            [values for number in range(count) for values in self._random_exits(steps, number)]
        )
        template._make_effective(False)
        return template

    def _random_column(self, number):
        people = self.rng.sample(PARTICIPANTS, self.rng.choice((1, 1, 1, 2, 3)))
        users = [self.person(name).id for name in people]
        return Command.create({"name": f"Kolom {number}", "rule": "team", "user_ids": [Command.set(users)]})

    def _random_row(self, columns, number):
        chosen = self.rng.sample(columns, self.rng.randint(1, min(3, len(columns))))
        return {
            "sequence": number,
            "name": f"Langkah {number}",
            "duration": self.rng.randint(0, 3),
            "executor_ids": [Command.set(chosen)],
            "main_executor_id": chosen[0],
            "joint": self.rng.choice(("all", "all", "any")),
        }

    def _random_exits(self, steps, number):
        """None, or one that goes on to the next row, so that every row is reached, and others to anywhere."""
        if len(steps) == 1 or self.rng.random() < 0.65:
            return []
        onward = steps[number + 1].id if number + 1 < len(steps) else False
        anywhere = [step.id for step in steps if step != steps[number]] + [False]
        targets = [onward, *self.rng.choices(anywhere, k=self.rng.randint(1, 2))]
        self.rng.shuffle(targets)
        return [
            {"step_id": steps[number].id, "name": f"Jalan {way}", "target_step_id": target}
            for way, target in enumerate(targets)
        ]

    def _prepared(self):
        """A prepared process; somebody else may be its requester than the officer who prepared it."""
        officer, requester = self.officers[0], self.rng.choice(self.everyone)
        values = {"template_id": self.template.id, "name": "Acak", "requester_id": requester.id}
        return self.env["sop.process"].browse(self.as_person(self.env["sop.process"], officer).create(values).id)

    # A random attempt

    def _random_attempt(self):
        kind = self.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if self.state.status == moves.DRAFT and self.rng.random() < 0.7:
            kind = moves.START
        if self.state.status == moves.SUSPENDED and self.rng.random() < 0.5:
            kind = moves.RESUME
        if self.state.status in (moves.DONE, moves.CANCELLED) and self.rng.random() < 0.4:
            kind = moves.REOPEN
        user = self._random_user(kind)
        if kind == "activity":
            return Attempt(user, kind, Move(moves.FINISH), self._random_activity(user))
        if kind == "dialog":
            return Attempt(user, kind, Move(moves.FINISH, exit=self._random_exit()))
        target = self._random_target(kind, user) if kind in moves.NEEDS_TARGET else None
        exit_ = self._random_exit() if kind == moves.SKIP else None
        reason = self.rng.choice(("perlu", "perlu", "perlu", "  ")) if kind in moves.NEEDS_REASON else ""
        return Attempt(user, kind, Move(kind, exit=exit_, target=target, reason=reason), other=self._random_other(user))

    def _random_other(self, user):
        return self.rng.choice([other for other in self.everyone if other != user and other.active])

    def _random_user(self, kind):
        """Mostly somebody who may do such a thing."""
        if kind == moves.SKIP and self.rng.random() < 0.6:
            return self.officers[1]
        if kind in (moves.START, moves.SUSPEND, moves.RESUME, moves.CANCEL, moves.REOPEN, moves.REASSIGN):
            return self.rng.choice(self.officers if self.rng.random() < 0.6 else self.everyone)
        last = self.process.event_ids.sorted("id")[-1:].user_id
        holders = self._open_tasks().filtered("is_claimed").user_id
        if kind == moves.RELEASE and holders and self.rng.random() < 0.8:
            return holders[0]
        if kind == moves.CALL_BACK and last in self.everyone and self.rng.random() < 0.7:
            return last
        asked = [user for user in self.everyone if self._columns_of(user)]
        return self.rng.choice(asked if asked and self.rng.random() < 0.85 else self.everyone)

    def _random_activity(self, user):
        """Mostly his own; else one of somebody else, or one that is done."""
        activities = self.env["mail.activity"].with_context(active_test=False)
        activities = activities.search([("res_model", "=", "sop.process"), ("res_id", "=", self.process.id)])
        open_ones = activities.filtered("active")
        own = open_ones.filtered(lambda activity: activity.user_id == user)
        if own and self.rng.random() < 0.85:
            return own
        return self.rng.choice((open_ones if self.rng.random() < 0.5 else activities) or [activities.browse()])

    def _random_exit(self):
        here = [way_out.key for way_out in self.flow.step(self.state.step).exits] if self.state.step else []
        anywhere = self.template.step_ids.branch_ids.ids
        if here and self.rng.random() < 0.85:
            return self.rng.choice(here)
        return self.rng.choice(anywhere) if anywhere and self.rng.random() < 0.2 else None

    def _random_target(self, kind, user):
        if kind == moves.REOPEN:
            return self.rng.choice(list(self.state.visits) or self.template.step_ids.ids)
        if kind == moves.CALL_BACK:
            return self._sent_from(user)
        earlier = moves.earlier_steps(self.flow, self.state) if self.state.step else ()
        return self.rng.choice(earlier if earlier and self.rng.random() < 0.7 else self.template.step_ids.ids)

    # What the rules say

    def _columns_of(self, user):
        """Columns of the present step for which this person is asked; that they are the awaited ones is asserted."""
        return frozenset(self._open_tasks(user).executor_id.ids)

    def _open_tasks(self, user=None):
        tasks = self.process.task_ids.filtered(lambda task: task.state == "open")
        return tasks.filtered(lambda task: task.user_id == user) if user else tasks

    def _actor(self, user):
        officer, mine = user in self.officers, self._open_tasks(user)
        own = user in (self.process.requester_id, self.process.starter_id, self.process.create_uid)
        return moves.Actor(
            self._columns_of(user),
            starts=officer or own,
            directs=officer or own,
            manages=officer,
            claims=frozenset((mine.executor_id & (self._open_tasks() - mine).executor_id).ids),
            holds=frozenset(mine.filtered("is_claimed").executor_id.ids),
            delegates=self.template.allows_delegation,
            reassigns=officer,
            skips=user == self.officers[1],
            reopens=officer and self.state.status in (moves.DONE, moves.CANCELLED) and bool(self.state.visits),
            sent_from=self._sent_from(user),
        )

    def _sent_from(self, user):
        """By the journal: who brought the run here; nobody may have opened or finished anything here since."""
        here = self.process.task_ids.filtered("is_current")
        arrivals = self.process.event_ids.sorted("id").filtered("target_step_id")
        if self.state.status != moves.RUNNING or here.filtered("date_read") or "done" in here.mapped("state"):
            return None
        last = arrivals[-1:]
        sent = last.kind in (moves.FINISH, moves.SEND_BACK, moves.SKIP) and last.user_id == user
        return last.step_id.id if sent else None

    def _expected(self, attempt):
        """The state the rules come to, or None where they refuse."""
        if attempt.kind == "activity" and not self._is_his_to_tick(attempt):
            return None
        if attempt.kind in AROUND:
            return self.state
        if attempt.kind == moves.REASSIGN and not (self._open_tasks() or self.process.is_unmanned):
            return None
        try:
            return moves.judge(self.flow, self.state, self._actor(attempt.user), attempt.move)
        except moves.Refused:
            return None

    def _is_his_to_tick(self, attempt):
        return attempt.activity.active and attempt.activity.user_id == attempt.user

    # Trying

    def _try(self, attempt, note):
        """Make an attempt and compare with the rules.

        :return: whether the move was made
        """
        self._assert_offers(attempt.user, note)
        expected, before = self._expected(attempt), self.stored
        refusal = self._make(attempt)
        self.env.invalidate_all()
        self.stored = self._everything()
        if expected is None:
            self.assertEqual(self.stored, before, f"a refused move changed something; {note}")
        else:
            self.assertIsNone(refusal, f"the rules allow it; {note}")
            self.state = expected
        stored = self.process._state(self.process._current_tasks())
        self.assertEqual(stored, self.state, note)
        self.assert_sound(self.process, note)
        return expected is not None

    def _assert_offers(self, user, note):
        """The buttons show what the rules allow."""
        offered = self.as_person(self.process, user)._offers()
        self.assertEqual(offered, moves.offers(self.flow, self.state, self._actor(user)), note)

    def _make(self, attempt):
        """No savepoint: a refused move must have written nothing before it was refused.

        :return: the refusal, or None
        """
        try:
            self._act(attempt)
            self.env.flush_all()
        except (UserError, RedirectWarning) as refusal:
            return str(refusal.args[0])

    def _act(self, attempt):
        process, move = self.as_person(self.process, attempt.user), attempt.move
        if attempt.kind == "activity":
            self.as_person(attempt.activity, attempt.user).action_feedback("selesai")
        elif attempt.kind == "dialog":
            values = {"process_id": process.id, "branch_id": move.exit or False}
            process.env["sop.task.finish"].create(values).action_finish()
        elif attempt.kind in (moves.START, moves.RESUME, moves.CALL_BACK, moves.CLAIM, moves.RELEASE):
            getattr(process, f"action_{attempt.kind}")()
        elif attempt.kind in (moves.DELEGATE, moves.REASSIGN):
            values = {"process_id": process.id, "kind": attempt.kind, "reason": move.reason}
            process.env["sop.process.pass"].create({**values, "user_id": attempt.other.id}).action_confirm()
        elif attempt.kind in AROUND:
            self._go_around(attempt)
        else:
            values = {"process_id": process.id, "kind": attempt.kind, "reason": move.reason}
            values.update(target_id=move.target or False, branch_id=move.exit or False)
            process.env["sop.process.move"].create(values).action_confirm()

    # What happens around a run

    def _go_around(self, attempt):
        if attempt.kind == "read":
            self.as_person(self.process, attempt.user)._mark_read()
        elif attempt.kind == "stand in":
            self._stand_in(attempt.user, attempt.other)
        elif attempt.kind == "return":
            self._periods()[:1].action_end()
        elif attempt.kind == "leave" and attempt.user not in self.officers:
            attempt.user.action_archive()
        elif attempt.kind == "come back":
            self._come_back()

    def _periods(self):
        return self.env["sop.acting"].search([("state", "=", "confirmed"), ("company_id", "=", self.company.id)])

    def _stand_in(self, official, deputy):
        if official in self._periods().user_id:
            return
        officer = self.as_person(self.env["sop.acting"], self.officers[0])
        today = self.company._sop_today()
        values = {"user_id": official.id, "deputy_id": deputy.id, "office": "Jabatan", "company_id": self.company.id}
        officer.create({**values, "date_from": today, "date_to": today}).action_confirm()

    def _come_back(self):
        for user in self.everyone:
            if not user.active:
                user.action_unarchive()
        self.env["sop.process"]._cron_stand_in()

    def _everything(self):
        """Every stored value of the run: the process, its tasks, its journal, its people, its inbox, its chatter."""
        self.env.flush_all()
        process = self.process
        activities = self.env["mail.activity"].with_context(active_test=False)
        return [
            self._rows(process),
            self._rows(process.task_ids),
            self._rows(process.event_ids),
            self._rows(process.member_ids),
            self._rows(activities.search([("res_model", "=", "sop.process"), ("res_id", "=", process.id)])),
            (process.message_ids.ids, sorted(process.message_partner_ids.ids), sorted(process.participant_ids.ids)),
        ]

    def _rows(self, records):
        table = SQL.identifier(records._table)
        return self.env.execute_query(SQL("SELECT * FROM %s WHERE id = ANY(%s) ORDER BY id", table, records.ids))

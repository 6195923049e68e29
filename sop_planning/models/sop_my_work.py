from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date, format_datetime

# A page on a telephone; the whole list is a click away.
SHOWN = 10


class SopMyWork(models.AbstractModel):
    """What waits for a person, what he has sent, and what will come to him.

    Access: it is the current user's own work, read with his own rights.
    """

    _name = "sop.my.work"
    _description = "My SOP work"

    @api.model
    def overview(self):
        """The page "My work": of each part how many there are, the most urgent of them, and the domain of the list.

        :return: dict of plain values in the user's language and time zone
        :raises AccessError: the user has no rights on processes
        """
        self.env["sop.process"].check_access("read")
        return {
            "name": self.env.user.name,
            "tasks": self._tasks(),
            "dispositions": self._dispositions(),
            "sent": self._sent(),
            "answers": self._answers(),
            "coming": self._coming(),
        }

    # My tasks now

    def _tasks(self):
        Task, now = self.env["sop.task"], fields.Datetime.now()
        mine = Domain("user_id", "=", self.env.uid) & Domain("state", "=", "open")
        domain = mine & Domain("process_id.state", "=", "running")
        # Whoever may read the task may read its process: asking for that twice would read every process that runs.
        mine &= Domain("process_id", "any!", [("state", "=", "running")])
        names = ["process_id", "template_id", "step_id", "executor_id", "date_deadline", "office", "is_claimed"]
        tasks = Task.search_fetch(mine, names, limit=SHOWN, order="date_deadline, id")
        count, late = self._count(Task, mine, "date_deadline", now)
        return self._part("sop.task", domain, count, [self._task(task, now) for task in tasks]) | {"late": late}

    def _task(self, task, now):
        sop = task.template_id._frozen()
        return {
            "id": task.id,
            "process_id": task.process_id.id,
            "name": task.process_id.display_name,
            "sop": sop.title,
            "step": sop.rows[task.step_id.id].title,
            "office": task.office or "",
            "claimed": task.is_claimed,
            **self._due(task.date_deadline, now),
        }

    # Dispositions to me, and those of mine nobody has answered

    def _dispositions(self):
        domain = Domain("asked_id", "=", self.env.uid) & Domain("state", "=", "open")
        return self._lines(domain, lambda line: line.sender_position or line.disposition_id.person)

    def _answers(self):
        domain = Domain("sender_id", "=", self.env.uid) & Domain("state", "=", "open") & Domain("role", "=", "to")
        return self._lines(domain, lambda line: line._printed())

    def _lines(self, domain, person):
        """What was sent is told, not what it says: whoever reads that has opened it."""
        Line, today = self.env["sop.disposition.recipient"], fields.Date.context_today(self)
        lines = Line.search(domain, limit=SHOWN, order="date_due, id desc")
        count, late = self._count(Line, domain, "date_due", today)
        urgencies = dict(Line._fields["urgency"]._description_selection(self.env))
        rows = [
            {
                "id": line.id,
                "number": line.number,
                "name": line.letter_subject or line.process_id.display_name,
                "person": person(line),
                "unread": not line.date_read,
                "urgency": urgencies[line.urgency] if line.urgency != "normal" else "",
                "due": line.date_due and format_date(self.env, line.date_due, date_format="d MMM y") or "",
                "late": bool(line.date_due) and line.date_due < today,
            }
            for line in lines
        ]
        return self._part(Line._name, domain, count, rows) | {"late": late}

    # What I sent, and what will come to me

    def _sent(self):
        Process = self.env["sop.process"]
        domain = Domain("sent_by_me", "=", True)
        processes = Process.search(domain, limit=SHOWN, order="date_deadline, id")
        count, late = self._count(Process, domain, "date_deadline", fields.Datetime.now())
        return self._part(Process._name, domain, count, self._runs(processes)) | {"late": late}

    def _coming(self):
        Process = self.env["sop.process"]
        rows = self.env.execute_query(
            SQL(
                "SELECT id, number, away, count(*) OVER () FROM (%s) coming ORDER BY away, id LIMIT %s",
                Process._coming_sql(),
                SHOWN,
            )
        )
        places = {process: (number, away) for process, number, away, _count in rows}
        runs = self._runs(Process.browse(places))
        for run in runs:
            run["my_number"], run["away"] = places[run["id"]]
        return self._part(Process._name, Domain("coming_to_me", "=", True), rows[0][-1] if rows else 0, runs)

    def _runs(self, processes):
        now = fields.Datetime.now()
        return [
            {
                "id": process.id,
                "name": process.display_name,
                "sop": process.template_id._frozen().title,
                "step": process.template_id._frozen().rows[process.current_step_id.id].title,
                "person": process.waiting_for,
                "suspended": process.state == "suspended",
                "progress": process.progress,
                **self._due(process.state == "running" and process.date_deadline, now),
            }
            for process in processes
        ]

    # What the parts share

    def _part(self, model, domain, count, rows):
        return {"model": model, "domain": list(domain), "count": count, "rows": rows}

    def _count(self, Model, domain, deadline, now):
        """How many, and how many of them late, in one query."""
        query = Model._search(domain)
        ((count, late),) = self.env.execute_query(
            query.select(
                SQL("count(*)"),
                SQL("count(*) FILTER (WHERE %s < %s)", Model._field_to_sql(query.table, deadline, query), now),
            )
        )
        return count, late

    def _due(self, moment, now):
        return {
            "due": format_datetime(self.env, moment, dt_format="d MMM y, HH:mm") if moment else "",
            "late": bool(moment) and moment < now,
        }

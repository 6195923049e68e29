"""SQL queries of dispositions: constant in the number of recipients, and of sheets in one call."""

from contextlib import contextmanager

from odoo.fields import Command

from .dispositions import DispositionCase

# Sent from its dialog: number, people with their offices, disposition, lines, activities, journal, message. Two of them
# lock the process and read its chatter, so that the line of the journal follows the one before and seals what was said.
SEND = 35


class TestBudgets(DispositionCase):
    @contextmanager
    def counting(self):
        self.env.flush_all()
        self.env.invalidate_all()
        counted, before = [], self.cr.sql_log_count
        yield counted
        self.env.flush_all()
        self.cr.flush()
        counted.append(self.cr.sql_log_count - before)

    def cost(self, to, process=None, **values):
        """The engine's part, by one RPC."""
        process = self.as_person(process or self.start(self.template, self.kaban), self.kaban)
        to = to.with_env(process.env)
        with self.counting() as counted:
            process._send_disposition(
                {"words": "X", "urgency": "normal", "secrecy": "ordinary", **values}, to, to.browse()
            )
        return counted[0]

    def test_recipients(self):
        # None of them takes part yet, so that each has to be taken in.
        fit = self.env["res.users"].create(
            [
                {
                    "name": f"Pegawai {number}",
                    "login": f"pegawai{number}",
                    "company_id": self.company.id,
                    "company_ids": self.company.ids,
                    "group_ids": [Command.set(self.env.ref("sop_planning.group_sop_user").ids)],
                }
                for number in range(12)
            ]
        )
        self.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "company_id": self.company.id, "job_title": "Staf"}
                for user in fit
            ]
        )
        for _warming in range(2):
            self.cost(fit[:1])
        costs = {count: self.cost(fit[:count]) for count in (1, 3, 12)}
        print(f"\nqueries to send a disposition, by number of recipients: {costs}")
        self.assertEqual(len(set(costs.values())), 1, costs)
        self.assertLessEqual(costs[12], SEND)

    def test_others_cost_nothing(self):
        process = self.start(self.template, self.kaban)
        for _warming in range(2):
            self.cost(self.sekretaris, process)
        first = self.cost(self.sekretaris, process)
        for _turn in range(10):
            self.cost(self.sekretaris, process)
        self.assertEqual(self.cost(self.sekretaris, process), first)

    def test_sheets_in_one_call(self):
        def cost(dispositions):
            Report = self.as_person(self.env["ir.actions.report"], self.kaban)
            with self.counting() as counted:
                Report._render_qweb_html("sop_planning_reports.sop_disposition_sheet", dispositions.ids)
            return counted[0]

        sent = self.env["sop.disposition"].union(*(self.send(self.kaban, self.sekretaris) for _turn in range(8)))
        cost(sent[:1])
        costs = {count: cost(sent[:count]) for count in (1, 2, 8)}
        print(f"\nqueries to print sheets: {costs}")
        self.assertLessEqual(costs[8], costs[2])

from markupsafe import Markup

from odoo import api, fields, models

from ..journal import chain
from .engine_key import with_engine
from .form_action import form_action

WHO = [("person", "By hand"), ("cron", "Daily")]
STATES = [("running", "Not finished"), ("intact", "Intact"), ("broken", "Broken")]
BATCH = 500


class SopJournalCheck(models.Model):
    """One check of all journals of an agency: what was read, and what is broken.

    Access: administrators of SOP Planning read those of their agencies; nobody writes them.
    """

    _name = "sop.journal.check"
    _description = "Check of the journals"
    _inherit = ["sop.guarded"]
    _order = "id desc"

    company_id = fields.Many2one("res.company", string="Agency", required=True, index=True)
    who = fields.Selection(WHO, string="Checked", required=True)
    state = fields.Selection(STATES, string="Result", required=True, default="running")
    date_begin = fields.Datetime(string="Begun", required=True, default=fields.Datetime.now)
    date_end = fields.Datetime(string="Finished")
    last_process_id = fields.Integer(help="Id of the last process that has been read.")
    processes = fields.Integer(help="Started processes that were read.")
    events = fields.Integer(string="Lines", help="Lines of their journals.")
    unchained = fields.Integer(
        string="Not sealed", help="Processes from before journals were sealed: there is nothing to check them by."
    )
    broken = fields.Integer(help="Processes in which something is not as the journal has sealed it.")
    line_ids = fields.One2many("sop.journal.break", "check_id", string="What is broken")

    @api.depends("date_begin", "company_id")
    @api.depends_context("tz")
    def _compute_display_name(self):
        for check in self:
            begun = fields.Datetime.context_timestamp(check, check.date_begin)
            check.display_name = f"{check.company_id.name}, {begun:%Y-%m-%d %H:%M}"

    def action_check(self):
        """Check the journals of one's present agency now, and show the result.

        :raises AccessError: one is not an administrator of SOP Planning
        """
        self.check_access("read")
        check = self._begin(self.env.company, "person")
        while check._read_batch():
            pass
        check._close()
        return {**form_action(check), "name": self.env._("Check of the journals")}

    @api.model
    def _begin(self, company, who):
        # Nobody writes a check; who may have one made is judged before.
        return with_engine(self.sudo()).create({"company_id": company.id, "who": who})

    def _read_batch(self):
        """Check some more processes.

        :return: how many were read; 0 when there are no more
        """
        processes = self.env["sop.process"].search(self._still_to_read(), order="id", limit=BATCH)
        if not processes:
            return 0
        runs = processes._runs()
        found = {key: chain.check(run) for key, run in runs.items()}
        self.env["sop.journal.break"].create(
            [self._line_values(runs[key].row, findings[0]) for key, findings in found.items() if findings]
        )
        self.write(
            {
                "last_process_id": processes[-1].id,
                "processes": self.processes + len(runs),
                "events": self.events + sum(len(run.events) for run in runs.values()),
                "unchained": self.unchained + sum(run.is_unchained for run in runs.values()),
                "broken": self.broken + sum(bool(findings) for findings in found.values()),
            }
        )
        return len(processes)

    def _still_to_read(self):
        # One that is prepared has no journal yet; one that has been made to look so still has.
        return [
            ("company_id", "=", self.company_id.id),
            ("id", ">", self.last_process_id),
            *("|", ("state", "!=", "draft"), ("event_ids", "!=", False)),
        ]

    def _line_values(self, process, finding):
        return {
            "check_id": self.id,
            "process_id": process["id"],
            "name": process["name"],
            "number": finding.number,
            "what": finding.what,
            "fact": finding.fact,
        }

    def _close(self):
        self.write({"state": "broken" if self.broken else "intact", "date_end": fields.Datetime.now()})

    @api.model
    def _cron_check(self):
        """Check the journals of every agency once a day, and tell its administrators where something is broken."""
        agencies = self.env["sop.process"]._read_group([], ["company_id"], ["__count"])
        self.env["ir.cron"]._commit_progress(remaining=sum(count for _company, count in agencies))
        for company, _count in agencies:
            if not self._check_daily(company):
                return  # the cron is called again for the rest

    def _check_daily(self, company):
        """:return: whether there is time left"""
        check = with_engine(self).search([("company_id", "=", company.id), ("who", "=", "cron")], limit=1)
        if check.state in ("intact", "broken"):
            if check.date_begin.date() == fields.Date.today():
                return True
            check = check.browse()
        check = check or self._begin(company, "cron")
        while read := check._read_batch():
            if not self.env["ir.cron"]._commit_progress(read):
                return False
        check._close()
        if check.broken:
            check._tell_administrators()
        return True

    def _tell_administrators(self):
        company = self.company_id
        company._sop_tell_administrators(
            self.env._("%(agency)s: processes that do not match their journals", agency=company.name),
            Markup("<ul>%s</ul>") % Markup("").join(Markup("<li>%s</li>") % line.sentence for line in self.line_ids),
            self,
        )

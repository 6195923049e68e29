from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.misc import clean_context

from .collisions import tried_again
from .form_action import form_action

STATES = [("waiting", "Waiting"), ("running", "Running"), ("stopped", "Stopped"), ("done", "Done")]
OPEN = ("waiting", "running")
# Lines a transaction does, by kind: a portion should take a few seconds, so that stopping is felt at once.
PORTIONS = {"start": 100}
# So few are done while the asker waits; more go to the scheduler.
AT_ONCE = 20
KEEP_DAYS = 30
# Failures named in the message that tells the end; the list shows all.
TOLD = 20


class SopJob(models.Model):
    """Mass work that somebody asked for: many processes started, many papers printed, an agency's deadlines recomputed.

    A line is one piece of it. The scheduler does the lines in portions, each in a transaction of its own together with
    what it makes, with the rights of whoever asked; so it may be killed at any moment, and nothing is lost or done
    twice. A line that fails keeps the reason and stops nobody.

    Access: whoever asked reads his own, an administrator those of his agencies; only the engine writes them.
    """

    _name = "sop.job"
    _description = "Mass work"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [("start", "Start processes"), ("replan", "Recompute deadlines")], string="What", required=True, readonly=True
    )
    state = fields.Selection(STATES, required=True, default="waiting", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Asked by", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", string="Agency", required=True, readonly=True, ondelete="cascade")
    template_id = fields.Many2one("sop.template", string="SOP", readonly=True, ondelete="cascade")
    period = fields.Char(readonly=True)
    date_end = fields.Datetime(string="Ended", readonly=True)
    line_ids = fields.One2many("sop.job.line", "job_id", string="Pieces of work", readonly=True)
    failed_line_ids = fields.One2many(
        "sop.job.line", "job_id", string="What failed", domain=[("state", "=", "failed")], readonly=True
    )
    to_plan = fields.Integer(readonly=True, help="Processes whose deadlines are to be recomputed.")
    planned = fields.Integer(readonly=True, help="Processes whose deadlines have been looked at.")

    total = fields.Integer(string="In all", compute="_compute_counts")
    done_count = fields.Integer(string="Done", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", help="What has been tried, in percent.")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _open = models.Index("(id) WHERE state IN ('waiting', 'running')")

    @api.depends("line_ids.state", "planned", "to_plan", "state")
    def _compute_counts(self):
        counted = {job: {} for job in self}
        for job, state, count in self.env["sop.job.line"]._read_group(
            [("job_id", "in", self.ids)], ["job_id", "state"], ["__count"]
        ):
            counted[job][state] = count
        for job, counts in counted.items():
            job.total = sum(counts.values()) or job.to_plan
            job.done_count = counts.get("done", job.planned)
            job.failed_count = counts.get("failed", 0)
            tried = job.done_count + job.failed_count
            job.progress = 100 if job.state == "done" else 100 * tried / (job.total or 1)

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for job in self:
            job.is_mine = job.user_id == self.env.user

    # Actions

    def action_stop(self):
        """Do no further portion; the one under way is finished.

        :raises AccessError: somebody else has asked for it, :raises UserError: it is at its end
        """
        self._of_asker(OPEN).state = "stopped"

    def action_resume(self):
        """Go on where it was stopped.

        :raises AccessError: somebody else has asked for it, :raises UserError: it was not stopped
        """
        job = self._of_asker(("stopped",))
        job.state = "waiting"
        job._call_scheduler()

    def action_retry(self):
        """Try once more what has failed, and nothing else.

        :raises AccessError: somebody else has asked for it, :raises UserError: it is still at work or nothing failed
        """
        job = self._of_asker(("done",))
        failed = job.line_ids.filtered(lambda line: line.state == "failed")
        if not failed:
            raise UserError(self.env._("Nothing has failed."))
        failed.write({"state": "waiting", "error": False})
        job.write({"state": "waiting", "date_end": False})
        job._call_scheduler()

    def action_open_processes(self):
        """Open the processes that were started."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sop_planning.sop_process_action")
        return {**action, "domain": [("id", "in", self.line_ids.process_id.ids)], "context": {}}

    def _open_form(self):
        return form_action(self)

    def _of_asker(self, states):
        """The job to write, for its asker: nobody has rights to write one, so this is where they are judged."""
        self.ensure_one()
        self.check_access("read")
        if not self.is_mine:
            raise AccessError(self.env._("Only %(person)s, who asked for it, may do this.", person=self.user_id.name))
        if self.state not in states or self.kind == "replan":
            raise UserError(self.env._("This is not possible now; look at it again."))
        return self.sudo()

    # Asking

    @api.model
    def _ask(self, values, lines):
        """Have work done for the current user: at once where it is little, else by the scheduler.

        :param values: values of the job, :param lines: list of values of its lines
        :return: sop.job
        """
        # Nobody has rights to write jobs: what is asked for was checked by the caller, and is again when it is done.
        without_defaults = clean_context(self.env.context)  # a client's
        Job = self.with_env(self.env(su=True, context=without_defaults))
        job = Job.create({**values, "user_id": self.env.uid})
        Job.env["sop.job.line"].create([{**line, "job_id": job.id} for line in lines])
        if len(lines) <= AT_ONCE:
            job._work_portion()
            job._work_portion(tell=False)
        else:
            job._call_scheduler()
        return job.with_env(self.env)

    @api.model
    def _call_scheduler(self):
        self.env.ref("sop_planning.ir_cron_job").sudo()._trigger()

    # Working

    @api.model
    def _cron_work(self):
        """Do what waits, a portion of each job in turn, each portion in a transaction of its own."""
        time_left = self.env["ir.cron"]._commit_progress(remaining=self._remaining())
        while time_left and (jobs := self.search(self._open_domain(), order="id")):
            handled = 0
            for job in jobs:
                done = job._try_portion()
                handled += done
                time_left = self.env["ir.cron"]._commit_progress(done, remaining=self._remaining())
                if not time_left:
                    # Core lets the others have their turn, and would then sleep for a minute.
                    return self._call_scheduler()
            if not handled:
                return  # somebody else is at it, or all is done

    @api.model
    def _open_domain(self):
        # Deadlines are recomputed by `sop.replan`, which tells its jobs how far it is.
        return Domain("state", "in", OPEN) & Domain("kind", "!=", "replan")

    @api.model
    def _remaining(self):
        lines = Domain("state", "=", "waiting") & Domain("job_id", "any", self._open_domain())
        return self.env["sop.job.line"].search_count(lines)

    def _try_portion(self):
        """A portion, tried again when it collided with somebody; the number of lines done or failed."""
        return tried_again(self.env, self._work_portion, f"Mass work {self.id}") or 0

    def _work_portion(self, tell=True):
        """Do the next lines of a job, or end it.

        Lines that another server has in hand are left alone. A line it has done since this transaction began makes
        PostgreSQL refuse the lock, so none is done twice.

        :param tell: send the asker a message at the end
        :return: number of lines done or failed
        """
        if self.state not in OPEN:
            return 0
        waiting = [("job_id", "=", self.id), ("state", "=", "waiting")]
        lines = self.env["sop.job.line"].search(waiting, limit=PORTIONS[self.kind], order="id")
        if not lines:
            self._end(tell)
            return 0
        lines = lines.try_lock_for_update()
        if lines and self.state == "waiting":
            self.state = "running"
        lines.with_context(lang=self.user_id.lang)._work()  # why one fails is for the asker to read
        return len(lines)

    def _end(self, tell):
        self.write({"state": "done", "date_end": fields.Datetime.now()})
        if tell:
            self.with_context(lang=self.user_id.lang)._tell()

    def _tell(self):
        """Tell the asker that it is done, and what has failed, in his inbox or by mail as he likes it."""
        failed = self.failed_line_ids[:TOLD]
        more = self.failed_count - len(failed)
        values = {
            "headline": self.env._("%(done)s of %(total)s are done.", done=self.done_count, total=self.total),
            "failed": failed,
            "more": self.env._("And %(count)s more; the list shows all of them.", count=more) if more else "",
        }
        self.env["mail.thread"].message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=self.env._("Mass work is done: %(name)s", name=self.name),
            body=self.env["ir.qweb"]._render("sop_planning.sop_job_told", values, minimal_qcontext=True),
            model=self._name,
            res_id=self.id,
        )

    def _as_asker(self, records):
        """`records` with the rights, language and zone of whoever asked, in the agency he asked for.

        :raises AccessError: he has left
        """
        user = self.user_id
        if not user.active or self.company_id not in user.company_ids:
            raise AccessError(self.env._("%(person)s no longer works here.", person=user.name))
        companies = self.company_id | user.company_ids
        context = {"lang": user.lang, "tz": user.tz, "allowed_company_ids": companies.ids}
        return records.with_env(self.env(user=user.id, su=False, context=context))

    @api.autovacuum
    def _gc_old(self):
        """Delete what ended long ago; what it made stays."""
        old = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.search([("state", "in", ("done", "stopped")), ("write_date", "<", old)], limit=1000).unlink()

import logging

from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.tools import format_datetime, mute_logger, split_every

from .engine_key import with_engine

_logger = logging.getLogger(__name__)

KINDS = [
    ("before", "Before the deadline"),
    ("due", "At the deadline"),
    ("escalation", "To the head of the unit"),
    ("digest", "Daily digest"),
    ("weekly", "Weekly digest"),
]
PORTION = 50


class SopNotice(models.Model):
    """A notice that time has made necessary: a reminder, an escalation, a digest; each is sent once.

    The record and the messages are written in one transaction, and the record is unique: two schedulers at once, or
    one that is killed and starts again, cannot send twice.

    Access: officers read those of their agencies; nobody changes them through the application.
    """

    _name = "sop.notice"
    _description = "SOP notice"
    _inherit = ["sop.guarded"]
    _order = "id desc"

    kind = fields.Selection(KINDS, required=True)
    company_id = fields.Many2one("res.company", string="Agency", required=True, index=True)
    task_id = fields.Many2one("sop.task", ondelete="cascade", index="btree_not_null")
    user_id = fields.Many2one("res.users", string="Sent to", required=True, ondelete="cascade")
    day = fields.Date(required=True, help="The day it was sent, where the agency works.")
    activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", index="btree_not_null", help="What the head was asked to see to."
    )

    _task_once = models.UniqueIndex("(task_id, kind) WHERE task_id IS NOT NULL")
    _digest_once = models.UniqueIndex("(user_id, day, kind) WHERE task_id IS NULL")

    @api.model
    def _cron_notify(self):
        """Send what has become due: reminders, escalations and digests of every agency."""
        agencies = self.env["res.company"]._sop_agencies()
        self._close_settled()
        for agency in agencies:
            for send in (
                *(self._send_before, self._send_due, self._send_escalations),
                *(self._send_digests, self._send_weekly),
            ):
                if not send(agency):
                    return

    def _in_portions(self, records, send):
        """Send for records, portion by portion, each in a transaction of its own.

        :param send: sends for a portion of the records, read anew: what was to be sent may be so no more
        :return: bool, whether there is time for more
        """
        for ids in split_every(PORTION, records.ids):
            try:
                with mute_logger("odoo.sql_db"):  # a collision is somebody else's having done it
                    send(records.browse(ids))
                    self.env.flush_all()
            except (IntegrityError, OperationalError):
                # Another scheduler sends these very notices, or somebody moves the process: the next run looks again.
                _logger.info("A portion of notices collided with another transaction and is left to the next run")
                self.env.cr.rollback()
                return True
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return False
        return True

    def _claim(self, vals_list):
        """Write down what is about to be sent, before it is: whoever is second fails here."""
        notices = with_engine(self).create(vals_list)
        self.env.flush_all()
        return notices

    # What both reminders and digests say

    @api.model
    def _post(self, process, user, subject, body):
        """One message to one person, to his inbox or by mail as he has chosen; the mail goes out with core's queue."""
        return process.message_notify(
            partner_ids=user.partner_id.ids,
            subject=subject,
            body=body,
            force_send=False,
            email_add_signature=False,
            model_description="SOP",
        )

    def _lines(self, tasks, agency):
        """What a message says of tasks, as plain values in the reader's language, the most urgent first.

        :return: list of dict
        """
        zone, base, now = agency.resource_calendar_id.tz, agency.get_base_url(), fields.Datetime.now()
        tasks = tasks.sorted(lambda task: (not task.date_deadline, task.date_deadline or task.date_assigned, task.id))
        return [
            {
                "process": task.process_id.display_name,
                "url": f"{base}/odoo/sop-processes/{task.process_id.id}",
                "sop": task.template_id._frozen().title,
                "step": task.template_id._frozen().rows[task.step_id.id].title,
                "person": task._person(),
                "deadline": task.date_deadline
                and format_datetime(self.env, task.date_deadline, tz=zone, dt_format="short"),
                "late": bool(task.date_deadline) and task.date_deadline < now,
            }
            for task in tasks
        ]

    # Escalations that have been seen to

    @api.model
    def _close_settled(self):
        """Net under the closing of escalations by moves: close those whose tasks are closed or no longer late."""
        notices = self.search(
            [
                *[("kind", "=", "escalation"), ("activity_id.active", "=", True)],
                *["|", ("task_id.state", "!=", "open"), ("task_id.date_deadline", ">", fields.Datetime.now())],
            ]
        )
        notices._close_activities()

    def _close_activities(self):
        """Close the head's to-dos of which no task is open and late any more."""
        activities = self.activity_id.filtered("active")
        if not activities:
            return
        late = [("task_id.state", "=", "open"), ("task_id.date_deadline", "<=", fields.Datetime.now())]
        needed = self.search([("activity_id", "in", activities.ids), *late]).activity_id
        with_engine(activities - needed).write({"active": False, "feedback": self.env._("No longer late.")})

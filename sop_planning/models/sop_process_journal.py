from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .engine_key import ENGINE_KEY

# A message as it is sealed and verified. Whose it is, is known by the user who wrote it: partners may be merged.
MESSAGE = """
    SELECT message.*, message.author_id = writer.partner_id AS by_writer,
           ARRAY(SELECT attachment_id FROM message_attachment_rel WHERE message_id = message.id ORDER BY 1)
               AS attachment_ids
    FROM mail_message message LEFT JOIN res_users writer ON writer.id = message.create_uid
"""

# A message gets its id before it is committed: one with a lower id may come to be seen after a move has sealed a later
# one. So long a transaction may last at most.
LONGEST = timedelta(hours=1)
NOT_SEALED = """
    NOT EXISTS (
        SELECT FROM sop_event event
         WHERE event.process_id = sealed.process
           AND event.facts -> 'messages' @> jsonb_build_array(jsonb_build_object('id', message.id))
    )
"""


class SopProcess(models.Model):
    """The head of the run's journal, what it has yet to seal, and the voice in which a move speaks in the chatter."""

    _inherit = "sop.process"

    journal_count = fields.Integer(string="Events", readonly=True, copy=False)
    journal_head = fields.Char(string="Head of the journal", readonly=True, copy=False)
    journal_message = fields.Integer(readonly=True, copy=False, help="Id of the last message the journal has sealed.")
    journal_mark = fields.Char(
        string="Mark of the journal",
        compute="_compute_journal_mark",
        help="Number and beginning of the digest of the last event: whoever has it on paper can tell later whether "
        "anything up to there has been changed.",
    )

    @api.depends("journal_count", "journal_head")
    def _compute_journal_mark(self):
        for process in self:
            head = process.journal_head or ""
            parts = " ".join(head[start : start + 4] for start in range(0, 16, 4))
            process.journal_mark = f"{process.journal_count}: {parts}" if head else False

    def unlink(self):
        self._unlink_except_started()  # core takes the chatter away first, which would be refused in words of its own
        return super().unlink()

    def _started(self):
        """Those of these that have left the state of a draft: what belongs to them is evidence."""
        # To be guarded, a process need not be readable.
        return self.sudo().exists().filtered(lambda process: process.state != "draft")

    def _speak(self, bodies, attachment_ids=()):
        """Say in the chatter what a move has done: nothing else speaks there as the run itself.

        :param bodies: dict of process id -> text
        :return: mail.message, in the order of these processes
        """
        return self.with_context(sop_speaks=ENGINE_KEY)._message_log_batch(
            bodies, attachment_ids=list(attachment_ids) or False
        )

    def _said_since(self):
        """What has been said in the chatter since the last event, by moves and by people.

        :return: dict of process id -> list of rows of messages
        """
        if not self:
            return {}
        self.env["mail.message"].flush_model()
        since = list(self.ids), [process.journal_message for process in self]
        query = SQL(
            """%s JOIN unnest(%s::int[], %s::int[]) AS sealed (process, message)
                    ON message.res_id = sealed.process
               LEFT JOIN mail_message last ON last.id = sealed.message
               WHERE message.model = 'sop.process' AND message.message_type != 'user_notification'
                     AND (message.id > sealed.message OR message.create_date > last.create_date - %s AND %s)
               ORDER BY message.id""",
            SQL(MESSAGE),
            *since,
            LONGEST,
            SQL(NOT_SEALED),
        )
        self.env.cr.execute(query)
        said = defaultdict(list)
        for row in self.env.cr.dictfetchall():
            said[row["res_id"]].append(row)
        return said

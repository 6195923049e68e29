import logging

from psycopg2 import IntegrityError, OperationalError

from odoo import fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

STATES = [("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed")]


class SopJobLine(models.Model):
    """One piece of mass work: what it is about, whether it is done, what it made, or why it failed.

    Access: as the job it belongs to.
    """

    _name = "sop.job.line"
    _description = "Piece of mass work"
    _order = "id"

    job_id = fields.Many2one("sop.job", required=True, readonly=True, ondelete="cascade", index=True)
    name = fields.Char(required=True, readonly=True)
    state = fields.Selection(STATES, required=True, default="waiting", readonly=True)
    error = fields.Char(string="Why it failed", readonly=True)
    requester_id = fields.Many2one("res.users", readonly=True, ondelete="cascade")
    department_id = fields.Many2one("hr.department", string="Unit", readonly=True, ondelete="set null")
    process_id = fields.Many2one("sop.process", readonly=True, ondelete="set null", index="btree_not_null")

    _waiting = models.Index("(job_id, id) WHERE state = 'waiting'")

    def _work(self):
        """Do these lines of one job, all in one go; where that fails, each half by itself, down to the one at fault."""
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._work_at_once()
        except OperationalError:
            raise  # the whole portion is tried again
        except (UserError, IntegrityError) as refusal:
            self._halve(str(refusal))
        except Exception:
            _logger.exception("Mass work could not do its lines %s", self.ids)
            self._halve(self.env._("An unexpected error; the log of the server has its details."))

    def _halve(self, reason):
        if len(self) == 1:
            return self._fail(reason)
        middle = len(self) // 2
        self[:middle]._work()
        self[middle:]._work()

    def _work_at_once(self):
        getattr(self, f"_work_{self.job_id.kind}")(self.job_id)

    def _fail(self, reason):
        self.write({"state": "failed", "error": reason})

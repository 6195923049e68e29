from odoo import fields, models
from odoo.tools import SQL

from .sop_disposition import SECRECIES, URGENCIES
from .sop_disposition_recipient import ROLES, STATES


class SopDispositionReport(models.Model):
    """The register of dispositions with their ageing, for pivot and graph: one row for each recipient.

    Access: as the recipient's line; secret ones count only for those who may read them.
    """

    _name = "sop.disposition.report"
    _description = "Dispositions by person and unit"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "number"

    disposition_id = fields.Many2one("sop.disposition", readonly=True)
    process_id = fields.Many2one("sop.process", readonly=True)
    company_id = fields.Many2one("res.company", string="Agency", readonly=True)
    number = fields.Char(string="Agenda number", readonly=True)
    sender_id = fields.Many2one("res.users", readonly=True)
    sender_department_id = fields.Many2one("hr.department", string="Unit of the sender", readonly=True)
    user_id = fields.Many2one("res.users", string="Recipient", readonly=True)
    department_id = fields.Many2one("hr.department", string="Unit", readonly=True)
    role = fields.Selection(ROLES, string="As", readonly=True)
    state = fields.Selection(STATES, string="Status", readonly=True)
    urgency = fields.Selection(URGENCIES, readonly=True)
    secrecy = fields.Selection(SECRECIES, readonly=True)
    date = fields.Datetime(string="Sent", readonly=True)
    date_due = fields.Date(string="Due", readonly=True)
    days = fields.Float(
        aggregator="avg", digits=(16, 1), readonly=True, help="From sending to the answer, or to now while it is open."
    )
    is_late = fields.Boolean(string="Late", readonly=True)
    count = fields.Integer(string="Dispositions", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line.id, line.disposition_id, line.process_id, line.company_id, line.number, line.sender_id,
                   disposition.department_id AS sender_department_id, line.user_id, line.department_id, line.role,
                   line.state, line.urgency, line.secrecy, line.date, line.date_due,
                   EXTRACT(EPOCH FROM COALESCE(line.date_done, %(now)s) - line.date) / 86400 AS days,
                   line.state = 'open' AND COALESCE(line.date_due < %(today)s, FALSE) AS is_late, 1 AS count
              FROM sop_disposition_recipient line
              JOIN sop_disposition disposition ON disposition.id = line.disposition_id
            """,
            now=fields.Datetime.now(),
            today=fields.Date.context_today(self),
        )

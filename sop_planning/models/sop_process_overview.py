from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

UNDER_WAY = Domain("state", "in", ("running", "suspended"))


class SopProcess(models.Model):
    """Which runs a person has sent on their way, and which will still come to him."""

    _inherit = "sop.process"

    sent_by_me = fields.Boolean(
        string="Sent on by me",
        store=False,
        copy=False,
        search="_search_sent_by_me",
        help="Under way, started by me or past a step of mine, and waiting for others.",
    )
    coming_to_me = fields.Boolean(
        string="Will come to me",
        store=False,
        copy=False,
        search="_search_coming_to_me",
        help="Under way, and a later step has me as its executor.",
    )

    # The dashboard counts all that runs by SOP, unit and step, and history by date.
    _running_by_place = models.Index(
        "(company_id, template_id, department_id, current_step_id) INCLUDE (id, date_deadline) WHERE state = 'running'"
    )
    _by_start = models.Index("(company_id, date_start) INCLUDE (id, department_id)")
    _by_end = models.Index("(company_id, date_end) INCLUDE (id, department_id) WHERE state = 'done'")
    _by_unit = models.Index("(department_id) INCLUDE (id, state)")

    def _search_sent_by_me(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        uid = self.env.uid
        theirs = [("user_id", "=", uid), ("state", "=", "open")]
        # Of runs he takes part in: their tasks are his to read.
        did = Domain("task_ids", "any!", [("user_id", "=", uid), ("state", "in", ("done", "returned", "passed"))])
        started = Domain("starter_id", "=", uid) | Domain("requester_id", "=", uid)
        return self._my_runs() & (started | did) & Domain("task_ids", "not any!", theirs)

    def _search_coming_to_me(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return self._my_runs() & Domain("id", "in", SQL("(SELECT id FROM (%s) coming)", self._coming_sql()))

    def _my_runs(self):
        return UNDER_WAY & Domain("takes_part", "=", True)

    def _coming_sql(self):
        """Runs under way in which the present step is before one of the current user's: id, the number of his next
        step and how many steps away it is."""
        query = self._search(self._my_runs())
        Member, Step = self.env["sop.process.member"], self.env["sop.template.step"]
        rel = Step._fields["executor_ids"]
        return SQL(
            """
            SELECT %(id)s AS id, min(step.number) AS number, min(step.number) - min(here.number) AS away
              FROM %(source)s
              JOIN sop_process_member member ON member.process_id = %(id)s AND %(person)s = %(uid)s
              JOIN %(rel)s place ON place.%(executor)s = member.executor_id
              JOIN sop_template_step step ON step.id = place.%(step)s
              JOIN sop_template_step here ON here.id = %(present)s AND %(number)s > here.number
             WHERE %(where)s
             GROUP BY 1
            """,
            id=SQL.identifier(query.table, "id"),
            source=query.from_clause,
            where=query.where_clause,
            person=Member._field_to_sql("member", "user_id"),
            number=Step._field_to_sql("step", "number"),
            present=self._field_to_sql(query.table, "current_step_id", query),
            rel=SQL.identifier(rel.relation),
            executor=SQL.identifier(rel.column2),
            step=SQL.identifier(rel.column1),
            uid=self.env.uid,
        )

from odoo import fields, models
from odoo.tools import SQL

from .sop_task import STATES

# Nobody did these: others were asked for the same, or nobody any more.
LEFT_OUT = ("dropped", "passed", "skipped")


class SopTaskReport(models.Model):
    """Planned against real working time of what people were asked to do: one row for each task that somebody did, or
    still has to do.

    Working hours are those kept on the task when it closed, because neither holidays nor a later calendar can be told
    in SQL; an open task has none yet, it is counted as waiting.

    Access: as the tasks.
    """

    _name = "sop.task.report"
    _description = "Report of working time"
    _auto = False
    _order = "date_assigned desc, id desc"
    _rec_name = "step_id"
    # What the query reads, so that what is not written yet is written first.
    _depends = {
        "sop.task": [
            "state",
            "user_id",
            "visit",
            "date_deadline",
            "date_done",
            "planned_hours",
            "worked_hours",
            "late_hours",
        ],
        "sop.process": ["state", "department_id"],
        "sop.template": ["root_id"],
        "hr.employee": ["user_id", "company_id", "current_version_id"],
        "hr.version": ["department_id"],
    }

    process_id = fields.Many2one("sop.process", readonly=True)
    company_id = fields.Many2one("res.company", string="Agency", readonly=True)
    template_id = fields.Many2one("sop.template", string="Version of the SOP", readonly=True)
    root_id = fields.Many2one("sop.template", string="SOP", readonly=True)
    step_id = fields.Many2one("sop.template.step", readonly=True)
    executor_id = fields.Many2one("sop.template.executor", readonly=True)
    department_id = fields.Many2one("hr.department", string="Unit of the SOP", readonly=True)
    person_department_id = fields.Many2one("hr.department", string="Unit of the person", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    state = fields.Selection([state for state in STATES if state[0] not in LEFT_OUT], readonly=True)
    visit = fields.Integer(readonly=True, aggregator="max", help="2 and above: the step was done again.")
    date_assigned = fields.Datetime(string="Asked", readonly=True)
    date_deadline = fields.Datetime(string="Deadline", readonly=True)
    date_done = fields.Datetime(string="Done", readonly=True)
    planned_hours = fields.Float(string="Planned working hours", readonly=True)
    worked_hours = fields.Float(string="Real working hours", readonly=True)
    average_hours = fields.Float(string="Real working hours, average", readonly=True, aggregator="avg")
    excess_hours = fields.Float(string="Working hours above plan", readonly=True)
    late_hours = fields.Float(string="Working hours late", readonly=True)
    late_share = fields.Float(string="Late, share (%)", readonly=True, aggregator="avg")
    waiting = fields.Integer(string="Waiting now", readonly=True)
    waiting_late = fields.Integer(string="Late now", readonly=True)

    @property
    def _table_query(self):
        # LEFT, because PostgreSQL leaves such a join out where a question needs nothing of it, an inner one never.
        now = fields.Datetime.now()
        return SQL(
            """
            SELECT task.id, task.process_id, task.company_id, task.template_id, template.root_id, task.step_id,
                   task.executor_id, process.department_id, version.department_id AS person_department_id,
                   task.user_id, task.state, task.visit, task.date_assigned, task.date_deadline, task.date_done,
                   CASE WHEN task.state <> 'open' THEN task.planned_hours END AS planned_hours,
                   task.worked_hours, task.worked_hours AS average_hours,
                   task.worked_hours - NULLIF(task.planned_hours, 0) AS excess_hours,
                   task.late_hours,
                   CASE WHEN task.date_deadline IS NULL THEN NULL
                        WHEN COALESCE(task.date_done, %(now)s) > task.date_deadline THEN 100 ELSE 0 END AS late_share,
                   CASE WHEN task.state = 'open' THEN 1 ELSE 0 END AS waiting,
                   CASE WHEN task.state = 'open' AND process.state = 'running' AND task.date_deadline < %(now)s
                        THEN 1 ELSE 0 END AS waiting_late
              FROM sop_task task
         LEFT JOIN sop_process process ON process.id = task.process_id
         LEFT JOIN sop_template template ON template.id = task.template_id
         LEFT JOIN hr_employee employee
                ON employee.user_id = task.user_id AND employee.company_id = task.company_id
         LEFT JOIN hr_version version ON version.id = employee.current_version_id
             WHERE task.state NOT IN %(left_out)s
            """,
            now=now,
            left_out=LEFT_OUT,
        )

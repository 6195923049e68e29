from odoo import api, fields, models
from odoo.exceptions import UserError

from .engine_key import is_engine


class SopProcessMember(models.Model):
    """A person who stands in a Pelaksana column for one run; settled when the run starts.

    Access: as the process; written only while the process is prepared.
    """

    _name = "sop.process.member"
    _description = "Person of an SOP process"
    _order = "process_id, executor_id, id"

    process_id = fields.Many2one("sop.process", required=True, ondelete="cascade", index=True)
    executor_id = fields.Many2one("sop.template.executor", required=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Person", required=True, ondelete="restrict", index=True)
    acting_id = fields.Many2one(
        "sop.acting", string="Stands in", ondelete="restrict", help="The acting period that gave him a vacant place."
    )

    _person_once = models.UniqueIndex("(process_id, executor_id, user_id)", "A person stands once in a column.")

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._check_prepared()
        return members

    def write(self, vals):
        self._check_prepared()
        done = super().write(vals)
        self._check_prepared()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_prepared()

    def _check_prepared(self):
        if not is_engine(self.env) and any(process.state != "draft" for process in self.process_id):
            raise UserError(self.env._("The people of a process are settled when it starts."))

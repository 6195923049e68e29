from functools import partial

from odoo import models
from odoo.exceptions import UserError

from ..sheets import write_records
from .spreadsheet_url import MOST, download


class SopProcess(models.Model):
    """The record of execution as a spreadsheet; always in Indonesian."""

    _inherit = "sop.process"

    def action_record_spreadsheet(self):
        """Download the records of execution of the chosen processes as a spreadsheet.

        :raises UserError: too many of them for one download
        """
        self.check_access("read")
        if len(self) > MOST["record"]:
            raise UserError(
                self.env._("Choose at most %(number)s processes for one spreadsheet.", number=MOST["record"])
            )
        return download("record", self)

    def _record_spreadsheet(self):
        """The records of execution of these processes, a sheet each; of several, an overview before them.

        :return: (file name, bytes)
        """
        # Anybody may change a spreadsheet, so it bears no seal.
        head = partial(self.env["report.sop_planning_reports.sop_process_record"]._head_of, seals={})
        records = self._records(head)
        return f"{self._record_name()}.xlsx", write_records(records, self[:1].company_id._sop_paper())

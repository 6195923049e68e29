import logging

import odoo.addons
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, config

from ..journal import chain, heads

_logger = logging.getLogger(__name__)


class ResCompany(models.Model):
    """The heads of an agency's journals, kept outside the database: whoever changes the database leaves them alone."""

    _inherit = "res.company"

    sop_heads_folder = fields.Char(
        string="Folder for the heads of journals",
        groups="sop_planning.group_sop_administrator",
        help="A folder of the server in which a file is written every day; none to write no files.",
    )

    @api.constrains("sop_heads_folder")
    def _check_sop_heads_folder(self):
        for company in self.filtered("sop_heads_folder"):
            try:
                company._sop_heads_place()
            except heads.Unusable as unusable:
                raise UserError(company._sop_heads_problem(unusable)) from unusable

    def _sop_heads_place(self):
        """The folder for files of heads.

        :raises heads.Unusable: it is not, or no longer, a folder to write to
        """
        return heads.check_folder(self.sop_heads_folder, [config["data_dir"], *odoo.addons.__path__])

    def _sop_heads_problem(self, unusable):
        """Why a folder cannot be used, in a sentence."""
        words = {"folder": unusable.detail}
        return {
            "relative": self.env._("“%(folder)s” is no full path of a folder; it must begin with /.", **words),
            "upward": self.env._("“%(folder)s” must not contain “..”.", **words),
            "missing": self.env._("There is no folder “%(folder)s” on the server.", **words),
            "inside": self.env._("“%(folder)s” is one of Odoo's own folders; choose another one.", **words),
            "unwritable": self.env._("Odoo may not write to the folder “%(folder)s”.", **words),
        }[unusable.code]

    def _sop_write_heads(self):
        """Add the heads of all journals of this agency to today's file.

        :return: path of the file
        :raises heads.Unusable: the folder cannot be used
        :raises OSError: the file cannot be written
        """
        self.ensure_one()
        path = self._sop_heads_place() / heads.file_name(self.id, self._sop_today())
        heads.append(path, self._sop_heads())
        return path

    def _sop_heads(self):
        self.env.flush_all()
        now = fields.Datetime.now().isoformat()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, journal_count, journal_head FROM sop_process WHERE company_id = %s AND journal_count > 0 "
                "ORDER BY id",
                self.id,
            )
        )
        return [heads.Head(now, str(self.id), *row) for row in rows]

    @api.model
    def _sop_compare_heads(self, kept):
        """Hold heads that were kept outside against the journals.

        :param kept: list of heads.Head
        :return: list of (heads.Head, what is wrong, in a word of `chain`), for those that no longer hold
        """
        runs = self.env["sop.process"].browse({head.process for head in kept})._runs()
        found = [(head, chain.check_head(runs.get(head.process), head.events, head.head)) for head in kept]
        return [(head, what) for head, what in found if what]

    @api.model
    def _cron_sop_heads(self):
        """Write the files of all agencies that want them; where that fails, their administrators hear of it."""
        for company in self.search([("sop_heads_folder", "!=", False)]):
            try:
                company._sop_write_heads()
            except (heads.Unusable, OSError) as error:
                _logger.exception("The heads of the journals of %s were not written", company.name)
                company._sop_tell_heads_not_written(error)

    def _sop_tell_heads_not_written(self, error):
        reason = self._sop_heads_problem(error) if isinstance(error, heads.Unusable) else str(error)
        subject = self.env._("%(agency)s: the heads of the journals were not written", agency=self.name)
        self._sop_tell_administrators(subject, reason, self)

    def _sop_administrators(self):
        """The administrators of SOP Planning in the agency."""
        return self._sop_people_of("sop_planning.group_sop_administrator")

    def _sop_tell_administrators(self, subject, body, record):
        """Notify the administrators of the agency, and only them.

        :param record: what the notice leads to
        """
        self.env["mail.thread"].message_notify(
            partner_ids=self._sop_administrators().partner_id.ids,
            model=record._name,
            res_id=record.id,
            subject=subject,
            body=body,
        )

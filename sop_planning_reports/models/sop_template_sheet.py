import base64

from odoo import models
from odoo.addons.sop_planning.flow import chart
from odoo.exceptions import UserError

from ..paper.identity import compose_identity
from ..sheets import Sop, write_register, write_sops
from .report_sop_template import without_foot
from .sop_template_paper import WORDS
from .spreadsheet_url import MOST, download


class SopTemplate(models.Model):
    """The SOP and the register of SOPs as spreadsheets; always in Indonesian."""

    _inherit = "sop.template"

    def action_spreadsheet(self):
        """Download the chosen SOPs as a spreadsheet.

        :raises UserError: too many of them for one download
        """
        return self._download("sop")

    def action_register_spreadsheet(self):
        """Download the register of the chosen SOPs, or of all the user may read, as a spreadsheet."""
        return self._download("register")

    def action_register_pdf(self):
        """Print the register of the chosen SOPs, or of all the user may read."""
        self.check_access("read")
        report = self.env.ref("sop_planning_reports.action_report_sop_register")
        return report.report_action(self or self._all_of_my_agencies())

    def _download(self, kind):
        self.check_access("read")
        if len(self) > MOST[kind]:
            raise UserError(self.env._("Choose at most %(number)s SOPs for one spreadsheet.", number=MOST[kind]))
        return download(kind, self)

    def _all_of_my_agencies(self):
        """Every version the user may read in the agencies he works in now."""
        templates = self.search([("company_id", "in", self.env.companies.ids)])
        if not templates:
            raise UserError(self.env._("There is no SOP yet."))
        return templates

    def _spreadsheet(self):
        """These SOPs as a spreadsheet, a sheet each, whatever the reader's language.

        :return: (file name, bytes)
        """
        templates = self.with_context(lang="id_ID")
        templates._fetch_tables()
        content = write_sops([template._sheet() for template in templates], chart.absolute)
        if len(self) == 1:
            return f"{self._paper_name()}.xlsx", content
        return f"{len(self)} SOP{templates._of_agency()}.xlsx", content

    def _register_spreadsheet(self):
        """The register of these SOPs as a spreadsheet, a sheet for each agency.

        :return: (file name, bytes)
        """
        registers = self.env["report.sop_planning_reports.sop_register"]._registers(self)
        today = self[:1].company_id.sudo()._sop_today()  # the time zone of an agency is public
        return f"Daftar SOP{self._of_agency()} {today}.xlsx", write_register(registers)

    def _of_agency(self):
        """' Name' of the one agency of these SOPs, as part of a file name."""
        agencies = self.company_id.sudo()  # a file name says whose SOPs they are
        return f" {agencies.sop_code or agencies.id}" if len(agencies) == 1 else ""

    def _sheet(self):
        """What the spreadsheet of one SOP is written from: sheets.Sop."""
        paper, company = self._sop_paper(), self.company_id.sudo()  # the logo, as on the paper
        heading, rows, pairs = (self.heading or "").split("\n"), self._identity_rows(), self._identity_pairs()
        room = without_foot(paper)
        pages = compose_identity(rows, heading, pairs, room) if self._has_identity() else []
        return Sop(
            name=self.name,
            layout=self.env["report.sop_planning_reports.sop_template"]._layout(self, room, len(pages)),
            paper=paper,
            identity=pages,
            rows=rows,
            heading=heading,
            logo=None if company.uses_default_logo else _image(company.logo),
            signature=_image(self.signer_image),
            title=self.table_title or "",
            closing=self.closing or "",
            foot=self.number or self.name,
            word=WORDS.get(self.state, ""),
        )


def _image(content):
    return base64.b64decode(content) if content else None

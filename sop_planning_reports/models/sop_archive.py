from itertools import groupby

from odoo import models
from odoo.exceptions import UserError

from ..paper.archive import ArchiveLine, ArchiveRegister
from ..paper.printed import file_name, local, printed_date
from ..sheets import write_archives
from .record_writer import FATES, versioned
from .spreadsheet_url import MOST, download


class SopArchive(models.Model):
    """Archive files as their register (daftar arsip) prints them; always in Indonesian."""

    _inherit = "sop.archive"

    def action_register_pdf(self):
        """Print the register of the chosen archive files, or of all the user may read."""
        self.check_access("read")
        report = self.env.ref("sop_planning_reports.action_report_sop_archive_register")
        return report.report_action(self or self._all_of_my_agencies())

    def action_register_spreadsheet(self):
        """Download the register of the chosen archive files, or of all the user may read, as a spreadsheet.

        :raises UserError: too many of them for one download
        """
        self.check_access("read")
        if len(self) > MOST["archive"]:
            raise UserError(
                self.env._("Choose at most %(number)s archive files for one spreadsheet.", number=MOST["archive"])
            )
        return download("archive", self)

    def _register_spreadsheet(self):
        """The register of these archive files, a sheet for each agency.

        :return: (file name, bytes)
        """
        registers = self._registers(self.env["report.sop_planning_reports.sop_archive_register"]._letterhead)
        return f"{file_name('Daftar Arsip', registers[0].today)}.xlsx", write_archives(
            registers, self[:1].company_id._sop_paper()
        )

    def _all_of_my_agencies(self):
        """Every archive file the user may read in the agencies he works in now."""
        archives = self.search([("company_id", "in", self.env.companies.ids)])
        if not archives:
            raise UserError(self.env._("Nothing has been archived yet."))
        return archives

    def _registers(self, head):
        """What the registers of these archive files are printed from, one for each agency, in the order of filing.

        :param head: function of a res.company, giving its paper.paged.Letterhead
        :return: list of paper.archive.ArchiveRegister
        """
        self.check_access("read")
        # Who may read an archive file may know of which run of which SOP it is.
        archives = self.sudo().with_context(lang="id_ID")
        ordered = archives.sorted(lambda archive: (archive.company_id.id, archive.date, archive.id))
        return [
            ArchiveRegister(
                name=f"Daftar Arsip {company.name}",
                foot=f"Daftar Arsip {company.name}",
                head=head(company),
                agency=company.name,
                today=printed_date(company._sop_today()),
                lines=tuple(archive._register_line() for archive in own),
            )
            for company, own in groupby(ordered, key=lambda archive: archive.company_id)
        ]

    def _register_line(self):
        process, papers = self.process_id, self.papers or ()
        sop = " ".join(filter(None, (process.template_id.number, process.template_id.name)))
        return ArchiveLine(
            number=self.number,
            code=self.code,
            subject=f"{process.display_name}\n{sop}",
            documents="\n".join(versioned(paper["name"], paper.get("version")) for paper in papers),
            count=len(papers),
            filed=local(self.date, self.company_id.resource_calendar_id.tz).date(),
            place=self.place,
            until=self.date_until or None,
            fate=FATES[self.fate],
            by="\n".join(filter(None, (self.person, self.position))),
        )

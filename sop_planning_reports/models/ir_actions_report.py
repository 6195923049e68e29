import io

from odoo import api, models

from ..paper.printed import joined, page_count
from .squeeze import Squeeze

OURS = "sop_planning_reports."
# Reports whose papers bear seals -> kind of paper; a book bears those of its SOPs.
SEALED = {
    f"{OURS}sop_template": "sop",
    f"{OURS}sop_book": "sop",
    f"{OURS}sop_disposition_sheet": "disposition",
    f"{OURS}sop_process_record": "record",
    f"{OURS}sop_process_cover": "cover",
    f"{OURS}sop_handover_sheet": "receipt",
    f"{OURS}sop_output": "output",
}
# Every page that is counted has one line with its number.
PAGE = b'class="foot"'
# Parts of the room that are tried: an unusual font may need more height than was estimated.
SQUEEZES = (1.0, 0.9, 0.75, 0.6)


class IrActionsReport(models.Model):
    """Our papers are complete pages: their own style, a font of the system, no script, no web asset.

    So they need neither the layout that core wraps around a report nor the second it waits for scripts. Without patched
    Qt, wkhtmltopdf prints several documents in one call only if they are one body, and draws the web fonts of core's
    style sheet as outlines, in which no search finds a word.
    """

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if not report.report_name.startswith(OURS):
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        records = self.env[report_model(report)].browse(res_ids)
        content = self._sop_content(report_ref, records)
        self._sop_note_print(report.report_name, records, content)
        key = res_ids[0] if res_ids and len(res_ids) == 1 else False
        return {key: {"stream": io.BytesIO(content), "attachment": None}}

    @api.model
    def _sop_content(self, report_ref, records):
        """One of our reports of records as it is issued, which has still to be noted: bytes.

        :raises AccessError: one of the records is not the user's to read
        """
        records.check_access("read")
        # The report named after a model is the official paper of its records, which know how to print it.
        report = self._get_report(report_ref)
        if report.report_name == OURS + records._name.replace(".", "_"):
            return records._papers_pdf()
        return joined(list(self._sop_parts(report, records)))

    def _sop_parts(self, report, records):
        """The PDF of each agency's records, on its own paper, in the order in which the agencies come first."""
        agencies = records.grouped("company_id") if "company_id" in records._fields else {None: records}
        for own in agencies.values():
            yield self._sop_fitted_pdf(report.report_name, own.ids, self._sop_paper_of(report, own))

    @api.model
    def _sop_note_print(self, report_name, records, content):
        """Let the seals on the papers of records remember that this file (bytes) was issued."""
        if report_name in SEALED:
            seals = records._sop_seals(SEALED[report_name])
            self.env["sop.seal"].union(*seals.values())._note_print(content)

    @api.model
    def _sop_pdf(self, report_ref, res_ids, paper, data=None):
        """One of our reports as PDF.

        :param paper: paper.Paper of all records, :param data: what else the report's values are made of
        :return: bytes
        """
        html, _report_type = self._render_qweb_html(report_ref, res_ids, data)
        return self._sop_html_pdf(report_ref, html, paper)

    @api.model
    def _sop_paper_of(self, report, records):
        """The paper.Paper of a report: its own, where its records print on several, else theirs."""
        own = self.env.get(f"report.{report.report_name}")
        return own._sop_paper(records) if hasattr(own, "_sop_paper") else records[:1]._sop_paper()

    @api.model
    def _sop_fitted_pdf(self, report_ref, res_ids, paper):
        """One of our reports as PDF, on exactly as many pages as it names, if the fonts of the server let it.

        :return: bytes
        """
        for squeeze in SQUEEZES:
            html, _kind = self._render_qweb_html(report_ref, res_ids, {"squeeze": Squeeze(squeeze)})
            content = self._sop_html_pdf(report_ref, html, paper)
            if page_count(content) == html.count(PAGE) or not html.count(PAGE):
                break
        return content

    @api.model
    def _sop_html_pdf(self, report_ref, html, paper):
        """The PDF of one of our reports, of the HTML (bytes) it gave."""
        report = self.with_context(sop_paper=paper)
        return report._run_wkhtmltopdf([html.decode()], report_ref=report_ref, landscape=False)

    def get_paperformat(self):
        paper = self.env.context.get("sop_paper")
        return self.env["report.paperformat"]._of_sop_paper(paper) if paper else super().get_paperformat()

    @api.model
    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        command = super()._build_wkhtmltopdf_args(*args, **kwargs)
        if self.env.context.get("sop_paper"):
            command[command.index("--javascript-delay") + 1] = "0"
        return command


def report_model(report):
    return report.sudo().model

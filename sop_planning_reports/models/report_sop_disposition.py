from odoo import api, models
from odoo.addons.sop_planning.flow.chart.chart import PAPER_UNIT

from ..paper.compose import OUTER_BORDER
from ..paper.printed import printed_date


class ReportSopDisposition(models.AbstractModel):
    """Sheets of dispositions (lembar disposisi): the official form, and under it the chain as far as the reader may
    read it."""

    _name = "report.sop_planning_reports.sop_disposition_sheet"
    _description = "Sheet of a disposition"

    @api.model
    def _get_report_values(self, docids, data=None):
        dispositions = self.env["sop.disposition"].with_context(lang="id_ID").browse(docids)
        dispositions.check_access("read")
        trees = dispositions._trees()
        readable = dispositions.union(*trees.values()).sudo(False)._filtered_access("read")
        phrases, seals = self._phrases(dispositions), dispositions._sop_seals("disposition")
        return {
            "doc_ids": docids,
            "doc_model": "sop.disposition",
            "docs": dispositions,
            "sheets": [
                self._sheet(disposition, trees[disposition], readable, phrases)
                | {"seal": seals.get(disposition, self.env["sop.seal"])}
                for disposition in dispositions
            ],
            "css": "",
            "unit": PAPER_UNIT,
        }

    def _phrases(self, dispositions):
        return self.env["sop.disposition.phrase"].search([("company_id", "in", [False, *dispositions.company_id.ids])])

    def _sheet(self, disposition, tree, readable, phrases):
        """Everything the template shows of one disposition."""
        agency = disposition.company_id
        lines, address = disposition._letterhead()
        own = phrases.filtered(lambda phrase: phrase.company_id in (agency, agency.browse()))
        chain = tree._chain(readable)
        return {
            "disposition": disposition,
            "company": agency.sudo(),  # the logo of an agency is public
            "heading": lines,
            "address": address,
            "facts": disposition._sheet_facts(),
            "character": disposition._sheet_character(),
            "subject": disposition.letter_subject or disposition.process_id.display_name,
            "recipients": disposition._sheet_recipients(),
            "phrases": disposition._sheet_phrases(own),
            "due": printed_date(disposition.date_due),
            "signer": disposition._sheet_signer(),
            "rows": list(_rows(chain, chain.roots, 0)),
            "hidden": chain.hidden,
            "width": disposition._sop_paper().printable[0] - OUTER_BORDER,
        }


def _rows(chain, dispositions, depth):
    for disposition in dispositions:
        yield disposition._sheet_row(depth)
        yield from _rows(chain, chain.below.get(disposition.id, ()), depth + 1)

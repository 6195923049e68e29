from itertools import groupby

from babel.dates import format_date

from odoo import api, models
from odoo.addons.sop_planning.flow.chart.chart import PAPER_UNIT

from ..paper import metrics
from ..paper.compose import OUTER_BORDER
from ..sheets import Register, RegisterRow

# Indonesian, as the paper is.
TITLE = "DAFTAR STANDAR OPERASIONAL PROSEDUR (SOP)"
STATES = {
    "draft": "Konsep",
    "review": "Dalam peninjauan",
    "effective": "Berlaku",
    "superseded": "Digantikan",
    "withdrawn": "Dicabut",
}
LABELS = (
    "No.",
    "Nomor SOP",
    "Judul SOP",
    "Unit",
    "Tanggal Pembuatan",
    "Tanggal Revisi",
    "Tanggal Efektif",
    "Disahkan oleh",
    "Versi",
    "Status",
)
# Parts of the printable width.
PARTS = (9, 32, 58, 34, 27, 27, 27, 52, 11, 19)
SIZE, PADDING, FOOT_HEIGHT, TITLE_HEIGHT, SLACK = 7.5, 2.2, 6.0, 20.0, 3.0


class ReportSopRegister(models.AbstractModel):
    """The register of SOPs (Daftar SOP): one for each agency, with its own pages."""

    _name = "report.sop_planning_reports.sop_register"
    _description = "Register of SOPs"

    @api.model
    def _get_report_values(self, docids, data=None):
        templates = self.env["sop.template"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": "sop.template",
            "docs": templates,
            "registers": [self._view(register) for register in self._registers(templates)],
            "unit": PAPER_UNIT,
            "css": "",
            "size": SIZE,
            "title_height": TITLE_HEIGHT,
        }

    @api.model
    def _registers(self, templates):
        """What the registers are printed from, one for each agency; the SOPs stay in their order.

        :return: list of sheets.Register
        """
        templates.check_access("read")
        paper = templates[:1]._sop_paper()
        ordered = templates.with_context(lang="id_ID").sorted("company_id")
        share = (paper.printable[0] - OUTER_BORDER) / sum(PARTS)
        widths = tuple(part * share for part in PARTS)
        return [
            Register(
                name=f"Daftar SOP {company.name}",
                title=[TITLE, company.name, f"Keadaan tanggal {_date(company._sop_today())}"],
                labels=LABELS,
                widths=widths,
                rows=[_row(template) for template in own],
                paper=paper,
                foot=f"Daftar SOP {company.name}",
            )
            for company, own in groupby(ordered, key=lambda template: template.company_id.sudo())
        ]

    def _view(self, register):
        """What the template loops over: pages of rows of texts."""
        room = [width - PADDING for width in register.widths]
        head = _height(LABELS, room, bold=True)
        capacity = register.paper.printable[1] - FOOT_HEIGHT - SLACK - head
        texts = [_texts(number, row) for number, row in enumerate(register.rows, 1)]
        return {"register": register, "pages": _paged(texts, room, capacity), "width": register.paper.printable[0]}


def _row(template):
    signer = (template.signer_position, template.signer_name)
    return RegisterRow(
        number=template.number or "",
        name=template.name,
        unit=template.department_id.name or "",
        created=template.date_created or None,
        revised=template.date_revised or None,
        revision=template.revision or "",
        effective=template.date_effective or None,
        signer="\n".join(filter(None, signer)),
        version=template.version,
        state=STATES[template.state],
    )


def _texts(number, row):
    revised = " ".join(filter(None, (row.revision, _date(row.revised))))
    dates = _date(row.created), revised, _date(row.effective)
    return (f"{number}.", row.number, row.name, row.unit, *dates, row.signer, str(row.version), row.state)


def _date(date):
    return format_date(date, "dd MMMM y", locale="id_ID") if date else ""


def _height(texts, room, bold=False):
    """Height of a row, mm."""
    return PADDING + max(metrics.height(text, width, SIZE, bold) for text, width in zip(texts, room))


def _paged(rows, room, capacity):
    """Rows distributed over pages, at least one on each; the first page also bears the title."""
    pages, left = [[]], capacity - TITLE_HEIGHT
    for row in rows:
        height = _height(row, room)
        if height > left and pages[-1]:
            pages.append([])
            left = capacity
        pages[-1].append((row, height))
        left -= height
    return pages

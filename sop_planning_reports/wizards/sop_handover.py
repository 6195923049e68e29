from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..models.record_writer import size_words
from ..paper.handover import DOTS, MINUTES, RECEIPT, TITLES, Handover, Person
from ..paper.printed import file_name, nip_line


class SopHandover(models.TransientModel):
    """Handing documents of a run over: the sheet that giver and receiver sign by hand.

    The signed paper is the evidence, and can be filed in the run as a document; kept is what was printed
    (`sop.handover.sheet`), so that the check page knows the paper again.
    """

    _name = "sop.handover"
    _description = "Hand documents of an SOP process over"
    _inherit = ["sop.dialog"]
    _subject = "process_id"

    process_id = fields.Many2one("sop.process", required=True)
    kind = fields.Selection(
        [(RECEIPT, "Receipt (tanda terima)"), (MINUTES, "Minutes (berita acara)")],
        string="Sheet",
        required=True,
        default=RECEIPT,
    )
    output_ids = fields.Many2many(
        "sop.output",
        string="Documents",
        compute="_compute_output_ids",
        store=True,
        readonly=False,
        domain="[('process_id', '=', process_id)]",
    )
    number = fields.Char(help="Number of the sheet by the agency's own rules; dots are printed where it is empty.")
    place = fields.Char(help="Where the documents are handed over.")
    date = fields.Date(required=True, default=lambda self: self.env.company._sop_today())
    receiver_name = fields.Char(string="Received by", help="Left to be written by hand where it is empty.")
    receiver_position = fields.Char(string="Position of the receiver")
    receiver_nip = fields.Char(string="NIP of the receiver")
    receiver_agency = fields.Char(string="Agency of the receiver", help="Unit, other agency or outside party.")
    note = fields.Text()

    @api.depends("process_id")
    def _compute_output_ids(self):
        self._check_subject()
        for sheet in self:
            documents = self.env["sop.output"].search(
                [("process_id", "=", sheet.process_id.id), ("role", "=", "output"), ("is_current", "=", True)]
            )
            sheet.output_ids = documents

    @api.constrains("output_ids", "process_id")
    def _check_documents(self):
        for sheet in self:
            if sheet.sudo(False).output_ids.process_id - sheet.process_id:
                raise ValidationError(self.env._("A hand-over sheet lists documents of one process."))

    def action_print(self):
        """Print the sheet.

        :raises UserError: no document is chosen
        """
        self.ensure_one()
        self.process_id.check_access("read")
        if not self.output_ids:
            raise UserError(self.env._("Choose the documents that are handed over."))
        return self.env.ref("sop_planning_reports.action_report_sop_handover").report_action(self)

    def _sop_seals(self, kind):
        """The seals of these sheets, which are kept as they are printed now; see `sop.sealed`.

        :return: dict of sop.handover -> sop.seal; those of agencies without check page are not in it
        """
        Sheet = self.env["sop.handover.sheet"]
        kept = {dialog: Sheet._keep(dialog.process_id, dialog._printed_sheet(lambda _process: None)) for dialog in self}
        seals = Sheet.union(*kept.values())._sop_seals(kind)
        return {dialog: seals[sheet] for dialog, sheet in kept.items() if sheet in seals}

    # As it is printed; always in Indonesian

    def _paper_name(self):
        """File name people understand, e.g. 'Tanda Terima Dokumen RKT 2027'."""
        return file_name(TITLES[self.kind].title(), self.process_id.display_name)

    def _printed_sheet(self, head):
        """What the sheet is printed from.

        :param head: function of a sop.process, giving its paper.paged.Letterhead
        :return: paper.handover.Handover
        """
        self.process_id.check_access("read")
        self.output_ids.check_access("read")
        process = self.process_id.sudo()  # who reads a run may know the version it follows
        return Handover(
            kind=self.kind,
            foot=self._paper_name(),
            head=head(process),
            number=self.number or "",
            place=self.place or "",
            day=self.date,
            giver=self._giver(process),
            receiver=self._receiver(),
            subject=f"hasil pelaksanaan {process.display_name} ({process.template_id.name})",
            lines=tuple(self._lines()),
            note=self.note or "",
        )

    def _giver(self, process):
        user = self.env.user
        name = process._printed_names(user).get(user, user.name)
        nip = user.sudo()._sop_employees(process.company_id)[user].nip  # his own, as paper prints it
        return Person(name, user._sop_office(process.company_id), process.company_id.name, nip_line(nip or ""))

    def _receiver(self):
        return Person(
            self.receiver_name or "",
            self.receiver_position or "",
            self.receiver_agency or "",
            nip_line(self.receiver_nip or ""),
        )

    def _lines(self):
        """One row for each file; a paper that has none leaves room for the number of its sheets."""
        for number, output in enumerate(self.output_ids.sorted("id"), 1):
            said = (f"{number}.", output.name, str(output.version))
            files = [(f"{file['name']} ({size_words(file['size'])})", file["sha256"]) for file in output.contents or ()]
            paper = (f"Naskah kertas, {DOTS[:8]} lembar", "-")
            for index, file in enumerate(files or [paper]):
                yield (*(said if not index else ("",) * 3), *file)

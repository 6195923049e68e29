from odoo import models

from ..paper import Paper
from ..paper.printed import file_name, moment, nip_line, printed_date
from .letterhead import letterhead_lines

# The official form has three boxes for two axes (SOP_FORMAT.md, Disposisi).
URGENCIES = {"very_urgent": "Sangat segera", "urgent": "Segera"}
SECRECIES = {"restricted": "Terbatas", "secret": "Rahasia", "top_secret": "Sangat rahasia"}
STATES = {"open": "Belum dijawab", "done": "Selesai", "returned": "Dikembalikan", "recalled": "Ditarik"}


class SopDisposition(models.Model):
    """The disposition as its sheet (lembar disposisi) prints it; always in Indonesian."""

    _inherit = "sop.disposition"

    def _sop_paper(self):
        """A4 upright, with the margins of the agency: paper.Paper."""
        paper = self.company_id._sop_paper("a4")
        return Paper(paper.height, paper.width, paper.margins)

    def _paper_name(self):
        """File name people understand, e.g. 'Lembar Disposisi 007-DISP-2026 RKT 2027'."""
        return file_name("Lembar Disposisi", self.number, self.process_id.display_name)

    def _letterhead(self):
        """Lines of the kop: those of the SOP down to the agency, or the agency's name; then its address."""
        agency = self.company_id.sudo()  # name and address of an agency are public
        heading = (self.process_id.sudo().template_id.heading or "").split("\n")
        names = [line.casefold() for line in heading]
        name = agency.name.casefold()
        return letterhead_lines(agency, "\n".join(heading[: names.index(name) + 1]) if name in names else "")

    def _sheet_facts(self):
        """Label and value of the letter's facts, in the order of the form: left and right column."""
        left = [
            ("Surat dari", self.letter_from),
            ("No. surat", self.letter_number),
            ("Tgl surat", printed_date(self.letter_date)),
        ]
        right = [("Diterima tgl", printed_date(self.letter_received)), ("No. agenda", self.number)]
        return left, right

    def _sheet_character(self):
        """Text and tick of the boxes beside 'Sifat'."""
        boxes = [(word, self.urgency == key) for key, word in URGENCIES.items()]
        return [*boxes, (SECRECIES.get(self.secrecy, "Rahasia"), self.secrecy in SECRECIES)]

    def _sheet_recipients(self):
        """Text and tick of the boxes under 'Diteruskan kepada': the recipients, then the SOP's other columns."""
        lines = self.recipient_ids.sorted("id")
        ticked = [
            (line._printed() + (" (tembusan)" if line.role == "cc" else ""), line.state != "recalled") for line in lines
        ]
        concerned = lines.user_id | self.user_id
        members = self.process_id.sudo().member_ids  # the columns of an SOP and who stands in them are printed on it
        taken = members.filtered(lambda member: member.user_id in concerned).executor_id
        rest = [(column.name, False) for column in members.executor_id.sorted() if column not in taken]
        return ticked + rest

    def _sheet_phrases(self, phrases):
        """Text and tick of the boxes under 'Dengan hormat harap'.

        :param phrases: sop.disposition.phrase in use at this agency
        """
        said = (self.asked or "").split("\n") if self.asked else []
        names = phrases.mapped("name")
        return [(name, name in said) for name in names] + [(name, True) for name in said if name not in names]

    def _sheet_signer(self):
        """Office, time, name, rank and NIP under the sheet."""
        below = [self.person, self.rank, nip_line(self.nip)]
        return self.position or "", self._moment(self.date), [line for line in below if line]

    def _sheet_row(self, depth):
        """Cells of the chain's table for this disposition: number and time, from, to, words, what came of it."""
        lines = self.recipient_ids.sorted("id")
        words = [self.asked, self.words, self.date_due and f"Batas waktu: {printed_date(self.date_due)}"]
        return {
            "depth": depth,
            "number": self.number,
            "date": self._moment(self.date),
            "sender": self.position or self.person,
            "to": [line._printed() + (" (tembusan)" if line.role == "cc" else "") for line in lines],
            "words": [word for word in words if word],
            "outcome": [self._sheet_outcome(line) for line in lines],
        }

    def _record_row(self):
        """Texts of the same for the record of execution."""
        row = self._sheet_row(0)
        return (
            row["number"],
            row["date"],
            row["sender"],
            "\n".join(row["to"]),
            "\n".join(row["words"]),
            "\n".join(row["outcome"]),
        )

    def _sheet_outcome(self, line):
        state = "Sudah dibaca" if line.state == "open" and line.date_read else STATES[line.state]
        if line.role == "cc":
            state = (
                "Dibaca" if line.state == "done" else STATES[line.state] if line.state == "recalled" else "Belum dibaca"
            )
        when = line.date_done or line.date_read
        said = f"{line._printed()}: {state}" + (f", {self._moment(when)}" if when else "")
        return f"{said}. {line.report}" if line.report and line.role == "to" else said

    def _moment(self, when):
        return moment(when, self.process_id.company_id.sudo().resource_calendar_id.tz)

from odoo import fields, models

from ..paper.printed import clock, file_name, local, zone_name
from .record_writer import RecordWriter


class SopProcess(models.Model):
    """The record of execution (rekam pelaksanaan) of runs; always in Indonesian."""

    _inherit = "sop.process"

    def action_print_many(self):
        """Print the records of these runs: at once, or many in the background.

        :raises AccessError: one of them is not the user's to read
        """
        return self.env["sop.job"]._ask_print("print_record", self)

    def _records(self, head):
        """What the records of these runs are printed from, in as many queries for many as for one.

        :param head: function of a sop.process, giving its paper.paged.Letterhead
        :return: list of paper.record.Record
        :raises AccessError: one of the runs is not for this reader
        """
        evidence, faults = self._evidence(), self._faults()
        return [
            RecordWriter(found, faults.get(found.process.id, ())).write_record(
                head(found.process), found.process._record_name(), self._printed_now(found.process)
            )
            for found in evidence
        ]

    def _covers(self, head):
        """What the control cards (kartu kendali) of these runs are printed from; as `_records`.

        :return: list of paper.cover.Cover
        """
        return [
            RecordWriter(found, ()).write_cover(
                head(found.process), found.process._cover_name(), self._printed_now(found.process)
            )
            for found in self._evidence()
        ]

    def _record_name(self):
        """File name people understand, e.g. 'Rekam Pelaksanaan RKT 2027'."""
        return self._papers_name("Rekam Pelaksanaan")

    def _cover_name(self):
        """File name people understand, e.g. 'Kartu Kendali RKT 2027'."""
        return self._papers_name("Kartu Kendali")

    def _papers_name(self, words):
        return file_name(words, self.display_name) if len(self) == 1 else f"{words} {len(self)} proses"

    def _printed_now(self, process):
        zone = process.company_id.resource_calendar_id.tz
        when = f"{clock(local(fields.Datetime.now(), zone))} {zone_name(zone)}"
        return f"Dicetak {when} oleh {self.env.user.name}."

    def _faults(self):
        """What is broken in the journals of these runs: dict of process id -> list of Indonesian sentences."""
        Break = self.env["sop.journal.break"].sudo().with_context(lang="id_ID")
        return {
            key: [
                Break.new({"name": name, "number": found.number, "what": found.what, "fact": found.fact}).sentence
                for found in findings
            ]
            for key, findings in self.sudo()._findings().items()
            for name in [self.browse(key).display_name]
        }

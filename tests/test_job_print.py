"""Many papers printed by the scheduler into one file, which only whoever asked for it may have."""

import hashlib
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .printed import page_texts
from .test_jobs import JOB, JobCase, portions_of

PRINT = "odoo.addons.sop_planning_reports.models.sop_job"


@tagged("standard", "post_install", "-at_install")
class TestPrinting(JobCase):
    def setUp(self):
        super().setUp()
        self.runs = self.started(self.ask("RKT Satu", "RKT Dua", "RKT Tiga"))

    def ask_print(self, records, user=None):
        with patch(f"{PRINT}.PRINTED_AT_ONCE", 1), patch(f"{JOB}.AT_ONCE", 0):
            action = self.as_person(records, user or self.officer).action_print_many()
        return self.env["sop.job"].browse(action["res_id"])

    def texts(self, job):
        return page_texts(job.file_id.raw)

    def test_few_are_printed_directly(self):
        for records in (self.template, self.runs):
            action = self.as_person(records, self.officer).action_print_many()
            self.assertEqual((action["type"], action["context"]["active_ids"]), ("ir.actions.report", records.ids))

    def test_records_in_their_order(self):
        job = self.ask_print(self.runs.sorted("name"))
        with portions_of(2):
            self.work()
        self.assertEqual((job.state, job.done_count, job.failed_count), ("done", 3, 0))
        pages = self.texts(job)
        places = [next(n for n, text in enumerate(pages) if name in text) for name in ("Dua", "Satu", "Tiga")]
        self.assertEqual(places, sorted(set(places)))
        digest = hashlib.sha256(job.file_id.raw).hexdigest()
        issued = self.env["sop.seal.print"].search([("digest", "=", digest)])
        self.assertEqual(sorted(issued.seal_id.mapped("res_id")), sorted(self.runs.ids))
        self.assertEqual(self.env["sop.seal.print"].search_count([]), 3)  # not of the parts, which nobody got
        self.assertFalse(job.line_ids.part_id)
        self.assertEqual(self.told(job).partner_ids, self.officer.partner_id)

    def test_sops(self):
        sops = self.template | self.template.copy({"number": False, "name": "SOP Lain"})
        job = self.ask_print(sops)
        self.work()
        text = "".join(self.texts(job))
        self.assertIn("KONSEP", text)
        self.assertIn(self.template.number, text)

    def test_only_for_whoever_asked(self):
        job = self.ask_print(self.runs)
        self.work()
        action = self.as_person(job, self.officer).action_download()
        self.assertIn(f"/{job.file_id.id}?", action["url"])
        self.as_person(job.file_id, self.officer).read(["raw"])
        for user in (self.administrator, self.kaban):
            with self.assertRaises(AccessError):
                self.as_person(job.file_id, user).read(["raw"])
            with self.assertRaises(AccessError):
                self.as_person(job, user).action_download()

    def test_what_he_may_not_read_any_more(self):
        """Asked for one's own runs, and then one of them is nobody's business of his any more."""
        job = self.ask_print(self.runs, user=self.kaban)
        foreign = self.runs[1]
        with patch.object(type(foreign), "_records", autospec=True, side_effect=self.refusing(foreign)):
            self.work()
        self.assertEqual((job.state, job.done_count), ("done", 2))
        self.assertIn("not for you", job.failed_line_ids.error)
        first = job.file_id
        self.as_person(job, self.kaban).action_retry()
        self.work()
        self.assertEqual((job.done_count, job.failed_count), (3, 0))
        self.assertFalse(first.exists())
        self.assertEqual(sum("Rekam" in text or "REKAM" in text for text in self.texts(job)) >= 3, True)
        file = job.file_id
        job.unlink()
        self.assertFalse(file.exists())

    def refusing(self, foreign):
        records = type(foreign)._records

        def read(processes, head):
            if foreign.id in processes.ids:
                raise AccessError("not for you")
            return records(processes, head)

        return read

    def test_of_others(self):
        with self.assertRaises(AccessError):
            self.ask_print(self.runs, user=self.kaban.copy({"login": "lain"}))

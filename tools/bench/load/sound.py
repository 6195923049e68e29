"""Whether every guarantee holds after the load, in Odoo's shell; prints what does not, and how much there was."""

import json
import sys
import unittest
from collections import Counter
from pathlib import Path

from odoo.addons import sop_planning_reports

ROOT = Path(sop_planning_reports.__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "sop_planning")]

from tests.racing import AGENCY, Soundness  # noqa: E402


class Sound(Soundness, unittest.TestCase):
    """The checks of the race tests, on what the clients have left."""

    def __init__(self, env):
        super().__init__()
        self.env = env
        self.company = env["res.company"].search([("sop_code", "=", AGENCY)])
        self.faults = []

    def runTest(self):
        """Look at every run, the mass work and the numbers."""
        here = [("company_id", "=", self.company.id)]
        processes = self.env["sop.process"].search(here)
        for process in processes:
            self.note(lambda process=process: self.assert_sound(process, process.name))
        self.no_two(processes.mapped("name"), "started twice")
        dispositions = self.env["sop.disposition"].search(here)
        self.no_two([(one.agenda_year, one.agenda_number) for one in dispositions], "agenda number given twice")
        jobs = self.env["sop.job"].search(here)
        for job in jobs:
            self.note(lambda job=job: self.check_job(job))
        states = dict(Counter(processes.mapped("state")))
        print(json.dumps({
            "faults": self.faults, "processes": states, "dispositions": len(dispositions),
            "signatures": self.env["sop.signature"].search_count(here),
            "mass": sum(jobs.mapped("done_count")), "events": len(processes.event_ids),
        }))  # fmt: skip

    def check_job(self, job):
        """Every line is done, by a process of its own that bears its name."""
        self.assertEqual((job.state, job.failed_count), ("done", 0), job.name)
        self.assertEqual(job.line_ids.mapped("name"), [line.process_id.name for line in job.line_ids])
        self.assertEqual(len(job.line_ids.process_id), len(job.line_ids))

    def no_two(self, values, what):
        twice = [str(value) for value, count in Counter(values).items() if count > 1]
        if twice:
            self.faults.append(f"{what}: {', '.join(twice[:5])}")

    def note(self, check):
        try:
            check()
        except AssertionError as fault:
            self.faults.append(str(fault).splitlines()[0][:300])


Sound(env).runTest()  # noqa: F821

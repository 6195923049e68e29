"""Times the official paper from end to end, in a database that is left as it was.

    tools/odoo shell -d sop_demo < tools/bench/paper.py

Each time is the best of several runs, each with an empty record cache. The ratios say how much it is of a bare call of
wkhtmltopdf with an empty page, made in the same run: the machine's speed cancels out. Queries are those of QWeb, which
do not depend on the machine. Every SOP is made in a transaction that is rolled back; none is printed as in force, so
no paper is stored either.
"""

import gc
import io
import logging
import sys
from pathlib import Path
from time import perf_counter

from pypdf import PdfReader

from odoo.addons import sop_planning_reports
from odoo.fields import Command

ADDONS = Path(sop_planning_reports.__file__).resolve().parents[1]
sys.path[:0] = [str(ADDONS), str(ADDONS / "sop_planning"), str(ADDONS / "sop_planning_reports")]

from flow.chart import Chart  # noqa: E402
from paper import A4, compose  # noqa: E402

from tests.flow.sops import random_table  # noqa: E402

REPORT, REGISTER = "sop_planning_reports.sop_template", "sop_planning_reports.sop_register"
CORE = "web.preview_externalreport"
AGENCY, SOP, STEPS, MANY = "bkpsdm-selayar", "bkpsdm-selayar-rkt", 300, 100
EMPTY = "<!DOCTYPE html><html><head><meta charset='utf-8'/></head><body><p>-</p></body></html>"
SIZES = ((12, 5), (25, 8), (50, 8), (100, 8), (200, 8), (300, 10))
ROW = "{:44} {:>9} {:>7} {:>8} {:>6} {:>11}   {}"


class Bench:
    """Measures and prints; `env` is the shell's."""

    def __init__(self, env):
        self.env = env(context={**env.context, "force_report_rendering": True, "lang": "id_ID"})
        self.report = self.env["ir.actions.report"]
        self.base = None

    def run(self):
        print(ROW.format("", "ms", "ratio", "queries", "pages", "bytes/page", "aim"))
        seed = self.seed()
        many = self.copies(seed, MANY)
        self.baselines(seed)
        self.spreadsheets(many)
        self.layouts()
        self.papers(many)
        self.long_paper(seed)

    # What is measured

    def baselines(self, seed):
        paper = seed._sop_paper()
        report = self.report.with_context(sop_paper=paper)
        empty = self.best(lambda: report._run_wkhtmltopdf([EMPTY], report_ref=REPORT, landscape=False))
        self.base = empty[0]
        self.line("baseline: bare wkhtmltopdf, empty page", empty)
        company = self.env.company
        core = self.best(lambda: self.report._render_qweb_pdf(CORE, company.ids)[0], repeat=2)
        self.line("core's own report of one record", core)

    def layouts(self):
        """The chart and its pages, without Odoo; random SOPs with 40 % ways back."""
        for steps, lanes in SIZES:
            table = random_table(3, steps, lanes)
            spent, _result = self.best(lambda table=table: compose(Chart(table), A4), repeat=5 if steps < 100 else 3)
            aim = {12: "5 ms", 300: "270 ms"}.get(steps, "")
            name = f"layout, {steps} steps x {lanes} executors"
            print(
                ROW.format(name, f"{spent:.1f}", self.ratio(spent), "", "", "", f"{spent / steps:.2f} ms a step  {aim}")
            )

    def papers(self, many):
        for count, aim in ((1, "150 ms, 60 kB"), (50, "600 ms, 15 queries"), (MANY, "15 queries")):
            own = self.alone(many[:count])
            queries = self.queries(lambda own=own: self.report._render_qweb_html(REPORT, own.ids))
            html = self.best(lambda own=own: self.report._render_qweb_html(REPORT, own.ids))
            self.line(f"QWeb of {count} SOP of 12 steps", (html[0], None), queries)
            self.line(f"PDF of {count} SOP, whole", self.best(lambda own=own: own._rendered_papers()), queries, aim)
        self.line("PDF of 1 draft as printed, with its word", self.best(lambda: self.printed(many[:1])))
        queries = self.queries(lambda: self.report._render_qweb_html(REGISTER, many.ids))
        register = self.best(lambda: self.report._render_qweb_pdf(REGISTER, many.ids)[0])
        self.line(f"PDF of the register of {MANY} SOPs", register, queries)

    def long_paper(self, seed):
        last = None
        for steps in (75, 150, STEPS):
            template = self.chain(seed, steps)
            found = self.best(template._rendered_papers, repeat=2)
            growth = f"{found[0] / steps:.2f} ms a step"
            self.line(
                f"PDF of 1 SOP of {steps} steps", found, None, growth + (f", {found[0] / last:.2f} x" if last else "")
            )
            last = found[0]

    def spreadsheets(self, many):
        for count, aim in ((1, "10-50 ms"), (50, "")):
            own = self.alone(many[:count])
            queries = self.queries(lambda own=own: own._spreadsheet())
            spent, (_name, content) = self.best(lambda own=own: own._spreadsheet())
            size = f"{len(content) / count:,.0f}"
            name = f"spreadsheet of {count} SOP of 12 steps"
            print(ROW.format(name, f"{spent:.0f}", self.ratio(spent), queries, "", size, aim))
        spent, (_name, content) = self.best(lambda: many._register_spreadsheet())
        print(ROW.format(f"spreadsheet of the register of {MANY}", f"{spent:.0f}", self.ratio(spent), "", "", "", ""))

    def printed(self, templates):
        return self.report._render_qweb_pdf(REPORT, templates.ids)[0]

    # How it is measured

    def alone(self, templates):
        """The same records, which no longer read ahead for the others they were taken from."""
        return templates.browse(templates.ids)

    def best(self, work, repeat=5):
        """Least time in ms, and what the work gave."""
        times = []
        for _turn in range(repeat):
            self.env.flush_all()
            self.env.invalidate_all()
            gc.collect()
            start = perf_counter()
            result = work()
            times.append(1000 * (perf_counter() - start))
        return min(times), result

    def queries(self, work):
        work()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before

    def ratio(self, spent):
        return f"{spent / self.base:.2f}"

    def line(self, name, found, queries=None, aim=""):
        spent, content = found
        pages = len(PdfReader(io.BytesIO(content)).pages) if content else ""
        size = f"{len(content) / pages:,.0f}" if content else ""
        asked = "" if queries is None else queries
        print(ROW.format(name, f"{spent:.0f}", self.ratio(spent), asked, pages, size, aim))

    # What it is measured on

    def seed(self):
        """A draft of 12 steps with its identity, of an agency of data/."""
        interchange, data = self.env["sop.interchange"], ADDONS / "data"
        for path in (data / "agencies" / f"{AGENCY}.json", data / f"{SOP}.json"):
            interchange._import_files([(path.name, path.read_bytes())])
        company = self.env["res.company"].search([("sop_code", "=", AGENCY)])
        code = SOP.removeprefix(f"{AGENCY}-")
        found = self.env["sop.template"].search([("code", "=", code), ("company_id", "=", company.id)], limit=1)
        return found.copy()

    def copies(self, seed, count):
        return seed.union(*(seed.copy({"name": f"{seed.name} {number}"}) for number in range(1, count)))

    def chain(self, seed, count):
        """An SOP of so many steps, each by the next executor, with a way back at each tenth."""
        template, texts = seed.copy(), seed.step_ids
        template.step_ids.unlink()
        columns = template.executor_ids
        steps = self.env["sop.template.step"].create(
            [self.step(template, columns[row % len(columns)], texts[row % len(texts)], row) for row in range(count)]
        )
        self.env["sop.template.branch"].create(
            [
                {"step_id": steps[row].id, "name": name, "target_step_id": steps[target].id}
                for row in range(9, count - 1, 10)
                for name, target in (("Ya", row + 1), ("Tidak", row - 4))
            ]
        )
        return template

    def step(self, template, executor, text, row):
        texts = {name: text[name] for name in ("name", "requirements", "outputs", "duration", "duration_unit")}
        return {"template_id": template.id, "sequence": row, "executor_ids": [Command.set(executor.ids)], **texts}


logging.disable(logging.WARNING)
try:
    Bench(env).run()  # noqa: F821  # the shell's
finally:
    env.cr.rollback()  # noqa: F821

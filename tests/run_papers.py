"""What the tests of the papers of a run share: documents, signatures and archive files, written as the engine does."""

import io

from pypdf import PdfReader

from odoo.addons.sop_planning.models.engine_key import with_engine

from .common import SopCase
from .papers import picture, stored, stored_output, stored_signature
from .printed import page_texts, squeezed

RECORD = "sop_planning_reports.sop_process_record"
COVER = "sop_planning_reports.sop_process_cover"


class RunPapersCase(SopCase):
    """The RKT of Balangan, whose step 7 leads back to 6."""

    agency = "disdukcapil-balangan"
    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.templates["rkt"]
        cls.kadis, cls.officer = cls.person("kadis"), cls.person("pengelola")
        cls.process = cls.start(cls.template, cls.kadis, "RKT Dinas")

    # Papers

    @classmethod
    def file_output(cls, user, process, name, content=b"isi", place=False, previous=None):
        files = [(f"{name}.pdf", b"%PDF-1.4 " + content)] if content else ()
        version = {"version": previous.version + 1, "previous_id": previous.id} if previous else {}
        output = stored_output(user, process, name, files, place=place, **version)
        if previous:
            with_engine(previous.sudo()).is_current = False
        output.process_id._note_papers("paper", name, name, outputs=output | (previous or output.browse()))
        return output.with_env(cls.env)

    @classmethod
    def sign(cls, user, process, outputs, kind="signature", image=True, **values):
        known = {"rank": "Pembina (IV/a)", "nip": "19680104 199603 1 001", "statement": "Setuju", **values}
        signature = stored_signature(user, process, outputs, kind, picture() if image else False, **known)
        signature.process_id._note_papers(kind, kind, kind, signatures=signature)
        return signature.with_env(cls.env)

    @classmethod
    def archive(cls, user, process, outputs, **values):
        count = cls.env["sop.archive"].search_count([("company_id", "=", process.company_id.id)])
        archive = stored(user, process, "sop.archive", **{
            "number": f"ARS/{process.id}", "agenda_year": 2026, "agenda_number": 1 + count,
            "code": "000.7.2", "place": "Lemari 3", "date_until": "2031-12-31", "fate": "permanent",
            "papers": outputs._papers(), **values,
        })  # fmt: skip
        archive.process_id._note_papers("archive", archive.number, archive.number, archives=archive)
        return archive.with_env(cls.env)

    # Moves

    @classmethod
    def waiting(cls, process):
        return process.task_ids.filtered(lambda task: task.state == "open").sorted("id").user_id

    @classmethod
    def pass_step(cls, process, feedback="", label=None):
        """Finish the present step by everyone it waits for; a decision takes `label`, else its first exit."""
        step, visit = process.current_step_id, process.visits[str(process.current_step_id.id)]
        exits = step.branch_ids.mapped("name")
        label = label or (exits[0] if exits else None)
        while (process.current_step_id, process.visits.get(str(step.id))) == (step, visit):
            cls.done(cls.waiting(process)[0], process, feedback, label if exits else None)
        return step

    @classmethod
    def pass_until(cls, process, number):
        while process.current_step_id.number < number:
            cls.pass_step(process)

    @classmethod
    def move(cls, user, process, kind, reason="alasan", **values):
        Dialog = cls.as_person(cls.env["sop.process.move"], user)
        Dialog.create({"process_id": process.id, "kind": kind, "reason": reason, **values}).action_confirm()
        cls.env.invalidate_all()

    # Printing

    def pages(self, records, user=None, report=RECORD):
        """Texts of the pages, without blanks, and their sizes."""
        Report = self.as_person(self.env["ir.actions.report"], user or self.officer)
        content, kind = Report.with_context(force_report_rendering=True)._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        return list(map(squeezed, page_texts(content))), [page.mediabox for page in pages]

    def assert_in_order(self, text, *words):
        """Each of these words stands in the text, after the one before."""
        place = 0
        for word in map(squeezed, words):
            found = text.find(word, place)
            self.assertGreaterEqual(found, 0, f"{word} not after {text[max(0, place - 80) : place]}")
            place = found + len(word)

    def counted(self, act):
        """Queries of an act by a fresh request, the registry being warm."""
        act()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act()
        return self.cr.sql_log_count - before

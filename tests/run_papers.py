"""What the tests of the papers of a run share: documents, signatures and archive files, written as the engine does."""

import base64
import hashlib
import io
import re

from PIL import Image
from pypdf import PdfReader

from odoo.addons.sop_planning.models.engine_key import with_engine

from .common import SopCase

RECORD = "sop_planning_reports.sop_process_record"
COVER = "sop_planning_reports.sop_process_cover"


def picture():
    stream = io.BytesIO()
    Image.new("RGB", (300, 120), "navy").save(stream, "PNG")
    return base64.b64encode(stream.getvalue())


def squeezed(text):
    return re.sub(r"\s+", "", text)


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
    def engine(cls, user, process, model):
        """(process, model) as the engine has them, for a move of `user`."""
        process = with_engine(process.with_user(user).sudo())
        return process, with_engine(process.env[model])

    @classmethod
    def file_output(cls, user, process, name, content=b"isi", place=False, previous=None):
        process, Output = cls.engine(user, process, "sop.output")
        files = []
        if content:
            content = b"%PDF-1.4 " + content
            file = cls.env["ir.attachment"].create(
                {"name": f"{name}.pdf", "raw": content, "res_model": "sop.process", "res_id": process.id}
            )
            digest = hashlib.sha256(content).hexdigest()
            files = [{"id": file.id, "name": file.name, "size": len(content), "sha256": digest}]
        output = Output.create(
            {
                **Output._place_of(process, process.env["sop.task"]),
                "name": name,
                "contents": files,
                "place": place,
                "version": previous.version + 1 if previous else 1,
                "previous_id": previous.id if previous else False,
            }
        )
        if previous:
            with_engine(previous.sudo()).is_current = False
        process._note_papers("paper", name, name, outputs=output | (previous or output.browse()))
        return output.with_env(cls.env)

    @classmethod
    def sign(cls, user, process, outputs, kind="signature", image=True, **values):
        process, Signature = cls.engine(user, process, "sop.signature")
        signature = Signature.create(
            {
                **Signature._place_of(process, process.env["sop.task"]),
                "kind": kind,
                "tz": "Asia/Makassar",
                "statement": "Setuju",
                "confirmed_by": "none",
                "rank": "Pembina (IV/a)",
                "nip": "19680104 199603 1 001",
                "image": picture() if image else False,
                "papers": cls.papers(outputs),
                "digest": hashlib.sha256(f"{kind}{outputs.ids}{user.id}".encode()).hexdigest(),
                **values,
            }
        )
        process._note_papers(kind, kind, kind, signatures=signature)
        return signature.with_env(cls.env)

    @classmethod
    def archive(cls, user, process, outputs, **values):
        process, Archive = cls.engine(user, process, "sop.archive")
        archive = Archive.create(
            {
                **Archive._place_of(process, process.env["sop.task"]),
                "number": f"ARS/{process.id}",
                "agenda_year": 2026,
                "agenda_number": 1 + Archive.search_count([("company_id", "=", process.company_id.id)]),
                "code": "000.7.2",
                "place": "Lemari 3",
                "date_until": "2031-12-31",
                "fate": "permanent",
                "papers": cls.papers(outputs),
                **values,
            }
        )
        process._note_papers("archive", archive.number, archive.number, archives=archive)
        return archive.with_env(cls.env)

    @staticmethod
    def papers(outputs):
        return outputs._papers()

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
        return [squeezed(page.extract_text()) for page in pages], [page.mediabox for page in pages]

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

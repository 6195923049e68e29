"""What the tests of signed documents share: a running process with documents, and people who have signed them."""

import base64
import hashlib
import io
from unittest import mock

from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from odoo.addons.sop_planning.models.engine_key import with_engine
from odoo.addons.sop_planning_reports.models import sop_output_sheet

from .common import SopCase

NOON = "2026-11-20 04:05:00"  # 12.05 in Makassar


def pdf(*sizes, text="Halaman", **options):
    """A PDF with one page of each size (pt)."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True, **options)
    for number, size in enumerate(sizes, 1):
        canvas.setPageSize(size)
        canvas.drawString(50, 50, f"{text} {number}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def picture(kind="PNG", size=(400, 200), **options):
    """Any picture, bytes."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).line([(20, 150), (120, 30), (200, 170), (380, 40)], fill="navy", width=9)
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


class PapersCase(SopCase):
    """Signatures as they are stored, not given in their dialog: here is looked at what paper makes of them. Whether
    one is intact is judged elsewhere; here those of `broken` are not."""

    sops = ("rkt",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.broken = set()
        holds = mock.patch.object(sop_output_sheet, "_holds", lambda signature: signature not in cls.broken)
        cls.startClassPatcher(holds)
        cls.template = cls.templates["rkt"]
        for name in ("kaban", "sekretaris", "kasubag", "staf", "kabid1", "pengelola"):
            setattr(cls, name, cls.person(name))
        cls.process = cls.start(cls.template, cls.kaban)

    @classmethod
    def output(cls, name="Rancangan RKT", files=(), process=None, **values):
        """A document of the process; files: (name, bytes)."""
        process = process or cls.process
        attachments = cls.env["ir.attachment"].create(
            [
                {"name": title, "raw": content, "res_model": "sop.process", "res_id": process.id}
                for title, content in files
            ]
        )
        contents = [
            {
                "id": attachment.id,
                "name": attachment.name,
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for attachment, (_title, content) in zip(attachments, files)
        ]
        return with_engine(cls.env["sop.output"]).create(
            {**cls.by(cls.kasubag, process), "name": name, "contents": contents, "state": "signed", **values}
        )

    @classmethod
    def sign(cls, output, user, kind="signature", image=True, **values):
        """A paraf, signature or stamp of a person on a document, as the dialog writes it."""
        paper = {"id": output.id, "name": output.name, "version": output.version, "place": output.place}
        paper["files"] = output.contents
        return with_engine(cls.env["sop.signature"]).create(
            {
                **cls.by(user, output.process_id),
                "kind": kind,
                **cls.as_person(output.process_id, user)._rank_and_nip(),
                "tz": "Asia/Makassar",
                "statement": "Saya menyetujui dokumen ini.",
                "confirmed_by": "none",
                "image": base64.b64encode(picture()) if image else False,
                "papers": [paper],
                "digest": hashlib.sha256(f"{output.id} {user.id} {kind}".encode()).hexdigest(),
                **values,
            }
        )

    @classmethod
    def by(cls, user, process):
        printed = process._printed_people(user)[user]
        return {
            "process_id": process.id,
            "company_id": process.company_id.id,
            "user_id": user.id,
            "person": printed["person"],
            "position": printed["position"],
            "date": NOON,
        }

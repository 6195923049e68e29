"""What the tests of signed documents share: a running process with documents, and people who have signed them."""

import base64
import io
from unittest import mock

from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from odoo.addons.sop_planning_reports.models import sop_output_sheet

from .common import SopCase
from .papers import stored_output, stored_signature

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
        cls.startClassPatcher(mock.patch.object(sop_output_sheet, "_is_as_recorded", lambda _output: True))
        cls.template = cls.templates["rkt"]
        for name in ("kaban", "sekretaris", "kasubag", "staf", "kabid1", "pengelola"):
            setattr(cls, name, cls.person(name))
        cls.process = cls.start(cls.template, cls.kaban)

    @classmethod
    def output(cls, name="Rancangan RKT", files=(), process=None, **values):
        """A document of the process; files: (name, bytes)."""
        known = {"state": "signed", "date": NOON, **values}
        return stored_output(cls.kasubag, process or cls.process, name, files, **known).with_env(cls.env)

    @classmethod
    def sign(cls, output, user, kind="signature", image=True, **values):
        """A paraf, signature or stamp of a person on a document, as the dialog writes it."""
        process = output.process_id
        known = {**cls.as_person(process, user)._rank_and_nip(), "date": NOON, **values}
        image = base64.b64encode(picture()) if image else False
        return stored_signature(user, process, output, kind, image, **known).with_env(cls.env)

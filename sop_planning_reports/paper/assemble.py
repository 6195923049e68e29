"""The files of a document, joined in one PDF: PDF pages as they are, pictures as pages, all others as attached files.
Never imports odoo.

    assembly = Assembly(writer)
    placed = assembly.add("RKT.pdf", content)    # Placed(how="pages", first=1, last=12, attached=False)
    assembly.finish()                            # once, at the end

Nothing is written on a page that was there, and a file that cannot be joined never stops the others.
"""

import hashlib
import io
import os
from typing import NamedTuple

from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
    create_string_object,
)
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from .printed import pdf_bytes

# What became of a file.
PAGES, PICTURE, CERTIFIED, ATTACHED = "pages", "picture", "certified", "attached"
LOCKED, BROKEN, LONG, LEFT_OUT = "locked", "broken", "long", "left_out"
# More than that in one print takes a worker minutes and more memory than it is allowed.
MOST_PAGES = 500
MOST_PDF = 40 * 1024 * 1024
MOST_ATTACHED = 60 * 1024 * 1024
MOST_PIXELS = 60_000_000
# Of the formats that Odoo lets Pillow decode.
PICTURES = {"JPEG", "PNG"}
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png")
# Fields of a form within fields; a file that was made to do harm may have them in a circle.
DEEPEST = 8
PICTURE_MARGIN = 10 * mm


class Placed(NamedTuple):
    """What became of a file: one of the words above, its first and last page, and whether it is attached as a file."""

    how: str
    first: int = 0
    last: int = 0
    attached: bool = False


class Assembly:
    """Files joined by one pypdf.PdfWriter."""

    def __init__(self, writer):
        self.writer, self.files, self.size, self.pages = writer, [], 0, 0

    def add(self, name, content):
        """Join a file.

        :param name: of the file, :param content: bytes
        :return: Placed
        """
        if _is_pdf(content) or name.lower().endswith(".pdf"):
            how, pages = _pdf_pages(content, MOST_PAGES - self.pages)
        elif name.lower().endswith(PICTURE_ENDINGS):
            how, pages = _picture_pages(content, MOST_PAGES - self.pages)
        else:
            how, pages = ATTACHED, None
        attached = (pages is None or how == CERTIFIED) and self.attach(name, content)
        if pages is None:
            return Placed(how if attached else LEFT_OUT, attached=attached)
        first = len(self.writer.pages) + 1
        self.writer.append(pages, import_outline=False)
        self.pages += len(pages.pages)
        return Placed(how, first, len(self.writer.pages), attached)

    def attach(self, name, content):
        """Put a file into the PDF as it is; :return: whether there was room for it"""
        if self.size + len(content) > MOST_ATTACHED:
            return False
        self.size += len(content)
        self.files.append((self._free_name(name), content))
        return True

    def _free_name(self, name):
        taken = {known.casefold() for known, _content in self.files}
        stem, ending = os.path.splitext(name)
        number, free = 1, name
        while free.casefold() in taken:
            number += 1
            free = f"{stem} ({number}){ending}"
        return free

    def finish(self):
        """Do once what concerns the whole PDF."""
        self._forget_signatures()
        if self.files:
            self._embed()

    def _forget_signatures(self):
        """A digital signature is over the file it was made in, and would be broken in any other."""
        form = self.writer._root_object.get("/AcroForm", DictionaryObject()).get_object()
        if "/Fields" in form:
            form[NameObject("/Fields")] = ArrayObject(
                field for field in form["/Fields"] if not _is_signature(field.get_object())
            )
            form.pop("/SigFlags", None)

    def _embed(self):
        """Write the attached files into the PDF (ISO 32000-1, 7.11.4), in the order of their names as it asks for."""
        names = ArrayObject()
        for name, content in sorted(self.files):
            names += [TextStringObject(name), self.writer._add_object(self._specification(name, content))]
        root = self.writer._root_object
        root[NameObject("/Names")] = _dictionary(EmbeddedFiles=_dictionary(Names=names))
        root[NameObject("/PageMode")] = NameObject("/UseAttachments")

    def _specification(self, name, content):
        stream = DecodedStreamObject()
        stream.set_data(content)
        stream = stream.flate_encode()
        # The standard's own checksum of an embedded file is MD5; what is signed is listed with its SHA-256.
        checksum = create_string_object(hashlib.md5(content, usedforsecurity=False).digest())
        stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
        stream[NameObject("/Params")] = _dictionary(Size=NumberObject(len(content)), CheckSum=checksum)
        reference = self.writer._add_object(stream)
        return _dictionary(
            Type=NameObject("/Filespec"),
            F=TextStringObject(name.encode("ascii", "replace").decode().replace("?", "_")),
            UF=TextStringObject(name),
            EF=_dictionary(F=reference, UF=reference),
            AFRelationship=NameObject("/Source"),
        )


def _is_pdf(content):
    return b"%PDF-" in content[:1024]


def _pdf_pages(content, room):
    """:return: what it is, PdfReader of its pages or None"""
    if len(content) > MOST_PDF:
        return LONG, None
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return LOCKED, None
        if len(reader.pages) > room:
            return LONG, None
        # On trial first: what breaks half-way would leave half a file.
        trial = PdfWriter()
        trial.append(reader, import_outline=False)
        pages = PdfReader(io.BytesIO(pdf_bytes(trial)))
        how = CERTIFIED if b"/ByteRange" in content else PAGES
        return (how, pages) if len(pages.pages) else (BROKEN, None)
    except Exception:  # a broken PDF breaks the reader in dozens of ways, none of which is ours
        return BROKEN, None


def _picture_pages(content, room):
    """:return: what it is, PdfReader of one page or None"""
    try:
        picture = Image.open(io.BytesIO(content))
        if picture.format not in PICTURES or picture.width * picture.height > MOST_PIXELS or not room:
            return ATTACHED, None
        stream = io.BytesIO()
        canvas = Canvas(stream, invariant=True)
        _draw(canvas, picture, content)
        canvas.save()
        return PICTURE, PdfReader(stream)
    except Exception:  # as above, of Pillow
        return BROKEN, None


def _draw(canvas, picture, content):
    """A page with the picture as large as it fits, but not coarser than a dot a point."""
    upright = ImageOps.exif_transpose(picture)
    width, height = landscape(A4) if upright.width > upright.height else A4
    room = width - 2 * PICTURE_MARGIN, height - 2 * PICTURE_MARGIN
    share = min(room[0] / upright.width, room[1] / upright.height, 1.0)
    size = upright.width * share, upright.height * share
    turned = upright.size != picture.size or picture.getexif().get(0x0112, 1) != 1
    # A photograph is kept as it is, not compressed a second time.
    kept = picture.format == "JPEG" and not turned and picture.mode in ("RGB", "L")
    drawn = ImageReader(io.BytesIO(content)) if kept else ImageReader(_on_white(upright))
    canvas.setPageSize((width, height))
    canvas.drawImage(drawn, (width - size[0]) / 2, (height - size[1]) / 2, *size)
    canvas.showPage()


def _on_white(picture):
    """What is transparent is white on paper."""
    if picture.mode in ("RGB", "L"):
        return picture
    coloured = picture.convert("RGBA")
    ground = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(ground, coloured).convert("RGB")


def _is_signature(field, depth=0):
    kids = field.get("/Kids", ()) if depth < DEEPEST else ()
    return field.get("/FT") == "/Sig" or any(_is_signature(kid.get_object(), depth + 1) for kid in kids)


def _dictionary(**values):
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})

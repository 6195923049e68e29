"""Files of a document joined in one PDF, without Odoo."""

import base64
import io

import pytest
from paper import assemble, pades
from paper.assemble import Assembly
from paper.lockbox import Locked, lock, unlock
from paper.signature_sheet import (
    Signed,
    blocks_section,
    compose_sheet,
    few,
    file_size,
    grouped,
    note_section,
    parafs_section,
)
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject
from reportlab.pdfgen.canvas import Canvas

ROOM = (190.0, 277.0)


def pdf(pages, form=False):
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True)
    for number in range(pages):
        canvas.setPageSize((300 + 10 * number, 200))
        canvas.drawString(20, 20, f"isi {number}")
        if form:
            canvas.acroForm.textfield(name=f"f{number}", value="isian", x=50, y=50, width=100, height=20)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def jpeg(**options):
    stream = io.BytesIO()
    Image.new("RGB", (300, 100), "red").save(stream, "JPEG", **options)
    return stream.getvalue()


@pytest.fixture
def assembly():
    return Assembly(PdfWriter())


def read(assembly):
    assembly.finish()
    stream = io.BytesIO()
    assembly.writer.write(stream)
    return PdfReader(stream)


@pytest.mark.parametrize(
    ("name", "content", "how"),
    [
        ("bukan.pdf", b"hello", assemble.BROKEN),
        ("kosong.pdf", b"", assemble.BROKEN),
        ("rusak.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>", assemble.BROKEN),
        ("bukan.png", b"hello", assemble.BROKEN),
        ("surat.docx", b"PK", assemble.ATTACHED),
        ("kosong.txt", b"", assemble.ATTACHED),
    ],
)
def test_what_has_no_pages_is_attached(assembly, name, content, how):
    assert assembly.add(name, content) == (how, 0, 0, True)
    assert {title: bytes(*kept) for title, kept in read(assembly).attachments.items()} == {name: content}


def test_pages_are_numbered_over_all_files(assembly):
    assert assembly.add("a.pdf", pdf(3))[1:3] == (1, 3)
    assert assembly.add("b.PDF", pdf(2))[1:3] == (4, 5)
    assert [float(page.mediabox.width) for page in read(assembly).pages] == [300, 310, 320, 300, 310]


def test_fields_of_forms_keep_their_values(assembly):
    assembly.add("a.pdf", pdf(1, form=True))
    (widget,) = read(assembly).pages[0]["/Annots"]
    assert widget.get_object()["/V"] == "isian"
    assert "/N" in widget.get_object()["/AP"]


def test_digital_signatures_of_files_are_not_those_of_the_whole(assembly):
    reader = PdfReader(io.BytesIO(pdf(1, form=True)))
    writer = PdfWriter(clone_from=reader)
    fields = writer._root_object["/AcroForm"]["/Fields"]
    signature = DictionaryObject({NameObject("/FT"): NameObject("/Sig"), NameObject("/ByteRange"): ArrayObject()})
    loop = DictionaryObject()
    reference = writer._add_object(loop)
    loop[NameObject("/Kids")] = ArrayObject([reference])
    fields += [writer._add_object(signature), reference]
    stream = io.BytesIO()
    writer.write(stream)
    placed = assembly.add("a.pdf", stream.getvalue())
    assert placed == (assemble.CERTIFIED, 1, 1, True)
    form = read(assembly).trailer["/Root"].get("/AcroForm", {})
    assert not [field for field in form.get("/Fields", ()) if field.get_object().get("/FT") == "/Sig"]


def test_a_photograph_is_not_compressed_again(assembly):
    content = jpeg(quality=40)
    assembly.add("foto.jpg", content)
    (image,) = read(assembly).pages[0]["/Resources"]["/XObject"].values()
    image = image.get_object()
    assert image["/Filter"] == ["/ASCII85Decode", "/DCTDecode"]
    assert base64.a85decode(b"<~" + image._data.strip(), adobe=True) == content


def test_a_turned_photograph_stands_upright(assembly):
    exif = Image.Exif()
    exif[0x0112] = 6
    assembly.add("foto.jpg", jpeg(exif=exif))
    page = read(assembly).pages[0]
    assert page.mediabox.height > page.mediabox.width


def test_a_picture_too_large_to_be_decoded_is_attached(assembly, monkeypatch):
    monkeypatch.setattr(assemble, "MOST_PIXELS", 1000)
    assert assembly.add("foto.jpg", jpeg()) == (assemble.ATTACHED, 0, 0, True)


def test_a_box_opens_with_its_secret_only():
    box = lock("x" * 40, b"kunci")
    assert unlock("x" * 40, box) == b"kunci"
    for secret, changed in (("y" * 40, box), ("x" * 40, box[:-4] + b"AAAA"), ("x" * 31, box), ("", box), (None, box)):
        with pytest.raises(Locked):
            unlock(secret, changed)
    with pytest.raises(Locked):
        lock("pendek", b"kunci")


def test_a_certificate_file_that_is_none():
    for content in (b"", b"x" * 100, b"0" * (pades.MOST + 1)):
        with pytest.raises(pades.CertificateFault) as caught:
            pades.read_certificate(content, "")
        assert caught.value.reason == pades.NO_FILE


def test_words():
    assert grouped("0123456789abcdef" * 4)[0] == "01234567 89abcdef 01234567 89abcdef"
    assert len(grouped("0" * 64)) == 2
    assert [file_size(size) for size in (0, 1023, 1024, 1536, 5 * 1024**2)] == [
        "0 B",
        "1023 B",
        "1,0 KB",
        "1,5 KB",
        "5,0 MB",
    ]
    assert few(["a"] * 4) == ("a",) * 4
    assert few(["a"] * 9) == ("a", "a", "a", "Dan 6 kejanggalan lain.")


def signed(number):
    return Signed("Kepala Bidang", None, f"Pejabat {number}", ("NIP. 1",), "20 November 2026 12.05 WITA", "ab" * 32)


@pytest.mark.parametrize("count", [1, 2, 3, 12, 40])
def test_every_signer_is_on_one_page_in_order(count):
    blocks = [signed(number) for number in range(count)]
    sections = [parafs_section("Paraf", blocks, 190), blocks_section(blocks, 190), note_section("akhir", 190)]
    sheet = compose_sheet(["INSTANSI"], "", "Dokumen", ["merah"], sections, ROOM)
    parts = [part for page in sheet.pages for part in page]
    parafs = [row[-1] for part in parts if part.section.kind == "parafs" for row in part.rows]
    found = [block for part in parts if part.section.kind == "blocks" for row in part.rows for block in row if block]
    assert parafs == found == blocks
    assert all(page for page in sheet.pages)
    assert [part.is_continued for part in parts if part.section.kind == "parafs"][0] is False
    if count % 2:
        last = [row for part in parts if part.section.kind == "blocks" for row in part.rows][-1]
        assert last == (None, blocks[-1])

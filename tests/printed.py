"""What the pages of a PDF say."""

import io
import re

from pypdf import PdfReader
from pypdfium2 import PdfDocument

BREAKING = "\x02"  # what pdfium makes of a hyphen after which the line breaks


def page_texts(content):
    """Text of each page, read with pdfium; some blanks get lost."""
    document = PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded().replace(BREAKING, "-") for page in document]
    finally:
        document.close()


def page_words(content):
    """Text of each page with all its blanks and strictly as it was painted; takes pypdf twenty times as long."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def squeezed(*texts):
    """Texts in a row without any blank: where lines break is the printer's business."""
    return re.sub(r"\s+", "", "".join(texts))

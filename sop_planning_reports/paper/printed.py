"""Small words and files of paper that every kind of paper shares."""
import io
import re


def file_name(*parts):
    """File name people understand, of the parts that are filled, without what a file system refuses."""
    name = " ".join(part for part in parts if part)
    return re.sub(r'[\\/:*?"<>|\s]+', lambda match: " " if match.group().isspace() else "-", name).strip()[:150]


def nip_line(nip):
    """A NIP with its word before it, '' for none; some agencies store the word with the number."""
    return nip if not nip or nip.startswith("NIP") else f"NIP. {nip}"


def pdf_bytes(writer):
    """The PDF that a pypdf writer holds."""
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def page_count(content):
    """Pages of a PDF as wkhtmltopdf writes it: without objects in compressed streams, which pypdf could read at a
    hundred times the cost."""
    return len(re.findall(rb"/Type\s*/Page\b", content))

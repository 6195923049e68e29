"""Small words and files of paper that every kind of paper shares."""

import io
import re
from datetime import UTC

from babel.dates import format_date, format_datetime, get_timezone
from pypdf import PdfWriter

ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


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


def joined(parts):
    """Several PDFs (bytes) one after the other, as one."""
    if len(parts) == 1:
        return parts[0]
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    return pdf_bytes(writer)


def page_count(content):
    """Pages of a PDF as wkhtmltopdf writes it: without objects in compressed streams, which pypdf could read at a
    hundred times the cost."""
    return len(re.findall(rb"/Type\s*/Page\b", content))


def printed_date(date, locale="id_ID"):
    """A date as letters write it, e.g. '21 November 2026'; '' for none."""
    return format_date(date, "d MMMM y", locale=locale) if date else ""


def moment(when, zone, locale="id_ID"):
    """A time where the agency works, e.g. '21 November 2026 14.05 WITA'; '' for none.

    :param when: naive datetime, UTC, :param zone: name of the time zone
    """
    if not when:
        return ""
    text = format_datetime(when, "d MMMM y HH.mm", tzinfo=get_timezone(zone or "UTC"), locale=locale)
    return f"{text} {zone_name(zone)}"


def zone_name(zone):
    """A time zone as Indonesian paper names it: WIB, WITA or WIT, else its own name."""
    return ZONES.get(zone, zone or "UTC")


def local(when, zone):
    """A time as the clocks of a zone show it; None for none.

    :param when: naive datetime, UTC, :return: naive datetime
    """
    if not when:
        return None
    return when.replace(tzinfo=UTC).astimezone(get_timezone(zone or "UTC")).replace(tzinfo=None)


def clock(when):
    """A local time in few signs, e.g. '21-11-2026 14.05'; '' for none."""
    return f"{when:%d-%m-%Y %H.%M}" if when else ""


def took(hours):
    """A length of working time, e.g. '2 jam 5 menit'."""
    minutes = round(hours * 60)
    parts = [f"{minutes // 60} jam" if minutes >= 60 else "", f"{minutes % 60} menit" if minutes % 60 else ""]
    return " ".join(part for part in parts if part) or "0 menit"

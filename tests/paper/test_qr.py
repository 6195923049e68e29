"""QR codes: crisp, right for every reader, and of nothing but the picture."""

import xml.etree.ElementTree as ET

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from paper.qr import QUIET, qr_bars, qr_svg
from PIL import Image, ImageDraw

ADDRESS = "https://sop.selayarkab.example/sop/check/kYcMP1mAgG5u3lq0nOZ3vOc5Yp0"


def picture(text, scale=4):
    side, bars = qr_bars(text)
    whole = (side + 2 * QUIET) * scale
    image = Image.new("L", (whole, whole), 255)
    draw = ImageDraw.Draw(image)
    for row, column, length in bars:
        left, top = (column + QUIET) * scale, (row + QUIET) * scale
        draw.rectangle((left, top, left + length * scale - 1, top + scale - 1), fill=0)
    return image


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text(st.characters(codec="utf-8", min_codepoint=33), min_size=1, max_size=120))
def test_says_what_it_was_given(text):
    assert [code.text for code in zxingcpp.read_barcodes(picture(text))] == [text]


def test_error_correction():
    """M: a stain on a seventh of it does no harm."""
    (code,) = zxingcpp.read_barcodes(picture(ADDRESS))
    assert code.ec_level == "M"
    stained = picture(ADDRESS)
    ImageDraw.Draw(stained).rectangle((60, 60, 90, 90), fill=255)
    assert zxingcpp.read_barcodes(stained)[0].text == ADDRESS


def test_bars_and_svg_agree():
    side, bars = qr_bars(ADDRESS)
    svg = ET.fromstring(qr_svg(ADDRESS, size="18mm"))
    whole = side + 2 * QUIET
    assert svg.get("viewBox") == f"0 0 {whole} {whole}"
    assert svg.get("style") == "width:18mm;height:18mm"
    (path,) = svg
    assert path.get("d").count("z") == len(bars)
    assert side == 37  # a module of an 18 mm code is 0.4 mm wide: more than four dots of a printer with 300 dpi


def test_quiet_zone():
    image = picture(ADDRESS, scale=1)
    edge = range(image.width)
    for layer in range(QUIET):
        assert all(image.getpixel((spot, layer)) == image.getpixel((layer, spot)) == 255 for spot in edge)
    assert image.getpixel((QUIET, QUIET)) == 0


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "</svg><img src=x onerror=alert(1)>"])
def test_nothing_of_the_text_is_in_the_svg(text):
    svg = qr_svg(text)
    assert "script" not in svg and "img" not in svg and svg.count("<") == 3

"""The flowchart as a picture: ink exactly where the chart's geometry says, nothing elsewhere."""

import io
from random import Random
from types import SimpleNamespace

import pytest
from flow.chart import Chart, absolute
from paper import compose, picture
from PIL import Image

from ..flow.nine import nine_tables
from ..flow.sops import random_table

SCALE = 12.0
NINE = nine_tables()
TABLES = {**NINE, "random": random_table(5, 30, 8), "many": random_table(4, 20, 15)}


def drawn(table):
    """Each page as (sheet, geometry, alpha of its picture)."""
    random = Random(1)
    for sheet in compose(Chart(table)).sheets:
        geometry = absolute(sheet, [row.height + random.choice((0.0, 3.3, 20.0)) for row in sheet.rows])
        yield sheet, geometry, alpha(picture.png(sheet, geometry, SCALE))


def alpha(content):
    return Image.open(io.BytesIO(content)).convert("RGBA").getchannel("A")


def inked(ink, x, y):
    """Whether there is ink within a px of a place in mm."""
    left, top = round(x * SCALE) - 1, round(y * SCALE) - 1
    return ink.crop((left, top, left + 3, top + 3)).getextrema()[1] > 200


@pytest.mark.parametrize("name", TABLES)
def test_lines_are_drawn_from_end_to_end(name):
    for _sheet, geometry, ink in drawn(TABLES[name]):
        assert ink.size == (round(geometry.width * SCALE), round(geometry.height * SCALE))
        for line in geometry.lines:
            for (x1, y1), (x2, y2) in zip(line, line[1:]):
                for share in (0.0, 0.25, 0.5, 0.75, 1.0):
                    assert inked(ink, x1 + share * (x2 - x1), y1 + share * (y2 - y1))


@pytest.mark.parametrize("name", TABLES)
def test_symbols_have_an_outline_and_are_empty(name):
    for sheet, geometry, ink in drawn(TABLES[name]):
        for symbol, box in zip(sheet.symbols, geometry.symbols):
            middle, level = (box.left + box.right) / 2, (box.top + box.bottom) / 2
            assert inked(ink, middle, box.top)
            assert inked(ink, middle, box.bottom)
            assert inked(ink, box.left, level)
            assert inked(ink, box.right, level)
            if symbol.shape != "pentagon":
                assert not inked(ink, middle, level)
            else:
                inner = ink.crop([round(SCALE * v) for v in (box.left + 1, box.top + 0.6, box.right - 1, box.top + 3)])
                assert inner.getextrema()[1] == 255, "a pentagon bears its letter"


@pytest.mark.parametrize("name", TABLES)
def test_labels_stay_in_their_boxes(name):
    for sheet, geometry, _ink in drawn(TABLES[name]):
        empty = SimpleNamespace(symbols=(), labels=sheet.labels)
        ink = alpha(picture.png(empty, geometry._replace(lines=[]), SCALE))
        for box in geometry.labels:
            area = tuple(round(SCALE * value) for value in box)
            assert ink.crop(area).getextrema()[1] > 200
            ink.paste(0, (area[0] - 1, area[1] - 2, area[2] + 2, area[3] + 3))
        assert ink.getextrema()[1] == 0


def test_nothing_but_black_on_a_transparent_ground():
    _sheet, geometry, _ink = next(drawn(NINE["polhukam-rkt"]))
    image = Image.open(io.BytesIO(picture.png(_sheet, geometry, SCALE)))
    assert image.mode == "P"
    colours = {pixel[:3] for _count, pixel in image.convert("RGBA").getcolors()}
    assert colours == {(0, 0, 0)}
    assert image.convert("RGBA").getpixel((0, 0))[3] == 0


def test_pictures_are_small():
    for _sheet, geometry, _ink in drawn(TABLES["many"]):
        assert len(picture.png(_sheet, geometry, SCALE)) < 60_000


@pytest.mark.parametrize("fonts", [("NoSuchFont.ttf",), picture.FONTS[2:]])
def test_a_missing_font_is_replaced_and_its_words_still_fit(monkeypatch, fonts):
    picture.font_of.cache_clear()
    monkeypatch.setattr(picture, "FONTS", fonts)
    try:
        assert "DejaVu" not in str(getattr(picture.font_of(30), "path", ""))
        test_labels_stay_in_their_boxes("polhukam-rkt")
    finally:
        picture.font_of.cache_clear()


def test_images_are_fitted_into_their_box():
    stream = io.BytesIO()
    Image.new("RGB", (800, 200), "red").save(stream, "JPEG")
    content, width, height = picture.fitted(stream.getvalue(), 40, 18, 12)
    assert (width, height) == pytest.approx((40, 10))
    assert Image.open(io.BytesIO(content)).size == (480, 120)
    assert picture.fitted(b"<svg/>", 40, 18, 12) is None

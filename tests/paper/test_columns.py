"""Widths of the columns on paper."""
import pytest
from flow.chart import Activity, Lane, Table, Texts
from flow.graph import Flow, Step
from paper import columns

TEXTS = Texts("1.", "Memberi arahan kepada sekretaris", "Nota dinas", "10 menit", "Disposisi")


def table(lanes, label="Staf", texts=TEXTS, **more):
    step = Step(0, (0,))
    names = tuple(Lane(number, label) for number in range(lanes))
    return Table(Flow((step,)), names, (Activity(0, texts),), **more)


@pytest.mark.parametrize("lanes", [1, 2, 5, 8, 10, 12, 15, 18])
@pytest.mark.parametrize("width", [277, 310])
def test_columns_fill_the_paper(lanes, width):
    fitted = columns.fit(table(lanes), width, 7.5)
    assert sum(fitted.texts) + lanes * fitted.lane == pytest.approx(width)
    assert 10 <= fitted.lane <= 22


def test_too_many_executors_are_refused():
    with pytest.raises(ValueError, match="40 executors"):
        columns.fit(table(40), 277, 7.5)


def test_long_labels_of_narrow_lanes_are_turned():
    label = "Kepala Sub Bidang Perencanaan dan Evaluasi Kinerja Daerah I"
    fitted = columns.fit(table(15, label), 277, 7.5)
    assert len(label) >= 59
    assert 16 <= fitted.turned <= 60
    assert fitted.lane_size >= 5
    assert fitted.heading > fitted.turned


def test_short_labels_stay_upright():
    assert columns.fit(table(5), 277, 7.5).turned == 0.0


def test_no_word_is_wider_than_its_column():
    fitted = columns.fit(table(12), 277, 7.5)
    for column, (text, width) in enumerate(zip(TEXTS, fitted.texts)):
        assert columns.metrics.longest_word(text, 7.5) <= columns.room(column, width, 7.5) + 0.01


def test_total_fits_the_time_column():
    fitted = columns.fit(table(5, total=("Jumlah waktu", "1230 menit")), 277, 7.5)
    total = columns.metrics.width("1230 menit", 7.5, bold=True)
    assert total <= columns.room(columns.TIME, fitted.texts[columns.TIME], 7.5) + 0.01


def test_lanes_grow_for_labels_of_exits_if_there_is_room():
    assert columns.fit(table(2), 277, 7.5, lane_wish=30).lane == 30
    assert columns.fit(table(10), 277, 7.5, lane_wish=30).lane < 15


def test_the_longest_words_stay_whole_where_executors_have_room():
    texts = TEXTS._replace(requirements="mempertanggungjawabkan", outputs="mempertanggungjawabkan")
    for lanes, whole in ((1, True), (5, True), (12, False)):
        fitted = columns.fit(table(lanes, texts=texts), 277, 7.5)
        room = columns.room(columns.OUTPUTS, fitted.texts[columns.OUTPUTS], 7.5)
        assert (columns.metrics.longest_word(texts.outputs, 7.5) <= room + 0.01) is whole

"""Estimates of printed text."""
import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import metrics

TEXTS = st.text(st.sampled_from("abcdefgh ij\nMW"), max_size=200)


def test_width_is_proportional_to_the_size():
    assert metrics.width("Disposisi", 14) == pytest.approx(2 * metrics.width("Disposisi", 7))


def test_bold_is_wider():
    assert metrics.width("Kelengkapan", 7.5, bold=True) > metrics.width("Kelengkapan", 7.5)


def test_unknown_letters_count_as_wide():
    assert metrics.width("文", 7.5) >= metrics.width("M", 7.5)


def test_text_wraps_between_words_and_at_line_ends():
    assert metrics.starts("satu dua\ntiga", 1000, 8) == [0, 9]
    assert metrics.starts("satu dua", metrics.width("satu ", 8), 8) == [0, 5]


def test_empty_text_has_no_height():
    assert metrics.height("  ", 50, 8) == 0.0


def test_long_word_takes_several_lines():
    word = "a" * 100
    assert len(metrics.starts(word, metrics.width(word, 8) / 3.5, 8)) == 4


@given(TEXTS, st.floats(5, 60), st.integers(1, 5))
def test_splitting_keeps_every_word(text, room, lines):
    first, rest = metrics.split(text, room, 8, lines)
    assert first.split() + rest.split() == text.split() or max(map(len, text.split())) > 1 == lines


@given(TEXTS, st.floats(5, 60))
def test_narrower_text_is_never_lower(text, room):
    assert metrics.height(text, room / 2, 8) >= metrics.height(text, room, 8)

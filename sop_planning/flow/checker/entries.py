"""Entries of Kelengkapan and Output, compared as a reader compares them rather than letter by letter.

Real papers call one document "Konsep surat undangan Rapat", then "surat undangan Rapat"; "Draft TAPKIN", then "Draft
TAPKIN yang telah diketik" (seed 003); "Form RKT", then "Draft RKT" (seed 002). So only the words that say which
document it is count, an abbreviation counts as what it stands for, and half of these words in common is enough.
"""
import re
from functools import cached_property

from .vocabulary import KINDS_OF_PAPER, OUTSIDE, SMALL_WORDS, TRAFFIC, is_passive_verb

WORD = re.compile(r"[^\W_]+")


def is_filled(entry: str) -> bool:
    """Whether an entry says anything; "-" does not."""
    return bool(WORD.search(entry))


class Entry:
    """One entry, or the text of a step.

    :param text: as printed
    """

    def __init__(self, text: str):
        self.text = text
        self.words = tuple(WORD.findall(text.casefold()))
        self._meant = {}  # a table asks the same words again and again

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The words that say which document it is: neither what kind of paper nor in what state."""
        return frozenset(word for word in self.words if not _is_wrapping(word))

    @cached_property
    def head(self) -> str:
        """First of these words, '' without any."""
        return next((word for word in self.words if word in self.subjects), "")

    @cached_property
    def tells_its_work(self) -> bool:
        """Whether it says which work made it what it is ("Hasil Koreksi ...", "... telah diperiksa")."""
        return "hasil" in self.words or any(map(is_passive_verb, self.words))

    @property
    def is_vague(self) -> bool:
        """Whether it fits any document: "Berkas", "Dokumen", "Bahan, Data dan Informasi"."""
        return not self.subjects

    @property
    def is_traffic(self) -> bool:
        """Whether it is what carries work from desk to desk (disposisi, nota dinas, undangan, koreksi): it is made by
        sending and taken up by receiving, whether or not the table says so (seed 004, rows 1, 2, 3 and 5)."""
        return self.head in TRAFFIC

    @property
    def is_from_outside(self) -> bool:
        """Whether the office has it anyway (tools, regulations), or it says itself where it comes from."""
        return self.head in OUTSIDE or "dari" in self.words

    @cached_property
    def said(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def short_words(self) -> frozenset[str]:
        """Those of its words that may be abbreviations."""
        return frozenset(word for word in self.subjects if 3 <= len(word) <= 8)

    def is_meant_by(self, word: str) -> bool:
        """Whether a word abbreviates some of these words."""
        if word not in self._meant:
            self._meant[word] = word in self.abbreviations or _blends(word, self.text.casefold(), self.words)
        return self._meant[word]

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Initials of every run of three to six words: "iku" for "Indikator Kinerja Utama"."""
        initials = "".join(word[0] for word in self.words)
        return frozenset(initials[start:start + length] for length in range(3, 7)
                         for start in range(len(initials) - length + 1))


def _is_wrapping(word):
    return word in SMALL_WORDS or word in KINDS_OF_PAPER or word.isdigit() or is_passive_verb(word)


def is_named_in(entry: Entry, text: Entry) -> bool:
    """Whether half of what an entry is about occurs in a text, as itself or abbreviated."""
    heard = entry.subjects & text.said
    if 2 * len(heard) >= len(entry.subjects) or any(map(entry.is_meant_by, text.short_words)):
        return True
    spelt_out = [word for word in entry.subjects - heard if text.is_meant_by(word)]
    return 2 * (len(heard) + len(spelt_out)) >= len(entry.subjects)


def are_one(one: Entry, other: Entry) -> bool:
    """Whether two entries may be the same document; a vague one may be any."""
    return one.is_vague or other.is_vague or is_named_in(one, other) or is_named_in(other, one)


def _blends(word, text, words):
    """Whether a word is made of pieces of two neighbours: "renstra" of rencana strategis, "tapkin" of penetapan
    kinerja."""
    if not 5 <= len(word) <= 8 or word[:3] not in text or word[-2:] not in text:
        return False
    cuts = range(3, len(word) - 1)
    return any(word[:cut] in first and word[cut:] in second for first, second in zip(words, words[1:]) for cut in cuts)

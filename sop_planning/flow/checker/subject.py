"""Finding the subject in the text of a step.

A step is an active verb without a subject, because the Pelaksana columns already say who does it (PermenPAN-RB 35/2012;
seed 000, row 3: "Kasubbag perencanaan memerintahkan ..."). Passive and nominal texts ("Rapat pembahasan ...", "Koreksi
draft RKT", "Hasil pembahasan ... dikembalikan ...") name no doer and pass.
"""
import re

from .vocabulary import (
    CONNECTIVES,
    LEAD_INS,
    MODALS,
    PASSIVES_OF_THINGS,
    TITLES,
    UNITS,
    is_active_verb,
    is_passive_verb,
)

WORD = re.compile(r"[^\W_]+")
ENUMERATOR = re.compile(r"\s*(?:[-•·*–]\s*|(?:\d{1,2}|[a-z])[.)]\s+)+", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\([^)]*\)")
END_OF_CLAUSE = re.compile(r",\s*maka\b|[,;:\n]|\bmaka\b", re.IGNORECASE)

# A verb stands nearer to its subject than this; further on the text speaks of something else.
REACH = 12


def subject_of(text: str, labels: tuple[str, ...] = ()) -> str:
    """Who does the step, as its text says, or '' where the text names nobody.

    :param labels: labels of the executor columns
    """
    start = ENUMERATOR.match(text)
    text = text[start.end():] if start else text
    columns = [words for label in labels if (words := _words(IN_BRACKETS.sub("", label)))]
    return _subject(text, columns) or _subject(_main_clause(text), columns, whole=False)


def _words(text):
    return [word.casefold() for word in WORD.findall(text)]


def _main_clause(text):
    """What follows an introduction ("Setelah surat ditandatangani, ..."), up to the next comma; '' without one."""
    first = WORD.search(text)
    if not first or first.group().casefold() not in LEAD_INS:
        return ""
    introduction, *clauses = END_OF_CLAUSE.split(text, maxsplit=2)
    return clauses[0] if clauses else ""


def _subject(text, columns, whole=True):
    """:param whole: the text begins a sentence, so that a title at its head is enough; else a verb must follow it"""
    found = list(WORD.finditer(text))
    words = [word.group().casefold() for word in found]
    start = next((place for place, word in enumerate(words) if word not in CONNECTIVES), 0)
    named = _length_of_name(words[start:], columns)
    if not named:
        return ""
    verb = _first_verb(words, start + named)
    if not _does(words, start, verb, whole):
        return ""
    return text[found[start].start():found[_end_of_name(words, start + named, verb)].end()]


def _length_of_name(words, columns):
    """How many words at the head name an executor: a column's label, or else a title or a unit; 0 for none."""
    labels = [len(column) for column in columns if words[:len(column)] == column]
    return max(labels, default=int(bool(words) and words[0] in TITLES | UNITS))


def _first_verb(words, start):
    """Place of the first verb that is not part of a relative clause ("Staf yang ditunjuk mengetik ..."), or None."""
    for place in range(start, min(len(words), start + REACH)):
        is_verb = is_active_verb(words[place]) or is_passive_verb(words[place])
        before = place - 2 if words[place - 1] in MODALS else place - 1
        if is_verb and words[before] != "yang":
            return place
    return None


def _does(words, start, verb, whole):
    """Whether the one who is named is the one who does it."""
    if verb is None:
        return whole and words[start] in TITLES
    if is_active_verb(words[verb]):
        return True
    return words[verb] in PASSIVES_OF_THINGS and words[start] in TITLES


def _end_of_name(words, after, verb):
    """Place of the last word of the name: the one before the verb, or just the title where there is no verb."""
    last = after - 1 if verb is None else verb - 1
    while last >= after and words[last] in MODALS:
        last -= 1
    return last

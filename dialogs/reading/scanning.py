"""Words become items: the longest known phrases, numbers, and unknown words mended where one reading is clearly nearest."""

from __future__ import annotations

from typing import Any, Final

from rapidfuzz.distance import OSA

from dialogs.reading.lexicon import MENDABLE, Lexicon, Term
from dialogs.reading.text import Text

WORD: Final = "word"
_MARKS: Final = ",.;:!?\n"
# Shorter words form by chance out of two others.
_LONG: Final = 7


class Item:
    """A phrase the grammars look at: its kind and value, from word `first` up to but not including `last`.

    mended is the spelling a typo was read as. used says that a grammar has taken the item, so that no other may.
    """

    __slots__ = ("first", "gap", "kind", "last", "mended", "used", "value")

    def __init__(self, kind: str, value: Any, first: int, last: int, gap: str, mended: str | None = None) -> None:
        self.kind = kind
        self.value = value
        self.first = first
        self.last = last
        self.gap = gap
        self.mended = mended
        self.used = False


def scan(text: Text, lexicon: Lexicon, named: tuple[int, int] | None = None) -> list[Item]:
    """The text as items, left to right, each word in exactly one. named: the words of a name, which are one item."""
    items: list[Item] = []
    words, gaps, joined = text.words, text.gaps, text.joined
    terms, heads, vocabulary = lexicon.terms, lexicon.heads, lexicon.vocabulary
    mended: dict[int, str] = {}
    begin, end = named or (-1, -1)
    for place, word in enumerate(words):
        if begin <= place < end:
            continue
        if len(word) > 4 and word not in vocabulary and word not in lexicon.names and not word.isdecimal():
            nearest = mend(word, lexicon)
            if nearest is not None:
                mended[place] = nearest
    if mended:
        words = [mended.get(place, word) for place, word in enumerate(words)]
    count, place = len(words), 0
    while place < count:
        word = words[place]
        if place == begin:
            item = Item("taken", None, begin, end, gaps[begin])
            item.used = True
            items.append(item)
            place = end
            continue
        longest = heads.get(word, 0)
        if longest > 1:
            reach = place + 1
            while reach < count and reach != begin and reach - place < longest and joined[reach]:
                reach += 1
            longest = reach - place
        size = longest
        term: Term | None = None
        while size > 0:
            term = terms.get(word if size == 1 else " ".join(words[place : place + size]))
            if (
                term is not None
                and not (size > 1 and words[place + size - 1] == "dag" and gaps[place + size][:1] == "-")
                and not (term.kind == "asking" and not _asks(text, place, size))
            ):
                # "I dag- og aftenvagt" is no today.
                break
            term = None
            size -= 1
        if term is not None:
            repaired = " ".join(words[place : place + size]) if mended.keys() & range(place, place + size) else None
            items.append(Item(term.kind, term.value, place, place + size, gaps[place], repaired))
            place += size
            continue
        whole = _split(text, lexicon, place) if place + 1 < count and place + 1 != begin else None
        if whole is not None:
            items.append(Item(whole.kind, whole.value, place, place + 2, gaps[place], word + words[place + 1]))
            place += 2
            continue
        if word.isdecimal():
            items.append(Item("num", int(word) if len(word) < 12 else -1, place, place + 1, gaps[place]))
        else:
            items.append(Item(WORD, word, place, place + 1, gaps[place]))
        place += 1
    return items


def _split(text: Text, lexicon: Lexicon, place: int) -> Term | None:
    """What two words mean that are nothing apart and one long word together: "Nørre bro", "Bispe-bjerg"."""
    first, second = text.words[place], text.words[place + 1]
    if text.gaps[place + 1] not in (" ", "-") or len(first) + len(second) < _LONG or second in lexicon.terms:
        return None
    term = lexicon.terms.get(first + second)
    return term if term is not None and term.kind in MENDABLE else None


def _asks(text: Text, place: int, size: int) -> bool:
    """Whether "kan jeg ikke" begins a question, rather than closing a refusal: "nat kan jeg ikke"."""
    gaps, after = text.gaps, place + size
    if after >= len(text.words) or any(mark in gaps[after] for mark in _MARKS):
        return False
    if place == 0 or any(mark in gaps[place] for mark in _MARKS):
        return True
    closing = next((gap for gap in gaps[after + 1 :] if any(mark in gap for mark in _MARKS)), "")
    return "?" in closing


def mend(word: str, lexicon: Lexicon) -> str | None:
    """The one spelling that is clearly nearest to a word nobody knows; None when none or several are.

    Short words allow one slip, long ones two; the first letter must stand.
    """
    slips = 1 if len(word) < 8 else 2
    best, nearest, rival = slips + 1, "", False
    terms = lexicon.terms
    for spelling in lexicon.mendable.get(word[0], ()):
        if abs(len(spelling) - len(word)) > slips:
            continue
        apart = OSA.distance(word, spelling, score_cutoff=best)
        if apart < best:
            best, nearest, rival = apart, spelling, False
        elif apart == best and nearest and terms[spelling] != terms[nearest]:
            rival = True
    return nearest if nearest and not rival else None


def ends_sentence(gap: str) -> bool:
    """Whether what stands before a word closes the sentence before it."""
    return "." in gap or "\n" in gap or "!" in gap or "?" in gap or ";" in gap


def parts_clause(gap: str) -> bool:
    """Whether what stands before a word closes the clause before it."""
    return "," in gap or "(" in gap or ")" in gap or ends_sentence(gap)

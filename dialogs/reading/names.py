"""Where a first name stands in a text: found before anything else is read, so that Morten is no morning."""

from __future__ import annotations

from typing import Final

from dialogs.reading.lexicon import Lexicon
from dialogs.reading.text import Text

_FILLERS: Final = frozenset(("altsaa", "oeh", "jo", "for", "oevrigt", "er", "fra"))
# They open many sentences that name nobody: a listed name must follow, and close the sentence.
_WEAK: Final = frozenset(
    ("det er", "this is", "navn", "knus", "i'm called", "jeg er", "i am", "im", "er", "it is", "its")
)
_ONLY_ASKED: Final = frozenset(("jeg er", "i am", "im", "er", "it is", "its"))
_FEWEST_BEFORE: Final = 2
_ENDS: Final = ".,;!?\n)("


def find_name(text: Text, lexicon: Lexicon, asked: str | None) -> tuple[int, int] | None:
    """The first and the end of the words that are the sender's name; None when nothing names the sender for sure.

    A listed name counts when it was asked for, after words like "jeg hedder", and at the end of a list.
    """
    named = _after_an_opener(text, lexicon, asked)
    if named is None and asked == "first_name":
        named = _answered(text, lexicon)
    if named is None and asked in (None, "first_name"):
        named = _closes_a_list(text, lexicon)
    return None if named is None else (named, _whole(text, lexicon, named))


def stands_alone(text: Text, lexicon: Lexicon) -> int | None:
    """Where a name nobody listed stands as the whole answer: one or two words that mean nothing else."""
    words = [place for place in range(len(text.words)) if text.words[place] not in lexicon.polite]
    if not 0 < len(words) <= 2 or "?" in text.raw or "[" in text.raw or words[-1] - words[0] >= len(words):
        return None
    if any(not _may_be_name(text.words[place], lexicon) for place in words):
        return None
    return words[0] if len(words) == 1 or text.joined[words[1]] else None


def _may_be_name(word: str, lexicon: Lexicon) -> bool:
    return len(word) > 1 and word[0].isalpha() and word not in lexicon.ordinary and (word,) not in lexicon.name_openers


def _after_an_opener(text: Text, lexicon: Lexicon, asked: str | None) -> int | None:
    words = text.words
    said = set(words)
    for opener in lexicon.name_openers:
        if opener[0] not in said:
            continue
        for start, word in enumerate(words):
            if word != opener[0] or tuple(words[start : start + len(opener)]) != opener:
                continue
            at = start + len(opener)
            while at < len(words) and words[at] in _FILLERS and words[at] not in lexicon.names:
                at += 1
            if at < len(words) and words[at] in lexicon.names and _follows(text, lexicon, asked, start, at):
                return at
    return None


def _follows(text: Text, lexicon: Lexicon, asked: str | None, start: int, at: int) -> bool:
    """Whether the name after an opener is the sender's: a weak opener must be the whole sentence with it."""
    opener = " ".join(text.words[start:at])
    if opener == "hedder" and not opens_clause(text, lexicon, start):
        return False
    if text.gaps[at].strip(" :,.-\n") or (at > start and "?" in text.gaps[at]):
        return False
    if opener not in _WEAK:
        return True
    if asked == "first_name":
        return _closed(text, at) or text.words[at] not in lexicon.ordinary
    if opener in _ONLY_ASKED or text.words[at] in lexicon.ordinary:
        return False
    opens = all(word in lexicon.polite for word in text.words[:start])
    return opens and _closed(text, at) and "?" not in text.raw


def opens_clause(text: Text, lexicon: Lexicon, start: int) -> bool:
    """Whether nothing but pleasantries stands before the word: "hej, hedder Kirsten", not "min mor hedder Karin"."""
    return all(word in lexicon.polite for word in text.words[:start]) and "?" not in text.raw


def _closed(text: Text, at: int) -> bool:
    return at + 1 == len(text.words) or any(mark in text.gaps[at + 1] for mark in _ENDS)


def _answered(text: Text, lexicon: Lexicon) -> int | None:
    """A listed name as the answer: alone, with a surname or thanks, or before a full stop."""
    words = text.words
    if not words or "?" in text.raw:
        return None
    first = 0
    if len(words) > 1:
        while first < len(words) and (words[first] in lexicon.polite or words[first] in ("ja", "yes")):
            first += 1
    if first == len(words) or words[first] not in lexicon.names:
        return None
    end = first + 1
    while end < len(words) and not any(mark in text.gaps[end] for mark in _ENDS):
        end += 1
    if end - first > 3 or (words[first] in lexicon.ordinary and end < len(words)):
        return None
    others = [
        words[place]
        for place in range(first + 1, end)
        if words[place] not in lexicon.polite and not _initial(text, place)
    ]
    return first if not any(word in lexicon.ordinary and word not in lexicon.names for word in others) else None


def _initial(text: Text, place: int) -> bool:
    return text.ends[place] - text.starts[place] == 1


def _closes_a_list(text: Text, lexicon: Lexicon) -> int | None:
    """ "…, fast, nu, Karin": a listed name, no other word, alone after the last comma of several."""
    count = len(text.words)
    marks = [place for place in range(1, count) if any(mark in text.gaps[place] for mark in ",\n;")]
    if len(marks) < _FEWEST_BEFORE or not 1 <= count - marks[-1] <= 2 or "?" in text.raw:
        return None
    last = text.words[marks[-1] :]
    if any(word in lexicon.ordinary or word not in lexicon.names for word in last):
        return None
    if any(hit.label == "third_party" for hit in lexicon.marks.find(text.words)):
        return None
    return marks[-1]


def _whole(text: Text, lexicon: Lexicon, at: int) -> int:
    """The end of the name with its surnames, which are kept from being read as something else."""
    end = at + 1
    while end < len(text.words) and (
        text.gaps[end] == "-"
        or (
            text.gaps[end] in (" ", ". ")
            and (text.words[end] not in lexicon.ordinary or _is_surname(text, lexicon, end))
            and (text.words[end] in lexicon.names or text.raw[text.starts[end]].isupper())
        )
        or (text.gaps[end] == " " and _initial(text, end) and text.gaps[end + 1][:1] == ".")
    ):
        end += 1
    return end


def _is_surname(text: Text, lexicon: Lexicon, place: int) -> bool:
    """ "Jeg hedder Dorte Valby": a place with a capital right after the name, in a text that is not all capitals."""
    term = lexicon.terms.get(text.words[place])
    return term is not None and term.kind == "place" and text.gaps[place] == " " and not text.raw.isupper()


def given_name(text: Text, at: int) -> str:
    """The first name as it stands, with its hyphens and a capital letter."""
    last = at + 1
    while last < len(text.words) and text.gaps[last] == "-":
        last += 1
    name = text.raw[text.starts[at] : text.ends[last - 1]]
    return name[:1].upper() + name[1:]

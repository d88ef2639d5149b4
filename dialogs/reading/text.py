"""A text cut into words: letters and digits apart, each with its place and what stands before it."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from dialogs.reading.letters import fold

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’`´][^\W\d_]+)*|\d+|[\U0001F319-\U0001F31E☀☾👍👎✅❌🙏🏽½]")
# Three of a letter in a row are drawn out for emphasis: no word is spelled so.
_DRAWN: Final = re.compile(r"([^\W\d_])\1\1+", re.IGNORECASE)
_JOINING: Final = frozenset(("", " ", "-", "  ", " -", "- ", "–", "/", ".- "))


def key(phrase: str) -> str:
    """A phrase as the words of a text would be looked up: folded, one space between."""
    return " ".join(fold(word) for word in _WORD.findall(phrase))


class Text:
    """The words of one text, as parallel lists, since everything else walks over them.

    words: folded. starts, ends: places in `raw`. gaps: what stands before each word; joined: whether a phrase may run
    on over that gap. The last gap is what follows the last word.
    """

    __slots__ = ("ends", "gaps", "joined", "raw", "starts", "words")

    def __init__(self, raw: str, known: Container[str] = frozenset()) -> None:
        """known: the words a drawn-out spelling may stand for; "ikkkke" is "ikke" where that is known, else "ike"."""
        self.raw = raw
        drawn = _DRAWN.search(raw) is not None
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.gaps: list[str] = []
        self.joined: list[bool] = []
        last, before = 0, ""
        for match in _WORD.finditer(raw):
            start, end = match.span()
            word = fold(match.group())
            if drawn:
                word = _drawn_in(match.group(), known)
            gap = raw[last:start]
            self.words.append(word)
            self.starts.append(start)
            self.ends.append(end)
            self.gaps.append(gap)
            # A full stop after a short word is an abbreviation: kgs. Enghave.
            self.joined.append(gap in _JOINING or (len(before) < 5 and gap in (".", ". ")) or gap.isspace())
            last, before = end, word
        self.gaps.append(raw[last:])

    def span(self, first: int, last: int) -> tuple[str, int, int]:
        """The words from `first` up to but not including `last` as they stand, with their place."""
        start, end = self.starts[first], self.ends[last - 1]
        return self.raw[start:end], start, end


def _drawn_in(written: str, known: Container[str]) -> str:
    """A drawn-out word as it is spelled: `STOOOP` is `stop`, `ikkkke` is `ikke`."""
    twice = fold(_DRAWN.sub(r"\1\1", written))
    return twice if twice in known else fold(_DRAWN.sub(r"\1", written))

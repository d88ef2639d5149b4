"""Sentences with holes: `slet * data` finds `slet venligst alle mine data`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogs.reading.letters import fold, spellings

_REACH = 3
_LONG_REACH = 6


class PatternError(ValueError):
    """A pattern that cannot be searched for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One place in a pattern: the words that fit, whether it may be missing, how many other words may come first."""

    words: frozenset[str]
    optional: bool = False
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the steps mean when they are found. whole: nothing but pleasantries may stand around them."""

    label: str
    steps: tuple[Step, ...]
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found from word `first` up to word `last`."""

    label: str
    first: int
    last: int


def parse(label: str, source: str) -> Pattern:
    """Reads a pattern: `a|b` either word, `word?` may be missing, `*` up to three words, `**` up to six.

    `^` and `$` tie it to the beginning and end of the text.
    """
    steps: list[Step] = []
    skip, opens, closes = 0, False, False
    for part in source.split():
        if part == "^":
            opens = True
        elif part == "$":
            closes = True
        elif part in ("*", "**"):
            skip = _REACH if part == "*" else _LONG_REACH
        else:
            optional = part.endswith("?") and len(part) > 1
            words = frozenset(way for word in part.rstrip("?").split("|") for way in spellings(word))
            steps.append(Step(words, optional, skip))
            skip = 0
    if not steps or steps[0].optional or steps[0].skip:
        raise PatternError(f"{label}: {source!r} must begin with a word")
    return Pattern(label, tuple(steps), opens, closes)


class Patterns:
    """Many patterns, found by their first word."""

    __slots__ = ("_by_word",)

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._by_word: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            for word in pattern.steps[0].words:
                self._by_word.setdefault(word, []).append(pattern)

    def find(self, words: Sequence[str], first: int = 0, last: int | None = None) -> list[Hit]:
        """Every pattern found in the words; `first` and `last` bound what counts as the whole text."""
        end = len(words) if last is None else last
        hits: list[Hit] = []
        by_word = self._by_word
        for place in range(first, end):
            candidates = by_word.get(words[place])
            if candidates is None:
                continue
            for pattern in candidates:
                if pattern.opens and place != first:
                    continue
                stop = _match(pattern.steps, 1, words, place + 1, end, pattern.closes)
                if stop:
                    hits.append(Hit(pattern.label, place, stop))
        return hits


def _match(steps: tuple[Step, ...], at: int, words: Sequence[str], place: int, end: int, closes: bool) -> int:
    """Where the steps from `at` on end when they begin at `place`; 0 when they do not fit."""
    if at == len(steps):
        return 0 if closes and place != end else place
    step = steps[at]
    for skipped in range(step.skip + 1):
        if place + skipped >= end:
            break
        if words[place + skipped] in step.words:
            stop = _match(steps, at + 1, words, place + skipped + 1, end, closes)
            if stop:
                return stop
    return _match(steps, at + 1, words, place, end, closes) if step.optional else 0


def folded(words: Iterable[str]) -> frozenset[str]:
    """The words of a list in every spelling."""
    return frozenset(way for word in words for way in spellings(fold(word) if word.isascii() else word))

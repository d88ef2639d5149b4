"""Sentences with holes: `slet * data` finds `slet venligst alle mine data`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dialogs.reading.letters import spellings

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


def parse(label: str, source: str) -> Iterator[Pattern]:
    """Reads a pattern: `a|b` either word, `word?` may be missing, `*` up to three words, `**` up to six.

    `^` and `$` tie it to the beginning and end of the text; `a|$` is the word or the end.
    """
    head, _, tail = source.rpartition(" ")
    if "|$" in tail or tail.startswith("$|"):
        yield from parse(label, f"{head} {tail.replace('|$', '').replace('$|', '')}")
        yield from parse(label, f"{head} $")
        return
    yield _parse_one(label, source)


def _parse_one(label: str, source: str) -> Pattern:
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
            if "?" in part.rstrip("?") or "$" in part:
                raise PatternError(f"{label}: {part!r} in {source!r} marks one word of several")
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
        count = len(words)
        end = count if last is None else last
        hits: list[Hit] = []
        by_word = self._by_word
        for place, word in enumerate(words):
            candidates = by_word.get(word)
            if candidates is None:
                continue
            for pattern in candidates:
                if pattern.opens and place != first:
                    continue
                stop = _match(pattern.steps, 1, words, place + 1, end if pattern.closes else count, pattern.closes)
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

"""What must not be kept: found by words, by the beginnings of words and by sentences with holes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.reading.letters import clean, spellings
from dialogs.reading.patterns import Pattern, Patterns, parse
from dialogs.reading.text import Text, key

_SHORTEST_STEM = 3
# "Bare" is "just" and no "bære" (carry) whose letter was left out; "land" is no "lænd".
_OTHER_WORDS = frozenset(("bare", "land"))


@dataclass(frozen=True, slots=True)
class Sensitive:
    """The words of the sensitive kinds. masks: what stands in the text instead, empty where it is only noted."""

    patterns: Patterns
    stems: Mapping[str, tuple[tuple[str, str], ...]]
    endings: tuple[tuple[str, str], ...]
    closes: tuple[str, ...]
    masks: Mapping[str, str]

    @classmethod
    def of(cls, sections: Mapping[str, Any]) -> Sensitive:
        """Builds the search from sections of `words` and `patterns`; a word that ends in ~ is a beginning."""
        patterns: list[Pattern] = []
        stems: dict[str, list[tuple[str, str]]] = {}
        endings: list[tuple[str, str]] = []
        for flag, section in sections.items():
            for word in section["words"]:
                for way in map(key, spellings(clean(word.rstrip("~")))):
                    if word.endswith("~"):
                        stems.setdefault(way[:_SHORTEST_STEM], []).append((way, flag))
                    else:
                        patterns.extend(parse(flag, way))
            for source in section["patterns"]:
                patterns.extend(parse(flag, source))
            for ending in section.get("endings", ()):
                endings.extend((way, flag) for way in spellings(ending))
        return cls(
            Patterns(patterns),
            {head: tuple(ways) for head, ways in stems.items()},
            tuple(endings),
            tuple(ending for ending, _ in endings),
            {flag: section["mask"] for flag, section in sections.items()},
        )

    def find(self, text: Text) -> list[tuple[str, int, int]]:
        """Every sensitive mention as (flag, first word, word after the last)."""
        found = [
            (hit.label, hit.first, hit.last) for hit in self.patterns.find(text.words)
            if text.words[hit.last - 1] not in _OTHER_WORDS
        ]  # fmt: skip
        stems = self.stems
        for place, word in enumerate(text.words):
            candidates = stems.get(word[:_SHORTEST_STEM])
            if candidates:
                found.extend((flag, place, place + 1) for stem, flag in candidates if word.startswith(stem))
            if word.endswith(self.closes):
                # "Knæskade" is a compound; the bare ending says nothing of a person.
                found.extend(
                    (flag, place, place + 1)
                    for ending, flag in self.endings
                    if word.endswith(ending) and word != ending
                )
        return found

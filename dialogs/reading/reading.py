"""What was read from one text: facts with their words, doubts with their options, an intent and flags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

FACTS = (
    "role",
    "authorised",
    "areas",
    "postcodes",
    "anywhere",
    "areas_excluded",
    "outside",
    "home_areas",
    "units",
    "unit_types",
    "unit_types_excluded",
    "hours_per_week",
    "shifts",
    "shifts_excluded",
    "start",
    "end",
    "notice",
    "employment",
    "languages",
    "skills",
)


@dataclass(frozen=True, slots=True)
class Found:
    """One fact and the words that gave it.

    value: as JSON would hold it. words, start, end: where in the masked text it stands.
    mended: the spelling a typo was read as, None when the words were read as they stand.
    """

    value: Any
    words: str
    start: int
    end: int
    mended: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something mentioned that cannot be settled: the words, what they may mean, and a short code that says why."""

    words: str
    start: int
    end: int
    options: tuple[Any, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one text says. Only `masked` may be stored: it is the text without what must not be kept."""

    masked: str
    intent: str = "unclear"
    also: tuple[str, ...] = ()
    facts: Mapping[str, Found] = field(default_factory=dict)
    ambiguous: Mapping[str, Doubt] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    language: str | None = None
    choice: int | None = None
    affirmed: bool | None = None
    topics: tuple[str, ...] = ()
    stop_kind: str | None = None
    until: date | None = None
    removed: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    added: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def to_json(self, id: str | None = None) -> dict[str, Any]:
        """The reading as plain data under the names of the reading rules; a fact that is not known is null."""
        line: dict[str, Any] = {"id": id, "intent": self.intent, "also": list(self.also)}
        for name in FACTS:
            found = self.facts.get(name)
            line[name] = None if found is None else found.value
        for name, found in self.facts.items():
            if name not in line:
                line[name] = found.value
        line["flags"] = list(self.flags)
        line["ambiguous"] = list(self.ambiguous)
        return line

"""One meaning a phrase: entries that read as two things are refused by name."""

from __future__ import annotations

from typing import Generic, TypeVar

from dialogs.reading.letters import clean, spellings
from dialogs.reading.text import key

Meaning = TypeVar("Meaning")

# What the kinds of words are called where somebody must choose between two; any other is called by its own name.
_KINDS = {
    "role": "profession",
    "title": "title that is asked about",
    "num": "number",
    "two": "place or shift, which is asked",
    "letter": "letter that names a place",
    "unittype": "type of unit",
    "allshifts": "word for every shift",
    "asap": "word for as soon as possible",
    "common": "everyday word that says nothing",
    "noise": "word that says nothing",
}


class LexiconConflict(ValueError):  # noqa: N818
    """Entries that can be read as two things; the message names every one, a sentence a line."""


class Ledger(Generic[Meaning]):
    """Phrases and what they mean, each entered once.

    A spelling that only arises by leaving Danish letters out gives way to a phrase that is spelled so.
    """

    __slots__ = ("_conflicts", "_derived", "_meant", "_sources")

    def __init__(self) -> None:
        self._meant: dict[str, Meaning] = {}
        self._sources: dict[str, str] = {}
        self._derived: dict[str, Meaning | None] = {}
        self._conflicts: list[str] = []

    def enter(self, phrase: str, meaning: Meaning, source: str) -> None:
        """Takes the phrase in; what conflicts is kept for `settled` to report."""
        joined = clean(phrase)
        exact = key(joined)
        if not exact:
            return
        if self._meant.setdefault(exact, meaning) != meaning:
            first, second = in_words(self._meant[exact]), in_words(meaning)
            self._conflicts.append(
                f"“{phrase}” would mean two things: {first} in {self._sources[exact]}, and {second} in {source}. "
                "Keep it in one of the two places."
            )
            return
        self._sources[exact] = source
        if not joined.isascii():
            for bare in map(key, spellings(joined)):
                if bare != exact and self._derived.setdefault(bare, meaning) != meaning:
                    self._derived[bare] = None

    def settled(self) -> dict[str, Meaning]:
        """What each phrase means. Raises LexiconConflict when one means two things."""
        if self._conflicts:
            raise LexiconConflict("\n".join(self._conflicts))
        derived = {way: meaning for way, meaning in self._derived.items() if meaning is not None}
        return derived | self._meant


def in_words(meaning: object) -> str:
    """A meaning as whoever edits the files would say it: "shift “dag”", "place “Valby” (Valby)"."""
    kind = getattr(meaning, "kind", None)
    if kind is None:
        return f"“{meaning}”"
    return f"{_KINDS.get(kind, kind)} {_value(getattr(meaning, 'value', ''))}"


def _value(value: object) -> str:
    districts = getattr(value, "districts", None)
    if districts is not None:
        return f"“{getattr(value, 'name', '')}” ({', '.join(districts) or 'outside the city'})"
    if options := getattr(value, "options", None):
        return f"“{'” or “'.join(options)}”"
    if isinstance(value, tuple):
        return " or ".join(_value(part) for part in value if part is not None)
    return f"“{value}”"

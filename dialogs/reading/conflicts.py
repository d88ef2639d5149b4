"""One meaning a phrase: entries that read as two things are refused by name."""

from __future__ import annotations

from typing import Generic, TypeVar

from dialogs.reading.letters import clean, spellings
from dialogs.reading.text import key

Meaning = TypeVar("Meaning")


class LexiconConflict(ValueError):  # noqa: N818
    """Entries that can be read as two things; the message names every one."""


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
            self._conflicts.append(f"{phrase!r} in {source} reads as {meaning} and, in {self._sources[exact]}, "
                                   f"as {self._meant[exact]}")  # fmt: skip
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

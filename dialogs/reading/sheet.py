"""The sheet the grammars write on while one text is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dialogs.reading.lexicon import Lexicon
from dialogs.reading.reading import Doubt, Found
from dialogs.reading.scanning import Item
from dialogs.reading.scope import Scope
from dialogs.reading.text import Text


class Sheet:
    """One text under reading: its items with their scope, what was asked and known, and what has been found so far."""

    __slots__ = (
        "_scope",
        "added",
        "asked",
        "choice",
        "doubts",
        "facts",
        "flags",
        "in_place_of_hours",
        "items",
        "known",
        "lexicon",
        "named",
        "options",
        "received",
        "removed",
        "taken_back",
        "text",
    )  # fmt: skip

    def __init__(
        self, text: Text, items: list[Item], lexicon: Lexicon, received: date, asked: str | None,
        options: tuple[str, ...], known: Mapping[str, Any], named: tuple[int, int] | None = None,
    ) -> None:  # fmt: skip
        self.text = text
        self.items = items
        self.lexicon = lexicon
        self.received = received
        self.asked = asked
        self.options = options
        self.known = known
        self.named = named
        self._scope: Scope | None = None
        self.facts: dict[str, Found] = {}
        self.doubts: dict[str, Doubt] = {}
        self.flags: list[str] = []
        self.added: dict[str, tuple[Any, ...]] = {}
        self.removed: dict[str, tuple[Any, ...]] = {}
        self.taken_back: list[tuple[str, str, Any]] = []
        self.in_place_of_hours: list[Item] = []
        self.choice: int | None = None

    @property
    def scope(self) -> Scope:
        """What the small words do to the big ones: looked up when first asked for, after the marks have been made."""
        if self._scope is None:
            self._scope = Scope(self.items)
        return self._scope

    def found(self, fact: str, value: Any, first: Item, last: Item | None = None) -> None:
        """Notes a fact with the words from one item to another."""
        words, start, end = self.text.span(first.first, (last or first).last)
        mended = first.mended or (last.mended if last else None)
        self.facts[fact] = Found(value, words, start, end, mended)

    def doubt(self, fact: str, why: str, first: Item, last: Item | None = None, options: tuple[Any, ...] = ()) -> None:
        """Notes that something was said about a fact that cannot be settled."""
        words, start, end = self.text.span(first.first, (last or first).last)
        self.doubts[fact] = Doubt(words, start, end, options, why)

    def flag(self, name: str) -> None:
        """Raises a flag once."""
        if name not in self.flags:
            self.flags.append(name)

    def word(self, item: Item) -> str:
        """The folded words of an item."""
        return " ".join(self.text.words[item.first : item.last])

    def gap_after(self, place: int) -> str:
        """What stands between an item and the next, or after the last."""
        return self.text.gaps[self.items[place].last]

"""The two languages we write in, and the choice between two texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = ("da", "en")
# A code to its words in Danish and in English.
Words = Mapping[str, tuple[str, str]]


def pick(language: str, danish: str, english: str) -> str:
    """The one of two texts that is in the language; whoever does not read Danish gets English."""
    return danish if language == "da" else english


def word(table: Words, code: str, language: str) -> str:
    """A code in words; a code nobody has words for is shown as it is."""
    return pick(language, *table.get(code, (code, code)))

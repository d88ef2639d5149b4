"""The other languages. Danish stands in the dialogs; here is what the same line says in another."""

from __future__ import annotations

from dialogs.texts.en import ENGLISH

LANGUAGES = ("da", "en")


def in_language(language: str, line: str) -> str:
    """The Danish `line` in `language`; Danish itself where there is no other wording (a test finds those)."""
    return ENGLISH.get(line, line) if language != "da" else line

"""The other languages. Danish stands in the dialogs and notices; here is what the same line says in another."""

from __future__ import annotations

from dialogs.texts.en import ENGLISH

LANGUAGES = ("da", "en")


class UnwordedLineError(KeyError):
    """A line that stands in no table of texts: nobody has gone through it, so nobody is sent it."""


def in_language(language: str, line: str) -> str:
    """The Danish `line` in `language`. Raises UnwordedLineError for a line that is not in the table, in Danish too."""
    english = ENGLISH.get(line)
    if english is None:
        raise UnwordedLineError(line)
    return line if language == "da" else english

"""Several things in one line: "a, b og c", "a, b eller c"."""

from __future__ import annotations

from collections.abc import Iterable

from wording.language import pick


def listed(parts: Iterable[str], language: str) -> str:
    """ "a", "a og b", "a, b og c"; empty for nothing."""
    return _joined(list(parts), pick(language, "og", "and"))


def either(parts: Iterable[str], language: str) -> str:
    """ "a", "a eller b", "a, b eller c"; empty for nothing."""
    return _joined(list(parts), pick(language, "eller", "or"))


def _joined(words: list[str], last: str) -> str:
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} {last} {words[-1]}"

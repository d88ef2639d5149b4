"""One lexicon for all tests of reading, and a short way to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from config.files import ConfigFiles
from dialogs.reading import Lexicon, Reading, read

SATURDAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load(ConfigFiles())


Reader = Callable[..., Reading]


@pytest.fixture(scope="session")
def hear(lexicon: Lexicon) -> Reader:
    """Reads a text as if it came on Saturday 21 November 2026."""

    def _hear(text: str, asked: str | None = None, known: Mapping[str, Any] | None = None) -> Reading:
        return read(text, received=SATURDAY, lexicon=lexicon, asked=asked, known=known)

    return _hear

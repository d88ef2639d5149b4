"""Times as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.house import House
from bot.web.dates import when


@pytest.mark.parametrize(
    ("moment", "language", "expected"),
    [
        (datetime(2026, 11, 23, 13, 0, tzinfo=UTC), "da", "i dag 14.00"),
        (datetime(2026, 11, 23, 13, 0, tzinfo=UTC), "en", "today 14:00"),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "da", "i morgen 00.30"),
        (datetime(2026, 11, 22, 8, 0, tzinfo=UTC), "da", "i går 09.00"),
        (datetime(2026, 11, 26, 9, 0, tzinfo=UTC), "da", "torsdag 26. nov. 10.00"),
        (datetime(2026, 11, 26, 9, 0, tzinfo=UTC), "en", "Thursday 26 Nov 10:00"),
        (datetime(2027, 7, 1, 9, 0, tzinfo=UTC), "da", "1. juli 2027 11.00"),
        (date(2027, 2, 1), "da", "mandag 1. feb."),
        (date(2027, 2, 1), "en", "Monday 1 Feb"),
        (None, "da", ""),
    ],
)
async def test_when(house: House, moment: datetime | date | None, language: str, expected: str) -> None:
    assert when(house, moment, language) == expected

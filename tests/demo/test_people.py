"""Invented people are promised answers when somebody is at work."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.demo.people import ZONE, working_moment

NIGHT = datetime(2026, 11, 22, 3, 8, tzinfo=ZONE)  # A Sunday.


@pytest.mark.parametrize("past", [True, False])
@pytest.mark.parametrize("hours", range(0, 7 * 24, 5))
def test_a_promise_falls_due_on_a_working_day(hours: int, past: bool) -> None:
    moment = NIGHT + timedelta(hours=hours)
    due = working_moment(moment, past=past)
    assert due.astimezone(ZONE).weekday() < 5
    assert 9 <= due.astimezone(ZONE).hour < 16
    assert due <= moment if past else due >= moment

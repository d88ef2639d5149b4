"""A unit gets a fair time, a recruiter time to keep what was promised, and the candidate an honest word where both cannot be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.house import House
from bot.units.deadlines import LEAST_FOR_UNIT, LEFT_FOR_US, before, deadline, working_time
from tests.units.conftest import local


@pytest.mark.parametrize(
    ("now", "promised", "answer_by", "renewed"),
    [
        # Nothing promised: the usual two working days at noon.
        ("2026-11-23 10:00", None, "2026-11-25 12:00", None),
        # The promise would fall due at the unit's very minute: three working hours are left for the recruiter.
        ("2026-11-23 10:00", "2026-11-25 12:00", "2026-11-25 09:00", None),
        # A promise far ahead moves nothing.
        ("2026-11-23 10:00", "2026-11-30 12:00", "2026-11-25 12:00", None),
        # The last moment at which the unit has a whole working day, and the first at which it has not.
        ("2026-11-24 09:00", "2026-11-25 12:00", "2026-11-25 09:00", None),
        ("2026-11-24 09:01", "2026-11-25 12:00", "2026-11-26 12:00", "2026-11-27 12:00"),
        # A promise for the morning leaves the afternoon before it; over a weekend that is Friday's.
        ("2026-11-19 08:00", "2026-11-23 09:00", "2026-11-20 14:00", None),
        # Asked on a Friday afternoon for Monday: the weekend is nobody's working time.
        ("2026-11-20 15:00", "2026-11-23 12:00", "2026-11-24 12:00", "2026-11-25 12:00"),
        # Christmas: the 24th counts here as a working day, the 25th and 26th do not.
        ("2026-12-23 10:00", "2026-12-28 12:00", "2026-12-28 09:00", None),
        # A promise that is late already cannot be met by any deadline.
        ("2026-11-25 13:00", "2026-11-25 12:00", "2026-11-27 12:00", "2026-11-30 12:00"),
    ],
)
def test_a_deadline(house: House, now: str, promised: str | None, answer_by: str, renewed: str | None) -> None:
    found = deadline(house, local(house, now), local(house, promised) if promised else None)
    assert house.local(found.answer_by) == local(house, answer_by)
    assert found.renewed == (local(house, renewed) if renewed else None)


@pytest.mark.parametrize("first", [date(2026, 12, 14), date(2027, 3, 22), date(2026, 10, 20)])
def test_at_every_hour_both_have_their_time(house: House, first: date) -> None:
    """Over Christmas, Easter and the end of summer time, whatever was promised and whenever a unit is asked."""
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    for hour in range(0, 14 * 24, 5):
        now = start + timedelta(hours=hour, minutes=7)
        for ahead in (-3, 1, 7, 26, 50, 75, 100, 200):
            promised = now + timedelta(hours=ahead)
            found = deadline(house, now, promised)
            heard = found.renewed or promised
            assert found.answer_by > now
            assert working_time(house, now, found.answer_by) >= LEAST_FOR_UNIT
            assert working_time(house, found.answer_by, heard) >= LEFT_FOR_US
            assert found.renewed is None or found.renewed > promised


def test_working_time_is_counted_in_working_hours(house: House) -> None:
    friday, monday = local(house, "2026-11-20 15:00"), local(house, "2026-11-23 09:30")
    assert working_time(house, friday, monday) == timedelta(hours=2, minutes=30)
    assert working_time(house, monday, friday) == timedelta()
    assert before(house, monday, timedelta(hours=2, minutes=30)) == friday

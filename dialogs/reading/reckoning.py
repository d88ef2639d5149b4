"""Days reckoned from the day a text came: the next 1/2, the next 15th, some months on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def ahead(received: date, day: int, month: int, year: int | None = None) -> tuple[date | None, str]:
    """The day and month as the next such day; None with the reason when it does not exist or is past."""
    if year is not None:
        year = year + 2000 if year < 100 else year
        try:
            when = date(year, month, day)
        except ValueError:
            return None, "impossible_date"
        return (when, "") if when >= received else (None, "past_date")
    for this_year in (received.year, received.year + 1):
        try:
            when = date(this_year, month, day)
        except ValueError:
            continue
        if when >= received:
            return when, ""
    return None, "impossible_date"


def months_ahead(received: date, months: int) -> date:
    """The same day some months on, or the last day of that month when it is shorter."""
    index = received.year * 12 + received.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(received.day, monthrange(year, month + 1)[1]))


def next_of_month(received: date, day: int) -> tuple[date | None, str]:
    """The next day of that number after the day received; None with the reason when no month has it."""
    if not 1 <= day <= 31:
        return None, "impossible_date"
    year, month = received.year, received.month
    for _ in range(3):
        if day <= monthrange(year, month)[1] and date(year, month, day) > received:
            return date(year, month, day), ""
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return None, "impossible_date"

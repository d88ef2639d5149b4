"""Times as people read them: "i dag 14.00", "torsdag 26. nov. 10.00", and the same in English."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from bot.house import House
from wording.times import clock, short_day, weekday

NEAR: Final = {
    "da": {0: "i dag", 1: "i morgen", -1: "i går"},
    "en": {0: "today", 1: "tomorrow", -1: "yesterday"},
}


def day(value: date, language: str, *, today: date) -> str:
    """A day: i dag, i morgen, i går; with its weekday within half a year, with its year beyond."""
    distance = (value - today).days
    if near := NEAR[language].get(distance):
        return near
    name = short_day(value, language)
    if abs(distance) > timedelta(days=180).days:
        return f"{name} {value.year}"
    return f"{weekday(value, language)} {name}"


def when(house: House, moment: datetime | date | None, language: str) -> str:
    """When something is, seen from now: "i dag 14.00". A date has no clock; None gives an empty text."""
    if moment is None:
        return ""
    today = house.local(house.now()).date()
    if not isinstance(moment, datetime):
        return day(moment, language, today=today)
    here = house.local(moment)
    return f"{day(here.date(), language, today=today)} {clock(here, language)}"

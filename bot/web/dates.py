"""Times as people read them: "i dag 14.00", "torsdag 26. nov. 10.00", and the same in English."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from bot.house import House

WEEKDAYS: Final = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Final = {
    "da": ("jan.", "feb.", "marts", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
NEAR: Final = {
    "da": {0: "i dag", 1: "i morgen", -1: "i går"},
    "en": {0: "today", 1: "tomorrow", -1: "yesterday"},
}


def clock(moment: datetime, language: str) -> str:
    """14.00 in Danish, 14:00 in English; `moment` is local already."""
    return f"{moment:%H.%M}" if language == "da" else f"{moment:%H:%M}"


def day(value: date, language: str, *, today: date) -> str:
    """A day: i dag, i morgen, i går; with its weekday within half a year, with its year beyond."""
    distance = (value - today).days
    if near := NEAR[language].get(distance):
        return near
    month = MONTHS[language][value.month - 1]
    name = f"{value.day}. {month}" if language == "da" else f"{value.day} {month}"
    if abs(distance) > timedelta(days=180).days:
        return f"{name} {value.year}"
    return f"{WEEKDAYS[language][value.weekday()]} {name}"


def when(house: House, moment: datetime | date | None, language: str) -> str:
    """When something is, seen from now: "i dag 14.00". A date has no clock; None gives an empty text."""
    if moment is None:
        return ""
    today = house.local(house.now()).date()
    if not isinstance(moment, datetime):
        return day(moment, language, today=today)
    here = house.local(moment)
    return f"{day(here.date(), language, today=today)} {clock(here, language)}"

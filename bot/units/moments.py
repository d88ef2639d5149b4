"""How this room writes a moment: in full in mail and on pages, short in texts. Pure: local times in, words out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from matching.words import MONTHS, Language, listed, pick

WEEKDAYS = (
    ("mandag", "Monday"),
    ("tirsdag", "Tuesday"),
    ("onsdag", "Wednesday"),
    ("torsdag", "Thursday"),
    ("fredag", "Friday"),
    ("lørdag", "Saturday"),
    ("søndag", "Sunday"),
)
SHORT_WEEKDAYS = (
    ("man", "Mon"),
    ("tirs", "Tue"),
    ("ons", "Wed"),
    ("tors", "Thu"),
    ("fre", "Fri"),
    ("lør", "Sat"),
    ("søn", "Sun"),
)


def clock(local: datetime, language: Language) -> str:
    """ "13.30" or "13:30"."""
    return local.strftime(pick(language, "%H.%M", "%H:%M"))


def day_in_full(day: date, language: Language) -> str:
    """ "torsdag 26. november" or "Thursday 26 November"."""
    month = pick(language, *MONTHS[day.month - 1])
    return f"{pick(language, *WEEKDAYS[day.weekday()])} {day.day}{pick(language, '.', '')} {month}"


def in_full(local: datetime, language: Language) -> str:
    """ "torsdag 26. november kl. 10.00" or "Thursday 26 November at 10:00"."""
    return f"{day_in_full(local.date(), language)} {pick(language, 'kl.', 'at')} {clock(local, language)}"


def short(local: datetime, language: Language) -> str:
    """ "tors 26/11 kl. 10.00" or "Thu 26/11 at 10:00", for texts."""
    weekday = pick(language, *SHORT_WEEKDAYS[local.weekday()])
    return f"{weekday} {local.day}/{local.month} {pick(language, 'kl.', 'at')} {clock(local, language)}"


def all_short(locals_: Iterable[datetime], language: Language) -> str:
    """Several moments in one line of a text."""
    return listed((short(local, language) for local in locals_), language)


def number_in_pairs(number: str) -> str:
    """A Danish number as people read it, "70 20 15 30"; any other number as it is."""
    digits = number.removeprefix("+45")
    if len(digits) != 8 or not digits.isdecimal():
        return number
    return " ".join(digits[place : place + 2] for place in range(0, 8, 2))

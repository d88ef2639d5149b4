"""Days and times of day. All are local already; in a sentence it is "kl. 10" or "kl. 10.30", alone it is "10.00"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from wording.language import pick
from wording.lists import listed

MONTHS = (
    ("januar", "January"),
    ("februar", "February"),
    ("marts", "March"),
    ("april", "April"),
    ("maj", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("august", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
)
SHORT_MONTHS = (
    ("jan.", "Jan"),
    ("feb.", "Feb"),
    ("marts", "March"),
    ("april", "April"),
    ("maj", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("aug.", "Aug"),
    ("sep.", "Sep"),
    ("okt.", "Oct"),
    ("nov.", "Nov"),
    ("dec.", "Dec"),
)
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


def weekday(value: date, language: str) -> str:
    """ "torsdag"."""
    return pick(language, *WEEKDAYS[value.weekday()])


def day(value: date, language: str) -> str:
    """ "1. februar" or "1 February"."""
    return f"{value.day}{pick(language, '.', '')} {pick(language, *MONTHS[value.month - 1])}"


def day_and_year(value: date, language: str) -> str:
    """ "1. februar 2027" or "1 February 2027"."""
    return f"{day(value, language)} {value.year}"


def day_in_full(value: date, language: str) -> str:
    """ "torsdag 26. november" or "Thursday 26 November"."""
    return f"{weekday(value, language)} {day(value, language)}"


def short_day(value: date, language: str) -> str:
    """ "26. nov." or "26 Nov", for tables."""
    return f"{value.day}{pick(language, '.', '')} {pick(language, *SHORT_MONTHS[value.month - 1])}"


def clock(moment: datetime | time, language: str) -> str:
    """ "10.00" or "10:00", where no word says that it is a time of day."""
    return f"{moment:%H.%M}" if language == "da" else f"{moment:%H:%M}"


def at_clock(moment: datetime | time, language: str) -> str:
    """ "kl. 10", "kl. 10.30" or "at 10:00", within a sentence."""
    if language != "da":
        return f"at {moment:%H:%M}"
    return f"kl. {moment.hour}.{moment.minute:02d}" if moment.minute else f"kl. {moment.hour}"


def in_full(moment: datetime, language: str) -> str:
    """ "torsdag 26. november kl. 10" or "Thursday 26 November at 10:00"."""
    return f"{day_in_full(moment, language)} {at_clock(moment, language)}"


def short(moment: datetime, language: str) -> str:
    """The same, short enough for three in a text: "tors. 26/11 kl. 10" or "Thu 26/11 at 10:00"."""
    name = pick(language, *SHORT_WEEKDAYS[moment.weekday()])
    return f"{name}{pick(language, '.', '')} {moment.day}/{moment.month} {at_clock(moment, language)}"


def all_short(moments: Iterable[datetime], language: str) -> str:
    """Several moments in one line of a text."""
    return listed((short(moment, language) for moment in moments), language)


def as_typed(moment: datetime, language: str) -> str:
    """The way we show somebody how to write a time back to us: "tors 26/11 10.00"."""
    name = pick(language, *SHORT_WEEKDAYS[moment.weekday()])
    return f"{name} {moment.day}/{moment.month} {clock(moment, language)}"

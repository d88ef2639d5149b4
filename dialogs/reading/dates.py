"""Days people name: 1/2, d. 15., uge 49, om 14 dage, efter nytår. Each as a day, or the reason why it is none."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final, NamedTuple

from dialogs.reading.reckoning import ahead, months_ahead, next_of_month
from dialogs.reading.scanning import Item
from dialogs.reading.sheet import Sheet

_ENGLISH_MONTHS: Final = frozenset(
    "january february march april may june july august september october november december jan feb sept oct nov dec"
    .split()
)  # fmt: skip
_BEFORE: Final = frozenset(("foer", "inden", "before", "senest", "latest", "by"))
_SUFFIXES: Final = frozenset(("st", "nd", "rd", "th", "ste", "e", "te"))
# Beside a weekday: it is about the shifts, and no day to begin.
_CONDITIONS: Final = frozenset(
    "hver hvis kun fri every each if only off ikke not medmindre unless undtagen except ej ik".split()
)
_YEARS_AHEAD: Final = 3
_FRIDAY: Final = 5
_POSTS: Final = frozenset(("stilling", "stillinger", "tid", "ansaettelse", "position"))
_AFTER_THAT: Final = {"sameday": 0, "dayafter": 1}
_WORKING_DAYS: Final = ("hverdag", "hverdage", "arbejdsdag", "weekday", "working day")
_DAYS: Final = frozenset(("dage", "dag", "days", "day", "dagar", "tage", "tagen", "dni", "jours", "dias", "gun"))


class Day(NamedTuple):
    """A day someone named. when is None with a reason in `why`; whole says that only a month was named."""

    when: date | None
    why: str
    first: int
    last: int
    whole: bool = False


def find_days(sheet: Sheet) -> list[Day]:
    """Every day named in the text, in order; the items that name it are marked as used."""
    days: list[Day] = []
    place, count = 0, len(sheet.items)
    while place < count:
        item = sheet.items[place]
        day = None
        if not item.used:
            reader = _READERS.get(item.kind)
            day = reader(sheet, place) if reader is not None else None
            if item.kind == "turn" and item.value in _AFTER_THAT:
                day = _relative(days, item.value, place)
        if day is None:
            place += 1
            continue
        for taken in sheet.items[day.first : day.last]:
            taken.used = True
        days.append(day)
        place = day.last
    return days


def _relative(days: list[Day], value: str, place: int) -> Day | None:
    """ "Samme dag", "dagen efter": reckoned from the day named before; nothing where none was."""
    named = days[-1].when if days else None
    return None if named is None else Day(named + timedelta(days=_AFTER_THAT[value]), "", place, place + 1)


def _number(sheet: Sheet, place: int) -> Day | None:
    items = sheet.items
    item = items[place]
    day, after = item.value, place + 1
    if not 1 <= day <= 31 or item.last - item.first != 1:
        return None
    if after < len(items) and sheet.word(items[after]) in _SUFFIXES and items[after].gap == "":
        after += 1
    if after >= len(items):
        return _day_of_month(sheet, place, after)
    following = items[after]
    if following.kind == "month":
        if following.gap.strip(" .-/") == "":
            return _with_year(sheet, place, after, day, following.value)
        return _day_of_month(sheet, place, after)
    if following.kind == "num" and _slashed(sheet, place, after):
        return _with_year(sheet, place, after, day, following.value)
    return _day_of_month(sheet, place, after)


def _slashed(sheet: Sheet, place: int, after: int) -> bool:
    """Whether two numbers are a day and a month rather than a time, a half or a rota."""
    items = sheet.items
    following = items[after]
    gap = following.gap
    if gap not in ("/", ".", ". ", "-") or not following.value <= 12 or len(sheet.text.words[following.first]) > 2:
        return gap == "/" and 12 < following.value < 32 and items[place].value < 32 and _cued(sheet, place)
    if following.value < 1 or (sheet.asked == "hours" and gap == "/" and not _cued(sheet, place)):
        # "1/2" is half of full time where hours were asked for.
        return False
    before = sheet.word(items[place - 1]) if place else ""
    if before in ("kl", "klokken"):
        return False
    rest = items[after + 1] if after + 1 < len(items) else None
    if rest is not None and rest.kind in ("hourunit", "percent", "counted") and rest.gap.strip() == "":
        return False
    if rest is not None and sheet.word(rest) in _POSTS and not rest.gap.strip():
        # "4/5 stilling".
        return False
    numbers = (items[place].value, following.value)
    if numbers in ((24, 7), (14, 7), *((day, day) for day in range(2, 8))) and gap == "/" and not _cued(sheet, place):
        items[place].used = following.used = True
        return False
    if gap == "-":
        return _cued(sheet, place) and rest is not None and rest.kind == "num" and rest.gap == "-"
    if gap == "/" or _cued(sheet, place):
        return True
    tail = sheet.gap_after(after)
    listed = items[place].gap.strip() in ("/", ",") and tail.strip() in ("", "/", ",")
    return gap == "." and (tail.startswith(".") or listed or sheet.asked == "start")


def _cued(sheet: Sheet, place: int) -> bool:
    return place > 0 and sheet.items[place - 1].kind in (
        "startcue", "daycue", "until", "resigned", "otherdate", "least"
    )  # fmt: skip


def _with_year(sheet: Sheet, place: int, after: int, day: int, month: int) -> Day:
    items = sheet.items
    first = place - 1 if place and items[place - 1].kind == "daycue" else place
    last, year = after + 1, None
    if last < len(items) and items[last].kind in ("num", "postcode") and items[last].value is not None:
        written, gap = sheet.text.words[items[last].first], items[last].gap
        four = len(written) == 4 and 1900 < items[last].value < 2100 and gap.strip(" .-/,") == ""
        apart = gap == " " and 0 <= items[last].value - sheet.received.year % 100 < _YEARS_AHEAD
        counted = last + 1 < len(items) and items[last + 1].kind in ("hourunit", "percent", "counted", "until")
        two = len(written) == 2 and (
            (gap in ("-", "/", ".") and 24 < items[last].value < 100) or (apart and not counted)
        )  # fmt: skip
        if (four and items[last].kind == "num") or (four and items[last].value not in (2000,)) or two:
            year, last = items[last].value, last + 1
            if year < 100 and year > 60:
                year += 1900
    when, why = ahead(sheet.received, day, month, year) if month <= 12 else (None, "impossible_date")
    if when is not None and first and sheet.word(items[first - 1]) in _BEFORE and not _denied(items, first - 1):
        # "Senest 1/3" bounds the start from the wrong side.
        return Day(None, "before_that_day", first, last)
    return Day(when, why, first, last)


def _denied(items: list[Item], place: int) -> bool:
    return any(item.kind == "neg" for item in items[max(0, place - 6) : place])


def _day_of_month(sheet: Sheet, place: int, after: int) -> Day | None:
    """ "d. 15.", "den 1." and, as an answer to when, "15."."""
    items = sheet.items
    cued = place > 0 and items[place - 1].kind == "daycue"
    if after < len(items):
        following = items[after]
        if following.kind in ("hourunit", "counted", "percent", "unit") and following.gap.strip() == "":
            return None
        if following.kind == "turn" and following.value == "nextmonth" and (cued or sheet.asked == "start"):
            # "Den 15. i næste måned".
            month = months_ahead(sheet.received.replace(day=1), 1)
            if items[place].value > monthrange(month.year, month.month)[1]:
                return Day(None, "impossible_date", place, after + 1)
            return Day(month.replace(day=items[place].value), "", place - 1 if cued else place, after + 1)
    if not cued and not (sheet.asked == "start" and len(items) == 1 and "." in sheet.gap_after(after - 1)):
        return None
    when, why = next_of_month(sheet.received, items[place].value)
    return Day(when, why, place - 1 if cued else place, after)


def _ordinal(sheet: Sheet, place: int) -> Day | None:
    items = sheet.items
    item = items[place]
    first = place - 1 if place and items[place - 1].kind == "daycue" else place
    after = place + 1
    if after < len(items) and items[after].kind == "month" and not items[after].gap.strip(" ."):
        return _with_year(sheet, place, after, item.value, items[after].value)
    if after + 1 < len(items) and sheet.word(items[after]) in ("i", "of"):
        month = items[after + 1]
        if month.kind in ("ordinal", "month") and month.value <= 12:
            when, why = ahead(sheet.received, item.value, month.value)
            return Day(when, why, first, after + 2)
    if (
        after + 2 < len(items)
        and items[after + 2].kind == "month"
        and sheet.word(items[after + 1]) in ("i", "of", "in")
    ):
        weekday = items[after]
        if item.value == 1 and (sheet.word(weekday) in _WORKING_DAYS or weekday.kind == "weekday"):
            return _first_weekday(sheet, first, after, items[after + 2].value)
    if after < len(items) and items[after].kind == "ordinal" and first != place and items[after].value <= 12:
        when, why = ahead(sheet.received, item.value, items[after].value)
        return Day(when, why, first, after + 1)
    if first != place and (sheet.asked == "start" or (first and items[first - 1].kind == "startcue")):
        when, why = next_of_month(sheet.received, item.value)
        return Day(when, why, first, after)
    return None


def _first_weekday(sheet: Sheet, first: int, after: int, month: int) -> Day:
    """ "Første hverdag i februar", "første mandag i marts". Public holidays other than New Year's Day are not reckoned."""
    when, why = ahead(sheet.received, 1, month)
    if when is None:
        return Day(None, why, first, after + 3)
    weekday = sheet.items[after].value if sheet.items[after].kind == "weekday" else None
    day = when.replace(day=2) if weekday is None and month == 1 else when
    while day.isoweekday() != weekday if weekday is not None else day.isoweekday() > _FRIDAY:
        day += timedelta(days=1)
    return Day(day, "", first, after + 3)


def _month(sheet: Sheet, place: int) -> Day | None:
    items = sheet.items
    month = items[place].value
    after = place + 1
    if after < len(items) and items[after].kind == "num" and sheet.word(items[place]) in _ENGLISH_MONTHS:
        number = items[after]
        rest = items[after + 1] if after + 1 < len(items) else None
        suffixed = rest is not None and sheet.word(rest) in _SUFFIXES and rest.gap == ""
        counted = rest is not None and rest.kind in ("hourunit", "counted") and not suffixed
        if 1 <= number.value <= 31 and not number.gap.strip() and not counted and (
            suffixed or sheet.word(items[place]) in ("january", "february", "march", "june", "july", "october")
        ):  # fmt: skip
            when, why = ahead(sheet.received, number.value, month)
            return Day(when, why, place, after + 1 + suffixed)
    before = items[place - 1] if place else None
    word = sheet.word(before) if before is not None else ""
    if before is not None and before.kind == "part_of_month":
        when, why = ahead(sheet.received, 1, month)
        if when is None:
            return Day(None, why, place - 1, after)
        if before.value == "mid":
            when = when.replace(day=15)
        elif before.value == "last":
            when = when.replace(day=monthrange(when.year, when.month)[1])
        return Day(when, "", place - 1, after)
    if word in _BEFORE and not _denied(items, place):
        # "Før april" bounds the start from the wrong side, unless it is denied.
        when, why = ahead(sheet.received, 1, month)
        return Day(None, why or "before_that_day", place, after)
    if word in _BEFORE or word in ("i", "in", "til", "im", "w", "en") or sheet.asked == "start" or (
        before is not None and before.kind in ("startcue", "until", "otherdate", "resigned")
    ):  # fmt: skip
        if place > 1 and items[place - 2].kind in ("weekday", "vagueshift", "ordinal", "num") and word in ("i", "in"):
            if items[place - 2].used:
                return None
            return Day(None, "vague", place - 2, after)
        when, why = ahead(sheet.received, 1, month)
        return Day(when, why, place, after, whole=True)
    return None


def _weekday(sheet: Sheet, place: int) -> Day | None:
    before = sheet.word(sheet.items[place - 1]) if place else ""
    kind = sheet.items[place - 1].kind if place else ""
    if kind == "ordinal":
        # "Første mandag i januar" takes a calendar and a careful reader: it is asked.
        return Day(None, "vague", place - 1, place + 1)
    alone = (
        sheet.asked == "start" and sum(item.kind == "weekday" for item in sheet.items) == 1
        and not _CONDITIONS & set(sheet.text.words)
    )  # fmt: skip
    if sheet.word(sheet.items[place]).endswith(("dage", "days", "dagen", "dagene")):
        return None
    after = sheet.items[place + 1 : place + 3]
    if any(item.kind == "num" for item in after[:1]) or (len(after) == 2 and after[0].kind == "daycue"):
        # "Torsdag d. 3. december" is one day, told by its date.
        return None
    if not (alone or kind == "startcue" or (before in ("paa", "pa", "on", "nu", "om") and not alone)):
        return None
    if before in ("paa", "pa", "on") and sheet.asked not in ("start", None):
        return None
    days = (sheet.items[place].value - sheet.received.isoweekday() - 1) % 7 + 1
    return Day(sheet.received + timedelta(days=days), "", place, place + 1)


def _unit(sheet: Sheet, place: int) -> Day | None:
    """ "uge 49": its Monday, this year or the next."""
    items = sheet.items
    item = items[place]
    if place + 1 >= len(items) or items[place + 1].kind != "num" or items[place + 1].gap.strip():
        return None
    written = sheet.text.words[item.last - 1]
    if (
        written not in ("uge", "week", "vecka", "uke", "woche", "kw")
        or "/" in sheet.text.span(item.first, item.last)[0]
    ):
        return None
    week = items[place + 1].value
    following = items[place + 2] if place + 2 < len(items) else None
    if following is not None and following.kind == "hourunit":
        return None
    if following is not None and following.kind == "num" and following.gap.strip() in ("-", "–"):
        # "Uge 28-31" begins with the first.
        following.used = True
    for year in (sheet.received.year, sheet.received.year + 1):
        try:
            monday = date.fromisocalendar(year, week, 1)
        except ValueError:
            continue
        if monday > sheet.received:
            return Day(monday, "", place, place + 2)
    return Day(None, "impossible_date", place, place + 2)


def _in_some_time(sheet: Sheet, place: int) -> Day | None:
    """ "om 14 dage", "om en måned"."""
    items = sheet.items
    after = place + 1
    if after < len(items) and items[after].kind == "about":
        after += 1
    if after + 1 >= len(items) or items[after].kind != "num" or items[after].used:
        return None
    number, unit = items[after].value, items[after + 1]
    if unit.kind == "num" and unit.gap.strip() in ("-", "–") and unit.gap:
        return Day(None, "vague", place, min(after + 3, len(items)))
    if not 0 < number <= 120:
        return None
    if unit.kind == "unit":
        when = (
            sheet.received + timedelta(weeks=number) if unit.value == "week" else months_ahead(sheet.received, number)
        )
    elif sheet.word(unit) in _DAYS or sheet.word(unit).startswith("dage"):
        when = sheet.received + timedelta(days=number)
    else:
        return None
    return Day(when, "", place, after + 2)


def _turn(sheet: Sheet, place: int) -> Day | None:
    received, value = sheet.received, sheet.items[place].value
    first = place
    if value in _AFTER_THAT:
        return None
    if value == "vague":
        cued = place and sheet.items[place - 1].kind in ("startcue", "otherdate")
        return Day(None, "vague", first, place + 1) if sheet.asked == "start" or cued else None
    if value == "newyear":
        when = date(received.year + 1, 1, 1)
        if place > 1 and sheet.word(sheet.items[place - 1]) in _WORKING_DAYS and sheet.items[place - 2].value == 1:
            # "Første hverdag efter nytår" is none of the holidays.
            first, when = place - 2, when.replace(day=2)
            while when.isoweekday() > _FRIDAY:
                when += timedelta(days=1)
    elif value == "tomorrow":
        when = received + timedelta(days=1)
    elif value == "overmorrow":
        when = received + timedelta(days=2)
    elif value == "nextweek":
        when = received + timedelta(days=8 - received.isoweekday())
    else:
        when = months_ahead(received.replace(day=1), 1)
    return Day(when, "", first, place + 1)


_READERS: Final = {
    "num": _number,
    "ordinal": _ordinal,
    "month": _month,
    "weekday": _weekday,
    "unit": _unit,
    "hourunit": _unit,
    "ahead": _in_some_time,
    "turn": _turn,
}

__all__ = ["Day", "find_days"]

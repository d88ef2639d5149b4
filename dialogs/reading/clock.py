"""Stretches of the clock as shifts: 07-15, kl. 15 til 23, "fra syv om morgenen til tre om eftermiddagen"."""

from __future__ import annotations

from typing import Final, NamedTuple

from dialogs.reading.scanning import Item
from dialogs.reading.sheet import Sheet

_CLOCK: Final = frozenset(("kl", "klokken", "klok", "o'clock"))
_MINUTES: Final = ("00", "15", "30", "45")
# The part of the day an hour is told in: after noon a seven is nineteen.
_BEFORE_NOON: Final = frozenset(("morgen", "morgenen", "formiddag", "formiddagen", "dagen", "am"))
_AFTER_NOON: Final = frozenset(("eftermiddag", "eftermiddagen", "aften", "aftenen", "pm"))
_NIGHT: Final = frozenset(("nat", "natten"))
_REACHED: Final = frozenset("ring ringe ringes ringer ringet traeffes kontaktes call called fanges".split())
_SAID_TWICE: Final = frozenset(("0700", "1500", "2300", "0800", "1600"))


class Time(NamedTuple):
    """A time of day: its hour, the item after it, whether it can be nothing else, and whether noon is settled."""

    hour: int
    after: int
    certain: bool
    whole_day: bool


def read_clock(sheet: Sheet) -> None:
    """Turns every stretch of the clock into a shift, before hours can take its numbers."""
    items = sheet.items
    for place in range(len(items) - 1):
        begin = _time(sheet, place)
        if begin is None or begin.after >= len(items):
            continue
        joint = items[begin.after]
        if joint.kind == "until" or (joint.kind == "and" and _between(sheet, place)):
            finish = _time(sheet, begin.after + 1)
        elif joint.gap.strip() in ("-", "–", "—"):
            finish = _time(sheet, begin.after)
        else:
            continue
        if finish is None or _goes_on(items, finish.after):
            continue
        if not _is_clock(sheet, place, begin, finish):
            continue
        shift = _shift(begin, finish)
        first, last = items[place], items[finish.after - 1]
        for item in items[place : finish.after]:
            item.used = True
        if shift is None:
            sheet.doubt("shifts", "odd_hours", first, last)
        else:
            first.kind, first.value, first.used = "shift", shift, False
            first.last = last.last


def _between(sheet: Sheet, place: int) -> bool:
    """ "Kan arbejde mellem 8 og 16", but not the hours someone may be called in."""
    between = place > 0 and sheet.items[place - 1].kind == "between"
    return between and not _REACHED & set(sheet.text.words)


def _is_clock(sheet: Sheet, place: int, begin: Time, finish: Time) -> bool:
    """Whether two numbers are times rather than hours a week or a date."""
    items, words = sheet.items, sheet.text.words
    clocked = place > 0 and words[items[place - 1].last - 1] in _CLOCK
    padded = words[items[place].first].startswith("0") or words[items[finish.after - 1].first].startswith("0")
    unit = finish.after < len(items) and items[finish.after].kind == "hourunit" and items[finish.after].gap in ("", " ")
    if begin.certain or finish.certain or padded or clocked:
        return True
    if unit:
        return False
    return sheet.asked == "shifts" or (
        shift_of(begin.hour, finish.hour) is not None and _plain_clock(begin.hour, finish.hour)
    )


def _shift(begin: Time, finish: Time) -> str | None:
    """The shift between two times; a time told without its half of the day may be in either."""
    direct = shift_of(begin.hour, finish.hour)
    if direct is not None or begin.hour > 12 or finish.hour > 12:
        return direct
    starts = (begin.hour,) if begin.whole_day else (begin.hour, begin.hour + 12)
    ends = (finish.hour,) if finish.whole_day else (finish.hour, finish.hour + 12)
    fitting = {shift_of(start, end) for start in starts for end in ends} - {None}
    return fitting.pop() if len(fitting) == 1 else None


def _goes_on(items: list[Item], rest: int) -> bool:
    """Whether a third number follows, so that it is a date: 01-02-2027."""
    return rest < len(items) and items[rest].kind == "num" and items[rest].gap in ("-", ".", "/")


def _plain_clock(start: int, end: int) -> bool:
    return (6 <= start <= 9 and 12 <= end <= 17) or (14 <= start <= 16 and 21 <= end <= 24) or start > 20 > end


def _time(sheet: Sheet, place: int) -> Time | None:
    """The time told from an item on."""
    items = sheet.items
    clocked = place < len(items) and items[place].kind == "word" and sheet.word(items[place]) in _CLOCK
    if clocked:
        place += 1
    halved = place + 1 < len(items) and items[place].kind == "fraction" and items[place].value == "half"
    if halved:
        place += 1
    if place >= len(items):
        return None
    item = items[place]
    if item.kind not in ("num", "postcode") or item.used or item.value < 0 or (halved and item.gap != " "):
        return None
    word = sheet.text.words[item.first]
    if len(word) == 4 and word.isdecimal() and word[2:] in _MINUTES and int(word[:2]) <= 24:
        return Time(int(word[:2]), place + 1, clocked or word in _SAID_TWICE, True)
    if item.value > 24:
        return None
    hour, after, certain = item.value - halved, place + 1, clocked or halved
    if after < len(items):
        written = sheet.text.words[items[after].first]
        if items[after].kind == "num" and items[after].gap in (".", ":") and written in _MINUTES:
            after, certain = after + 1, True
    return _in_the_day(sheet, hour, after, certain)


def _in_the_day(sheet: Sheet, hour: int, after: int, certain: bool) -> Time:
    """The time with the part of the day that follows it: "om morgenen", "om aftenen"."""
    items = sheet.items
    part = after
    if part < len(items) and sheet.word(items[part]) in ("om", "i") and not items[part].gap.strip():
        part += 1
    if part < len(items) and not items[part].gap.strip():
        said = sheet.word(items[part]).split(" ")[-1]
        late = said in _AFTER_NOON or (said in _NIGHT and 8 < hour <= 12)
        if late or said in _BEFORE_NOON or said in _NIGHT:
            return Time(hour + 12 if late and hour < 12 else hour, part + 1, True, True)
    return Time(hour, after, certain, hour > 12)


def shift_of(start: int, end: int) -> str | None:
    """The shift that a stretch of the clock is; None when it is neither."""
    if 5 <= start <= 9 and 12 <= end <= 17:
        return "dag"
    if 13 <= start <= 17 and 20 <= end <= 24:
        return "aften"
    if (21 <= start <= 24 or start == 0) and 5 <= end <= 9:
        return "nat"
    return None

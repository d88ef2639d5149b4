"""When people want to work: shifts by name, by clock and by exclusion."""

from __future__ import annotations

from typing import Any, Final

from dialogs.reading.scanning import Item
from dialogs.reading.sheet import Sheet
from dialogs.reading.standing import OTHER, WORK, ends_sentence

SHIFTS: Final = ("dag", "aften", "nat", "weekend")
_ROTA: Final = ("dag", "aften", "nat")


def read_shifts(sheet: Sheet) -> None:
    """Fills the wanted and excluded shifts; days of the week and vague words become a doubt."""
    items, scope = sheet.items, sheet.scope
    wanted: dict[str, Any] = {}
    excluded: dict[str, Any] = {}
    but: dict[str, Any] = {}
    spans: list[Item] = []
    everything: Item | None = None
    for place, item in enumerate(items):
        kind = item.kind
        if item.used or kind not in ("shift", "allshifts", "everything") or scope.states[place] in (WORK, OTHER):
            continue
        if kind == "shift" and (_counted_days(sheet, place) or _works_now(sheet, place)):
            continue
        if kind == "everything":
            if sheet.asked == "shifts" or _excepts_shift(sheet, place) or _else(sheet, place):
                everything = item
        elif kind == "allshifts":
            wanted.update(dict.fromkeys(SHIFTS if item.value == "all" else _ROTA))
            everything = item if item.value == "all" else everything
            spans.append(item)
        elif scope.excepted[place]:
            but[item.value] = None
            spans.append(item)
        elif not scope.denied[place] and _hard(sheet, place):
            sheet.doubt("shifts", "hard", item)
        elif scope.denied[place] and _now_and_then(sheet, place):
            sheet.doubt("shifts", "now_and_then", item)
        elif scope.denied[place]:
            excluded[item.value] = None
            spans.append(item)
        else:
            wanted[item.value] = None
            spans.append(item)
    if everything is not None:
        spans = sorted((*spans, everything), key=lambda item: item.first)
        wanted = {shift: None for shift in SHIFTS if shift not in but and shift not in excluded}
    elif but:
        if wanted:
            excluded.update(but)
        else:
            wanted = {shift: None for shift in SHIFTS if shift not in but}
    both = wanted.keys() & excluded.keys()
    if both:
        sheet.doubt("shifts", "contradiction", spans[0], spans[-1], options=tuple(both))
        wanted = {shift: None for shift in wanted if shift not in both}
        excluded = {shift: None for shift in excluded if shift not in both}
    if wanted:
        sheet.found("shifts", list(wanted), spans[0], spans[-1])
    if excluded:
        denied = [item for item in spans if item.value in excluded] or spans
        sheet.found("shifts_excluded", list(excluded), denied[0], denied[-1])
    if not wanted:
        _doubt(sheet)


def _counted_days(sheet: Sheet, place: int) -> bool:
    """ "Fordelt på 4 dage" counts days and names no shift."""
    before = sheet.items[place - 1] if place else None
    return (
        before is not None
        and before.kind == "num"
        and not before.used
        and sheet.word(sheet.items[place]) in ("dage", "days")
    )


def _works_now(sheet: Sheet, place: int) -> bool:
    """ "Er nattevagt nu, vil gerne have dag" tells what is before what is wished."""
    after = sheet.items[place + 1] if place + 1 < len(sheet.items) else None
    return after is not None and after.kind == "asap" and after.value == "weak" and after.gap == " "


def _excepts_shift(sheet: Sheet, place: int) -> bool:
    return any(
        sheet.scope.excepted[later] and sheet.items[later].kind == "shift" for later in range(place, len(sheet.items))
    )


def _now_and_then(sheet: Sheet, place: int) -> bool:
    """ "Ikke weekend i ulige uger" rules out some, not all."""
    return any(sheet.word(item) in ("ulige", "lige") for item in sheet.items[place + 1 : place + 3])


def _hard(sheet: Sheet, place: int) -> bool:
    """ "Aftener er svært for mig" is neither a wish nor a refusal."""
    after = sheet.items[place + 1 : place + 4]
    near = {sheet.word(item) for item in after if not ends_sentence(item.gap) and "," not in item.gap}
    return bool(near & {"svaert", "svaere", "besvaerligt", "hard", "difficult", "tricky", "svaart"})


def _else(sheet: Sheet, place: int) -> bool:
    """ "Ikke nat, ellers alt": the rest is meant when only shifts have been refused."""
    refused = [item.kind for item, denied in zip(sheet.items, sheet.scope.denied, strict=True) if denied]
    beside = sheet.items[place - 1] if place else None
    return bool(refused) and set(refused) == {"shift"} and beside is not None and sheet.word(beside) == "ellers"


def _doubt(sheet: Sheet) -> None:
    for place, item in enumerate(sheet.items):
        if sheet.scope.states[place] in (WORK, OTHER) or item.used:
            continue
        if item.kind == "vagueshift":
            sheet.doubt("shifts", "vague", item)
        elif item.kind == "weekday":
            sheet.doubt("shifts", "weekdays", item)


def read_clock(sheet: Sheet) -> None:
    """Reads clock ranges (07-15, kl. 15 til 23, 0700-1500) as shifts, before hours can take their numbers."""
    items = sheet.items
    words = sheet.text.words
    for place in range(len(items) - 1):
        first = items[place]
        if first.kind not in ("num", "postcode") or first.used:
            continue
        begin = _time(sheet, place)
        if begin is None:
            continue
        start, after, certain = begin
        if after >= len(items):
            continue
        joint = items[after]
        if joint.kind == "until" and after + 1 < len(items):
            finish = _time(sheet, after + 1)
        elif joint.gap.strip() in ("-", "–", "—"):
            finish = _time(sheet, after)
        else:
            continue
        if finish is None or _goes_on(items, finish[1]):
            continue
        end, rest, sure = finish
        clocked = place > 0 and words[items[place - 1].last - 1] in ("kl", "klokken")
        padded = words[first.first].startswith("0") or words[items[rest - 1].first].startswith("0")
        unit = rest < len(items) and items[rest].kind == "hourunit" and items[rest].gap in ("", " ")
        if unit and not (certain or sure or padded or clocked):
            continue
        shift = shift_of(start, end)
        if not (certain or sure or clocked or padded or (shift and _plain_clock(start, end))):
            continue
        for item in items[place:rest]:
            item.used = True
        if shift is None:
            sheet.doubt("shifts", "odd_hours", first, items[rest - 1])
        else:
            first.kind, first.value, first.used = "shift", shift, False
            first.last = items[rest - 1].last


def _goes_on(items: list[Item], rest: int) -> bool:
    """Whether a third number follows, so that it is a date: 01-02-2027."""
    return rest < len(items) and items[rest].kind == "num" and items[rest].gap in ("-", ".", "/")


def _plain_clock(start: int, end: int) -> bool:
    return (6 <= start <= 9 and 12 <= end <= 17) or (14 <= start <= 16 and 21 <= end <= 24) or start > 20 > end


def _time(sheet: Sheet, place: int) -> tuple[int, int, bool] | None:
    """The hour an item tells, the item after it, and whether it can be nothing but a time."""
    items = sheet.items
    item = items[place]
    if item.kind not in ("num", "postcode") or item.used or item.value < 0:
        return None
    word = sheet.text.words[item.first]
    if len(word) == 4 and word.isdecimal() and word[2:] in ("00", "15", "30", "45") and int(word[:2]) <= 24:
        return int(word[:2]), place + 1, word in ("0700", "1500", "2300", "0800", "1600")
    if item.value > 24:
        return None
    if place + 1 < len(items):
        minutes = items[place + 1]
        written = sheet.text.words[minutes.first]
        if minutes.kind == "num" and minutes.gap in (".", ":") and written in ("00", "15", "30", "45"):
            return item.value, place + 2, True
    return item.value, place + 1, False


def shift_of(start: int, end: int) -> str | None:
    """The shift that a stretch of the clock is; None when it is neither."""
    if 5 <= start <= 9 and 12 <= end <= 17:
        return "dag"
    if 13 <= start <= 17 and 20 <= end <= 24:
        return "aften"
    if (21 <= start <= 24 or start == 0) and 5 <= end <= 9:
        return "nat"
    return None

"""How many hours a week are wished for: which of the stretches that a text names, or why that is asked."""

from __future__ import annotations

from typing import Final

from dialogs.reading.sheet import Sheet
from dialogs.reading.spans import A_DAY, DAYS, LONGEST, LONGEST_BARE, SHORTEST_BARE, Span, find_spans
from dialogs.reading.standing import OTHER, WORK

_NO_WEEK: Final = 2


def read_hours(sheet: Sheet) -> None:
    """Fills the hours a week, or a doubt when they are said in another measure."""
    spans = find_spans(sheet)
    spans = [span for span in spans if not _holds_now(sheet, span)]
    if sheet.asked != "hours":
        # "En time" is a way or a break, and no week's work.
        spans = [span for span in spans if (span.high or span.low or LONGEST) > _NO_WEEK]
    if any((span.high or LONGEST) <= A_DAY for span in spans) and _counts_days(sheet):
        sheet.doubt("hours_per_week", "other_measure", spans[0].first, spans[-1].last)
        return
    firm = [span for span in spans if span.firm]
    if _two_at_once(sheet):
        sheet.doubt("hours_per_week", "two_readings", sheet.items[0], sheet.items[-1])
        return
    turned = len(spans) == 2 and _joined(sheet, spans[0], spans[1])
    if firm and not turned and not (sheet.asked in ("hours", "confirm") and len(spans) == 2):
        spans = firm
    if len(spans) > 1:
        # "Har 20 timer et sted i dag og søger 15": what is held gives way to what is wished.
        held = [span for span in spans if _led_by(sheet, span, held=True)]
        if held and all(_led_by(sheet, span, held=False) for span in spans if span not in held):
            spans = [span for span in spans if span not in held] or spans
    known = sheet.known.get("hours_per_week") or {}
    if known and len(spans) > 1:
        # What is named beside the new hours is what it was.
        spans = [span for span in spans if (span.low, span.high) != (known.get("min"), known.get("max"))] or spans
    vague = [
        item for place, item in enumerate(sheet.items)
        if item.kind == "part" and sheet.scope.states[place] != OTHER
    ]  # fmt: skip
    if not spans:
        if vague:
            sheet.doubt("hours_per_week", "vague", vague[0])
        elif not firm:
            _other_measure(sheet)
        return
    first, last = spans[0], spans[-1]
    if len(spans) == 1 or len({(span.low, span.high) for span in spans}) == 1:
        low, high = first.low, first.high
        full = first.first.kind == "full"
        if full and vague:
            sheet.doubt("hours_per_week", "two_readings", first.first, options=("37", "deltid"))
            return
    elif len(spans) == 2 and None in (first.low, first.high) and (first.low or last.low) and (first.high or last.high):
        # "Min 25, max 32".
        low, high = first.low or last.low, first.high or last.high
    elif len(spans) == 2 and _joined(sheet, first, last) and first.low and last.low:
        values = [value for span in spans for value in (span.low, span.high) if value is not None]
        low, high = min(values), max(values)
    else:
        options = tuple(f"{span.low:g}" for span in spans if span.low is not None)
        sheet.doubt("hours_per_week", "two_readings", first.first, last.last, options)
        return
    sheet.found("hours_per_week", {"min": _plain(low), "max": _plain(high)}, first.first, last.last)


def _led_by(sheet: Sheet, span: Span, *, held: bool) -> bool:
    """Whether a span follows "har", which holds it, or a wish."""
    place = sheet.items.index(span.first)
    for item in reversed(sheet.items[max(0, place - 4) : place]):
        if item.kind in ("want", "towards", "rather"):
            return not held
        if sheet.word(item) in ("har", "have") or item.kind == WORK:
            return held
    return False


def _two_at_once(sheet: Sheet) -> bool:
    """ "30t i øjeblikket 37": which is now and which is wished cannot be told."""
    words = sheet.text.words
    numbers = {
        item.value for item in sheet.items
        if item.kind == "num" and not item.used and SHORTEST_BARE <= item.value <= LONGEST_BARE
    }  # fmt: skip
    wished = any(item.kind in ("want", "towards") for item in sheet.items)
    return len(numbers) > 1 and not wished and "oejeblikket" in words and not sheet.known


def _counts_days(sheet: Sheet) -> bool:
    """Whether the text counts days or shifts too, so that few hours may be hours a day: "4 dage af 8 timer"."""
    return any(_counts(sheet, place) for place in range(1, len(sheet.items)))


def _counts(sheet: Sheet, place: int) -> bool:
    item = sheet.items[place]
    counted = item.kind == "counted" and sheet.word(item).startswith(("dag", "vagt", "day", "shift"))
    return sheet.items[place - 1].kind == "num" and (counted or item.value == "x" or sheet.word(item) in DAYS)


def _holds_now(sheet: Sheet, span: Span) -> bool:
    """ "Er ssh 32 timer nu, ønsker 37" tells what is before what is wished."""
    after = sheet.items.index(span.last) + 1
    if after >= len(sheet.items):
        return False
    item = sheet.items[after]
    near = [sheet.word(each) for each in sheet.items[after : after + 4]]
    if near[:1] == ["stilling"]:
        item, near = sheet.items[min(after + 1, len(sheet.items) - 1)], near[1:]
    if near[:1] == ["er"] and sheet.items[after + 1 : after + 2] and sheet.items[after + 1].kind == OTHER:
        # "De 20 timer er min mands."
        return True
    if near[:2] == ["er", "for"] or near[:1] == ["for"]:
        # "37 timer er for meget" is no wish.
        return True
    return (item.kind == "asap" and item.value == "weak") or (item.kind == WORK and not item.gap.strip())


def _plain(value: float | None) -> float | int | None:
    if value is None:
        return None
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _joined(sheet: Sheet, first: Span, last: Span) -> bool:
    """Whether two spans are one wish: "30 timer eller fuldtid", "30 timer til fuldtid"."""
    items = sheet.items
    begin, end = items.index(first.last) + 1, items.index(last.first)
    between = [item.kind for item in items[begin:end]]
    if len(between) <= 3 and "turnaround" in between:
        # "Helst 32, men 37 er også ok".
        after = {sheet.word(item) for item in items[end + 1 : end + 6]}
        return bool(after & {"ok", "ogsaa", "fint", "okay", "gaar"})
    return len(between) <= 3 and any(kind in ("and", "until") for kind in between)


def _other_measure(sheet: Sheet) -> None:
    """Shifts, days and months count time too, but not hours a week."""
    items = sheet.items
    for place, item in enumerate(items):
        if item.kind != "num" or item.used or place + 1 >= len(items):
            continue
        after = items[place + 1]
        word = sheet.word(after)
        if after.kind == "counted" and any(part in word for part in ("vagt", "timer", "hour", "dag", "uge", "aft")):
            sheet.doubt("hours_per_week", "other_measure", item, after)
            return
        if after.kind in ("shift", "vagueshift") and word in DAYS and sheet.asked == "hours":
            sheet.doubt("hours_per_week", "other_measure", item, after)
            return

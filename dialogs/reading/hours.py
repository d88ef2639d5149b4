"""How many hours a week: numbers with a unit, ranges, bounds, percent, and words like full time."""

from __future__ import annotations

from typing import Final, NamedTuple

from dialogs.reading.scanning import WORD, Item
from dialogs.reading.scope import OTHER, WORK, ends_sentence
from dialogs.reading.sheet import Sheet

FULL: Final = 37.0
_HALF: Final = 18.5
_LONGEST, _SHORTEST_BARE, _LONGEST_BARE = 48, 15, 40
_DAYS: Final = frozenset(("dage", "days", "weekender", "aftener", "naetter", "nights", "evenings", "dag"))
# What may stand beside a bare number in a telegram: "ssa, 37, dag".
_TELEGRAM: Final = frozenset(
    ("role", "title", "shift", "place", "postcode", "unittype", "employment", "asap", "allshifts", "two", "neg",
     "authorised", "anywhere", "letter", "vagueshift", "skill")
)  # fmt: skip


class Span(NamedTuple):
    """A stretch of hours with the items that gave it; firm when a unit or a bound says that hours are meant."""

    low: float | None
    high: float | None
    first: Item
    last: Item
    firm: bool


def read_hours(sheet: Sheet) -> None:
    """Fills the hours a week, or a doubt when they are said in another measure."""
    spans = _spans(sheet)
    firm = [span for span in spans if span.firm]
    if firm:
        spans = firm
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
    elif len(spans) == 2 and _joined(sheet, first, last) and first.low and last.low:
        values = [value for span in spans for value in (span.low, span.high) if value is not None]
        low, high = min(values), max(values)
    else:
        options = tuple(f"{span.low:g}" for span in spans if span.low is not None)
        sheet.doubt("hours_per_week", "two_readings", first.first, last.last, options)
        return
    sheet.found("hours_per_week", {"min": _plain(low), "max": _plain(high)}, first.first, last.last)


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
    return len(between) <= 3 and any(kind in ("and", "until") for kind in between)


def _spans(sheet: Sheet) -> list[Span]:
    items, states = sheet.items, sheet.scope.states
    spans: list[Span] = []
    place = 0
    while place < len(items):
        item = items[place]
        taken = 1
        if item.used or states[place] in (WORK, OTHER):
            pass
        elif item.kind in ("full", "half", "threequarters"):
            if not (place and items[place - 1].kind == "neg"):
                value = FULL if item.kind == "full" else _HALF if item.kind == "half" else FULL * 0.75
                spans.append(Span(value, value, item, item, True))
        elif item.kind == "num":
            span, taken = _number(sheet, place)
            if span is not None:
                spans.append(span)
        place += taken
    return spans


def _number(sheet: Sheet, place: int) -> tuple[Span | None, int]:
    """Reads a number or a range that begins at `place`; gives the span and how many items it took."""
    items = sheet.items
    low = _value(sheet, items[place])
    if low is None:
        return None, 1
    after, unit = _unit(sheet, place + 1)
    high, percent = low, unit == "percent"
    second = _second(sheet, after)
    firm = unit != ""
    if second is not None:
        other = _value(sheet, items[second])
        if other is not None and not items[second].used:
            rest, unit = _unit(sheet, second + 1)
            if unit != "counted" and (low <= other or unit or firm):
                low, high = min(low, other), max(low, other)
                after, firm, percent = rest, firm or unit != "", percent or unit == "percent"
    if unit == "counted":
        return None, max(1, after - place)
    last = items[after - 1]
    if percent:
        if not 10 <= high <= 100:
            return None, after - place
        low, high = low * FULL / 100, high * FULL / 100
    before = items[place - 1].kind if place else ""
    back = place - 1
    while back > 0 and place - back < 4 and items[back].kind in ("about", "want", WORD) and not (
        items[back + 1].gap.strip()
    ):
        back -= 1
    if back >= 0 and items[back].kind in ("least", "most") and not items[back + 1].gap.strip():
        before = items[back].kind
        if back and items[back - 1].kind == "neg":
            # "Ikke mere end 30" and "helst ikke under 30" turn the bound around.
            before = "most" if before == "least" else "least"
    if before == "neg" and place and not items[place].gap.strip():
        return None, after - place
    bound = _bound(sheet, before, after)
    firm = firm or before in ("least", "most", "towards") or bound is not None
    if high > _LONGEST or (not firm and not _bare(sheet, place, after, low, high)):
        return None, after - place
    if bound == "least":
        return Span(low, None, items[place], last, firm), after - place
    if bound == "most":
        return Span(None, high, items[place], last, firm), after - place
    return Span(low, high, items[place], last, firm), after - place


def _bound(sheet: Sheet, before: str, after: int) -> str | None:
    if before in ("least", "most"):
        return before
    items = sheet.items
    if "+" in sheet.gap_after(after - 1) and (after >= len(items) or items[after].kind != "num"):
        nearby = sheet.gap_after(after - 1).strip()
        if nearby.startswith("+") and sheet.gap_after(after - 1).startswith("+"):
            return "least" if after >= len(items) or " " in nearby or nearby != "+" else None
    if after >= len(items) or ends_sentence(items[after].gap):
        return None
    kind = items[after].kind
    if kind == "orless" or kind == "ormore":
        return "most" if kind == "orless" else "least"
    if kind in ("most", "least") and (after + 1 >= len(items) or items[after + 1].kind != "num"):
        return kind
    return None


def _value(sheet: Sheet, item: Item) -> float | None:
    if item.kind != "num" or item.used or item.value < 0:
        return None
    word = sheet.text.words[item.first]
    if word.startswith("0"):
        return None
    return float(item.value)


def _unit(sheet: Sheet, place: int) -> tuple[int, str]:
    """The item after the unit that follows a number, and which: hour, percent, counted, or none."""
    items = sheet.items
    gap = sheet.text.gaps[items[place - 1].last]
    if "%" in gap:
        return place, "percent"
    if place >= len(items) or ends_sentence(gap) or "," in gap:
        # Half hours are written 18,5 or 29.6.
        return _decimal(sheet, place, gap)
    item = items[place]
    if item.kind == "hourunit":
        return place + 1, "hour"
    if item.kind == "percent":
        return place + 1, "percent"
    if item.kind in ("counted", "unit") or (item.kind == "shift" and sheet.word(item) in _DAYS and gap.strip() == ""
                                            and _per_week(sheet, place)):  # fmt: skip
        return place + 1, "counted"
    return place, ""


def _per_week(sheet: Sheet, place: int) -> bool:
    """Whether days are counted ("3 dage om ugen") rather than a shift named after a number ("37 dag")."""
    word = sheet.word(sheet.items[place])
    return word != "dag"


def _decimal(sheet: Sheet, place: int, gap: str) -> tuple[int, str]:
    items = sheet.items
    if place + 1 < len(items) and gap in (",", ".") and items[place].kind == "num" and items[place].value < 10:
        if items[place + 1].kind == "hourunit":
            return place + 2, "hour"
        if "%" in sheet.gap_after(place):
            return place + 1, "percent"
    return place, ""


def _second(sheet: Sheet, place: int) -> int | None:
    """The position of the second number of a range, when one begins here."""
    items = sheet.items
    if place >= len(items):
        return None
    item = items[place]
    if item.kind == "num" and item.gap.strip() in ("-", "–", "—", "/") and item.gap != "":
        return place
    if place + 1 < len(items) and items[place + 1].kind == "num" and not item.gap.strip():
        if item.kind in ("until", "and") or sheet.word(item) in ("to", "a", "til", "hasta"):
            return place + 1
        if item.kind == "num" and sheet.word(item) == "to":
            return place + 1
    return None


def _bare(sheet: Sheet, place: int, after: int, low: float, high: float) -> bool:
    """Whether a number without a unit is hours: it was asked for, or the text is a telegram of facts."""
    if sheet.asked == "hours" or (sheet.asked == "confirm" and high >= _SHORTEST_BARE):
        return 1 <= low and high <= _LONGEST
    if sheet.asked is not None or not _SHORTEST_BARE <= low <= high <= _LONGEST_BARE:
        return False
    items = sheet.items
    before, following = (items[place - 1] if place else None), (items[after] if after < len(items) else None)
    wished = before is not None and before.kind == "want"
    return (wished or _telegraphic(before, items[place].gap)) and _telegraphic(following, sheet.gap_after(after - 1))


def _telegraphic(beside: Item | None, gap: str) -> bool:
    if beside is None:
        return True
    return beside.kind in _TELEGRAM or any(mark in gap for mark in ".,;/\n|")


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
        if after.kind == "shift" and word in _DAYS and sheet.asked == "hours":
            sheet.doubt("hours_per_week", "other_measure", item, after)
            return

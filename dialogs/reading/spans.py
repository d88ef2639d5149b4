"""Stretches of hours that a text names: numbers with a unit, ranges, bounds, percent and parts of full time."""

from __future__ import annotations

from typing import Final, NamedTuple

from dialogs.reading.scanning import WORD, Item, ends_sentence
from dialogs.reading.sheet import Sheet
from dialogs.reading.standing import OTHER, WORK

FULL: Final = 37.0
# How much of full time a word or a fraction is.
_SHARES: Final = {"full": 1.0, "half": 0.5, "threequarters": 0.75}
_PARTS: Final = {"half": 0.5, "quarters": 0.75, "whole": 1.0, "80": 0.8}
_QUOTIENTS: Final = {(1, 2): "half", (3, 4): "quarters", (4, 5): "80"}
# Hours a week: the most that is read, the least and most of a bare number, and the most a day may have.
LONGEST, SHORTEST_BARE, LONGEST_BARE, A_DAY = 48, 15, 40, 12
_CLOCK: Final = frozenset(("kl", "klokken"))
_TWENTY: Final = 20
_SO_FAR: Final = 4
# After a denial that closes its clause.
_OVER: Final = frozenset(("alligevel", "mere", "laengere", "desvaerre", "lige", "have", "arbejde", "tage", "danish"))
_SURE: Final = frozenset(("klar", "fleksibel", "sikker", "rask", "enig", "sure", "ready"))
_PER: Final = frozenset(("om", "i", "pr", "per", "a"))
DAYS: Final = frozenset(("dage", "days", "weekender", "aftener", "naetter", "nights", "evenings", "dag"))
# What may stand beside a bare number in a telegram: "ssa, 37, dag".
_TELEGRAM: Final = frozenset(
    ("role", "title", "shift", "place", "postcode", "unittype", "employment", "asap", "allshifts", "two", "neg",
     "authorised", "anywhere", "letter", "vagueshift", "skill", "everything", "except", "only", "weekday")
)  # fmt: skip


class Span(NamedTuple):
    """A stretch of hours with the items that gave it; firm when a unit or a bound says that hours are meant."""

    low: float | None
    high: float | None
    first: Item
    last: Item
    firm: bool


def find_spans(sheet: Sheet) -> list[Span]:
    items, states = sheet.items, sheet.scope.states
    spans: list[Span] = []
    place = 0
    while place < len(items):
        item = items[place]
        taken = 1
        if item.used or states[place] in (WORK, OTHER):
            pass
        elif item.kind in _SHARES or _answers_in_parts(sheet, place):
            if not (place and items[place - 1].kind == "neg") and not _refused_after(sheet, place + 1):
                value = FULL * _SHARES.get(item.kind, _PARTS.get(str(item.value), 1.0))
                bound = items[place - 1].kind if place else ""
                low, high = None if bound == "most" else value, None if bound == "least" else value
                spans.append(Span(low, high, item, item, True))
        elif item.kind == "num":
            span, taken = _number(sheet, place)
            if span is not None:
                spans.append(span)
        place += taken
    return spans


def _answers_in_parts(sheet: Sheet, place: int) -> bool:
    """Whether "halv" or "1/2" is the answer to how many hours: a part of full time."""
    items = sheet.items
    following = items[place + 1] if place + 1 < len(items) else None
    posted = place + 2 < len(items) and sheet.word(items[place + 2]) in ("stilling", "tid", "ansaettelse")
    if sheet.asked != "hours" and not (posted and items[place].kind == "num"):
        return False
    if items[place].kind == "fraction":
        return following is None or following.kind not in ("hourunit", "num")
    if (
        items[place].kind != "num" or following is None or following.kind != "num" or following.gap != "/"
        or (items[place].value, following.value) not in _QUOTIENTS
    ):  # fmt: skip
        return False
    items[place].kind, items[place].value = "fraction", _QUOTIENTS[items[place].value, following.value]
    following.used = True
    return True


def _number(sheet: Sheet, place: int) -> tuple[Span | None, int]:
    """Reads a number or a range that begins at `place`; gives the span and how many items it took."""
    items = sheet.items
    low, next_place = _value(sheet, place)
    if low is None:
        return None, 1
    plus = sheet.gap_after(next_place - 1) == "+ "
    after, unit = _unit(sheet, next_place)
    before = items[place - 1].kind if place else ""
    if place and sheet.word(items[place - 1]) in _CLOCK:
        return None, 1
    labelled = before == "hourunit" and (":" in items[place].gap or not (place > 1 and items[place - 2].kind == "num"))
    if unit == "counted" and not labelled:
        return None, max(1, after - place)
    stretch = _stretch(sheet, place, low, after, unit)
    if stretch is None:
        return None, after - place + 1
    low, high, after, unit = stretch
    firm, percent = unit != "", unit == "percent"
    if percent and after < len(items) and sheet.word(items[after]) in _SURE:
        return None, after - place
    last = items[after - 1]
    if percent:
        if not 10 <= high <= 100:
            return None, after - place
        low, high = low * FULL / 100, high * FULL / 100
    back = place - 1
    while (
        back > 0
        and place - back < 4
        and not items[back].used
        and items[back].kind in ("about", "want", WORD)
        and not (items[back + 1].gap.strip())
    ):
        back -= 1
    if before in ("least", "most") and items[place - 1].used:
        before = ""
    if back >= 0 and items[back].kind in ("least", "most") and not (items[back + 1].gap.strip() or items[back].used):
        before = items[back].kind
        if back and items[back - 1].kind == "neg":
            # "Ikke mere end 30" and "helst ikke under 30" turn the bound around.
            before = "most" if before == "least" else "least"
    if before == "neg" and place and not items[place].gap.strip():
        return None, after - place
    bound = "least" if plus and unit == "hour" else _bound(sheet, before, after)
    if _refused_after(sheet, after):
        # "Mere end 30 vil jeg ikke" is a bound from above; "37 timer kan jeg ikke" leaves the hours open.
        if bound is None:
            return None, after - place
        bound = "most" if bound == "least" else "least"
    firm = firm or labelled or before in ("least", "most", "towards") or bound is not None
    if high > LONGEST or (not firm and not _bare(sheet, place, after, low, high)):
        return None, after - place
    if bound is not None and low < high:
        # "20-25 timer max" has both its ends already.
        bound = None
    if bound == "least":
        return Span(low, None, items[place], last, firm), after - place
    if bound == "most":
        return Span(None, high, items[place], last, firm), after - place
    return Span(low, high, items[place], last, firm), after - place


def _refused_after(sheet: Sheet, after: int) -> bool:
    """Whether the clause goes on to refuse the number it named: "30 timer vil jeg ikke"."""
    for item in sheet.items[after : after + _SO_FAR]:
        if ends_sentence(item.gap) or "," in item.gap:
            return False
        if item.kind in ("neg", "refusal"):
            rest = sheet.items[sheet.items.index(item) + 1 :][:1]
            return not rest or bool(rest[0].gap.strip()) or rest[0].value in _OVER or rest[0].kind == "turnaround"
        if item.kind not in ("want", "self") and item.value not in ("kan", "vil", "gaar", "det", "jeg", "er", "dur"):
            return False
    return False


def _stretch(
    sheet: Sheet, place: int, low: float, after: int, unit: str
) -> tuple[float, float, int, str] | None:  # fmt: skip
    """The number as a range when a second one follows: low, high, the item after it and the unit; None in doubt."""
    items = sheet.items
    alone = (low, low, after, unit)
    second = _second(sheet, after)
    if second is None:
        return alone
    other, next_place = _value(sheet, second)
    if other is None:
        return alone
    rest, other_unit = _unit(sheet, next_place)
    if other_unit == "counted" or (other > LONGEST and other_unit != "percent"):
        return alone if unit else None
    if rest < len(items) and items[rest].kind == "num" and items[rest].gap == "-":
        sheet.doubt("hours_per_week", "two_readings", items[place], items[rest])
        items[rest].used = True
        return None
    if _spelled_apart(sheet, place, second):
        return low + other, low + other, rest, unit or other_unit
    if _changed(sheet, place, low):
        # "Fra 32 til 28" is the change from the one to the other.
        return other, other, rest, "hour"
    if low <= other or unit or other_unit:
        return min(low, other), max(low, other), rest, unit or other_unit
    return alone


def _spelled_apart(sheet: Sheet, place: int, second: int) -> bool:
    """ "Tredive-fem" is thirty-five, not a range."""
    tens, ones = sheet.items[place], sheet.items[second]
    written = sheet.word(tens).isdecimal() or sheet.word(ones).isdecimal()
    return not written and tens.value >= _TWENTY and tens.value % 10 == 0 and 0 < ones.value < 10


def _bound(sheet: Sheet, before: str, after: int) -> str | None:
    if before in ("least", "most"):
        return before
    items = sheet.items
    gap = sheet.gap_after(after - 1)
    if gap.startswith("+") and (after >= len(items) or gap != "+"):
        return "least"
    if after >= len(items) or ends_sentence(items[after].gap):
        return None
    while after + 1 < len(items) and items[after].kind == WORD and items[after].value in ("er", "mit", "som", "det"):
        after += 1
    kind = items[after].kind
    if kind in {"orless", "ormore"}:
        return "most" if kind == "orless" else "least"
    if kind in ("most", "least") and (after + 1 >= len(items) or items[after + 1].kind != "num"):
        return kind
    return None


def _changed(sheet: Sheet, place: int, low: float) -> bool:
    known = sheet.known.get("hours_per_week") or {}
    if not place or sheet.items[place - 1].value != "origin":
        return False
    turned = place > 1 and sheet.word(sheet.items[place - 2]) in ("op", "ned", "gaa", "gaar", "aendre", "aendres")
    return turned or known.get("min") == low


def _value(sheet: Sheet, place: int) -> tuple[float | None, int]:
    """The number at `place`, with its decimals if it has any, and the item after it."""
    item = sheet.items[place]
    if item.kind != "num" or item.used or item.value < 0:
        return None, place + 1
    words = sheet.text.words
    if words[item.first].startswith("0"):
        return None, place + 1
    if place + 1 < len(sheet.items):
        decimals = sheet.items[place + 1]
        written = words[decimals.first]
        if decimals.kind == "num" and decimals.gap in (",", ".") and written.isdecimal() and len(written) < 3:
            followed = place + 2 < len(sheet.items) and sheet.items[place + 2].kind in ("hourunit", "percent")
            if followed or "%" in sheet.gap_after(place + 1) or sheet.asked == "hours":
                return item.value + int(written) / 10 ** len(written), place + 2
    part, after = _part(sheet, place + 1)
    return item.value + part, after


def _part(sheet: Sheet, place: int) -> tuple[float, int]:
    """What a number is followed by that belongs to it: "en halv", "½", "1/2", "komma fem"; nothing, mostly."""
    items = sheet.items
    rest, start = items[place : place + 3], place
    if not rest or rest[0].gap.strip():
        return 0.0, place
    if rest[0].kind == "and" and len(rest) > 1:
        rest, place = rest[1:], place + 1
    if rest[0].kind == "fraction" and rest[0].value == "half":
        return 0.5, place + 1
    if len(rest) > 1 and rest[0].kind == "num":
        if rest[1].kind == "fraction" and rest[0].value == 1 and rest[1].value == "half":
            return 0.5, place + 2
        if rest[1].kind == "num" and rest[1].gap == "/" and (rest[0].value, rest[1].value) == (1, 2):
            return 0.5, place + 2
    said = len(rest) > 1 and rest[0].value in ("komma", "punktum", "comma", "point") and rest[1].kind == "num"
    if said and 0 <= rest[1].value < 10:
        return rest[1].value / 10, place + 2
    return 0.0, start


def _unit(sheet: Sheet, place: int) -> tuple[int, str]:
    """The item after the unit that follows a number, and which: hour, percent, counted, or none."""
    items = sheet.items
    gap = sheet.text.gaps[items[place - 1].last]
    if "%" in gap:
        return place, "percent"
    if place >= len(items) or ends_sentence(gap) or "," in gap:
        return place, ""
    item = items[place]
    if item.kind == "hourunit":
        return place + 1, "hour"
    if item.kind == "unit" and item.value == "week" and gap == "/":
        return place + 1, "hour"
    if place + 1 < len(items) and sheet.word(item) in _PER and sheet.word(items[place + 1]) in ("ugen", "uge", "week"):
        return place + 2, "hour"
    if item.kind == "percent":
        return place + 1, "percent"
    days = item.kind in ("shift", "vagueshift") and sheet.word(item) in DAYS and not gap.strip()
    if item.kind in ("counted", "unit") or (days and _per_week(sheet, place)):
        return place + 1, "counted"
    return place, ""


def _per_week(sheet: Sheet, place: int) -> bool:
    """Whether days are counted ("3 dage om ugen") rather than a shift named after a number ("37 dag")."""
    word = sheet.word(sheet.items[place])
    return word != "dag"


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
    if sheet.asked == "hours" or (sheet.asked == "confirm" and high >= SHORTEST_BARE):
        written = sheet.text.words[sheet.items[place].first].isdecimal()
        return low >= (1 if written else 4) and high <= LONGEST
    if sheet.items[place] in sheet.in_place_of_hours or (
        place and sheet.items[place - 1].kind == "part" and ":" in sheet.items[place].gap
    ):  # fmt: skip
        return A_DAY <= high <= LONGEST
    if sheet.asked is not None or not SHORTEST_BARE <= low <= high <= LONGEST_BARE:
        return False
    items = sheet.items
    before, following = (items[place - 1] if place else None), (items[after] if after < len(items) else None)
    back = place - 1
    while back > 0 and items[back].kind == WORD and items[back].value in ("have", "paa", "arbejde", "nu", "er"):
        back -= 1
    wished = back >= 0 and items[back].kind == "want"
    if before is not None and before.kind == "turnaround" and {sheet.word(each) for each in items[after : after + 4]} & {
        "ogsaa", "ok", "fint"
    }:  # fmt: skip
        # "30 timer, men 25 er også fint".
        return True
    if following is not None and sheet.word(following) in ("oenskes", "oensket", "wanted"):
        return True
    if wished and following is not None and following.kind in ("and", "turnaround", "want"):
        return True
    return (wished or _telegraphic(before, items[place].gap)) and _telegraphic(following, sheet.gap_after(after - 1))


def _telegraphic(beside: Item | None, gap: str) -> bool:
    if beside is None:
        return True
    return beside.kind in _TELEGRAM or beside.used or any(mark in gap for mark in ".,;/\n|")

"""What is said and taken back: "30 nej vent 32", "der står Amager, jeg mente Amagerbro", "ret aften til nat"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dialogs.reading.scanning import Item, ends_sentence
from dialogs.reading.sheet import Sheet

_FAMILIES: Final = {
    "role": "role", "title": "role", "place": "place", "postcode": "place", "two": "place", "letter": "place",
    "shift": "shift", "allshifts": "shift", "employment": "employment", "unittype": "unittype", "full": "hours",
    "half": "hours", "part": "hours", "threequarters": "hours", "month": "day",
}  # fmt: skip
# They stand within a run of facts without ending it: "Valby og Vanløse", "30-32 timer", "den 1. marts".
_WITHIN: Final = frozenset(("and", "hourunit", "percent", "daycue"))
_PUTS_RIGHT: Final = frozenset(("rather", "meant", "refusal"))
_NEAR, _FAR = 5, 4
_MOVES: Final = frozenset(("gaa", "gaar", "rykke", "rykkes", "flytte", "flyttes", "over", "skifte", "bytte", "aendret"))
_AFTER_AN_ANSWER: Final = frozenset(("ja", "ok", "okay", "fint", "gerne", "nej", "yes", "fine"))


class Run:
    """Neighbouring facts of one family, from item `first` up to but not including `last`."""

    __slots__ = ("family", "first", "last")

    def __init__(self, family: str, first: int, last: int) -> None:
        self.family = family
        self.first = first
        self.last = last


def take_back(sheet: Sheet) -> None:
    """Takes facts off the sheet that the same text puts right; what was taken is kept for the known profile."""
    items = sheet.items
    markers = [place for place, item in enumerate(items) if item.kind in _WRONG or item.value == "origin"]
    runs = list(_runs(sheet)) if markers else []
    for place in markers:
        kind = items[place].kind
        wrong = _WRONG.get(kind, _origin)(sheet, runs, place)
        if wrong is None:
            continue
        if wrong.family == "hours" and kind in _PUTS_RIGHT:
            # "30 timer nej 28": what stands instead is hours too, though nobody says so.
            sheet.in_place_of_hours.extend(items[run.first] for run in runs if run.first >= wrong.last)
        for gone in items[wrong.first : wrong.last]:
            if gone.kind in _FAMILIES or gone.kind in ("num", "hourunit", "percent"):
                sheet.taken_back.append((wrong.family, gone.kind, gone.value))
                gone.kind, gone.used = "gone", True
        runs.remove(wrong)


def _runs(sheet: Sheet) -> Iterator[Run]:
    items = sheet.items
    place = 0
    while place < len(items):
        family = _family(items, place)
        if family is None:
            place += 1
            continue
        last = place + 1
        while last < len(items) and not ends_sentence(items[last].gap):
            if _family(items, last) == family:
                last += 1
            elif (
                items[last].kind in _WITHIN and (items[last].kind != "and" or _family(items, last + 1) == family)
            ):  # fmt: skip
                last += 1
            else:
                break
        yield Run(family, place, last)
        place = last


def _family(items: list[Item], place: int) -> str | None:
    if place >= len(items) or items[place].used:
        return None
    item = items[place]
    if item.kind != "num":
        return _FAMILIES.get(item.kind)
    following = items[place + 1] if place + 1 < len(items) else None
    before = items[place - 1] if place else None
    if following is not None and (
        following.kind == "month" or (following.kind == "num" and following.gap in ("/", "."))
    ):  # fmt: skip
        return "day"
    if before is not None and (before.kind == "month" or (before.kind == "num" and item.gap in ("/", "."))):
        return "day"
    return "hours"


def _next(runs: list[Run], place: int, reach: int = _FAR) -> Run | None:
    run = next((run for run in runs if run.first > place), None)
    return run if run is not None and run.first - place <= reach else None


def _before(runs: list[Run], place: int, family: str | None = None) -> Run | None:
    return next((run for run in reversed(runs) if run.last <= place and family in (None, run.family)), None)


def _rather(sheet: Sheet, runs: list[Run], place: int) -> Run | None:
    """ "Tredive nej vent toogtredive": what follows stands instead of the nearest of its kind before."""
    right = _next(runs, place, _NEAR)
    return None if right is None else _before(runs, place, right.family)


def _meant(sheet: Sheet, runs: list[Run], place: int) -> Run | None:
    """ "Valby. nej, Vanløse mener jeg": what stands right before is right, and its like before that is wrong.

    Without its like before, the words open what follows: "mener jeg: Vanløse".
    """
    right = _before(runs, place)
    if right is None or place - right.last > 1:
        return _rather(sheet, runs, place)
    return _before(runs, right.first, right.family)


def _written(sheet: Sheet, runs: list[Run], place: int) -> Run | None:
    """ "I har skrevet Amager", "jeg kom til at skrive nat": not what is meant."""
    wrong = _next(runs, place, 3)
    between = sheet.items[place + 1 : wrong.first + 1] if wrong is not None else []
    return None if any("," in item.gap or item.kind in ("want", "turnaround") for item in between) else wrong


def _wrongly(sheet: Sheet, runs: list[Run], place: int) -> Run | None:
    """ "37 var en tastefejl"."""
    wrong = _before(runs, place)
    return wrong if wrong is not None and place - wrong.last <= 1 else None


def _change(sheet: Sheet, runs: list[Run], place: int) -> Run | None:
    """ "Ret aften til nat", "byt Valby ud med Vanløse"."""
    wrong = _next(runs, place)
    right = _next(runs, wrong.last - 1, _NEAR) if wrong is not None else None
    if wrong is None or right is None or right.family != wrong.family:
        return None
    return wrong if any(_turns(sheet, item) for item in sheet.items[wrong.last : right.first]) else None


def _turns(sheet: Sheet, item: Item) -> bool:
    return item.kind in ("until", "towards") or sheet.word(item) in ("om", "med", "to", "til")


def _instead_of(sheet: Sheet, runs: list[Run], place: int) -> Run | None:
    """ "Dag i stedet for aften"."""
    return _next(runs, place, 3)


def _than(sheet: Sheet, runs: list[Run], place: int) -> Run | None:
    """ "Hellere dag end nat"."""
    wrong, right = _next(runs, place, 2), _before(runs, place)
    if wrong is None or wrong.family in ("place", "shift", "unittype"):
        # "Tættere på end Herlev" compares, whatever stands before.
        return wrong
    beside = right is not None and wrong.family == right.family and place - right.last <= 2
    return wrong if beside else None


def _origin(sheet: Sheet, runs: list[Run], place: int) -> Run | None:
    """ "Fra aften til nat", "fra morgen til aften": the first is left, or both only say how long a day is."""
    wrong = _next(runs, place, 1)
    if wrong is None or wrong.family not in ("shift", "place", "employment") or wrong.last >= len(sheet.items):
        return None
    joint, before = sheet.items[wrong.last], sheet.items[:place]
    if joint.kind != "until" or joint.used:
        return None
    right = _next(runs, wrong.last, 1)
    if right is not None and right.family == "shift" == wrong.family and not any(
        item.kind in ("want", "change", "turnaround") or sheet.word(item) in _MOVES for item in before
    ):  # fmt: skip
        wrong.last = right.last
        runs.remove(right)
    return wrong


def _refused(sheet: Sheet, runs: list[Run], place: int) -> Run | None:
    """ "Valby nej Vanløse": a bare no between two of a kind, unless each has its own answer."""
    items = sheet.items
    right, wrong = _next(runs, place, 1), _before(runs, place)
    if right is None or wrong is None or wrong.last != place or wrong.family != right.family:
        return None
    if sheet.word(items[place]) not in ("nej", "no") or "," in items[right.first].gap:
        return None
    after = items[right.last] if right.last < len(items) else None
    answered = after is not None and (after.kind == "refusal" or sheet.word(after) in _AFTER_AN_ANSWER)
    return None if answered else wrong


_WRONG: Final = {
    "rather": _rather, "meant": _meant, "written": _written, "wrongly": _wrongly, "change": _change,
    "insteadof": _instead_of, "than": _than, "refusal": _refused,
}  # fmt: skip

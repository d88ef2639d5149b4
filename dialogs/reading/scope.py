"""What is refused and what is excepted: "ikke nat", "nat kan jeg ikke", "alle bydele undtagen Amager"."""

from __future__ import annotations

from typing import Final

from dialogs.reading.background import FACTS
from dialogs.reading.scanning import WORD, Item, ends_sentence
from dialogs.reading.standing import OTHER, states_of

_DENIABLE: Final = frozenset(("shift", "place", "unittype", "employment", "two", "postcode", "role", "title"))
# Between a fact and the denial that follows it: "nat kan jeg ikke".
_LIGHT: Final = frozenset(
    "kan jeg er vil dur duer gaar har det skal passer mig vi om bliver saa absolut helst gider arbejder tager "
    "at arbejde have tage works kanske i do am want like go is vaere med mulig muligt noget for du "
    "desvaerre altsaa bare heller simpelthen virkelig unfortunately laengere maa sorry alligevel mere igen endnu "
    "lige paa sammen magte klare holde til ud helt".split()
)
# What follows is the reason and takes no denial: "aften kan jeg ikke pga børn".
_BECAUSE: Final = frozenset(("pga", "grundet", "fordi", "da", "because", "due", "siden"))
# Kinds that may follow a denial without having it to themselves.
_PASSING: Final = frozenset(("want", "noise", "orless", "refusal", "role", "title", "num", "common", "hourunit"))
_REACH = 5
_BACK = 5


class Scope:
    """For each item by position: what it is about (states), whether it is denied, whether it is excepted."""

    __slots__ = ("denied", "excepted", "states")

    def __init__(self, items: list[Item]) -> None:
        self.states = states_of(items)
        self.denied, self.excepted = _denials(items)


def _denials(items: list[Item]) -> tuple[list[bool], list[bool]]:
    count = len(items)
    denied, excepted = [False] * count, [False] * count
    if not any(item.kind in ("neg", "except", "refusal", "orless") for item in items):
        return denied, excepted
    mode, first_kind, since, at = "", "", 0, -1
    for place, item in enumerate(items):
        kind = "neg" if item.kind == "orless" and _stands_alone(items, place) else item.kind
        if place and mode and _closes(items, place, first_kind):
            if not first_kind and mode == "neg":
                _deny_before(items, at, denied)
            mode = ""
        if kind == "refusal":
            mode = ""
            if place and not item.gap.strip():
                _deny_before(items, place, denied, spent=False)
        elif kind in ("neg", "except"):
            if mode == "neg" and not first_kind:
                _deny_before(items, at, denied)
            mode, first_kind, since, at = kind, "", 0, place
        elif not mode:
            continue
        elif kind in _DENIABLE:
            if first_kind and not _same(kind, first_kind):
                mode = ""
                continue
            first_kind = first_kind or kind
            (denied if mode == "neg" else excepted)[place] = True
        elif kind in ("authorised", "skill", "num", "full", "part", "asap", "turn", "resigned", "workplace"):
            # The denial was spent on something else.
            first_kind = first_kind or kind
            if kind != "num":
                mode = ""
        elif kind in ("turnaround", "self") or (first_kind and kind in ("want", "only")):
            if not first_kind and mode == "neg":
                _deny_before(items, at, denied)
            mode = ""
        elif kind == "and" and not first_kind and place == at + 1:
            # "sygeplejerske, ikke, og ..." denies nothing that comes after.
            _deny_before(items, at, denied)
            mode = ""
        elif not first_kind:
            since += 1
            if since > _REACH:
                _deny_before(items, at, denied)
                mode = ""
        elif kind == WORD and item.value in ("ok", "fint", "fine", "gerne"):
            mode = ""
    if mode == "neg" and not first_kind:
        _deny_before(items, at, denied)
    return denied, excepted


def _stands_alone(items: list[Item], place: int) -> bool:
    """Whether "ikke flere" bounds no number before it, and so denies what follows: "ikke flere plejehjem"."""
    return place == 0 or items[place - 1].kind not in ("num", "hourunit", "percent", "full", "half")


def _same(kind: str, first: str) -> bool:
    family = {"two": "place", "postcode": "place", "title": "role"}
    return family.get(kind, kind) == family.get(first, first) or (kind == "two" and first == "shift")


def _closes(items: list[Item], place: int, first_kind: str) -> bool:
    """Whether a denial stops before the item at `place`."""
    gap = items[place].gap
    if ends_sentence(gap):
        return True
    if "," not in gap:
        return False
    if not first_kind or not _same(items[place].kind, first_kind):
        return True
    # A list of the same kind goes on when "og" or "eller" closes it: "ikke nat, aften eller weekend".
    for item in items[place + 1 :]:
        if item.kind == "and":
            return False
        if not _same(item.kind, first_kind) or ends_sentence(item.gap):
            return True
    return True


def _ends(items: list[Item], item: Item) -> bool:
    """Whether the clause ends with the item."""
    after = items.index(item) + 1
    return after == len(items) or bool(items[after].gap.strip()) or items[after].kind == "turnaround"


def _deny_before(items: list[Item], at: int, denied: list[bool], *, spent: bool = True) -> None:
    """A denial with nothing after it belongs to what stands before: "nat og weekend kan jeg ikke".

    spent: the denial may have something after it that it belongs to instead.
    """
    for item in items[at + 1 :] if spent else ():
        if ends_sentence(item.gap) or "," in item.gap or item.kind in ("turnaround", "and", "self"):
            break
        if item.value in _BECAUSE or item.kind == OTHER:
            break
        # "Nat duer jeg ikke til."
        closing = item.kind == "until" and _ends(items, item)
        if not closing and item.kind not in _PASSING and not (item.kind == WORD and item.value in _LIGHT):
            return
    place = at - 1
    steps = 0
    while place >= 0 and steps < _BACK:
        item = items[place]
        following = items[place + 1]
        if ends_sentence(following.gap) or "," in following.gap or item.kind in ("turnaround", "neg"):
            return
        if item.kind in ("shift", "place", "unittype", "employment", "two"):
            denied[place] = True
            kind = item.kind
            while place >= 2 and items[place - 1].kind == "and" and _same(items[place - 2].kind, kind):
                place -= 2
                denied[place] = True
            return
        if item.kind == WORD and item.value not in _LIGHT:
            return
        if item.kind == "only":
            return
        if item.kind in FACTS or item.kind == "num":
            return
        place -= 1
        steps += 1

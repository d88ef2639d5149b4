"""Whose and when: what the sender wants now, against homes, earlier work, other people and general questions."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from dialogs.reading import background
from dialogs.reading.background import FACTS
from dialogs.reading.scanning import WORD, Item, ends_sentence, parts_clause

WANT, HOME, WORK, OTHER = "want", "home", "work", "other"

# Kinds that go on being background across a comma, when the sentence comes to a wish later.
_BACKGROUND: Final = frozenset(("shift", "unittype", "workplace", "place"))
_ASKS_IN_GENERAL: Final = frozenset(
    ("man", "giver", "tjener", "betaler", "faar", "pay", "forskellen", "forskel", "difference")
)
_PAY: Final = frozenset(
    ("giver", "tjener", "betaler", "faar", "pay", "tillaeg", "loen", "koster", "forskellen", "forskel", "difference")
)
# "Må man", "hvad skal man": before "man", which may be short for Monday.
_BEFORE_ONE: Final = frozenset(
    "kan skal maa faar har er bliver tjener kunne skulle maatte tager hvad hvornaar hvordan hvor hvis goer vaelger".split()
)
_ASKING: Final = frozenset(("hvad", "hvor", "what", "how"))


def states_of(items: list[Item]) -> list[str]:
    """For each item what it is about: the wish, the home, work that is or was, or somebody else."""
    teller = _Teller(items)
    states = [teller.hear(place) for place in range(len(items))]
    for place, item in enumerate(items):
        if item.kind == "pasttime":
            _set_aside(items, place, states)
    if any(item.value in _ASKS_IN_GENERAL for item in items):
        _set_questions_aside(items, states)
    return states


class _Teller:
    """Follows a text word by word. own: the sentence has named the sender, so that "og vil" is about them."""

    __slots__ = ("items", "last_fact", "own", "state")

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.state = WANT
        self.last_fact = ""
        self.own = False

    def hear(self, place: int) -> str:
        """What the item is about; what it opens holds for those after it."""
        item = self.items[place]
        if place and item.gap and item.gap != " ":
            self._cross(place, item.gap)
        kind = item.kind
        if kind == "want":
            self._wish(place)
        elif self._leads_back(place):
            self.state, self.last_fact = WORK, ""
        elif kind == "turnaround":
            goes_on = self.state == OTHER and item.value == "goes_on" and not self.own
            self.state = OTHER if goes_on else WANT
        elif self.state == WANT and background.works_there_now(self.items, place):
            return WORK
        elif kind == "role" and self.state == WANT and background.has_a_post(self.items, place):
            self.state = WORK
            return WANT
        elif kind in (HOME, WORK, OTHER):
            self._open(place, kind)
        elif kind == "self":
            self.state = WANT if self.state == OTHER else self.state
            self.own = True
        elif kind in FACTS:
            self.last_fact = kind
        return self.state

    def _cross(self, place: int, gap: str) -> None:
        """A mark stands before the item: most close what was told, some let it go on."""
        if ends_sentence(gap):
            self.state, self.last_fact, self.own = WANT, "", False
        elif not (parts_clause(gap) or ":" in gap or " - " in gap) or self._goes_on(place, gap):
            return
        else:
            self.state = WANT

    def _goes_on(self, place: int, gap: str) -> bool:
        item = self.items[place]
        if self.state == HOME:
            # "Bor Jagtvej 100, 2200 Kbh N" and "adresse: Jagtvej 100".
            return background.addresses_on(self.items, place)
        if self.state != WORK:
            return False
        # "Ansat i kommunen (Valby)", "på Riget i 8 år, nu på Gentofte", "har arbejdet på plejehjem, bosted og sygehus".
        return (
            "(" in gap
            or background.is_somewhere_now(self.items, place)
            or (bool(self.last_fact) and item.kind == self.last_fact)
            or (item.kind in _BACKGROUND and background.wish_follows(self.items, place))
        )

    def _wish(self, place: int) -> None:
        """ "Jeg har passet min mor og vil gerne ..." goes on about the sender; "hun er ssa og vil gerne" does not."""
        item = self.items[place]
        if self.state != OTHER or (self.own and self.items[place - 1].kind == "and") or item.value == "self":
            self.state = WANT

    def _leads_back(self, place: int) -> bool:
        items = self.items
        if background.comes_from(items, place) or background.leaves(items, place):
            return True
        return self.state == WANT and (background.years_of(items, place) or background.tells_of_before(items, place))

    def _open(self, place: int, kind: str) -> None:
        refused = kind == WORK and place + 1 < len(self.items) and self.items[place + 1].kind == "neg"
        if refused and self.state == WANT:
            # "Jeg arbejder ikke i weekender" is a refusal, not a post.
            return
        self.state = kind if self.state != OTHER or kind == OTHER else OTHER
        self.last_fact = ""


def _set_aside(items: list[Item], place: int, states: list[str]) -> None:
    """ "Var på messen i Bella Center i tirsdags": the time makes the whole clause one of before, unless it wishes."""
    first, last = place, place + 1
    while first and not parts_clause(items[first].gap):
        first -= 1
    while last < len(items) and not parts_clause(items[last].gap):
        last += 1
    if not any(item.kind in ("want", "turnaround") for item in items[first:last]):
        for inside in range(first, last):
            states[inside] = WORK if states[inside] == WANT else states[inside]


def _set_questions_aside(items: list[Item], states: list[str]) -> None:
    """ "Må man selv vælge sine weekender? Jeg søger nat": what a general question names is no wish beside one."""
    starts = [0, *(place for place in range(1, len(items)) if ends_sentence(items[place].gap)), len(items)]
    sentences = [(first, last) for first, last in pairwise(starts) if last > first]
    general = [(first, last) for first, last in sentences if _asks_in_general(items[first:last])]
    told = [each for each in sentences if each not in general]
    if not any(item.kind in FACTS for first, last in told for item in items[first:last]):
        return
    for first, last in general:
        for place in range(first, last):
            states[place] = WORK if states[place] == WANT else states[place]


def _asks_in_general(sentence: list[Item]) -> bool:
    values = {item.value for item in sentence if item.kind == WORD}
    if any(item.kind == "self" and item.value == "self" for item in sentence):
        return False
    for place, item in enumerate(sentence):
        if item.kind == WORD and item.value == "man":
            asks = place > 0 and (sentence[place - 1].kind == "want" or sentence[place - 1].value in _BEFORE_ONE)
            monday = place + 1 < len(sentence) and sentence[place + 1].kind == "weekday"
            if asks and not monday:
                return True
    return bool(values & _PAY and values & _ASKING)

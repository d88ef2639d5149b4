"""Whose and when: what the sender wants now, against homes, earlier work, other people and conditions."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from dialogs.reading.scanning import WORD, Item

WANT, HOME, WORK, OTHER = "want", "home", "work", "other"
# What these states mention is no wish about the work.
ASIDE: Final = frozenset((WORK, OTHER))

FACTS: Final = frozenset(
    ("shift", "place", "unittype", "employment", "role", "title", "two", "allshifts", "skill", "workplace",
     "authorised", "postcode")
)  # fmt: skip
_THERE: Final = frozenset(("place", "postcode", "unittype", "workplace"))
_BACKGROUND: Final = frozenset(("shift", "unittype", "workplace", "place"))
# "Har ledt", "har altid boet", "var vokset", "arbejdede": the sentence tells of before.
_PERFECT: Final = frozenset(("har", "havde", "hadde", "haft"))
_PARTICIPLE: Final = re.compile(r"[a-z]{2,}(?:et|ed|t)\Z")
_PRETERITE: Final = re.compile(r"[a-z]{4,}ede\Z")
# They look like participles, or tell of a choice that holds.
_NO_PARTICIPLE: Final = frozenset(
    "lyst set hoert laest ret fast kort andet noget meget lidt godt helst mindst mest fint nyt intet flest faaet fundet "
    "valgt besluttet taenkt oensket skrevet aendret rettet tilfoejet bestemt ombestemt glemt behovet travlt let svaert "
    "frit ledigt soegt ansoegt bestaaet sendt svaret naevnt sagt fortalt autoriseret".split()
)  # fmt: skip
_ADVERBS: Final = frozenset(
    "altid lige ogsaa jo aldrig tit ofte mest laenge nu foer engang ellers selv kun faktisk egentlig allerede stadig "
    "jeg vi ikke ik i mange".split()
)  # fmt: skip
_ASKS_IN_GENERAL: Final = frozenset(
    ("man", "giver", "tjener", "betaler", "faar", "pay", "forskellen", "forskel", "difference")
)
_PAY: Final = frozenset(
    ("giver", "tjener", "betaler", "faar", "pay", "tillaeg", "loen", "koster", "forskellen", "forskel", "difference")
)  # fmt: skip
_FIRST_YEAR: Final = 1940
_NO_PRETERITE: Final = frozenset(("naermeste", "samlede", "kunnede", "allerede", "stede", "glaede", "staerkede"))


def ends_sentence(gap: str) -> bool:
    """Whether what stands before a word closes the sentence before it."""
    return "." in gap or "\n" in gap or "!" in gap or "?" in gap or ";" in gap


def states_of(items: list[Item]) -> list[str]:
    states: list[str] = []
    state, last_fact, own = WANT, "", False
    for place, item in enumerate(items):
        gap, kind = item.gap, item.kind
        if gap and gap != " " and place:
            if ends_sentence(gap):
                state, last_fact, own = WANT, "", False
            elif state == HOME and _addresses_on(items, place):
                # "Bor Jagtvej 100, 2200 Kbh N" and "adresse: Jagtvej 100" go on.
                pass
            elif state == WORK and item.kind == "asap" and item.value == "weak" and _somewhere(items, place):
                # "På Riget i 8 år, nu på Gentofte" goes on.
                pass
            elif "(" in gap and state == WORK:
                # "Ansat i kommunen (Valby)" goes on in the bracket.
                pass
            elif "," in gap or ":" in gap or "(" in gap or ")" in gap or " - " in gap:
                # "har arbejdet på plejehjem, bosted og sygehus" goes on; "bor i Valby, ssa 30 t" does not.
                continues = state == WORK and (
                    (last_fact and kind == last_fact) or (kind in _BACKGROUND and _wish_follows(items, place))
                )
                state = state if continues else WANT
        if kind == "want":
            # "Jeg har passet min mor og vil gerne ..." goes on about the sender.
            if state != OTHER or (own and items[place - 1].kind == "and") or item.value == "self":
                state = WANT
        elif _comes_from(items, place) or _leaves(items, place) or (state == WANT and _years_of(items, place)):
            state = WORK
        elif kind == "turnaround":
            state = state if state == OTHER and item.value == "goes_on" and not own else WANT
        elif state == WANT and _tells_of_before(items, place):
            state, last_fact = WORK, ""
        elif state == WANT and _works_there_now(items, place):
            states.append(WORK)
            continue
        elif kind == "role" and state == WANT and _has_a_post(items, place) and not _wished_before(items, place):
            state = WORK
            states.append(WANT)
            continue
        elif kind == WORK and place + 1 < len(items) and items[place + 1].kind == "neg" and state == WANT:
            # "Jeg arbejder ikke i weekender" is a refusal, not a post.
            pass
        elif kind in (HOME, WORK, OTHER):
            state = kind if state != OTHER or kind == OTHER else OTHER
            last_fact = ""
        elif kind == "self":
            state = WANT if state == OTHER else state
            own = True
        elif kind in FACTS:
            last_fact = kind
        states.append(state)
    for place, item in enumerate(items):
        if item.kind == "pasttime":
            _set_aside(items, place, states)
    if any(item.value in _ASKS_IN_GENERAL for item in items):
        _set_questions_aside(items, states)
    return states


def _somewhere(items: list[Item], place: int) -> bool:
    rest = items[place + 1 : place + 3]
    return len(rest) == 2 and rest[0].value in ("paa", "i", "hos", "ved", "at", "in") and rest[1].kind in _THERE


def _addresses_on(items: list[Item], place: int) -> bool:
    before = items[place - 1]
    return (before.kind == HOME and ":" in items[place].gap) or (
        items[place].kind == "postcode" and before.kind == "num" and "," in items[place].gap
    )


def _tells_of_before(items: list[Item], place: int) -> bool:
    """ "Har ledt", "har altid boet", "arbejdede jeg": the clause tells of before, unless a wish follows in it."""
    item = items[place]
    if item.kind != WORD:
        return False
    word = str(item.value)
    if word not in _PERFECT:
        return bool(_PRETERITE.match(word)) and word not in _NO_PRETERITE and place + 1 < len(items)
    after = place + 1
    while after < len(items) and not items[after].gap.strip() and (
        items[after].kind in ("self", "common") or items[after].value in _ADVERBS
    ):  # fmt: skip
        after += 1
    if after >= len(items) or items[after].gap.strip() or items[after].kind != WORD:
        return False
    told = str(items[after].value)
    return bool(_PARTICIPLE.match(told)) and told not in _NO_PARTICIPLE


def _set_aside(items: list[Item], place: int, states: list[str]) -> None:
    """ "Var på messen i Bella Center i tirsdags": the time makes the whole clause one of before, unless it wishes."""
    first, last = place, place + 1
    while first and not _parts(items[first].gap):
        first -= 1
    while last < len(items) and not _parts(items[last].gap):
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
    return "man" in values or bool(values & _PAY and values & {"hvad", "hvor", "what", "how"})


def _parts(gap: str) -> bool:
    return "," in gap or "(" in gap or ")" in gap or ends_sentence(gap)


def _years_of(items: list[Item], place: int) -> bool:
    """ "10 år i hjemmeplejen", "8 years at a nursing home": what stands after it has been."""
    after = items[place + 1].value if place + 1 < len(items) else ""
    if place and items[place - 1].value == "since" and items[place].kind == "num" and items[place].value > _FIRST_YEAR:
        # "Siden 2021 i hjemmeplejen".
        return True
    counted = place > 0 and items[place].kind == "counted" and items[place - 1].kind == "num"
    in_a_place = place + 1 < len(items) and items[place + 1].kind == "ahead"
    return counted and (in_a_place or after in ("i", "paa", "hos", "ved", "som", "in", "at", "as"))


def _wish_follows(items: list[Item], place: int) -> bool:
    """Whether the sentence comes to a wish later, so that what stands here still tells of before."""
    for item in items[place + 1 :]:
        if ends_sentence(item.gap):
            return False
        if item.kind == "want":
            return True
    return False


def _works_there_now(items: list[Item], place: int) -> bool:
    """ "SSA på Amager i dag, vil til Valby": where someone is now, before a wish that goes elsewhere."""
    if not place or items[place].kind not in _THERE:
        return False
    first, after = place, place + 1
    while first > 1 and items[first - 1].kind in _THERE:
        first -= 1
    while after < len(items) and items[after].kind in _THERE and items[after].gap == " ":
        after += 1
    if after == len(items) or items[first - 1].value not in ("i", "paa", "pa", "in", "at", "hos", "ved"):
        return False
    now, rest = items[after], items[after + 1 :]
    if _wished_before(items, first):
        # "Vil gerne have fast job i hjemmeplejen nu" is a wish.
        return False
    return (
        now.kind == "asap" and now.value == "weak" and now.gap == " "
        and any(item.kind in ("want", "turnaround") for item in rest) and any(item.kind in FACTS for item in rest)
    )  # fmt: skip


def _wished_before(items: list[Item], place: int) -> bool:
    """Whether a wish stands before in the same clause."""
    while place and not _parts(items[place].gap):
        place -= 1
        if items[place].kind == "want":
            return True
    return False


def _leaves(items: list[Item], place: int) -> bool:
    """ "Stopper som vikar" names what is left behind."""
    after = items[place + 1].value if place + 1 < len(items) else ""
    return items[place].kind == "resigned" and after in ("som", "i", "paa", "hos", "as", "at")


def _comes_from(items: list[Item], place: int) -> bool:
    """ "Fra et plejehjem i Herlev" is where someone comes from."""
    return place > 0 and items[place].kind in ("place", "unittype", "workplace") and items[place - 1].value == "origin"


def _has_a_post(items: list[Item], place: int) -> bool:
    """ "er sosu-hjælper på et plejehjem" is where someone works now; so is "er ssa i Herlev" when a wish follows."""
    after = [item for item in items[place + 1 : place + 4] if item.gap in ("", " ")]
    if len(after) < 2:
        return False
    article = after[1].value in (1, "et", "en", "quantity") or after[0].value == "quantity"
    if after[0].value not in ("paa", "i", "hos", "ved", "quantity"):
        return False
    if article:
        return True
    says_so = any(item.value in ("er", "am", "arbejder") for item in items[max(0, place - 2) : place])
    follows = items[place + 2 :]
    return (
        says_so and after[1].kind in ("place", "unittype", "workplace", "postcode")
        and any(item.kind in ("want", "turnaround") for item in follows)
    )  # fmt: skip

"""How a sentence tells where somebody is or has been, which is no wish: "har ledt", "10 år i hjemmeplejen"."""

from __future__ import annotations

import re
from typing import Final

from dialogs.reading.scanning import WORD, Item, ends_sentence, parts_clause

FACTS: Final = frozenset(
    ("shift", "place", "unittype", "employment", "role", "title", "two", "allshifts", "skill", "workplace",
     "authorised", "postcode")
)  # fmt: skip
_THERE: Final = frozenset(("place", "postcode", "unittype", "workplace"))
# "Har ledt", "har altid boet", "var vokset", "arbejdede": the sentence tells of before.
_PERFECT: Final = frozenset(("har", "havde", "hadde", "haft"))
_PARTICIPLE: Final = re.compile(r"[a-z]{3,}t\Z|[a-z]{2,}ed\Z")
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
# What one has or has not done before.
_EXPERIENCED: Final = frozenset("proevet arbejdet haft koert vaeret".split())
_NO_PRETERITE: Final = frozenset(("naermeste", "samlede", "kunnede", "allerede", "stede", "glaede", "staerkede"))
_FIRST_YEAR: Final = 1940
# A smaller number before a place of work counts years there.
_FEWEST_HOURS: Final = 15


def tells_of_before(items: list[Item], place: int) -> bool:
    """ "Har ledt", "har altid boet", "arbejdede jeg": the clause tells of before, unless a wish follows in it."""
    item = items[place]
    if item.kind == "neg" and place + 1 < len(items) and items[place + 1].value in _EXPERIENCED:
        # "Aldrig prøvet nattevagt" is no refusal.
        return not items[place + 1].gap.strip()
    if item.kind != WORD:
        return False
    word = str(item.value)
    if word not in _PERFECT:
        return bool(_PRETERITE.match(word)) and word not in _NO_PRETERITE and place + 1 < len(items)
    after = place + 1
    while after < len(items) and not items[after].gap.strip() and (
        items[after].kind in ("self", "common", "only") or items[after].value in _ADVERBS
    ):  # fmt: skip
        after += 1
    if after >= len(items) or items[after].gap.strip() or items[after].kind != WORD:
        return False
    told = str(items[after].value)
    if told in _EXPERIENCED:
        return True
    if any(between.kind == "only" for between in items[place + 1 : after]):
        return False
    return bool(_PARTICIPLE.match(told)) and told not in _NO_PARTICIPLE


def years_of(items: list[Item], place: int) -> bool:
    """ "10 år i hjemmeplejen", "8 years at a nursing home": what stands after it has been."""
    after = items[place + 1].value if place + 1 < len(items) else ""
    if place and items[place - 1].value == "since" and items[place].kind == "num" and items[place].value > _FIRST_YEAR:
        # "Siden 2021 i hjemmeplejen".
        return True
    if items[place].kind == "num" and items[place].value < _FEWEST_HOURS and after in ("paa", "hos"):
        # "12 på plejehjem Bispebjerg".
        return place + 2 < len(items) and items[place + 2].kind in ("unittype", "workplace")
    counted = place > 0 and items[place].kind == "counted" and items[place - 1].kind == "num"
    in_a_place = place + 1 < len(items) and items[place + 1].kind == "ahead"
    return counted and (in_a_place or after in ("i", "paa", "hos", "ved", "som", "in", "at", "as"))


def works_there_now(items: list[Item], place: int) -> bool:
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
    if wished_before(items, first):
        # "Vil gerne have fast job i hjemmeplejen nu" is a wish.
        return False
    return (
        now.kind == "asap" and now.value == "weak" and now.gap == " "
        and any(item.kind in ("want", "turnaround") for item in rest) and any(item.kind in FACTS for item in rest)
    )  # fmt: skip


def has_a_post(items: list[Item], place: int) -> bool:
    """ "er sosu-hjælper på et plejehjem" is where someone works now; so is "er ssa i Herlev" when a wish follows."""
    after = [item for item in items[place + 1 : place + 4] if item.gap in ("", " ")]
    if len(after) < 2 or wished_before(items, place):
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


def leaves(items: list[Item], place: int) -> bool:
    """ "Stopper som vikar" names what is left behind."""
    after = items[place + 1].value if place + 1 < len(items) else ""
    return items[place].kind == "resigned" and after in ("som", "i", "paa", "hos", "as", "at")


def comes_from(items: list[Item], place: int) -> bool:
    """ "Fra et plejehjem i Herlev" is where someone comes from."""
    return place > 0 and items[place].kind in ("place", "unittype", "workplace") and items[place - 1].value == "origin"


def is_somewhere_now(items: list[Item], place: int) -> bool:
    """ ", nu på Gentofte"."""
    item = items[place]
    if item.kind != "asap" or item.value != "weak":
        return False
    rest = items[place + 1 : place + 3]
    return len(rest) == 2 and rest[0].value in ("paa", "i", "hos", "ved", "at", "in") and rest[1].kind in _THERE


def addresses_on(items: list[Item], place: int) -> bool:
    """Whether an address goes on over a mark: after "adresse:", and from a house number to its postcode."""
    before = items[place - 1]
    return (before.kind == "home" and ":" in items[place].gap) or (
        items[place].kind == "postcode" and before.kind == "num" and "," in items[place].gap
    )


def wish_follows(items: list[Item], place: int) -> bool:
    """Whether the sentence comes to a wish later, so that what stands here still tells of before."""
    for item in items[place + 1 :]:
        if ends_sentence(item.gap):
            return False
        if item.kind == "want":
            return True
    return False


def wished_before(items: list[Item], place: int) -> bool:
    """Whether a wish stands before in the same clause."""
    while place and not parts_clause(items[place].gap):
        place -= 1
        if items[place].kind == "want":
            return True
    return False

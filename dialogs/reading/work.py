"""Kind of employment, kind of unit, authorisation, skills, languages and the way to work."""

from __future__ import annotations

from typing import Any, Final

from dialogs.reading.scanning import Item
from dialogs.reading.sheet import Sheet
from dialogs.reading.standing import OTHER, WORK

_ASKING: Final = frozenset(
    ("skal", "kraeves", "kraever", "behoever", "need", "must", "require", "krav", "hvordan", "how")
)
_LEVELS: Final = {
    "basic": ("basic", "lidt", "little", "begynder", "grundlaeggende", "beginner", "bit", "daarligt", "a1", "a2"),
    "good": ("godt", "good", "fluent", "flydende", "perfekt", "c1", "b2"),
}
# Beside an authorisation: it has been applied for, which is not to have it.
_APPLIED: Final = frozenset(
    ("soegt", "har soegt", "ansoegt", "har ansoegt", "applied", "ansoegning", "paa vej", "undervejs", "afventer", "sendt",
     "har sendt", "behandles", "applying", "venter", "waiting", "awaiting")
)  # fmt: skip
_LOST: Final = frozenset("inddraget frataget udloebet mistet suspenderet revoked expired".split())
_DANISH: Final = ("dansk", "danish", "daenisch")
# The way to work is spoken of.
_ON_THE_WAY: Final = frozenset(
    "transport transporttid rejsetid koersel koeretid hjemmefra vej vaek afstand cykle cykler cykel commute travel drive".split()
)
_MINUTES: Final = frozenset(("min", "minutter", "minutters", "minutes", "minuter"))


def read_work(sheet: Sheet) -> None:
    """Fills everything about the work itself that is neither hours, shifts nor dates."""
    _listed(sheet, "employment", "employment")
    _listed(sheet, "unittype", "unit_types")
    for item in sheet.items:
        if item.kind in ("role", "title") and "plads" in sheet.word(item) and "employment" not in sheet.facts:
            sheet.found("employment", ["elev"], item)
    _authorised(sheet)
    _skills(sheet)
    _languages(sheet)
    _travel(sheet)
    for item in sheet.items:
        if item.kind == "doubtunit":
            sheet.doubt("unit_types", "two_readings", item, options=("hjemmepleje",))
            if "role" not in sheet.facts:
                sheet.doubt("role", "two_readings", item, options=sheet.lexicon.roles.options["two_readings"])


def _listed(sheet: Sheet, kind: str, fact: str) -> None:
    wanted: dict[str, Item] = {}
    excluded: dict[str, Item] = {}
    for place, item in enumerate(sheet.items):
        if item.kind != kind or sheet.scope.states[place] in (WORK, OTHER):
            continue
        before = sheet.word(sheet.items[place - 1]) if place else ""
        if before in ("fra", "jeres", "your", "skifte", "bytte") or (kind == "employment" and _holds_now(sheet, place)):
            continue
        if sheet.scope.denied[place] or sheet.scope.excepted[place]:
            excluded[item.value] = item
        else:
            wanted[item.value] = item
    if wanted:
        sheet.found(fact, list(wanted), *_ends(wanted))
    if excluded and kind == "unittype":
        sheet.found("unit_types_excluded", list(excluded), *_ends(excluded))


def _ends(found: dict[str, Item]) -> tuple[Item, Item]:
    in_order = sorted(found.values(), key=lambda item: item.first)
    return in_order[0], in_order[-1]


def _holds_now(sheet: Sheet, place: int) -> bool:
    """ "er fastansat på ..." tells of the present post, not of the wish."""
    items = sheet.items
    before = sheet.word(items[place - 1]) if place else ""
    after = sheet.word(items[place + 1]) if place + 1 < len(items) else ""
    if before not in ("er", "har", "am"):
        return False
    later = {sheet.word(item) for item in items[place + 1 : place + 6]}
    return after in ("paa", "pa", "i", "hos", "ved", "nu") or bool(later & {"hos", "nu", "i dag", "pt", "lige nu"})


def _authorised(sheet: Sheet) -> None:
    said: dict[str, Item] = {}
    for place, item in enumerate(sheet.items):
        if item.kind != "authorised" or sheet.scope.states[place] == OTHER:
            continue
        near = sheet.items[max(0, place - 4) : place]
        if any(sheet.word(other) in _ASKING for other in near):
            continue
        value = item.value
        beside = {sheet.word(other) for other in sheet.items[max(0, place - 3) : place + 4]}
        if value == "yes" and beside & (_APPLIED | _LOST):
            value = "pending"
        if value == "yes" and "mangler" in beside:
            value = "no"
        if value == "yes" and _not_come(sheet, place):
            value = "pending"
        if value == "yes" and any(other.kind == "neg" and not _spent(sheet, other, place) for other in near):
            value = "no"
        if value == "yes" and not sheet.word(item).startswith(_DANISH) and _from_abroad(sheet, place):
            value = "foreign"
        said.setdefault(value, item)
    if not said:
        return
    if len(said) == 1 and ("yes" in said or "no" in said):
        value = "yes" in said
        sheet.found("authorised", value, next(iter(said.values())))
        return
    danish = "yes" in said and sheet.word(said["yes"]).startswith(_DANISH)
    if danish and set(said) == {"yes", "foreign"}:
        sheet.found("authorised", True, said["yes"])
        return
    if "no" in said and "yes" not in said and "pending" not in said:
        sheet.found("authorised", False, said["no"])
        return
    sheet.facts.pop("authorised", None)
    why = "pending" if "pending" in said else "foreign_authorisation" if "foreign" in said else "contradiction"
    sheet.doubt("authorised", why, next(iter(said.values())))


def _not_come(sheet: Sheet, place: int) -> bool:
    """ "Autorisationen er ikke kommet endnu": said of the authorisation itself, behind it."""
    behind = sheet.items[place + 1 : place + 6]
    denied = any(other.kind == "neg" for other in behind)
    return denied and bool({sheet.word(other) for other in behind} & {"kommet", "klar", "modtaget", "arrived", "ready"})


def _from_abroad(sheet: Sheet, place: int) -> bool:
    """ "Autoriseret sygeplejerske fra Norge": what is held is held there."""
    after = [sheet.word(other) for other in sheet.items[place + 1 : place + 6]]
    return any(
        word in sheet.lexicon.signs["abroad"] and after[at - 1] in ("fra", "i", "from", "in", "på")
        for at, word in enumerate(after)
        if at
    )


def _spent(sheet: Sheet, denial: Item, before: int) -> bool:
    """Whether something else between the denial and the authorisation has taken the denial."""
    start = sheet.items.index(denial)
    return any(item.kind in ("role", "title", "shift", "place", "num", "turnaround") for item in
               sheet.items[start:before])  # fmt: skip


def _skills(sheet: Sheet) -> None:
    found: dict[str, Item] = {}
    for place, item in enumerate(sheet.items):
        if item.kind != "skill" or sheet.scope.states[place] == OTHER:
            continue
        before = sheet.items[place - 1].kind if place else ""
        if before == "neg" or (place > 1 and sheet.items[place - 2].kind == "neg"):
            continue
        found[item.value] = item
    if found and "?" not in sheet.text.raw:
        sheet.found("skills", list(found), *_ends(found))


def _languages(sheet: Sheet) -> None:
    found: dict[str, Any] = {}
    first: Item | None = None
    for place, item in enumerate(sheet.items):
        if item.kind != "spoken":
            continue
        near = {sheet.word(other) for other in sheet.items[max(0, place - 3) : place + 4]}
        if any(other.kind == "neg" for other in sheet.items[max(0, place - 4) : place + 4]):
            # "I don't speak much Danish yet" names no language that is spoken.
            continue
        if not near & {"taler", "snakker", "speak", "talar", "spreche"} and not any(
            near & set(words) for words in _LEVELS.values()
        ):
            continue
        level = next((name for name, words in _LEVELS.items() if near & set(words)), None)
        found[f"{item.value}:{level}" if level else item.value] = None
        first = first or item
    if first is not None:
        sheet.found("languages", list(found), first)


def _travel(sheet: Sheet) -> None:
    items = sheet.items
    _travel_hours(sheet)
    for place, item in enumerate(items):
        if item.kind == "travel":
            sheet.found("travel_mode", item.value, item)
        if item.kind == "num" and 5 <= item.value <= 120 and not item.used and place + 1 < len(items):
            unit = items[place + 1]
            if sheet.word(unit) in _MINUTES and unit.gap.strip() == "" and unit.kind != "num":
                item.used = unit.used = True
                if place == 0 or items[place - 1].kind in ("most", "about", "word", "want", "least"):
                    sheet.found("max_minutes", item.value, item, unit)


def _travel_hours(sheet: Sheet) -> None:
    """ "En halv time på cykel", "max tre kvarter i bus": how long the way may be, not hours of work."""
    items = sheet.items
    if not any(item.kind == "travel" for item in items) and not _ON_THE_WAY & set(sheet.text.words):
        return
    for place, item in enumerate(items):
        if place + 1 == len(items) or item.used or items[place + 1].gap.strip():
            continue
        after, word = items[place + 1], sheet.word(items[place + 1])
        minutes = 0
        if sheet.word(item) in ("halv", "half", "half an") and after.kind == "hourunit":
            minutes = 30
        elif sheet.word(item) == "halvanden" and after.kind == "hourunit":
            minutes = 90
        elif item.kind == "num" and after.kind == "hourunit" and item.value in (1, 2):
            minutes = 60 * item.value
        elif item.kind == "num" and word in ("kvarter", "kvarters") and item.value in (1, 2, 3):
            minutes = 15 * item.value
        if minutes:
            first = items[place - 1] if place and items[place - 1].kind == "num" else item
            first.used = item.used = after.used = True
            sheet.found("max_minutes", minutes, first, after)
            return

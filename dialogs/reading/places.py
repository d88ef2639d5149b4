"""Where people want to work, where not, and where they live."""

from __future__ import annotations

from typing import Any, Final

from dialogs.reading.lexicon import Place
from dialogs.reading.scanning import WORD, Item, ends_sentence
from dialogs.reading.sheet import Sheet
from dialogs.reading.standing import HOME, OTHER, WANT, WORK

_CITY: Final = frozenset(("kbh", "koebenhavn", "kobenhavn", "copenhagen"))
_HALVES: Final = {"oest": "Øst", "vest": "Vest"}
_SHIFT_LETTERS: Final = {"d": "dag", "a": "aften", "n": "nat", "w": "weekend"}
_IN: Final = frozenset(("i", "paa", "pa", "in", "omkring", "mod"))
_CODES: Final = frozenset(("pinkode", "pinkoden", "pin", "kode", "koden", "adgangskode", "password", "dankort", "code"))
# Before a year.
_YEARS: Final = frozenset(
    "siden uddannet udlaert aar aaret foedt faerdig faerdiguddannet dimitteret dimitterede aargang fra i blev startede "
    "begyndte efter eksamen oktober september august juli juni maj april marts februar januar november december year "
    "since graduated born trained autoriseret autorisation".split()
)  # fmt: skip
_FIRST_YEAR: Final = 1940
# A number before these is money, a house or a time, not a postcode.
_NOT_POSTCODE: Final = frozenset(("kr", "kroner", "dkk", "kl", "klokken", "nr", "nummer", "euro"))


def mark_postcodes(sheet: Sheet) -> None:
    """Turns numbers that are postcodes into places, so that denial and home can reach them."""
    items, words, postcodes = sheet.items, sheet.text.words, sheet.lexicon.postcodes
    for place, item in enumerate(items):
        if item.kind != "num" or item.value not in postcodes or item.used or item.last - item.first != 1:
            continue
        if len(words[item.first]) != 4:
            continue
        before = words[item.first - 1] if item.first else ""
        after = words[item.last] if item.last < len(words) else ""
        if before in _NOT_POSTCODE or after in _NOT_POSTCODE:
            continue
        if place + 1 < len(items) and items[place + 1].kind == "hourunit":
            continue
        if _is_year(sheet, place):
            continue
        item.kind = "postcode"


def _is_year(sheet: Sheet, place: int) -> bool:
    """ "Uddannet 1987", "ssa siden 2000": years that happen to be postcodes, unless places were asked for."""
    value = sheet.items[place].value
    if sheet.asked == "areas" or not (_FIRST_YEAR <= value <= sheet.received.year):
        return False
    near = set(sheet.text.words[max(0, sheet.items[place].first - 4) : sheet.items[place].first])
    return bool(near & _YEARS)


def mark_shift_letters(sheet: Sheet) -> None:
    """Reads "d/a" and "d+a+n" as shifts: single letters in a row, with one that is no part of the city."""
    items, words = sheet.items, sheet.text.words
    place = 0
    while place < len(items):
        row = place
        while row < len(items) and words[items[row].first] in _SHIFT_LETTERS and items[row].last - items[row].first == 1 and (
            row == place or (items[row].gap.strip() in ("/", "+", "-") and items[row].gap)
        ):  # fmt: skip
            row += 1
        letters = [words[item.first] for item in items[place:row]]
        if len(letters) > 1 and "a" in letters and len(set(letters)) == len(letters):
            for item, letter in zip(items[place:row], letters, strict=True):
                item.kind, item.value = "shift", _SHIFT_LETTERS[letter]
        place = max(row, place + 1)


def read_places(sheet: Sheet) -> None:
    """Fills the wanted, excluded and home areas, postcodes, other municipalities and `anywhere`."""
    items, scope = sheet.items, sheet.scope
    wanted: list[Item] = []
    excluded: list[Item] = []
    homes: list[Item] = []
    _settle_letters(sheet)
    _settle_doubles(sheet)
    _settle_letters(sheet)
    for place, item in enumerate(items):
        if (
            item.kind == "anywhere"
            and not scope.denied[place]
            and scope.states[place] != OTHER
            and not _within(sheet, place)
        ):
            sheet.found("anywhere", True, item)
        elif item.kind == "everything" and place + 1 < len(items) and sheet.word(items[place + 1]) in ("hvor", "where"):
            sheet.found("anywhere", True, item, items[place + 1])
        elif item.kind == "nearhome":
            sheet.found("near_home", True, item)
        if item.kind not in ("place", "postcode") or item.used:
            continue
        if _pin(sheet, item):
            continue
        if (scope.denied[place] or scope.excepted[place]) and scope.states[place] != WORK:
            excluded.append(item)
        elif scope.states[place] == HOME or _lives_there(sheet, place):
            homes.append(item)
        elif scope.states[place] == WANT:
            wanted.append(item)
    wanted = _only_part(sheet, wanted)
    covered = {name for item in wanted for name in _place(sheet, item).districts}
    # "Nørrebro, ikke Mjølnerparken" rules out a corner, not the district.
    excluded = [
        item
        for item in excluded
        if _place(sheet, item).name in covered or not covered or not set(_place(sheet, item).districts) <= covered
    ]
    _note(sheet, "areas_excluded", excluded)
    _note(sheet, "home_areas", homes, outside=True)
    if homes and not wanted and "anywhere" not in sheet.facts and _there_too(sheet, homes):
        wanted = homes
    inside = [item for item in wanted if _place(sheet, item).districts]
    codes = [(item, str(item.value)) for item in inside if item.kind == "postcode"]
    _narrow(sheet, inside)
    abroad = [item for item in wanted if not _place(sheet, item).districts]
    if "anywhere" in sheet.facts:
        inside = []
    elif excluded and not inside and (_everything(sheet) or _excepting(sheet)):
        sheet.found("anywhere", True, excluded[0])
    _note(sheet, "areas", inside)
    if abroad:
        named = (_place(sheet, item) for item in abroad)
        names = list(dict.fromkeys(place.municipality or place.name for place in named))
        sheet.found("outside", names, abroad[0], abroad[-1])
    if codes and inside:
        sheet.found("postcodes", list(dict.fromkeys(code for _, code in codes)), codes[0][0], codes[-1][0])


def _within(sheet: Sheet, place: int) -> bool:
    """ "Hvor som helst i Valby" is Valby."""
    rest = sheet.items[place + 1 : place + 3]
    return len(rest) == 2 and sheet.word(rest[0]) in _IN and rest[1].kind in ("place", "postcode")


def _pin(sheet: Sheet, item: Item) -> bool:
    """A four-digit code is no postcode."""
    return item.kind == "postcode" and bool(set(sheet.text.words[max(0, item.first - 5) : item.first]) & _CODES)


def _lives_there(sheet: Sheet, place: int) -> bool:
    """ "I Valby bor jeg", "Vesterbrogade 100 bor jeg"."""
    after = place + 1
    while after < len(sheet.items) and sheet.items[after].kind == "num":
        after += 1
    following = sheet.items[after : after + 2]
    if [sheet.word(item) for item in following] in (["er", "hjemme"], ["er", "hjem"]):
        return True
    return (
        len(following) == 2 and sheet.word(following[0]) == "bor" and not following[0].gap.strip()
        and sheet.word(following[1]) in ("jeg", "vi")
    )  # fmt: skip


def _everything(sheet: Sheet) -> bool:
    return any(item.kind == "everything" for item in sheet.items) and sheet.asked == "areas"


def _narrow(sheet: Sheet, inside: list[Item]) -> None:
    """ "Amager, ikke øst" means the other half; "Amager, helst vest" and "2300 vest" that one."""
    whole = next((item for item in inside if len(_place(sheet, item).districts) == 2), None)
    if whole is None:
        return
    for place, item in enumerate(sheet.items):
        ending = _HALVES.get(str(item.value)) if item.kind == WORD else None
        if ending is None:
            continue
        before = sheet.items[max(0, place - 2) : place]
        if any(other.kind == "fine" for other in before):
            # "Hele Amager, ikke bare vest" is both halves.
            continue
        denied = any(other.kind in ("neg", "except") for other in before)
        named = _place(sheet, whole)
        halves = tuple(name for name in named.districts if name.endswith(ending) != denied)
        whole.kind, whole.value = "place", Place(named.name, halves)


def _only_part(sheet: Sheet, wanted: list[Item]) -> list[Item]:
    """ "Amager, men kun Amager Øst": a part named after "kun" stands instead of the whole."""
    for place, item in enumerate(sheet.items):
        if item.kind != "only" or place == 0:
            continue
        part = next((each for each in sheet.items[place + 1 : place + 4] if each in wanted), None)
        if part is None:
            continue
        names = set(_place(sheet, part).districts)
        whole = [each for each in wanted if each.first < part.first and names < set(_place(sheet, each).districts)]
        if whole:
            return [each for each in wanted if each not in whole]
    return wanted


def _there_too(sheet: Sheet, homes: list[Item]) -> bool:
    """ "Bor i Husum, og der vil jeg gerne arbejde": where someone lives is where they want to work."""
    after = f" {' '.join(sheet.text.words[homes[-1].last :])} "
    return any(f" {way} " in after for way in sheet.lexicon.signs["there"])


def _excepting(sheet: Sheet) -> bool:
    """Whether places are excepted from a whole that is left unsaid: "alt andet end Amager"."""
    return any(
        excepted and item.kind in ("place", "postcode")
        for item, excepted in zip(sheet.items, sheet.scope.excepted, strict=True)
    )


def _place(sheet: Sheet, item: Item) -> Place:
    place: Place = sheet.lexicon.postcodes[item.value] if item.kind == "postcode" else item.value
    return place


def _note(sheet: Sheet, fact: str, places: list[Item], *, outside: bool = False) -> None:
    districts: dict[str, Any] = {}
    for item in places:
        place = _place(sheet, item)
        for name in place.districts or ((place.name,) if outside else ()):
            districts[name] = None
    if districts:
        sheet.found(fact, list(districts), places[0], places[-1])


def _settle_doubles(sheet: Sheet) -> None:
    """Decides what reads as a place or a shift ("NV") where the text or the question settles it."""
    items = sheet.items
    doubles = [place for place, item in enumerate(items) if item.kind == "two"]
    other_places = any(item.kind in ("place", "postcode") for item in items)
    other_shifts = any(item.kind in ("shift", "allshifts") for item in items)
    for place in doubles:
        item = items[place]
        if sheet.asked == "shifts":
            item.kind, item.value = "shift", item.value[1]
        elif _somewhere(items, place, sheet):
            # "NV i kbh NV": where is said right after, so this is when.
            item.kind, item.value = "shift", item.value[1]
        elif sheet.asked == "areas" or _after(items, place, sheet) or _beside_place(items, place):
            item.kind, item.value = "place", item.value[0]
        elif _beside_shift(items, place) or sheet.asked == "hours":
            item.kind, item.value = "shift", item.value[1]
    open_doubles = [place for place in doubles if items[place].kind == "two"]
    if len(doubles) == 2 and len(open_doubles) == 1:
        # "søger nv i nv": one is where, so the other is when.
        closed = next(place for place in doubles if place not in open_doubles)
        item = items[open_doubles[0]]
        item.kind, item.value = ("shift", item.value[1]) if items[closed].kind == "place" else ("place", item.value[0])
        open_doubles = []
    if len(open_doubles) == 1 and other_shifts and not other_places:
        # The shift has been said in other words.
        item = items[open_doubles[0]]
        item.kind, item.value = "place", item.value[0]
        open_doubles = []
    for place in open_doubles:
        item = items[place]
        where, when = item.value
        options = (where.name, when)
        if not other_shifts or not other_places:
            sheet.doubt("shifts" if not other_shifts else "areas", "two_readings", item, options=options)
            if not other_places:
                sheet.doubt("areas", "two_readings", item, options=options)


def _settle_letters(sheet: Sheet) -> None:
    """Single letters are parts of the city when they are listed with other parts."""
    items = sheet.items
    for place, item in enumerate(items):
        if item.kind != "letter":
            continue
        if _beside_place(items, place) or _beside_letter(items, place) or _after_city(items, place, sheet) or (
            sheet.asked == "areas" and len(items) <= 3
        ):  # fmt: skip
            items[place].kind, items[place].value = "place", item.value[0]


def _after(items: list[Item], place: int, sheet: Sheet) -> bool:
    return place > 0 and sheet.word(items[place - 1]).split(" ")[-1] in _IN


def _somewhere(items: list[Item], place: int, sheet: Sheet) -> bool:
    rest = items[place + 1 : place + 3]
    return len(rest) == 2 and sheet.word(rest[0]) in ("i", "paa") and rest[1].kind in ("place", "postcode")


def _after_city(items: list[Item], place: int, sheet: Sheet) -> bool:
    return place > 0 and sheet.word(items[place - 1]) in _CITY


def _neighbours(items: list[Item], place: int) -> list[Item]:
    """The items listed with this one: next to it over a slash, comma, plus or an and/or."""
    near: list[Item] = []
    for step in (-1, 1):
        beside = place + step
        if 0 <= beside < len(items) and items[beside].kind == "and":
            beside += step
            if 0 <= beside < len(items):
                near.append(items[beside])
        elif 0 <= beside < len(items):
            gap = items[max(place, beside)].gap
            if any(mark in gap for mark in "/,+&") and not ends_sentence(gap):
                near.append(items[beside])
    return near


def _beside_place(items: list[Item], place: int) -> bool:
    listed = _neighbours(items, place)
    if any(item.kind == "place" for item in listed):
        return not any(item.kind == "shift" for item in listed)
    return False


def _beside_shift(items: list[Item], place: int) -> bool:
    return any(item.kind == "shift" for item in _neighbours(items, place))


def _beside_letter(items: list[Item], place: int) -> bool:
    return any(item.kind == "letter" for item in _neighbours(items, place))


def unknown_area(sheet: Sheet) -> bool:
    """Whether an answer about areas names something nobody knows."""
    return sheet.asked == "areas" and any(item.kind == WORD and len(str(item.value)) > 4 for item in sheet.items)

"""When people want to work: shifts by name, by clock and by exclusion."""

from __future__ import annotations

from typing import Any, Final

from dialogs.reading.scanning import Item, ends_sentence
from dialogs.reading.sheet import Sheet
from dialogs.reading.standing import OTHER, WORK

SHIFTS: Final = ("dag", "aften", "nat", "weekend")
# After a refusal: only some of them are refused.
_SOMETIMES: Final = frozenset(("ulige", "lige", "hver", "altid", "tit", "ofte", "konstant"))
_CLAUSE: Final = 7
_SATURDAY: Final = 6
_ROTA: Final = ("dag", "aften", "nat")


def read_shifts(sheet: Sheet) -> None:
    """Fills the wanted and excluded shifts; days of the week and vague words become a doubt."""
    items, scope = sheet.items, sheet.scope
    wanted: dict[str, Any] = {}
    excluded: dict[str, Any] = {}
    but: dict[str, Any] = {}
    spans: list[Item] = []
    everything: Item | None = None
    _pair_weekend(sheet)
    whenever = sheet.lexicon.signs["whenever"] if sheet.asked == "shifts" else frozenset()
    for place, item in enumerate(items):
        kind = "everything" if item.kind == "asap" and sheet.word(item) in whenever else item.kind
        if item.used or kind not in ("shift", "allshifts", "everything") or scope.states[place] in (WORK, OTHER):
            continue
        if kind == "shift" and (_counted_days(sheet, place) or _works_now(sheet, place)):
            continue
        if kind == "everything":
            if sheet.asked == "shifts" or _excepts_shift(sheet, place) or _else(sheet, place):
                everything = item
        elif kind == "allshifts":
            wanted.update(dict.fromkeys(SHIFTS if item.value == "all" else _ROTA))
            everything = item if item.value == "all" else everything
            spans.append(item)
        elif scope.excepted[place]:
            but[item.value] = None
            spans.append(item)
        elif not scope.denied[place] and _hard(sheet, place):
            sheet.doubt("shifts", "hard", item)
        elif not scope.denied[place] and _masked_before(sheet, place):
            sheet.doubt("shifts", "masked", item)
        elif scope.denied[place] and _now_and_then(sheet, place):
            sheet.doubt("shifts", "now_and_then", item)
        elif scope.denied[place]:
            excluded[item.value] = None
            spans.append(item)
        else:
            wanted[item.value] = None
            spans.append(item)
    if everything is not None:
        spans = sorted((*spans, everything), key=lambda item: item.first)
        excluded.update(but)
        wanted = {shift: None for shift in SHIFTS if shift not in excluded}
    elif but:
        wanted = wanted or {shift: None for shift in SHIFTS if shift not in but}
        excluded.update(but)
    both = wanted.keys() & excluded.keys()
    if both:
        sheet.doubt("shifts", "contradiction", spans[0], spans[-1], options=tuple(both))
        wanted = {shift: None for shift in wanted if shift not in both}
        excluded = {shift: None for shift in excluded if shift not in both}
    if wanted:
        sheet.found("shifts", list(wanted), spans[0], spans[-1])
    if excluded:
        denied = [item for item in spans if item.value in excluded] or spans
        sheet.found("shifts_excluded", list(excluded), denied[0], denied[-1])
    if not wanted:
        _doubt(sheet)


def _pair_weekend(sheet: Sheet) -> None:
    """ "Lørdag+søndag" is the weekend, however the two are joined; one of them alone is asked about."""
    items = sheet.items
    for place, item in enumerate(items[:-1]):
        if item.kind != "weekday" or item.used or item.value != _SATURDAY:
            continue
        after = place + 1
        if items[after].kind == "and" and after + 1 < len(items):
            after += 1
        if (
            items[after].kind == "weekday"
            and items[after].value == _SATURDAY + 1
            and not ends_sentence(items[after].gap)
        ):
            item.kind, item.value, item.last = "shift", "weekend", items[after].last
            items[after].used = True


def _counted_days(sheet: Sheet, place: int) -> bool:
    """ "Fordelt på 4 dage" counts days and names no shift."""
    before = sheet.items[place - 1] if place else None
    if before is not None and before.kind in ("hourunit", "part", "counted") and not sheet.items[place].gap.strip():
        # "Et par timer om dagen."
        return sheet.word(sheet.items[place]) == "om dagen"
    return (
        before is not None
        and before.kind == "num"
        and not before.used
        and sheet.word(sheet.items[place]) in ("dage", "days")
    )


def _works_now(sheet: Sheet, place: int) -> bool:
    """ "Er nattevagt nu, vil gerne have dag" tells what is before what is wished."""
    after = sheet.items[place + 1] if place + 1 < len(sheet.items) else None
    if after is None or after.gap != " ":
        return False
    # "Aften var bedst i mit gamle job" tells of before, too.
    return (after.kind == "asap" and after.value == "weak") or sheet.word(after) in ("var", "was")


def _excepts_shift(sheet: Sheet, place: int) -> bool:
    return any(
        sheet.scope.excepted[later] and sheet.items[later].kind == "shift" for later in range(place, len(sheet.items))
    )


def _now_and_then(sheet: Sheet, place: int) -> bool:
    """ "Ikke weekend i ulige uger" rules out some, not all."""
    return any(sheet.word(item) in _SOMETIMES for item in sheet.items[place + 1 : place + 3])


def _hard(sheet: Sheet, place: int) -> bool:
    """ "Aftener er svært for mig", "kun i nødstilfælde", "fri hver anden weekend": neither a wish nor a refusal."""
    before = sheet.items[max(0, place - 2) : place]
    if any(sheet.word(item) == "fri" for item in (*before, *sheet.items[place + 1 : place + 2])):
        return True
    reluctant = sheet.lexicon.signs["reluctant"]
    for item in sheet.items[place + 1 : place + _CLAUSE]:
        if ends_sentence(item.gap) or "," in item.gap or item.kind == "turnaround":
            return False
        if sheet.word(item) in reluctant:
            return True
    return False


def _masked_before(sheet: Sheet, place: int) -> bool:
    """ "[helbred] god til nat": whether it was denied has gone with what was masked."""
    for at in range(place, max(-1, place - 3), -1):
        item = sheet.items[at]
        if "]" in item.gap:
            told = at > 0 and sheet.word(sheet.items[at - 1]) in ("helbred", "privat")
            return told and not any(mark in item.gap for mark in ",.;:!?\n")
        if item.gap.strip() or (at < place and item.kind in ("want", "turnaround", "only", "neg")):
            return False
        if at and sheet.word(sheet.items[at - 1]) in ("saa", "so", "derfor"):
            return False
    return False


def _else(sheet: Sheet, place: int) -> bool:
    """ "Ikke nat, ellers alt": the rest is meant when only shifts have been refused."""
    refused = [item.kind for item, denied in zip(sheet.items, sheet.scope.denied, strict=True) if denied]
    beside = sheet.items[place - 1] if place else None
    return bool(refused) and set(refused) == {"shift"} and beside is not None and sheet.word(beside) == "ellers"


def _doubt(sheet: Sheet) -> None:
    for place, item in enumerate(sheet.items):
        if sheet.scope.states[place] in (WORK, OTHER) or item.used:
            continue
        if item.kind == "vagueshift":
            sheet.doubt("shifts", "vague", item)
        elif item.kind == "weekday":
            sheet.doubt("shifts", "weekdays", item)

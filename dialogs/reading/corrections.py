"""Changes to a known profile: adding, taking away and replacing are told apart."""

from __future__ import annotations

from typing import Any, Final

from dialogs.reading.reading import Found
from dialogs.reading.sheet import Sheet

_LISTS: Final = {"areas": "areas_excluded", "shifts": "shifts_excluded", "unit_types": "unit_types_excluded",
                 "employment": ""}  # fmt: skip
_FAMILIES: Final = {"areas": "place", "shifts": "shift", "unit_types": "unittype", "employment": "employment"}


def correct(sheet: Sheet) -> None:
    """Turns what was said into the new value of each list in the profile, and notes what came and went."""
    known = sheet.known
    if not known:
        return
    words, signs = set(sheet.text.words), sheet.lexicon.signs
    adds = bool(words & signs["adding"]) or _goes_on(sheet)
    for fact, opposite in _LISTS.items():
        before = list(known.get(fact) or ())
        if not before:
            _refuse(sheet, fact, opposite)
            continue
        said = sheet.facts.get(fact)
        gone = sheet.facts.get(opposite)
        new = list(said.value) if said else []
        out = list(gone.value) if gone else []
        if words & signs["dropping"] and not words & {"ikke", "ej"} and gone is not None and not set(out) & set(before):
            # What is dropped was not there.
            sheet.facts.pop(opposite, None)
        taken = [value for value in before if value in out]
        withdrawn = _withdrawn(sheet, _FAMILIES[fact])
        if withdrawn & set(before) and not (words & signs["replacing"] and new):
            kept = [value for value in before if value not in withdrawn and value not in out]
            _replace(sheet, fact, before, kept + [value for value in new if value not in kept], said or _words(sheet))
        elif taken:
            result = [value for value in before if value not in taken] + [value for value in new if value not in before]
            _replace(sheet, fact, before, result, said or gone)
            if words & signs["dropping"] and not words & {"ikke", "ej"}:
                # Dropping a wish is no refusal.
                sheet.facts.pop(opposite, None)
        elif new and adds and not words & signs["replacing"]:
            _replace(sheet, fact, before, before + [value for value in new if value not in before], said)
        elif new:
            _replace(sheet, fact, before, new, said)
        _refuse(sheet, fact, opposite)
    for name in [name for name, found in sheet.facts.items() if known.get(name) == found.value]:
        if sheet.asked == "confirm" and len(sheet.facts) > 1:
            del sheet.facts[name]


def _goes_on(sheet: Sheet) -> bool:
    """ "Ja, og Valby" adds to what was read back."""
    said = [word for word in sheet.text.words if word not in sheet.lexicon.polite]
    while said and said[0] in sheet.lexicon.replies["firm"]:
        said = said[1:]
    return said[:1] in (["og"], ["and"])


def _withdrawn(sheet: Sheet, family: str) -> set[Any]:
    """The values of a list that this text takes back: "ret aften til nat" takes back the evening."""
    values: set[Any] = set()
    for group, kind, value in sheet.taken_back:
        if group != family:
            continue
        if kind == "postcode":
            values.update(sheet.lexicon.postcodes[value].districts)
        elif kind == "place":
            values.update(value.districts)
        else:
            values.add(value)
    return values


def _words(sheet: Sheet) -> Found:
    """The whole text, where a value goes and none comes."""
    words, start, end = sheet.text.span(0, len(sheet.text.words))
    return Found(None, words, start, end)


def _refuse(sheet: Sheet, fact: str, opposite: str) -> None:
    """A second refusal comes to the first; what is wished for now is refused no longer."""
    before = list(sheet.known.get(opposite) or ())
    if not before:
        return
    gone, said = sheet.facts.get(opposite), sheet.facts.get(fact)
    wished = set(said.value) if said else set()
    after = [value for value in before if value not in wished]
    if gone is not None:
        after += [value for value in gone.value if value not in after]
        _replace(sheet, opposite, before, after, gone)
    elif len(after) < len(before):
        _replace(sheet, opposite, before, after, said)


def _replace(sheet: Sheet, fact: str, before: list[Any], after: list[Any], source: Found | None) -> None:
    removed = tuple(value for value in before if value not in after)
    added = tuple(value for value in after if value not in before)
    if removed:
        sheet.removed[fact] = removed
    if added:
        sheet.added[fact] = added
    if after and source is not None:
        sheet.facts[fact] = Found(after, source.words, source.start, source.end, source.mended)
    else:
        sheet.facts.pop(fact, None)

"""What the sender is trained as, or in training for."""

from __future__ import annotations

from typing import Final

from dialogs.reading.scanning import Item
from dialogs.reading.sheet import Sheet
from dialogs.reading.standing import OTHER, WORK

# Before "hjælper" they make it a title, or a verb; after it they make it a verb.
_TITLED: Final = frozenset(
    "er e en som til am af main uddannet udlaert faglaert erfaren stadig oprindelig oprindeligt ogsaa bare kun blevet "
    "vaeret soeger selv nej ny nyuddannet dygtig a an".split()
)  # fmt: skip
_DOES: Final = frozenset("jeg jg i l du hun han det den de vi man der at ikke mor far hvem hvad hvordan kan".split())
_DONE_TO: Final = frozenset(
    "mig dig ham hende os jer dem hinanden med gerne ikke ik folk borgere borgerne aeldre min mine mit til at andre "
    "hjemme meget lidt godt ogsaa jo du det de en et".split()
)  # fmt: skip
_LISTED: Final = frozenset(
    ("num", "shift", "place", "postcode", "unittype", "employment", "full", "half", "part", "asap", "want",
     "startcue", "role", "title", "refusal", "neg", "turnaround", "rather", "noise", "authorised", "anywhere")
)  # fmt: skip
_WANTS_TO_BECOME: Final = frozenset(("blive", "uddannes", "uddanne", "become", "bli", "werden"))


def read_role(sheet: Sheet) -> None:
    """Finds the profession; a bare, old or foreign title becomes a doubt with what it may mean."""
    scope, known = sheet.scope, sheet.lexicon.roles
    firm: list[Item] = []
    earlier: list[Item] = []
    titles: list[Item] = []
    plans: list[Item] = []
    bare: list[Item] = []
    for place, item in enumerate(sheet.items):
        if item.kind not in ("role", "title") or scope.states[place] == OTHER or scope.denied[place]:
            continue
        meant = _as_title(sheet, place)
        if meant == "":
            continue
        if meant is not None:
            bare.append(item)
            item.kind, item.value = "role", meant
        if item.kind == "title":
            if scope.states[place] != WORK or not any(each.kind == "role" for each in sheet.items):
                titles.append(item)
        elif scope.states[place] == WORK:
            earlier.append(item)
        else:
            firm.append(item)
        if place and sheet.word(sheet.items[place - 1]) in _WANTS_TO_BECOME:
            plans.append((firm if item in firm else earlier if item in earlier else titles).pop())
    for role in (*firm, *earlier):
        place = sheet.items.index(role)
        before = sheet.items[place - 1] if place else None
        if before is not None and before.kind == "training" and not role.gap.strip():
            if (student := known.in_training(role.value)) is None or _only_wishes(sheet, place - 1):
                sheet.doubt("role", "in_training", before, role, options=(role.value,))
                return
            sheet.found("role", student, before, role)
            return
        if before is not None and before.value == "som" and place > 1:
            before = sheet.items[place - 2]
        student = known.in_training(role.value)
        if before is not None and before.kind == "otherdate" and _ends_ahead(sheet) and student is not None:
            # "Færdig som ssa til januar" may be said by a student, or of an earlier training.
            sheet.doubt("role", "in_training", before, role, options=(student, role.value))
            return
    roles = firm or earlier
    codes = list(dict.fromkeys(item.value for item in roles))
    if len(codes) == 2 and known.untrained in codes:
        # "ufaglært" beside a title is a word about the work, or the work about the word: ask.
        codes = sorted(codes)
    if len(codes) == 1 and titles and all(role in bare for role in roles):
        # "Hjælper, men snart assistent" is asked.
        _ask(sheet, titles, options=(codes[0],))
    elif len(codes) == 1:
        _settle(sheet, codes[0], roles[-1], titles)
    elif codes:
        _choose(sheet, codes, roles)
    elif titles:
        _ask(sheet, titles)
    elif plans:
        sheet.doubt("role", "wants_training", plans[0], options=(plans[0].value,) if plans[0].kind == "role" else ())


def _as_title(sheet: Sheet, place: int) -> str | None:
    """What a word that is a title or a verb means as a title; "" where it is the verb, None where neither is sure."""
    items = sheet.items
    item = items[place]
    if item.kind != "title" or item.value.title is None:
        return None
    before = items[place - 1] if place and not _apart(item.gap) else None
    after = items[place + 1] if place + 1 < len(items) and not _apart(items[place + 1].gap) else None
    title: str = item.value.title
    if before is not None and sheet.word(before).split(" ")[-1] in _TITLED:
        return title
    if before is not None and (before.kind in ("self", OTHER) or sheet.word(before) in _DOES):
        return ""
    if after is not None and sheet.word(after) in ("i", "paa", "hos"):
        # "Hjælper i hjemmeplejen" is a title, "hjælper I med papirerne?" is none.
        there = items[place + 2].kind if place + 2 < len(items) else ""
        return title if there in ("unittype", "place", "workplace", "postcode") else ""
    if after is not None and sheet.word(after).split(" ")[0] in _DONE_TO:
        return ""
    return title if before is None or before.kind in _LISTED or (after is not None and after.kind in _LISTED) else None


def _apart(gap: str) -> bool:
    return any(mark in gap for mark in ",.;:!?/()+\n|") or " - " in gap


def _ends_ahead(sheet: Sheet) -> bool:
    doubt = sheet.doubts.get("start")
    return doubt is not None and doubt.why == "other_date"


def _only_wishes(sheet: Sheet, place: int) -> bool:
    """ "Vil gerne læse til ssa" is a plan, not a training that goes on."""
    before = sheet.items[max(0, place - 2) : place]
    wished = any(item.kind == "want" or "vil" in sheet.word(item).split(" ") for item in before)
    return wished and not sheet.word(sheet.items[place]).startswith("laeser")


def _settle(sheet: Sheet, code: str, item: Item, titles: list[Item]) -> None:
    for title in titles:
        why = title.value.why
        student = sheet.lexicon.roles.student_of.get(code)
        if why == "student" and student in title.value.options:
            sheet.found("role", student, *sorted((item, title), key=lambda each: each.first))
            return
        if why == "foreign_training" and code == sheet.lexicon.roles.untrained:
            sheet.doubt("role", why, title, options=title.value.options)
            return
    sheet.found("role", code, item)


def _choose(sheet: Sheet, codes: list[str], roles: list[Item]) -> None:
    """Several professions: a student who also has a title is one of both; the rest is asked."""
    student = next((code for code in codes if code in sheet.lexicon.roles.students), None)
    if student is not None and len(codes) == 2 and sheet.lexicon.roles[student].becomes in codes:
        sheet.found("role", student, next(item for item in roles if item.value == student))
        return
    sheet.doubt("role", "two_readings", roles[0], roles[-1], options=tuple(codes))


def _ask(sheet: Sheet, titles: list[Item], options: tuple[str, ...] = ()) -> None:
    """Only doubtful titles: the question about the profession settles some, the rest stay doubts."""
    title = titles[0]
    settled = {item.value.settles for item in titles} - {None}
    correcting = sheet.asked == "confirm" and sheet.lexicon.roles.mixed_up(sheet.known.get("role"))
    if not options and (sheet.asked == "role" or correcting) and len(settled) == 1 and len(titles) == 1:
        sheet.found("role", settled.pop(), title)
        return
    options = tuple(dict.fromkeys((*options, *(code for item in titles for code in item.value.options))))
    sheet.doubt("role", title.value.why, title, options=options)

"""When someone can begin: which of the days named is the first day of work, which the last, and what notice binds."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from dialogs.reading.dates import Day, find_days
from dialogs.reading.scanning import Item, ends_sentence
from dialogs.reading.sheet import Sheet
from dialogs.reading.standing import HOME, OTHER, WORK

_CUES: Final = frozenset(("startcue", "until", "resigned", "otherdate"))
_TILL: Final = frozenset(("indtil", "frem til", "until", "bis", "til og med", "till och med", "tom", "hasta el"))
_TELEGRAM: Final = frozenset(
    ("role", "shift", "place", "employment", "hourunit", "postcode", "unittype", "full", "num")
)
_REACH = 6


def read_start(sheet: Sheet) -> None:
    """Fills start, end and notice; a day that cannot be settled becomes a doubt."""
    noticed = _notice(sheet)
    starts: list[tuple[date, Day]] = []
    before: Day | None = None
    for day in find_days(sheet):
        if before is not None and _ends_range(sheet, before, day):
            # "Ferie 20/12-3/1": both ends of a stretch are about the same.
            sheet.doubt("start", "other_date", sheet.items[before.first], sheet.items[day.last - 1])
            before = day
            continue
        before = day if _weigh(sheet, day, starts) == "other_date" else None
    asap = _asap(sheet)
    if noticed is not None and "start" not in sheet.doubts:
        # A notice period without a date says nothing about the first day.
        sheet.doubt("start", "notice_only", *noticed)
    if starts:
        earliest = [pair for pair in starts if _earliest(sheet, pair[1])]
        if len(earliest) == 1 and earliest[0][0] == min(when for when, _ in starts):
            # "Tidligst 1/2, helst 1/3": the earliest day is the start.
            starts = earliest
        different = {when for when, _ in starts}
        when, day = starts[0]
        if len(different) == 1:
            sheet.found("start", when.isoformat(), sheet.items[day.first], sheet.items[day.last - 1])
            sheet.doubts.pop("start", None)
        else:
            sheet.doubt(
                "start", "two_readings", sheet.items[day.first],
                sheet.items[starts[-1][1].last - 1], tuple(each.isoformat() for each in sorted(different)),
            )  # fmt: skip
    elif asap is not None and noticed is None and "start" not in sheet.doubts:
        sheet.found("start", "asap", asap)


def _earliest(sheet: Sheet, day: Day) -> bool:
    near = sheet.items[max(0, day.first - 2) : day.first]
    return any({"tidligst", "foerst", "earliest"} & set(sheet.word(item).split(" ")) for item in near)


def _cue(sheet: Sheet, day: Day) -> list[Item]:
    """The words before a day that say what it is for, nearest first."""
    cues: list[Item] = []
    items = sheet.items
    for place in range(day.first - 1, max(-1, day.first - 1 - _REACH), -1):
        if ends_sentence(items[place + 1].gap) and not _short(items[place]):
            break
        if items[place].kind in _CUES:
            # "Fra" belongs to what stands right after it.
            if items[place].value != "origin" or place >= day.first - 2:
                cues.append(items[place])
        elif items[place].kind in ("turnaround",) or items[place].used:
            break
    return cues


def _firm(cues: list[Item]) -> list[str]:
    """The kinds of cues but for a bare "fra", which may open any stretch of days: "på ferie fra 1/12 til 15/12"."""
    return [cue.kind for cue in cues if cue.value != "origin"]


def _after_a_mask(sheet: Sheet, day: Day) -> bool:
    """Whether a masked word stands before the day in its clause: what the day is for has gone with it."""
    before = sheet.text.raw[: sheet.text.starts[sheet.items[day.first].first]]
    clause = before.replace("?", ".").replace("!", ".").replace(",", ".").rpartition(".")[2]
    return "]" in clause


def _short(item: Item) -> bool:
    return item.kind in ("daycue", "startcue") and item.last - item.first == 1


def _ends_range(sheet: Sheet, before: Day, day: Day) -> bool:
    between = sheet.items[before.last : day.first]
    return (not between and sheet.items[day.first].gap.strip() in ("-", "–")) or [item.kind for item in between] == [
        "until"
    ]


def _weigh(sheet: Sheet, day: Day, starts: list[tuple[date, Day]]) -> str:
    """Decides what one named day is: a first day, a last day, or a doubt, whose reason is given back."""
    items = sheet.items
    cues = _cue(sheet, day)
    kinds = [cue.kind for cue in cues]
    first, last = items[day.first], items[day.last - 1]
    state = sheet.scope.states[day.first]
    near = kinds[0] if kinds else ""
    if state == OTHER or (state == HOME and near != "startcue"):
        return ""
    if day.when is None:
        if state != WORK or sheet.asked == "start":
            sheet.doubt("start", day.why, first, last)
        return ""
    if "resigned" in kinds and ("startcue" not in kinds[: kinds.index("resigned")]):
        _after_resigning(sheet, day, near == "until" or _ends_with_till(sheet, cues), starts)
        return ""
    if "startcue" not in kinds[:2] and _after_a_mask(sheet, day):
        sheet.doubt("start", "other_date", first, last)
        return "other_date"
    if "otherdate" in kinds and "startcue" not in _firm(cues[: kinds.index("otherdate")]):
        sheet.doubt("start", "other_date", first, last)
        return "other_date"
    if near == "until" and "notice" in sheet.facts:
        # "3 måneders opsigelse til den 1." tells the notice, not the day.
        return ""
    if near == "until":
        word = sheet.word(cues[0])
        lasting = items[max(0, items.index(cues[0]) - 1)]
        if day.whole and (lasting.kind in ("full", "half", "hourunit") or sheet.word(lasting) == "arbejde"):
            # "Kan arbejde fuldtid til august" ends then, and "til august" alone begins.
            sheet.doubt("start", "until_or_from", first, last)
            return ""
        if starts or word in _TILL:
            if state != WORK:
                sheet.found("end", day.when.isoformat(), first, last)
            return ""
        if day.when.day != 1 and not day.whole and "startcue" not in kinds:
            sheet.doubt("start", "until_or_from", first, last)
            return ""
    if state == WORK and near != "startcue":
        sheet.doubt("start", "current_job", first, last)
        return ""
    if day.first and sheet.word(items[day.first - 1]) in ("efter", "after", "nach") and not day.whole:
        options = (day.when.isoformat(), (day.when + timedelta(days=1)).isoformat())
        sheet.doubt("start", "after_that_day", first, last, options)
        return ""
    if items[day.first - 1].kind == "neg" and day.first:
        sheet.doubt("start", "denied", first, last)
        return ""
    starts.append((day.when, day))
    return ""


def _ends_with_till(sheet: Sheet, cues: list[Item]) -> bool:
    return any(sheet.word(cue).split(" ")[-1] == "til" for cue in cues)


def _after_resigning(sheet: Sheet, day: Day, till: bool, starts: list[tuple[date, Day]]) -> None:
    """ "Opsagt til 31/12" frees the day after; "stopper 1/2" leaves open whether that day is the last or the first."""
    when = day.when
    if when is None:
        return
    month_ends = when.day == monthrange(when.year, when.month)[1]
    if month_ends or (till and when.day != 1):
        starts.append((when + timedelta(days=1), day))
        return
    options = (when.isoformat(), (when + timedelta(days=1)).isoformat())
    sheet.doubt("start", "last_day_or_first", sheet.items[day.first], sheet.items[day.last - 1], options)


def _asap(sheet: Sheet) -> Item | None:
    for place, item in enumerate(sheet.items):
        if item.kind != "asap" or sheet.scope.states[place] == OTHER or item.used:
            continue
        if sheet.asked == "shifts" and sheet.word(item) in sheet.lexicon.signs["whenever"]:
            continue
        before = sheet.items[place - 1] if place else None
        if item.value == "weak" and not (
            sheet.asked == "start"
            or (before is not None and before.kind == "startcue")
            or _closes_telegram(sheet, place)
        ):
            continue
        if sheet.scope.states[place] == WORK and item.value == "weak":
            continue
        if before is not None and before.kind == "neg":
            continue
        return item
    return None


def _closes_telegram(sheet: Sheet, place: int) -> bool:
    """ "ssa, 30 t, dag, fast, nu": the last of several facts in a row, none of them a sentence."""
    items = sheet.items
    after = [
        item for item in items[place + 1 :] if item.kind != "taken" and sheet.word(item) not in sheet.lexicon.polite
    ]
    if after or place < 3 or sheet.word(items[place]) not in ("nu", "now"):
        return False
    if any(
        item.kind in ("self", "work", "home", "other", "want") or sheet.word(item) in ("er", "har") for item in items
    ):
        return False
    facts = [item for item in items[:place] if item.kind in _TELEGRAM]
    return len(facts) > 2 and (items[place - 1].kind in _TELEGRAM)


def _notice(sheet: Sheet) -> tuple[Item, Item] | None:
    """Reads "løbende måned + 1" and "3 måneders opsigelse"; the first and last item of it if there was one."""
    items = sheet.items
    for place, item in enumerate(items):
        if item.kind != "notice":
            continue
        if item.value == "running":
            months = 1
            last = item
            for later in items[place + 1 : place + 4]:
                if later.kind == "num" and later.value <= 12:
                    months, last = later.value, later
                    later.used = True
                    break
            sheet.found("notice", f"P{months}M_END_OF_MONTH", item, last)
            return item, last
        for near in (place - 2, place + 1, place - 3, place + 2):
            if near >= 0 and near + 1 < len(items) and items[near].kind == "num":
                length = _length(sheet, items[near], items[near + 1])
                if length:
                    items[near].used = True
                    first, last = (items[near], item) if near < place else (item, items[near])
                    sheet.found("notice", length, first, last)
                    return first, last
    return None


def _length(sheet: Sheet, number: Item, unit: Item) -> str:
    if unit.kind == "unit":
        return f"P{number.value}{'W' if unit.value == 'week' else 'M'}"
    return f"P{number.value}D" if sheet.word(unit).startswith(("dag", "day")) else ""

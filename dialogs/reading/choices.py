"""Answers by number, by order and by time to a question that holds numbered options."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from dialogs.reading.letters import fold
from dialogs.reading.lexicon import Lexicon
from dialogs.reading.scanning import Item
from dialogs.reading.sheet import Sheet

_LEAD: Final = frozenset(
    "nr nummer no number svar mulighed option den det valg valgmulighed tid tiden jeg vaelger tager tak punkt jeg "
    "please vil gerne helst have ja ok kl er svaret som nummeret eren er".split()
)  # fmt: skip
# Right before a number that picks an option at the end of a sentence: "er ikke morgenmenneske, så 2".
_SO: Final = frozenset(
    "saa altsaa er bliver blive vaere vaelger tager nr nummer svar svaret valg no number option so it's".split()
)
# A number before these counts something and picks nothing.
_COUNTED: Final = frozenset(
    ("hourunit", "counted", "unit", "percent", "month", "shift", "vagueshift", "weekday", "num", "place", "full", "half")
)  # fmt: skip
_CLOCK: Final = re.compile(r"kl\.?\s*(\d{1,2})(?:[.:](\d{2}))?")
_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})")
_BUT: Final = re.compile(r"\b(?:men|but|aber|så)\b|[.;!]\s", re.IGNORECASE)
_DENIAL: Final = re.compile(r"\b(?:ikke|ikk|ik|not|can'?t|cannot|nicht|inte)\b", re.IGNORECASE)
_DAYS: Final = ("man", "tir", "ons", "tor", "fre", "loe", "soe")
_ENGLISH: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def split_question(asked: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The short name of what was asked, and its numbered options."""
    if asked is None:
        return None, ()
    name, _, rest = asked.partition(":")
    options: list[str] = []
    tail = f" {rest.strip()} "
    number = 1
    at = tail.find(f" {number} ")
    while at >= 0:
        start = at + len(f" {number} ")
        after = tail.find(f" {number + 1} ", start - 1)
        options.append(tail[start : after if after >= 0 else len(tail)].strip())
        number += 1
        at = after
    return name.strip() or None, tuple(options)


class Picked(NamedTuple):
    """The options a text picks by number, those it refuses, and the items that say so."""

    chosen: tuple[int, ...]
    refused: tuple[int, ...]
    items: tuple[Item, ...]


def pick_numbers(sheet: Sheet) -> Picked | None:
    """The numbers of options in a text that says more besides: "2, Valby, 30 timer", "1 el 3", "alle undtagen 3"."""
    count, items = len(sheet.options), sheet.items
    if not count or sheet.asked == "times":
        return None
    chosen: list[int] = []
    refused: list[int] = []
    taken: list[Item] = []
    for place, item in enumerate(items):
        if not _numbers_option(sheet, place, count):
            continue
        before = items[place - 1] if place else None
        beside = before is not None and before.kind == "and" and place > 1 and items[place - 2] in taken
        listed = place > 0 and items[place - 1] in taken and item.gap.strip() in (",", "/", "+", "&", "-", ".")
        if before is not None and before.kind in ("neg", "except"):
            refused.append(item.value)
            taken.append(before)
        elif beside or listed or _opens(sheet, place):
            (refused if refused and (beside or listed) else chosen).append(item.value)
        else:
            continue
        taken.append(item)
    everything = [item for item in items if item.kind == "everything"]
    if refused and not chosen and any(item.kind == "except" for item in taken) and everything:
        taken = [*everything, *taken]
        chosen = [number for number in range(1, count + 1) if number not in refused]
    if not chosen and not refused:
        return None
    return Picked(tuple(dict.fromkeys(chosen)), tuple(dict.fromkeys(refused)), tuple(taken))


def _numbers_option(sheet: Sheet, place: int, count: int) -> bool:
    """Whether the item is a number of an option, and counts nothing."""
    item = sheet.items[place]
    if item.used or item.kind not in ("num", "ordinal") or not 1 <= item.value <= count:
        return False
    written = sheet.word(item)
    if not (written.isdecimal() or written.endswith(("eren", "ern"))) or (len(written) > 1 and written.isdecimal()):
        return False
    after = sheet.items[place + 1] if place + 1 < len(sheet.items) else None
    if after is None:
        return True
    if after.kind == "num" and after.gap.strip() in (",", "/", "+", "&", "-"):
        return after.gap != "," or after.value <= count
    return after.kind not in _COUNTED or bool(after.gap.strip(" ."))


def _opens(sheet: Sheet, place: int) -> bool:
    """Whether the number stands where an answer stands: first in the text or its sentence, and is not the sentence's."""
    items = sheet.items
    rest = place + 1
    while rest < len(items) and not items[rest].gap.strip() and sheet.word(items[rest]) in sheet.lexicon.polite:
        rest += 1
    after = items[rest] if rest < len(items) else None
    closed = after is None or bool(after.gap.strip()) or after.kind in ("and", "turnaround", "neg", "self", "rather")
    if (
        place
        and items[place - 1].kind == "turnaround"
        and after is not None
        and sheet.word(after) in ("er", "gaar", "ogsaa")
    ):
        # "Helst 1, men 2 er også fint".
        return True
    if not closed:
        return False
    lead = place
    while lead and not items[lead].gap.strip(" :") and (
        {*sheet.word(items[lead - 1]).split(" ")} <= _LEAD | sheet.lexicon.polite
    ):  # fmt: skip
        lead -= 1
    if lead == 0 or sheet.word(items[place - 1]).split(" ")[-1] in _SO:
        return True
    return bool(items[lead].gap.strip()) and (after is None or bool(after.gap.strip()))


def pick(sheet: Sheet) -> int | None:
    """Which option the text picks, counted from one; None when it picks none or several."""
    count = len(sheet.options)
    if not count:
        return None
    words = [word for word in sheet.text.words if word not in sheet.lexicon.polite]
    phrase = " ".join(words)
    if phrase in sheet.lexicon.replies["first"]:
        return 1
    if phrase in sheet.lexicon.replies["last"]:
        return count
    rest = [word for word in words if word not in _LEAD]
    if len(rest) == 1:
        number = _number(sheet.lexicon, rest[0])
        if number is not None and number <= count:
            return number
        if number is not None and not (sheet.asked == "times" and number > 6):
            return None
    if sheet.asked == "times":
        return _pick_time(sheet)
    return _pick_words(sheet, phrase)


def _number(lexicon: Lexicon, word: str) -> int | None:
    if word.isdecimal():
        return int(word) if 0 < len(word) < 4 and int(word) else None
    term = lexicon.terms.get(word)
    return int(term.value) if term is not None and term.kind in ("num", "ordinal") else None


def _pick_words(sheet: Sheet, phrase: str) -> int | None:
    """The option whose words are the answer: "ingen", "anden uddannelse"."""
    wanted = [" ".join(_words(option)) for option in sheet.options]
    if phrase in wanted:
        return wanted.index(phrase) + 1
    starts = [place for place, option in enumerate(wanted) if phrase and option.split(" ")[0] == phrase]
    return starts[0] + 1 if len(starts) == 1 else None


def _words(text: str) -> list[str]:
    return [fold(word) for word in re.findall(r"[^\W_]+", text)]


def _pick_time(sheet: Sheet) -> int | None:
    """The one option that agrees with every day, date and hour in the text."""
    parts = _BUT.split(sheet.text.raw)
    said = _clues(" ".join(part for part in parts if not _DENIAL.search(part)), loose=True)
    if not said:
        return None
    fitting = [place for place, option in enumerate(sheet.options) if said <= _clues(option, loose=False)]
    return fitting[0] + 1 if len(fitting) == 1 else None


def _clues(text: str, *, loose: bool) -> set[tuple[str, int]]:
    """What a text says about a time: weekday, day, month, hour, minute."""
    folded = " ".join(_words(text))
    clues: set[tuple[str, int]] = set()
    for word in folded.split(" "):
        for number, start in enumerate(_DAYS):
            if word.startswith(start) and (word in (start, f"{start}s") or word.rstrip("en").endswith("dag")):
                clues.add(("weekday", number))
        if word[:3] in _ENGLISH and word.endswith("day"):
            clues.add(("weekday", _ENGLISH.index(word[:3])))
    lowered = text.lower()
    dated = _DATE.search(lowered)
    if dated:
        clues |= {("day", int(dated.group(1))), ("month", int(dated.group(2)))}
        lowered = lowered.replace(dated.group(), " ")
    clock = _CLOCK.search(lowered)
    if clock is None and loose:
        clock = re.search(r"\b(\d{1,2})(?:[.:](\d{2}))?\b(?!\.)", lowered)
    if clock:
        clues.add(("hour", int(clock.group(1))))
        if clock.group(2) and not (loose and clock.group(2) == "00"):
            clues.add(("minute", int(clock.group(2))))
        elif not loose:
            clues.add(("minute", 0))
    if not loose and ("minute", 0) not in clues and clock and clock.group(2) == "00":
        clues.add(("minute", 0))
    if not loose and dated and clock is None:
        clues.add(("hour", -1))
    return clues

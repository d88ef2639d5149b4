"""One text in, one reading out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from dialogs.reading.choices import Picked, pick, pick_numbers, split_question
from dialogs.reading.clock import read_clock
from dialogs.reading.contact import mark_contacts, read_name, read_name_alone
from dialogs.reading.corrections import correct
from dialogs.reading.dates import find_days
from dialogs.reading.hours import read_hours
from dialogs.reading.intents import WITHOUT_FACTS, settle, steer, stop_kind
from dialogs.reading.letters import clean
from dialogs.reading.lexicon import Lexicon
from dialogs.reading.masking import mask
from dialogs.reading.names import find_name
from dialogs.reading.places import mark_postcodes, mark_shift_letters, read_places
from dialogs.reading.reading import Reading
from dialogs.reading.replies import affirmation, answer_plainly
from dialogs.reading.roles import read_role
from dialogs.reading.scanning import Item, scan
from dialogs.reading.sheet import Sheet
from dialogs.reading.shifts import read_shifts
from dialogs.reading.speech import detect, wished
from dialogs.reading.starts import read_start
from dialogs.reading.takebacks import take_back
from dialogs.reading.text import Text
from dialogs.reading.work import read_work

# Ten segments of text are more than anyone sends; what comes after is masked and kept, but not read.
_LONGEST: Final = 1600


def read(
    text: str,
    *,
    received: date,
    lexicon: Lexicon,
    asked: str | None = None,
    known: Mapping[str, Any] | None = None,
    language: str = "da",
) -> Reading:
    """Reads a text against the question it answers and the profile so far. Never raises, never guesses.

    asked: the short name of the question put last, with its numbered options if it had any.
    known: the profile before the text. language: the language the talk is held in.
    """
    raw = clean(text)
    whole = Text(raw, lexicon.vocabulary)
    question, options = split_question(asked)
    masked, flags = mask(raw, whole, lexicon, find_name(whole, lexicon, question))
    said = whole if len(raw) <= _LONGEST else Text(raw[:_LONGEST], lexicon.vocabulary)
    steering = steer(said, lexicon, received)
    kept = said if masked is raw else Text(masked[:_LONGEST], lexicon.vocabulary)
    if not kept.words:
        return Reading(masked=masked, flags=tuple(flags))
    named = None if steering.alone else find_name(kept, lexicon, question)
    sheet = Sheet(kept, scan(kept, lexicon, named), lexicon, received, question, options, known or {}, named)
    for flag in flags:
        sheet.flag(flag)
    _read_facts(sheet, language, named_alone=not (steering.commands or steering.topics))
    affirmed = affirmation(sheet)
    answer_plainly(sheet, affirmed)
    for hit in lexicon.marks.find(said.words):
        sheet.flag(hit.label)
    correct(sheet)
    intent, also = settle(sheet, steering, affirmed)
    if intent in WITHOUT_FACTS:
        sheet.facts.clear()
        sheet.doubts.clear()
    if intent == "emergency":
        sheet.flag("health")
    if intent == "pause":
        # The day named is when to ask again.
        sheet.facts.pop("start", None)
    for fact in sheet.facts:
        sheet.doubts.pop(fact, None)
    stopping = stop_kind(steering.kinds) if intent == "stop" else None
    wish = wished(said, lexicon)
    if wish and intent in ("unclear", "question", "help", "human", "apply") and not sheet.facts:
        intent = "set_language"
    return Reading(
        masked=masked,
        intent=intent,
        also=also,
        facts=sheet.facts,
        ambiguous=sheet.doubts,
        flags=tuple(sheet.flags),
        language=wish or detect(said, lexicon, language),
        choice=sheet.choice,
        affirmed=affirmed,
        topics=steering.topics,
        stop_kind="delete" if intent == "delete" else (stopping or "all") if intent == "stop" else None,
        until=_until(sheet, kept, received) if intent in ("stop", "pause") else None,
        removed=sheet.removed,
        added=sheet.added,
    )


def _read_facts(sheet: Sheet, language: str, *, named_alone: bool) -> None:
    """All grammars, in the order in which they take words from each other."""
    mark_contacts(sheet)
    picked = None
    sheet.choice = pick(sheet)
    if sheet.choice is not None and sheet.asked is not None:
        _take_options(sheet, (sheet.choice,), tuple(sheet.items), language)
        return
    if sheet.asked == "times":
        # Days and hours are about the appointment, not about the work.
        return
    if sheet.choice is None:
        picked = pick_numbers(sheet)
    for item in picked.items if picked is not None else ():
        item.kind, item.used = "taken", True
    read_name(sheet)
    read_clock(sheet)
    mark_shift_letters(sheet)
    mark_postcodes(sheet)
    take_back(sheet)
    read_start(sheet)
    read_places(sheet)
    read_work(sheet)
    read_role(sheet)
    read_hours(sheet)
    read_shifts(sheet)
    if picked is not None:
        _take_picked(sheet, picked, language)
    if named_alone and not sheet.facts and not sheet.doubts:
        read_name_alone(sheet)


def _take_picked(sheet: Sheet, picked: Picked, language: str) -> None:
    """Adds what the numbered options say to the rest of the text; several are taken only where a fact is a list."""
    fact = sheet.asked or ""
    several = fact in ("shifts", "employment")
    if len(picked.chosen) > 1 and not several:
        sheet.doubt(fact, "several", picked.items[0], picked.items[-1])
        return
    said = sheet.facts.get(fact)
    _take_options(sheet, picked.chosen, picked.items, language)
    taken = sheet.facts.get(fact)
    if said is not None and taken is not None and said.value != taken.value:
        # "2, ssh": the number says one thing and the words another.
        del sheet.facts[fact]
        sheet.doubt(fact, "two_readings", picked.items[0], picked.items[-1], options=(said.value, taken.value))
    elif len(picked.chosen) == 1:
        sheet.choice = picked.chosen[0]
    if picked.refused and fact == "shifts":
        _take_options(sheet, picked.refused, picked.items, language, into="shifts_excluded")


def _take_options(
    sheet: Sheet, numbers: tuple[int, ...], said: tuple[Item, ...], language: str, into: str | None = None
) -> None:  # fmt: skip
    """The facts of options are read from their own words, and stand on the words that picked them.

    into: another fact that takes what the options say about the one that was asked.
    """
    if sheet.asked == "times":
        return
    first, last = said[0], said[-1]
    for number in numbers:
        option = sheet.options[number - 1]
        reading = read(option, received=sheet.received, lexicon=sheet.lexicon, asked=sheet.asked, language=language)
        for name, found in reading.facts.items():
            fact = into if into is not None and name == sheet.asked else name
            before = sheet.facts.get(fact) if number != numbers[0] else None
            value = (
                [*before.value, *found.value] if before is not None and isinstance(found.value, list) else found.value
            )
            sheet.found(fact, value, first, last)
        if sheet.asked == "role" and "role" not in sheet.facts:
            if reading.affirmed is False:
                sheet.found("role", sheet.lexicon.roles.untrained, first, last)
            else:
                sheet.doubt("role", "other_profession", first, last)


def _until(sheet: Sheet, text: Text, received: date) -> date | None:
    """The day someone wants to be asked again: "kom tilbage i august"."""
    again = Sheet(text, scan(text, sheet.lexicon), sheet.lexicon, received, "start", (), {})
    return next((day.when for day in find_days(again) if day.when is not None), None)

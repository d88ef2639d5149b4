"""One text in, one reading out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from dialogs.reading.choices import pick, split_question
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
from dialogs.reading.scanning import scan
from dialogs.reading.sheet import Sheet
from dialogs.reading.shifts import read_clock, read_shifts
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
    sheet.choice = pick(sheet)
    if sheet.choice is not None and sheet.asked is not None:
        _take_option(sheet, language)
        return
    if sheet.asked == "times":
        # Days and hours are about the appointment, not about the work.
        return
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
    if named_alone and not sheet.facts and not sheet.doubts:
        read_name_alone(sheet)


def _take_option(sheet: Sheet, language: str) -> None:
    """The facts of an option are read from its own words, and stand on the words that picked it."""
    if sheet.choice is None or sheet.asked == "times":
        return
    option = sheet.options[sheet.choice - 1]
    reading = read(option, received=sheet.received, lexicon=sheet.lexicon, asked=sheet.asked, language=language)
    first, last = sheet.items[0], sheet.items[-1]
    for name, found in reading.facts.items():
        sheet.found(name, found.value, first, last)
    if sheet.asked == "role" and "role" not in sheet.facts:
        if reading.affirmed is False or "ufaglaert" in reading.facts:
            sheet.found("role", "ufaglaert", first, last)
        else:
            sheet.doubt("role", "other_profession", first, last)


def _until(sheet: Sheet, text: Text, received: date) -> date | None:
    """The day someone wants to be asked again: "kom tilbage i august"."""
    again = Sheet(text, scan(text, sheet.lexicon), sheet.lexicon, received, "start", (), {})
    return next((day.when for day in find_days(again) if day.when is not None), None)

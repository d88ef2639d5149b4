"""Mending a fact in place: which field a fact is written in, and what a recruiter's form says the value is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from multidict import MultiMapping

from bot.desk.fact_words import as_list
from bot.house import House
from wording.language import Language, Words, pick, word
from wording.work import EMPLOYMENT, MODES, ROLES, SHIFTS, UNIT_TYPES

Kind = Literal["choice", "choices", "hours", "start", "yes_no", "minutes", "name"]
LONGEST_NAME = 40
MOST_HOURS = 48
MOST_MINUTES = 180


Form = MultiMapping[Any]  # A posted form.


@dataclass(frozen=True, slots=True)
class Field:
    """How a fact is written. choices: code and words. value: what it is now, as the form shows it."""

    fact: str
    kind: Kind
    choices: tuple[tuple[str, str], ...]
    value: Any


@dataclass(frozen=True, slots=True)
class Unclear:
    """What a form said that cannot be done, in words for the one who wrote it. about: the fact, or the form."""

    words: str
    about: str = ""


KINDS: Mapping[str, Kind] = {
    "role": "choice",
    "travel_mode": "choice",
    "areas": "choices",
    "areas_excluded": "choices",
    "shifts": "choices",
    "shifts_excluded": "choices",
    "employment": "choices",
    "unit_types": "choices",
    "unit_types_excluded": "choices",
    "hours_per_week": "hours",
    "start": "start",
    "anywhere": "yes_no",
    "outside": "yes_no",
    "near_home": "yes_no",
    "authorised": "yes_no",
    "max_minutes": "minutes",
    "first_name": "name",
}
TABLES: Mapping[str, Words] = {
    "role": ROLES,
    "travel_mode": MODES,
    "shifts": SHIFTS,
    "shifts_excluded": SHIFTS,
    "employment": EMPLOYMENT,
    "unit_types": UNIT_TYPES,
    "unit_types_excluded": UNIT_TYPES,
}


def field_of(house: House, fact: str, value: Any, language: Language) -> Field | None:
    """The field a fact is mended in; None for what is only read (notice, postcodes, ...)."""
    kind = KINDS.get(fact.partition(":")[0])
    if kind is None:
        return None
    shown = as_list(value) if kind == "choices" and value is not None else value
    return Field(fact, kind, choices_of(house, fact, language), shown)


def choices_of(house: House, fact: str, language: Language) -> tuple[tuple[str, str], ...]:
    """The codes a fact can take, with words; empty where it is not a choice."""
    if fact in {"areas", "areas_excluded"}:
        return tuple((row["district"], row["district"]) for row in house.files.rows("districts.csv"))
    return tuple((code, word(TABLES[fact], code, language)) for code in TABLES.get(fact, ()))


def read_value(house: House, fact: str, form: Form, language: Language) -> Any | Unclear:
    """The value a form gives a fact, in the shape answers are stored in, or what was unclear about it."""
    kind = KINDS.get(fact.partition(":")[0])
    codes = {code for code, _ in choices_of(house, fact, language)}
    if kind == "choice":
        chosen = str(form.get("value", ""))
        return chosen if chosen in codes else Unclear(pick(language, "Vælg en af mulighederne.", "Choose one."))
    if kind == "choices":
        several = [code for code in dict.fromkeys(map(str, form.getall("value", []))) if code in codes]
        return several or Unclear(pick(language, "Vælg mindst én.", "Choose at least one."))
    if kind == "hours":
        return _hours(str(form.get("min", "")), str(form.get("max", "")), language)
    if kind == "start":
        return _start(house, str(form.get("when", "")), str(form.get("value", "")), language)
    if kind == "yes_no":
        return str(form.get("value", "")) == "yes"
    if kind == "minutes":
        minutes = str(form.get("value", "")).strip()
        if minutes.isdecimal() and 0 < int(minutes) <= MOST_MINUTES:
            return int(minutes)
        return Unclear(pick(language, "Skriv et antal minutter, højst 180.", "Write minutes, at most 180."))
    if kind == "name":
        name = " ".join(str(form.get("value", "")).split())
        if 0 < len(name) <= LONGEST_NAME:
            return name
        return Unclear(pick(language, "Skriv et fornavn på højst 40 tegn.", "Write a first name, at most 40 letters."))
    return Unclear(pick(language, "Den oplysning kan ikke rettes her.", "This cannot be mended here."))


def _hours(least: str, most: str, language: Language) -> dict[str, float | int | None] | Unclear:
    found: list[float | int | None] = []
    for written in (least, most):
        plain = written.strip().replace(",", ".")
        if not plain:
            found.append(None)
            continue
        try:
            number = float(plain)
        except ValueError:
            number = -1.0
        if not 0 < number <= MOST_HOURS:
            return Unclear(pick(language, "Skriv timer om ugen, 1 til 48.", "Write hours a week, 1 to 48."))
        found.append(int(number) if number.is_integer() else number)
    low, high = found
    if low is None and high is None:
        return Unclear(pick(language, "Skriv mindst ét tal.", "Write at least one number."))
    if low is not None and high is not None and low > high:
        return Unclear(pick(language, "Det mindste tal skal stå først.", "The smaller number comes first."))
    return {"min": low, "max": high}


def _start(house: House, when: str, value: str, language: Language) -> str | Unclear:
    if when == "asap":
        return "asap"
    try:
        start = date.fromisoformat(value)
    except ValueError:
        return Unclear(pick(language, "Vælg en dato.", "Choose a date."))
    if start < house.local(house.now()).date():
        return Unclear(pick(language, "Datoen er passeret.", "The date has passed."))
    return start.isoformat()

"""Facts as a recruiter reads them: a label, the value in words, and in which order they stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from wording.language import Language, Words, pick, word
from wording.lists import listed
from wording.numbers import hours_between, minutes
from wording.times import day_and_year
from wording.work import EMPLOYMENT, MODES, ROLES, SHIFTS, UNIT_TYPES, shift_list

LABELS: Words = {
    "role": ("Fag", "Role"),
    "authorised": ("Autorisation", "Authorisation"),
    "areas": ("Områder", "Areas"),
    "anywhere": ("Hele byen", "Whole city"),
    "areas_excluded": ("Ikke i", "Not in"),
    "outside": ("Andre kommuner", "Other municipalities"),
    "postcodes": ("Postnumre", "Postcodes"),
    "near_home": ("Nær hjemmet", "Near home"),
    "home_areas": ("Bor i", "Lives in"),
    "max_minutes": ("Højst undervejs", "Longest journey"),
    "travel_mode": ("Transport", "Travels"),
    "hours_per_week": ("Timer om ugen", "Hours a week"),
    "shifts": ("Vagter", "Shifts"),
    "shifts_excluded": ("Vil ikke arbejde", "Will not work"),
    "start": ("Kan starte", "Can start"),
    "notice": ("Opsigelse", "Notice"),
    "employment": ("Ansættelse", "Employment"),
    "unit_types": ("Slags sted", "Kind of place"),
    "unit_types_excluded": ("Ikke på", "Not at"),
    "end": ("Kan være her til", "Can stay until"),
    "units": ("Nævner stederne", "Names the places"),
    "languages": ("Sprog", "Languages"),
    "skills": ("Kan også", "Skills"),
    "trained_abroad": ("Uddannet i udlandet", "Trained abroad"),
    "first_name": ("Fornavn", "First name"),
    "accepts": ("Siger ja til", "Accepts"),
}
# The same where a sentence tells of them: "oplyste startdato og bopæl".
NOUNS: Words = {
    "role": ("fag", "role"),
    "authorised": ("autorisation", "authorisation"),
    "verified": ("at autorisationen er tjekket", "that the authorisation is checked"),
    "areas": ("områder", "areas"),
    "anywhere": ("at hele byen er i orden", "that the whole city will do"),
    "areas_excluded": ("områder, der ikke dur", "areas that will not do"),
    "outside": ("at andre kommuner er i orden", "that other municipalities will do"),
    "postcodes": ("postnumre", "postcodes"),
    "near_home": ("at det skal være nær hjemmet", "that it must be near home"),
    "home_areas": ("bopæl", "home"),
    "max_minutes": ("længste rejsetid", "longest journey"),
    "travel_mode": ("transport", "means of travel"),
    "hours_per_week": ("timer om ugen", "hours a week"),
    "shifts": ("vagter", "shifts"),
    "shifts_excluded": ("vagter, der ikke dur", "shifts that will not do"),
    "start": ("startdato", "start date"),
    "notice": ("opsigelse", "notice"),
    "employment": ("ansættelse", "kind of employment"),
    "unit_types": ("slags sted", "kind of place"),
    "unit_types_excluded": ("slags sted, der ikke dur", "kind of place that will not do"),
    "end": ("slutdato", "end date"),
    "units": ("navne på steder", "names of places"),
    "languages": ("sprog", "languages"),
    "skills": ("hvad de ellers kan", "other skills"),
    "trained_abroad": ("at uddannelsen er udenlandsk", "that the training is foreign"),
    "first_name": ("fornavn", "first name"),
    "accepts": ("ja til at arbejde", "a yes to working"),
    "confirmed": ("at profilen er rigtig", "that the profile is right"),
    "consent": ("at de stadig søger", "that they still look"),
    "interview_time": ("tid til samtale", "a time for the interview"),
}
# What the rules ask about first stands first; the rest follows in the order it was said.
ORDER = tuple(LABELS)
# Always on the page, known or not: without them nobody can be placed.
NEEDED = ("role", "areas", "hours_per_week", "shifts", "start", "employment")
STAGES: Words = {
    "telling": ("fortæller stadig", "still telling"),
    "confirmed": ("bekræftet", "confirmed"),
    "paused": ("på pause", "paused"),
    "hired": ("ansat", "hired"),
    "withdrawn": ("trukket tilbage", "withdrawn"),
    "lapsed": ("udløbet", "lapsed"),
    "erased": ("slettet", "erased"),
}
DOORS: Words = {
    "new": ("ny", "new"),
    "student": ("studerende", "student"),
    "internal": ("ansat i forvejen", "already employed"),
    "abroad": ("uddannet i udlandet", "trained abroad"),
    "temp": ("afløser", "temp"),
}
NEEDS: Words = {
    "match": ("Find et sted", "Find a place"),
    "human": ("Vil tale med et menneske", "Wants a person"),
    "misses": ("Linjen forstod ikke", "The line did not understand"),
    "question": ("Har spurgt om noget", "Has a question"),
    "flood": ("Meget mange beskeder", "Very many texts"),
    "erase": ("Vil slettes", "Wants to be erased"),
    "call": ("Ubesvaret opkald", "Missed call"),
    "alert": ("Nødsituation", "Emergency"),
    "undelivered": ("Besked kom ikke frem", "Text not delivered"),
    "unit": ("Enheden har skrevet", "The unit has written"),
    "outcome": ("Hvordan gik samtalen?", "How did the interview go?"),
}
CHANNELS: Words = {
    "sms": ("sms", "text"),
    "teams": ("Teams", "Teams"),
    "web": ("webchat", "web chat"),
    "terminal": ("terminal", "terminal"),
}


def label(fact: str, language: Language) -> str:
    """What a fact is called: "Fag"; a fact about something names it: "Autorisation som SOSU-assistent"."""
    name, _, about = fact.partition(":")
    head = word(LABELS, name, language)
    if not about:
        return head
    if name == "accepts":
        return f"{head} {word(ROLES, about, language)}"
    return f"{head} {pick(language, 'som', 'as')} {word(ROLES, about, language)}"


def noun(fact: str, language: Language) -> str:
    """A fact within a sentence: "startdato", "autorisation som SOSU-assistent"; one without words as it is stored."""
    name, _, about = fact.partition(":")
    head = word(NOUNS, name, language)
    return f"{head} {pick(language, 'som', 'as')} {word(ROLES, about, language)}" if about else head


def value_in_words(fact: str, value: Any, language: Language) -> str:
    """A value in words. One that no longer reads is shown as it is stored: a person must see it to mend it."""
    name = fact.partition(":")[0]
    match name, value:
        case _, bool():
            return pick(language, "ja", "yes") if value else pick(language, "nej", "no")
        case "role", str():
            return word(ROLES, value, language)
        case "hours_per_week", {"min": int() | float() | None as least, "max": int() | float() | None as most}:
            return hours_between(least, most, language)
        case "shifts" | "shifts_excluded", list():
            return shift_list(value, language) or listed(map(str, value), language)
        case "employment" | "unit_types" | "unit_types_excluded", list() | str():
            table = EMPLOYMENT if name == "employment" else UNIT_TYPES
            return listed((word(table, str(code), language) for code in as_list(value)), language)
        case "start" | "end", str():
            return start_in_words(value, language)
        case "max_minutes", int():
            return minutes(value)
        case "travel_mode", str():
            return word(MODES, value, language)
        case "authorised", "pending":
            return pick(language, "ansøgt, ikke afgjort", "applied for, not decided")
        case _, list():
            return listed(map(str, value), language)
    return str(value)


def start_in_words(value: str, language: Language) -> str:
    """ "hurtigst muligt", or the day."""
    if value == "asap":
        return pick(language, "hurtigst muligt", "as soon as possible")
    try:
        return day_and_year(date.fromisoformat(value), language)
    except ValueError:
        return value


def as_list(value: Any) -> list[Any]:
    """A value that may be one or several, as several."""
    return value if isinstance(value, list) else [value]


def in_order(facts: Iterable[str]) -> list[str]:
    """Facts in the order of the page."""
    place = {name: number for number, name in enumerate(ORDER)}
    return sorted(facts, key=lambda fact: place.get(fact.partition(":")[0], len(place)))


def short_line(summary: dict[str, Any], language: Language) -> str:
    """What fits under a name in the queue: "32 timer · dag · 1. februar 2027"."""
    shown = (("hours_per_week", "hours"), ("shifts", "shifts"), ("start", "start"))
    parts = (value_in_words(fact, summary[name], language) for fact, name in shown if summary.get(name))
    return " · ".join(part for part in parts if part)


def places_line(summary: dict[str, Any], language: Language) -> str:
    """Where the candidate looks, short: "Amager Øst, Valby" or "hele byen"."""
    areas = [str(area) for area in as_list(summary.get("areas") or [])]
    if len(areas) > 2:
        return f"{areas[0]} +{len(areas) - 1}"
    if not areas and summary.get("anywhere"):
        return pick(language, "hele byen", "whole city")
    return ", ".join(areas)


def shifts_known() -> tuple[str, ...]:
    """The shifts there are, in the order of the day."""
    return tuple(SHIFTS)

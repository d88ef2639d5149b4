"""Facts in words a person would use: "SOSU-assistent", "Amager", "30-32 timer", "fra 1. februar"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dialogs.facts import Facts
from wording import times
from wording.language import pick, word
from wording.lists import either, listed
from wording.numbers import hours_between, minutes
from wording.work import EMPLOYMENT_SHORT, MODES, ROLES, SHIFTS, SKILLS, UNIT_TYPES, shift_list, spoken

AMAGER = ("Amager Øst", "Amager Vest")


# Facts that `fact` says in words, by the part of their name before a colon.
IN_WORDS = frozenset(
    {
        "role",
        "authorised",
        "accepts",
        "trained_abroad",
        "areas",
        "outside",
        "areas_excluded",
        "home_areas",
        "hours_per_week",
        "shifts",
        "shifts_excluded",
        "start",
        "employment",
        "anywhere",
        "max_minutes",
        "unit_types",
        "unit_types_excluded",
        "languages",
        "skills",
        "travel_mode",
        "near_home",
        "first_name",
    }
)
CLAIMS: Mapping[Any, tuple[str, str]] = {
    True: ("med autorisation", "with authorisation"),
    "pending": ("med autorisation på vej", "with the authorisation on its way"),
    False: ("uden autorisation", "without authorisation"),
}


def role(code: str, language: str) -> str:
    """A role as its people say it; a code we do not know is shown as it is."""
    return word(ROLES, code, language)


def areas(names: Sequence[str], language: str) -> str:
    """Districts, with both halves of Amager said as one."""
    shown = list(names)
    if all(half in shown for half in AMAGER):
        shown[shown.index(AMAGER[0])] = "Amager"
        shown = [name for name in shown if name not in AMAGER]
    return listed(shown, language)


def hours(value: Mapping[str, float | None], language: str) -> str:
    """ "32 timer", "30-32 timer", "højst 25 timer", "mindst 20 timer"."""
    return hours_between(value.get("min"), value.get("max"), language)


def shifts_left(facts: Facts, language: str) -> str:
    """The shifts that were not ruled out, as a question names them: "Dag, aften, nat eller weekend"."""
    left = [code for code in SHIFTS if code not in (facts.get("shifts_excluded") or [])]
    named = either((word(SHIFTS, code, language) for code in left or SHIFTS), language)
    return named[:1].upper() + named[1:]


def employment(codes: Sequence[str], language: str) -> str:
    """ "fast eller afløser"."""
    return either((word(EMPLOYMENT_SHORT, code, language) for code in codes), language)


def day(value: date, language: str, *, today: date | None = None) -> str:
    """ "1. februar" / "1 February", with the year when it is neither this one nor the next months' turn of the year."""
    near = today is None or 0 <= (value - today).days < 300
    return times.day(value, language) if near else times.day_and_year(value, language)


def start(value: str, language: str, *, today: date | None = None) -> str:
    """ "hurtigst muligt", or "fra 1. februar"."""
    if value == "asap":
        return pick(language, "hurtigst muligt", "as soon as possible")
    return f"{pick(language, 'fra', 'from')} {day(date.fromisoformat(value), language, today=today)}"


def fact(name: str, value: Any, language: str, *, today: date | None = None) -> str:
    """Any fact in words, as it is said back after a correction or listed for DATA."""
    bare = name.partition(":")[0]
    match bare:
        case "role":
            return role(value, language)
        case "authorised":
            authorisation = pick(language, "autorisation", "authorisation")
            if value == "pending":
                return f"{authorisation} {pick(language, 'på vej', 'on its way')}"
            return authorisation if value else f"{pick(language, 'ingen', 'no')} {authorisation}"
        case "accepts":
            post = role(name.partition(":")[2], language)
            return f"{pick(language, 'også', 'also') if value else pick(language, 'ikke', 'not')} {post}"
        case "trained_abroad":
            abroad = pick(language, "uddannet i et andet land", "trained in another country")
            return abroad if value else pick(language, "uddannet i Danmark", "trained in Denmark")
        case "areas" | "outside":
            return areas(value, language)
        case "areas_excluded":
            return f"{pick(language, 'ikke', 'not')} {areas(value, language)}"
        case "home_areas":
            return f"{pick(language, 'bor i', 'lives in')} {areas(value, language)}"
        case "hours_per_week":
            return hours(value, language)
        case "shifts":
            return shift_list(value, language)
        case "shifts_excluded":
            return f"{pick(language, 'ikke', 'not')} {shift_list(value, language)}"
        case "start":
            return start(value, language, today=today)
        case "employment":
            return employment(value, language)
        case "anywhere":
            return pick(language, "hele byen", "the whole city")
        case "near_home":
            return pick(language, "tæt på, hvor du bor", "near where you live")
        case "travel_mode":
            return word(MODES, value, language)
        case "languages":
            return listed((spoken(code, language) for code in value), language)
        case "skills":
            return listed((word(SKILLS, code, language) for code in value), language)
        case "unit_types":
            return listed((word(UNIT_TYPES, code, language) for code in value), language)
        case "unit_types_excluded":
            named = listed((word(UNIT_TYPES, code, language) for code in value), language)
            return f"{pick(language, 'ikke', 'not')} {named}"
        case "max_minutes":
            return pick(language, f"højst {minutes(value)} vej", f"at most {minutes(value)} away")
    return listed(map(str, value), language) if isinstance(value, list) else str(value)


def profile(facts: Facts, language: str, *, today: date | None = None) -> str:
    """The whole profile as one enumeration, the way the summary says it."""
    parts = []
    known = facts.get("role")
    if known:
        title = role(known, language)
        authorised = facts.get(f"authorised:{known}")
        if authorised is not None:
            title += f" {pick(language, *CLAIMS.get(authorised, CLAIMS[False]))}"
        parts.append(title)
    parts += [fact(name, True, language) for name in facts if name.startswith("accepts:") and facts[name] is True]
    order = (
        "areas",
        "anywhere",
        "outside",
        "areas_excluded",
        "unit_types",
        "unit_types_excluded",
        "max_minutes",
        "hours_per_week",
        "shifts",
        "shifts_excluded",
    )
    for name in (*order, "start", "employment"):
        if facts.get(name) not in (None, [], {}, "", False):
            parts.append(fact(name, facts[name], language, today=today))
    return ", ".join(parts)

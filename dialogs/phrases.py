"""Facts in words a person would use: "SOSU-assistent", "Amager", "30-32 timer", "fra 1. februar"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dialogs.facts import Facts

ROLES = {
    "sosu_hjaelper": ("SOSU-hjælper", "SOSU-hjælper (care helper)"),
    "sosu_assistent": ("SOSU-assistent", "SOSU-assistent (care assistant)"),
    "sygeplejerske": ("sygeplejerske", "nurse"),
    "ergoterapeut": ("ergoterapeut", "occupational therapist"),
    "fysioterapeut": ("fysioterapeut", "physiotherapist"),
    "paedagog": ("pædagog", "pædagog (social educator)"),
    "ufaglaert": ("ufaglært", "without care training"),
    "sosu_elev_hjaelper": ("SOSU-hjælperelev", "SOSU-hjælper student"),
    "sosu_elev_assistent": ("SOSU-assistentelev", "SOSU-assistent student"),
    "sygeplejestuderende": ("sygeplejestuderende", "nursing student"),
}
SHIFTS = {
    "dag": ("dag", "day"),
    "aften": ("aften", "evening"),
    "nat": ("nat", "night"),
    "weekend": ("weekend", "weekend"),
}
EMPLOYMENT = {
    "fast": ("fast", "permanent"),
    "afloeser": ("afløser", "temp (afløser)"),
    "vikariat": ("vikariat", "fixed term"),
    "elev": ("elev", "student"),
}
MONTHS = (
    "januar februar marts april maj juni juli august september oktober november december".split(),
    "January February March April May June July August September October November December".split(),
)
WEEKDAYS = (
    ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
AMAGER = ("Amager Øst", "Amager Vest")


def _column(language: str) -> int:
    return 0 if language == "da" else 1


def join(parts: Sequence[str], language: str) -> str:
    """ "a", "a og b", "a, b og c"."""
    word = "og" if language == "da" else "and"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}" if parts else ""


def role(code: str, language: str) -> str:
    """A role as its people say it; a code we do not know is shown as it is."""
    return ROLES.get(code, (code, code))[_column(language)]


def areas(names: Sequence[str], language: str) -> str:
    """Districts, with both halves of Amager said as one."""
    shown = list(names)
    if all(half in shown for half in AMAGER):
        shown[shown.index(AMAGER[0])] = "Amager"
        shown = [name for name in shown if name not in AMAGER]
    return join(shown, language)


def hours(value: Mapping[str, float | None], language: str) -> str:
    """ "32 timer", "30-32 timer", "højst 25 timer", "mindst 20 timer"."""
    low, high = value.get("min"), value.get("max")
    one = (low in (1, None) and high in (1, None)) or high == 1
    unit = (("time", "hour") if one else ("timer", "hours"))[_column(language)]
    if low is not None and high is not None:
        return (
            f"{number(low, language)} {unit}"
            if low == high
            else f"{number(low, language)}-{number(high, language)} {unit}"
        )
    if high is not None:
        return f"{('højst', 'at most')[_column(language)]} {number(high, language)} {unit}"
    return f"{('mindst', 'at least')[_column(language)]} {number(low or 0, language)} {unit}"


def number(value: float, language: str) -> str:
    """18.5 as "18,5" in Danish; whole numbers without a point."""
    written = f"{value:g}"
    return written.replace(".", ",") if language == "da" else written


def shifts(codes: Sequence[str], language: str) -> str:
    """ "dag og aften"."""
    return join([SHIFTS.get(code, (code, code))[_column(language)] for code in codes], language)


def shifts_left(facts: Facts, language: str) -> str:
    """The shifts that were not ruled out, as a question names them: "Dag, aften, nat eller weekend"."""
    left = [code for code in SHIFTS if code not in (facts.get("shifts_excluded") or [])]
    words = [SHIFTS[code][_column(language)] for code in left] or [word[_column(language)] for word in SHIFTS.values()]
    named = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {('eller', 'or')[_column(language)]} {words[-1]}"
    return named[:1].upper() + named[1:]


def employment(codes: Sequence[str], language: str) -> str:
    """ "fast eller afløser"."""
    words = [EMPLOYMENT.get(code, (code, code))[_column(language)] for code in codes]
    return (" eller ", " or ")[_column(language)].join(words)


def day(value: date, language: str, *, today: date | None = None) -> str:
    """ "1. februar" / "1 February", with the year when it is neither this one nor the next months' turn of the year."""
    month = MONTHS[_column(language)][value.month - 1]
    shown = f"{value.day}. {month}" if language == "da" else f"{value.day} {month}"
    return shown if today is None or 0 <= (value - today).days < 300 else f"{shown} {value.year}"


def start(value: str, language: str, *, today: date | None = None) -> str:
    """ "hurtigst muligt", or "fra 1. februar"."""
    if value == "asap":
        return ("hurtigst muligt", "as soon as possible")[_column(language)]
    return f"{('fra', 'from')[_column(language)]} {day(date.fromisoformat(value), language, today=today)}"


def moment(value: datetime, language: str) -> str:
    """A local time people can act on: "torsdag 26. november kl. 10"."""
    weekday = WEEKDAYS[_column(language)][value.weekday()]
    if language == "da":
        return f"{weekday} {day(value.date(), language)} kl. {clock(value, language)}"
    return f"{weekday} {day(value.date(), language)} at {clock(value, language)}"


def clock(value: datetime, language: str) -> str:
    """ "kl. 12" is said without minutes; "13.30" with them."""
    if language == "da":
        return f"{value.hour}.{value.minute:02d}" if value.minute else str(value.hour)
    return f"{value:%H:%M}"


def slot(value: datetime, language: str) -> str:
    """The same, short enough for three in a text: "tors. 26/11 kl. 10"."""
    weekday = WEEKDAYS[_column(language)][value.weekday()][: 4 if value.weekday() == 3 and language == "da" else 3]
    if language == "da":
        return f"{weekday}. {value.day}/{value.month} kl. {clock(value, language)}"
    return f"{weekday} {value.day}/{value.month} at {clock(value, language)}"


def fact(name: str, value: Any, language: str, *, today: date | None = None) -> str:
    """Any fact in words, as it is said back after a correction or listed for DATA."""
    danish = language == "da"
    bare = name.partition(":")[0]
    if bare == "role":
        return role(value, language)
    if bare == "authorised":
        word = ("autorisation", "authorisation")[_column(language)]
        return word if value else f"{('ingen', 'no')[_column(language)]} {word}"
    if bare in {"areas", "areas_excluded", "home_areas", "outside"}:
        prefix = {"areas_excluded": ("ikke ", "not "), "home_areas": ("bor i ", "lives in ")}.get(bare, ("", ""))
        return prefix[_column(language)] + areas(value, language)
    if bare == "hours_per_week":
        return hours(value, language)
    if bare in {"shifts", "shifts_excluded"}:
        return ("" if bare == "shifts" else "ikke " if danish else "not ") + shifts(value, language)
    if bare == "start":
        return start(value, language, today=today)
    if bare == "employment":
        return employment(value, language)
    if bare == "anywhere":
        return "hele byen" if danish else "the whole city"
    if bare == "max_minutes":
        return f"højst {value} min. vej" if danish else f"at most {value} min. away"
    return join([str(part) for part in value], language) if isinstance(value, list) else str(value)


def profile(facts: Facts, language: str, *, today: date | None = None) -> str:
    """The whole profile as one enumeration, the way the summary says it."""
    parts = []
    known = facts.get("role")
    if known:
        title = role(known, language)
        authorised = facts.get(f"authorised:{known}")
        if authorised is not None:
            with_it, without = (
                ("med autorisation", "with authorisation"),
                ("uden autorisation", "without authorisation"),
            )
            title += f" {(with_it if authorised else without)[_column(language)]}"
        parts.append(title)
    order = (
        "areas",
        "anywhere",
        "outside",
        "areas_excluded",
        "max_minutes",
        "hours_per_week",
        "shifts",
        "shifts_excluded",
    )
    for name in (*order, "start", "employment"):
        if facts.get(name) not in (None, [], {}, "", False):
            parts.append(fact(name, facts[name], language, today=today))
    return ", ".join(parts)

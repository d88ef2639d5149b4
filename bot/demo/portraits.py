"""One invented candidate: what they want, the words they say it in, and how long they have waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from config.roles import needs_authorisation

NAMES = """
Aisha Alma Amir Anders Anja Asta Bashir Birthe Bo Camilla Cecilie Dagmar Dina Ebba Emil Erika Esben Fadi Farah Freja
Gorm Hala Hasan Helle Ida Ingrid Isak Jamila Jannik Jasmin Johanne Jonas Kamil Karla Kasper Kirsten Lærke Laila Leif
Liv Magda Malene Marek Maja Mia Mikkel Mona Nadja Nikolaj Nina Nour Ole Olivia Omar Pia Rasmus Rikke Rosa Sabina
Salma Samira Selma Signe Silje Simone Sofie Storm Tanja Thea Tilde Tomasz Trine Ulla Valdemar Vera Vibe Walid Yusuf
Zahra Åse Øjvind
""".split()
# Role, how people text it, and how many of a hundred.
ROLES = (
    ("sosu_assistent", "sosu assistent", 28),
    ("sosu_hjaelper", "ssh", 30),
    ("sygeplejerske", "sygeplejerske", 10),
    ("ufaglaert", "ufaglært", 18),
    ("sosu_elev_hjaelper", "ssh elev", 3),
    ("sosu_elev_assistent", "ssa elev", 3),
    ("sygeplejestuderende", "sygeplejestuderende", 3),
    ("fysioterapeut", "fys", 2),
    ("ergoterapeut", "ergoterapeut", 1),
    ("paedagog", "pædagog", 2),
)
AREAS = (
    (["Amager Øst", "Amager Vest"], "Amager"),
    (["Nørrebro"], "Nørrebro"),
    (["Østerbro"], "Østerbro"),
    (["Valby"], "Valby"),
    (["Vanløse"], "Vanløse"),
    (["Bispebjerg"], "nordvest"),
    (["Indre By"], "Indre By"),
    (["Vesterbro-Kongens Enghave"], "Vesterbro"),
    (["Brønshøj-Husum"], "Brønshøj"),
    (["Nørrebro", "Østerbro"], "Nørrebro eller Østerbro"),
    (["Valby", "Vanløse"], "Valby el Vanløse"),
)
HOURS = (
    ({"min": 37, "max": 37}, "37 timer"),
    ({"min": 37, "max": 37}, "fuld tid"),
    ({"min": 32, "max": 32}, "32 timer"),
    ({"min": 30, "max": 32}, "30-32 t"),
    ({"min": 28, "max": 28}, "28 timer"),
    ({"min": 20, "max": 25}, "20-25 timer"),
)
TEMP_HOURS = (({"min": 8, "max": 16}, "8-16 timer"), ({"min": 15, "max": 20}, "15-20 timer"))
SHIFTS = (
    (["dag"], "dag"),
    (["aften"], "aften"),
    (["nat"], "nat"),
    (["dag", "aften"], "dag og aften"),
    (["dag", "weekend"], "dag og weekend"),
    (["aften", "weekend"], "aften og weekend"),
)
KINDS = {
    "fast": (["fast"], "fast job"),
    "temp": (["afloeser"], "afløser"),
    "elev": (["elev"], "elevplads"),
    "both": (["fast", "vikariat"], "fast eller vikariat"),
}
# The same in English, word for word; what is not here (Amager, 1/2) is the same in both.
ENGLISH = {
    "sosu assistent": "sosu assistant",
    "ssh": "sosu helper",
    "sygeplejerske": "nurse",
    "ufaglært": "unskilled",
    "ssh elev": "ssh trainee",
    "ssa elev": "ssa trainee",
    "sygeplejestuderende": "nursing student",
    "fys": "physiotherapist",
    "ergoterapeut": "occupational therapist",
    "pædagog": "pedagogue",
    "nordvest": "Bispebjerg",
    "Nørrebro eller Østerbro": "Nørrebro or Østerbro",
    "Valby el Vanløse": "Valby or Vanløse",
    "37 timer": "37 hours",
    "fuld tid": "full time",
    "32 timer": "32 hours",
    "30-32 t": "30-32 hours",
    "28 timer": "28 hours",
    "20-25 timer": "20-25 hours",
    "8-16 timer": "8-16 hours",
    "15-20 timer": "15-20 hours",
    "dag": "day",
    "aften": "evening",
    "nat": "night",
    "dag og aften": "day and evening",
    "dag og weekend": "day and weekend",
    "aften og weekend": "evening and weekend",
    "fast job": "permanent job",
    "afløser": "temp work",
    "elevplads": "trainee post",
    "fast eller vikariat": "permanent or fixed term",
    "hurtigst muligt": "asap",
    "ja": "yes",
    "autorisation": "authorised",
    "ikke aut": "not authorised",
}
DOORS = ("new",) * 17 + ("internal", "student", "abroad")


@dataclass(frozen=True, slots=True)
class Portrait:
    """facts and the words each was said in; talk: (author, text) in order; waited: since the first text; due_in: from
    now, below zero when the promise is broken."""

    facts: dict[str, Any]
    words: dict[str, str]
    talk: tuple[tuple[str, str], ...]
    language: str
    door: str
    waited: timedelta
    due_in: timedelta


def portrait(chance: Random, today: date) -> Portrait:
    """The next candidate that chance invents."""
    role, role_words, _ = chance.choices(ROLES, [share for _, _, share in ROLES])[0]
    temp = role in {"ufaglaert", "sygeplejestuderende"}
    areas, area_words = chance.choice(AREAS)
    hours, hour_words = chance.choice(TEMP_HOURS if temp else HOURS)
    shifts, shift_words = chance.choice(SHIFTS)
    kind = "elev" if "elev" in role else "temp" if temp else "both" if chance.random() < 0.2 else "fast"
    employment, kind_words = KINDS[kind]
    start = today + timedelta(days=chance.randrange(7, 90))
    name = chance.choice(NAMES)
    soon = chance.random() < 0.4
    facts: dict[str, Any] = {
        "role": role,
        "areas": areas,
        "hours_per_week": hours,
        "shifts": shifts,
        "start": "asap" if soon else start.isoformat(),
        "employment": employment,
        "first_name": name,
        "confirmed": True,
    }
    words = {
        "role": role_words,
        "areas": area_words,
        "hours_per_week": hour_words,
        "shifts": shift_words,
        "start": "hurtigst muligt" if soon else f"{start.day}/{start.month}",
        "employment": kind_words,
        "first_name": name,
        "confirmed": "ja",
    }
    if needs_authorisation(role):
        facts[f"authorised:{role}"] = chance.random() < 0.93
        words[f"authorised:{role}"] = "autorisation" if facts[f"authorised:{role}"] else "ikke aut"
    waited = timedelta(minutes=chance.randrange(30, 4 * 24 * 60))
    late = chance.random() < 0.03
    due_in = timedelta(minutes=-chance.randrange(10, 600) if late else chance.randrange(20, 4 * 24 * 60))
    language = "en" if chance.random() < 0.08 else "da"
    if language == "en":
        words = {fact: ENGLISH.get(said, said) for fact, said in words.items()}
    talk = _talk(words) if language == "da" else _talk_in_english(words)
    return Portrait(facts, words, talk, language, chance.choice(DOORS), waited, due_in)


def _talk(words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    claim = "".join(f", {said}" for fact, said in words.items() if fact.startswith("authorised:"))
    return (
        (
            "candidate",
            f"Hej, jeg er {words['role']}{claim}, søger {words['employment']} {words['areas']}, {words['hours_per_week']}",
        ),
        (
            "line",
            "Hej! Det er joblinjen. Jeg er en robot. Hvilke vagter, hvornår kan du starte, og hvad er dit fornavn?",
        ),
        ("candidate", f"{words['shifts']}, {words['start']}. {words['first_name']}"),
        (
            "line",
            f"{words['first_name']}, jeg har skrevet det ned. Passer det? Svar JA, eller skriv, hvad der skal rettes.",
        ),
        ("candidate", "ja"),
        ("line", f"Tak, {words['first_name']}! En kollega finder steder, der mangler dig."),
    )


def _talk_in_english(words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    claim = "".join(f", {said}" for fact, said in words.items() if fact.startswith("authorised:"))
    return (
        (
            "candidate",
            f"Hi, I am a {words['role']}{claim}, {words['employment']}, in {words['areas']}, {words['hours_per_week']}",
        ),
        (
            "line",
            "Hi! This is the job line. I am a robot. Which shifts, when can you start, and what is your first name?",
        ),
        ("candidate", f"{words['shifts']}, {words['start']}. {words['first_name']}"),
        ("line", f"{words['first_name']}, I have written that down. Is it right? Reply YES, or write what to change."),
        ("candidate", "yes"),
        ("line", f"Thank you, {words['first_name']}! A colleague finds places that need you."),
    )

"""Facts in the words of the demo's pages: what each is called, and its value as people say it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from bot.web.language import danish
from dialogs import phrases
from wording.language import Language

LABELS: Final = {
    "role": danish("Fag"),
    "authorised": danish("Autorisation"),
    "areas": danish("Områder"),
    "anywhere": danish("Hele byen"),
    "areas_excluded": danish("Ikke i"),
    "outside": danish("Andre kommuner"),
    "postcodes": danish("Postnumre"),
    "home_areas": danish("Bor i"),
    "near_home": danish("Nær hjemmet"),
    "max_minutes": danish("Højst undervejs"),
    "travel_mode": danish("Transport"),
    "hours_per_week": danish("Timer om ugen"),
    "hours": danish("Timer om ugen"),
    "shifts": danish("Vagter"),
    "shifts_excluded": danish("Ikke vagter"),
    "start": danish("Kan starte"),
    "end": danish("Indtil"),
    "notice": danish("Opsigelse"),
    "employment": danish("Ansættelse"),
    "unit_types": danish("Slags sted"),
    "unit_types_excluded": danish("Ikke på"),
    "units": danish("Bestemte steder"),
    "languages": danish("Taler"),
    "skills": danish("Kan"),
    "first_name": danish("Fornavn"),
    "confirm": danish("om det hele passer"),
    "times": danish("tid til samtalen"),
}
NEEDS: Final = {
    "match": danish("find et sted"),
    "human": danish("vil tale med et menneske"),
    "misses": danish("linjen forstod det ikke"),
    "question": danish("har spurgt om noget"),
    "flood": danish("meget mange sms'er"),
    "erase": danish("vil slettes"),
    "call": danish("har ringet"),
    "alert": danish("nødsituation"),
    "undelivered": danish("en sms kom ikke frem"),
    "unit": danish("enheden har skrevet"),
    "outcome": danish("hvordan gik samtalen?"),
}


def label(fact: str) -> str:
    """What a fact is called, in Danish."""
    name = fact.partition(":")[0]
    return LABELS.get(name, name)


def in_words(fact: str, value: Any, language: Language, today: date) -> str:
    """A fact's value as people say it; a value that no longer reads is shown as it is stored."""
    name = fact.partition(":")[0]
    try:
        if isinstance(value, bool):
            return {("da", True): "ja", ("da", False): "nej", ("en", True): "yes", ("en", False): "no"}[language, value]
        if name in {"areas_excluded", "shifts_excluded", "home_areas"}:
            name = {"areas_excluded": "areas", "shifts_excluded": "shifts", "home_areas": "areas"}[name]
        return phrases.fact(name, value, language, today=today)
    except (TypeError, ValueError, KeyError, AttributeError):
        return str(value)

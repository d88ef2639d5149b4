"""The words templates need for codes, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk import fact_words, suggested, trail_words
from bot.desk.trail_words import Deed
from bot.units.outcomes import outcome_words
from config.roles import roles
from wording.language import Language, Words, word
from wording.numbers import hours_between, number, tenths
from wording.work import EMPLOYMENT, ROLES, SHIFTS, UNIT_TYPES, shift_list

DELIVERY: Words = {
    "received": ("modtaget", "received"),
    "queued": ("venter på at blive sendt", "waiting to be sent"),
    "sending": ("sendes", "being sent"),
    "sent": ("sendt", "sent"),
    "delivered": ("leveret", "delivered"),
    "read": ("læst", "read"),
    "failed": ("kom ikke frem", "not delivered"),
    "unknown": ("ved ikke, om den kom frem", "delivery unknown"),
    "withheld": ("holdt tilbage", "withheld"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """Codes in words. One for each page, so that templates need not pass the language on."""

    language: Language

    def role(self, code: str | None) -> str:
        """ "SOSU-assistent"; empty while nobody knows."""
        return word(ROLES, code, self.language) if code else ""

    def role_short(self, code: str | None) -> str:
        """ "SSA", as recruiters write it."""
        role = roles().get(code or "")
        return role.short if role else ""

    def roles(self) -> list[tuple[str, str]]:
        """Every role with its words."""
        return [(code, word(ROLES, code, self.language)) for code in ROLES]

    def employments(self) -> list[tuple[str, str]]:
        """Every kind of employment with its words."""
        return [(code, word(EMPLOYMENT, code, self.language)) for code in EMPLOYMENT]

    def shift_choices(self) -> list[tuple[str, str]]:
        """Every shift with its words."""
        return [(code, word(SHIFTS, code, self.language)) for code in SHIFTS]

    def shifts(self, codes: list[str]) -> str:
        """Shifts in the order of the day."""
        return shift_list(codes, self.language)

    def hours(self, least: int | None, most: int | None) -> str:
        """Tenths of an hour a week in words."""
        return hours_between(tenths(least), tenths(most), self.language)

    def tenths(self, hours: int | None) -> str:
        """Tenths of an hour as a form shows them."""
        return "" if hours is None or hours < 0 else number(hours / 10, self.language)

    def employment(self, code: str) -> str:
        """ "fast stilling"."""
        return word(EMPLOYMENT, code, self.language)

    def unit_type(self, code: str) -> str:
        """ "plejehjem"."""
        return word(UNIT_TYPES, code, self.language)

    def need(self, code: str) -> str:
        """Why a person must look."""
        return word(fact_words.NEEDS, code, self.language)

    def stage(self, code: str) -> str:
        """Where a search stands."""
        return word(fact_words.STAGES, code, self.language)

    def door(self, code: str) -> str:
        """By which door somebody came."""
        return word(fact_words.DOORS, code, self.language)

    def channel(self, code: str) -> str:
        """How somebody writes."""
        return word(fact_words.CHANNELS, code, self.language)

    def promise(self, kind: str) -> str:
        """What was promised."""
        return word(trail_words.PROMISES, kind, self.language)

    def delivery(self, status: str) -> str:
        """How far a message came."""
        return word(DELIVERY, status, self.language)

    def suggestion(self, state: str) -> str:
        """Where a suggestion stands."""
        return word(suggested.STATES, state, self.language)

    def interview(self, state: str) -> str:
        """Where an interview stands."""
        return word(suggested.INTERVIEWS, state, self.language)

    def decline(self, code: str) -> str:
        """Why a suggestion ended without a meeting."""
        return outcome_words(code, self.language)

    def short(self, summary: Mapping[str, Any]) -> str:
        """Hours, shifts and start on one line."""
        return fact_words.short_line(dict(summary), self.language)

    def areas(self, summary: Mapping[str, Any]) -> str:
        """Where a candidate looks, short."""
        return fact_words.places_line(dict(summary), self.language)

    def label(self, fact: str) -> str:
        """What a fact is called."""
        return fact_words.label(fact, self.language)

    def value(self, fact: str, value: Any) -> str:
        """A fact's value in words."""
        return fact_words.value_in_words(fact, value, self.language)

    def deed(self, deed: Deed) -> str:
        """One entry of the trail as a sentence without its subject."""
        return trail_words.sentence(deed, self.language)

    def actor(self, deed: Deed) -> str:
        """Who did it."""
        return trail_words.actor(deed, self.language)

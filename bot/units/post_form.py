"""A vacancy as a leader fills it in: six questions with the usual answers set, read and checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from multidict import MultiMapping

from wording.language import Language, pick
from wording.work import EMPLOYMENT, ROLES, SHIFTS

MOST_OPENINGS = 20
MOST_HOURS = 37
HORIZON = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Post:
    """The form as it stands. faults: field name to one sentence that says what to do."""

    role: str = ""
    openings: str = "1"
    employment: str = "fast"
    shifts: tuple[str, ...] = ()
    hours: str = str(MOST_HOURS)
    start: str = ""
    accepts_unskilled: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def tenths(self) -> int | None:
        """Hours a week in tenths, as the rules count; None for what is no number of hours."""
        try:
            hours = float(self.hours.replace(",", "."))
        except ValueError:
            return None
        return round(hours * 10) if 1 <= hours <= MOST_HOURS else None

    def day(self) -> date | None:
        """The first day; None for as soon as can be. Raises ValueError for what is no day."""
        return date.fromisoformat(self.start) if self.start else None

    def columns(self) -> dict[str, Any]:
        """What is stored. Only of a form without faults."""
        return {
            "role": self.role,
            "openings": int(self.openings),
            "employment": self.employment,
            "shifts": list(self.shifts),
            "hours_min": self.tenths,
            "hours_max": self.tenths,
            "start": self.day(),
            "accepts_unskilled": self.accepts_unskilled,
        }


def fill_post(given: MultiMapping[Any], today: date, language: Language) -> Post:
    """Reads the form. today: local."""

    def said(name: str) -> str:
        value = given.get(name, "")
        return value.strip()[:20] if isinstance(value, str) else ""

    named = given.getall("shifts", [])
    post = Post(
        role=said("role"),
        openings=said("openings"),
        employment=said("employment"),
        shifts=tuple(code for code in SHIFTS if code in named),
        hours=said("hours"),
        start=said("start"),
        accepts_unskilled=bool(said("accepts_unskilled")),
    )
    faults: dict[str, str] = {}
    if post.role not in ROLES:
        faults["role"] = pick(language, "Vælg et fag.", "Choose a role.")
    if not (post.openings.isdecimal() and 1 <= int(post.openings) <= MOST_OPENINGS):
        faults["openings"] = pick(language, f"Skriv et tal fra 1 til {MOST_OPENINGS}.", f"Write 1 to {MOST_OPENINGS}.")
    if post.employment not in EMPLOYMENT:
        faults["employment"] = pick(language, "Vælg en ansættelse.", "Choose a kind of employment.")
    if not post.shifts:
        faults["shifts"] = pick(language, "Vælg mindst én vagt.", "Choose at least one shift.")
    if post.tenths is None:
        faults["hours"] = pick(
            language, f"Skriv timer om ugen, 1 til {MOST_HOURS}.", f"Write hours a week, 1 to {MOST_HOURS}."
        )
    try:
        first = post.day()
    except ValueError:
        first = date.max
    if first is not None and not today <= first <= today + HORIZON:
        faults["start"] = pick(language, "Vælg en dag inden for et år.", "Choose a day within a year.")
    return replace(post, faults=faults)

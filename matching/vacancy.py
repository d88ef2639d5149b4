"""What the ranking knows about a vacancy at the moment it ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from matching.place import Place


@dataclass(frozen=True, slots=True)
class Vacancy:
    """One vacancy of a unit, as it stood when it was ranked.

    district: official name, or the municipality's name for a unit outside the city. openings: posts still to fill.
    hours_min, hours_max: tenths of an hour a week. shifts: the shifts the post asks for; empty says nothing.
    employment: fast, afloeser, vikariat or elev. start: the day wanted; None is as soon as possible.
    accepts_unskilled: the unit ticked that people without training may apply.
    ad_reference, ad_valid_until: the open general ad every suggestion points to, and its last day; None is open-ended.
    expires: the last day the unit's own confirmation counts. opened_on: since when the unit has lacked someone.
    suggestions_received: suggestions sent to it lately (the days are `suggestions_window_days` in rules.toml).
    """

    id: str
    unit_id: str
    unit_name: str
    unit_type: str
    district: str
    place: Place
    role: str
    opened_on: date
    openings: int = 1
    hours_min: int | None = None
    hours_max: int | None = None
    shifts: frozenset[str] = frozenset()
    employment: str = "fast"
    start: date | None = None
    accepts_unskilled: bool = False
    ad_reference: str = ""
    ad_valid_until: date | None = None
    expires: date | None = None
    open: bool = True
    suggestions_received: int = 0

    def to_json(self) -> dict[str, Any]:
        """A mapping of plain values that `from_json` turns back into an equal Vacancy."""
        return {
            "id": self.id,
            "unit_id": self.unit_id,
            "unit_name": self.unit_name,
            "unit_type": self.unit_type,
            "district": self.district,
            "place": self.place.to_json(),
            "role": self.role,
            "opened_on": self.opened_on.isoformat(),
            "openings": self.openings,
            "hours_min": self.hours_min,
            "hours_max": self.hours_max,
            "shifts": sorted(self.shifts),
            "employment": self.employment,
            "start": _text(self.start),
            "accepts_unskilled": self.accepts_unskilled,
            "ad_reference": self.ad_reference,
            "ad_valid_until": _text(self.ad_valid_until),
            "expires": _text(self.expires),
            "open": self.open,
            "suggestions_received": self.suggestions_received,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Vacancy:
        """The Vacancy that `to_json` described. Raises KeyError when a field is missing."""
        return cls(
            id=str(data["id"]),
            unit_id=str(data["unit_id"]),
            unit_name=str(data["unit_name"]),
            unit_type=str(data["unit_type"]),
            district=str(data["district"]),
            place=Place.from_json(data["place"]),
            role=str(data["role"]),
            opened_on=date.fromisoformat(data["opened_on"]),
            openings=int(data["openings"]),
            hours_min=data["hours_min"],
            hours_max=data["hours_max"],
            shifts=frozenset(data["shifts"]),
            employment=str(data["employment"]),
            start=_day(data["start"]),
            accepts_unskilled=bool(data["accepts_unskilled"]),
            ad_reference=str(data["ad_reference"]),
            ad_valid_until=_day(data["ad_valid_until"]),
            expires=_day(data["expires"]),
            open=bool(data["open"]),
            suggestions_received=int(data["suggestions_received"]),
        )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

"""What the ranking may know about a candidate, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from matching.place import Place

Authorisation = Literal["none", "claimed", "pending", "verified"]
Mode = Literal["bike", "transit", "car"]

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidacy as the rules see it. Name, language, age, sex and origin have no field here on purpose.

    id: opaque and stable; ties are broken by it. role: a code of roles.toml.
    authorisation: what the candidate says (claimed), what is being checked (pending), what a recruiter has seen
    (verified). accepts_roles: other roles the candidate said yes to.
    areas, areas_excluded: districts by official name; anywhere: the whole city; outside: other municipalities too.
    from_place: where travel is measured from: a wanted postcode or station, or home only when the candidate said
    "near home"; None measures from the nearest centre of the wanted areas.
    max_minutes: the longest journey one way, in minutes. hours_min, hours_max: tenths of an hour a week.
    shifts, shifts_excluded: out of dag, aften, nat, weekend. start: the earliest day; None is as soon as possible.
    employment: out of fast, afloeser, vikariat, elev. An empty set always means that nothing was asked for.
    door: new_hire, student, internal, ... A label for people; no rule and no term reads it.
    """

    id: str
    role: str
    authorisation: Authorisation = "none"
    accepts_roles: frozenset[str] = NONE
    areas: frozenset[str] = NONE
    areas_excluded: frozenset[str] = NONE
    anywhere: bool = False
    outside: bool = False
    from_place: Place | None = None
    mode: Mode = "transit"
    max_minutes: int | None = None
    hours_min: int | None = None
    hours_max: int | None = None
    shifts: frozenset[str] = NONE
    shifts_excluded: frozenset[str] = NONE
    start: date | None = None
    employment: frozenset[str] = NONE
    unit_types: frozenset[str] = NONE
    unit_types_excluded: frozenset[str] = NONE
    door: str = ""

    def to_json(self) -> dict[str, Any]:
        """A mapping of plain values, sets as sorted lists, that `from_json` turns back into an equal Candidate."""
        return {
            "id": self.id,
            "role": self.role,
            "authorisation": self.authorisation,
            "accepts_roles": sorted(self.accepts_roles),
            "areas": sorted(self.areas),
            "areas_excluded": sorted(self.areas_excluded),
            "anywhere": self.anywhere,
            "outside": self.outside,
            "from_place": None if self.from_place is None else self.from_place.to_json(),
            "mode": self.mode,
            "max_minutes": self.max_minutes,
            "hours_min": self.hours_min,
            "hours_max": self.hours_max,
            "shifts": sorted(self.shifts),
            "shifts_excluded": sorted(self.shifts_excluded),
            "start": None if self.start is None else self.start.isoformat(),
            "employment": sorted(self.employment),
            "unit_types": sorted(self.unit_types),
            "unit_types_excluded": sorted(self.unit_types_excluded),
            "door": self.door,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Candidate:
        """The Candidate that `to_json` described. Raises KeyError when a field is missing."""
        return cls(
            id=str(data["id"]),
            role=str(data["role"]),
            authorisation=cast("Authorisation", str(data["authorisation"])),
            accepts_roles=frozenset(data["accepts_roles"]),
            areas=frozenset(data["areas"]),
            areas_excluded=frozenset(data["areas_excluded"]),
            anywhere=bool(data["anywhere"]),
            outside=bool(data["outside"]),
            from_place=None if data["from_place"] is None else Place.from_json(data["from_place"]),
            mode=cast("Mode", str(data["mode"])),
            max_minutes=data["max_minutes"],
            hours_min=data["hours_min"],
            hours_max=data["hours_max"],
            shifts=frozenset(data["shifts"]),
            shifts_excluded=frozenset(data["shifts_excluded"]),
            start=None if data["start"] is None else date.fromisoformat(data["start"]),
            employment=frozenset(data["employment"]),
            unit_types=frozenset(data["unit_types"]),
            unit_types_excluded=frozenset(data["unit_types_excluded"]),
            door=str(data["door"]),
        )

"""The municipality's rules for ranking, as written in rules.toml: weights, substitutions, limits and speeds."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from config.files import ConfigFiles
from config.roles import read_roles
from matching.candidate import Candidate
from matching.vacancy import Vacancy


@dataclass(frozen=True, slots=True)
class Substitution:
    """One row of the table of who may stand in for whom; see rules.toml for what each column means."""

    vacancy: str
    candidates: frozenset[str]
    points: int
    says_yes: bool = False
    unit_ticked: bool = False
    authorisation: str | None = None
    employment: frozenset[str] = frozenset()

    def allows(self, candidate: Candidate, vacancy: Vacancy) -> bool:
        """Whether this row lets the candidate stand in for the post; authorisation in the post is checked elsewhere."""
        return (
            vacancy.role == self.vacancy
            and candidate.role in self.candidates
            and (not self.says_yes or vacancy.role in candidate.accepts_roles)
            and (not self.unit_ticked or vacancy.accepts_unskilled)
            and (self.authorisation is None or candidate.authorisation == self.authorisation)
            and (not self.employment or vacancy.employment in self.employment)
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """The most points each term can give; together they are the top of the scale."""

    travel: int
    role: int
    shift: int
    hours: int
    start: int
    need: int

    @property
    def total(self) -> int:
        return self.travel + self.role + self.shift + self.hours + self.start + self.need


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a mode goes: metres a minute on the way, and minutes lost at the two ends."""

    metres_per_minute: int
    extra_minutes: int


@dataclass(frozen=True, slots=True)
class TravelRules:
    """How minutes are estimated and what they are worth. points[m] are the points of a journey of m minutes."""

    points: tuple[int, ...]
    unknown_points: int
    detour_percent: int
    speeds: Mapping[str, Speed]
    slack_minutes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NeedRules:
    """The solidarity rule: what open posts and waiting add, and what suggestions already received take away."""

    per_opening: int
    openings_cap: int
    days_per_point: int
    days_cap: int
    less_per_suggestion: int
    suggestions_window_days: int


@dataclass(frozen=True, slots=True)
class PlanRules:
    """How the pool is planned: matches kept per side at first, points for staying, steps of the fairness value, and how
    much of it need can add: a unit in full need weighs one in so many parts more."""

    edges: int
    stay_points: int
    layers: int
    need_divisor: int = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """One dated version of the rules. Every number in it was written by a person.

    digest: SHA-256 of the whole file's content, so that a change without a new version is noticed.
    authorised: the posts that take a Danish authorisation, with their level; a substitution never leads to a level
    that the candidate's own role does not lie above.
    """

    version: str
    digest: str
    decided: date
    author: str
    authorised: Mapping[str, int]
    known_roles: frozenset[str]
    substitutions: tuple[Substitution, ...]
    claimed_less: int
    pending_less: int
    weights: Weights
    tenths_per_point: int
    start_grace_days: int
    start_days_per_point: int
    start_latest_days: int
    need: NeedRules
    travel: TravelRules
    plan: PlanRules

    @classmethod
    def load(cls, files: ConfigFiles) -> Rules:
        """The rules that count. Raises ValueError naming the row that cannot stand."""
        return cls.from_source(source_of(files))

    @classmethod
    def from_source(cls, source: bytes) -> Rules:
        """Rules from what `source_of` gave, today or when an old ranking was made. Raises ValueError as `load` does."""
        return cls.from_data(tomllib.loads(source.decode()))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Rules:
        """Rules from the mapping that their source parses to. Raises ValueError naming the row that cannot stand."""
        weights = Weights(**data["weights"])
        travel = data["travel"]
        rules = cls(
            version=str(data["version"]),
            digest=sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest(),
            decided=data["date"] if isinstance(data["date"], date) else date.fromisoformat(data["date"]),
            author=str(data["author"]),
            authorised=dict(data["roles"]["authorised"]),
            known_roles=frozenset(data["roles"]["known"]),
            substitutions=tuple(_substitution(row) for row in data.get("substitution", ())),
            claimed_less=int(data["authorisation"]["claimed_less"]),
            pending_less=int(data["authorisation"]["pending_less"]),
            weights=weights,
            tenths_per_point=int(data["hours"]["hours_per_point"]) * 10,
            start_grace_days=int(data["start"]["grace_days"]),
            start_days_per_point=int(data["start"]["days_per_point"]),
            start_latest_days=int(data["start"]["latest_days"]),
            need=NeedRules(**data["need"]),
            travel=TravelRules(
                points=_bell(weights.travel, travel["flat_minutes"], travel["half_minutes"]),
                unknown_points=int(travel["unknown_points"]),
                detour_percent=int(travel["detour_percent"]),
                speeds={mode: Speed(**travel[mode]) for mode in ("bike", "transit", "car")},
                slack_minutes=dict(travel["slack_minutes"]),
            ),
            plan=PlanRules(**data["plan"]),
        )
        rules._check()
        return rules

    def substitution(self, candidate: Candidate, vacancy: Vacancy) -> Substitution | None:
        """The row with most points that lets the candidate stand in for the post, or None."""
        rows = [row for row in self.substitutions if row.allows(candidate, vacancy)]
        return max(rows, key=lambda row: row.points, default=None)

    def _check(self) -> None:
        for row in self.substitutions:
            unknown = ({row.vacancy} | row.candidates) - self.known_roles
            if unknown:
                raise ValueError(f"substitution for {row.vacancy} names unknown roles: {', '.join(sorted(unknown))}")
            level = self.authorised.get(row.vacancy, 0)
            if level and any(self.authorised.get(role, 0) <= level for role in row.candidates):
                raise ValueError(f"substitution for {row.vacancy} lifts people into a post that takes authorisation")
            if not 0 <= row.points <= self.weights.role:
                raise ValueError(f"substitution for {row.vacancy} gives {row.points} of {self.weights.role} points")
            if row.points < max(self.claimed_less, self.pending_less):
                raise ValueError(f"substitution for {row.vacancy} gives fewer points than an unchecked claim takes")
        if not 0 <= self.travel.unknown_points <= self.weights.travel:
            raise ValueError("travel.unknown_points must lie between 0 and weights.travel")


def source_of(files: ConfigFiles) -> bytes:
    """What a ranking is made by, in bytes to keep with it: rules.toml, and behind it which roles there are.

    The roles stand in roles.toml with much that no ranking asks about; what one does ask about is written out here, so
    that an old ranking repeats whatever becomes of the file. Raises ValueError if rules.toml names roles of its own.
    """
    own = files.path("rules.toml").read_bytes()
    if "roles" in tomllib.loads(own.decode()):
        raise ValueError(
            "rules.toml has a table [roles]: which roles there are is said in roles.toml; remove the table"
        )
    roles = read_roles(files)
    known = ", ".join(f'"{code}"' for code in roles)
    levels = "".join(f"{code} = {level}\n" for code, level in roles.levels.items())
    return own + f"\n# From roles.toml.\n[roles]\nknown = [{known}]\n[roles.authorised]\n{levels}".encode()


def _substitution(row: Mapping[str, Any]) -> Substitution:
    return Substitution(
        vacancy=str(row["vacancy"]),
        candidates=frozenset(row["candidates"]),
        points=int(row["points"]),
        says_yes=bool(row.get("says_yes", False)),
        unit_ticked=bool(row.get("unit_ticked", False)),
        authorisation=row.get("authorisation"),
        employment=frozenset(row.get("employment", ())),
    )


def _bell(top: int, flat: int, half: int) -> tuple[int, ...]:
    """Points by whole minutes on a Gaussian: `top` up to `flat`, half of it at `half`, ending where it rounds to 0."""
    points = [top] * (flat + 1)
    while points[-1] > 0:
        distance = (len(points) - flat) / (half - flat)
        points.append(int(top * 0.5 ** (distance * distance) + 0.5))
    return tuple(points)

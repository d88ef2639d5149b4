"""What a plan says: who is proposed where, how the units fare, what places cost, and the proof; ready to be stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from matching.prices import Price
from matching.ranking import canonical


@dataclass(frozen=True, slots=True)
class Placement:
    """One proposal. score: points of the pair, None if the rules do not allow it and a person pinned it all the same.
    pinned: a person decided it. stayed: yesterday's plan proposed it too."""

    candidate_id: str
    vacancy_id: str
    unit_id: str
    score: int | None
    pinned: bool
    stayed: bool


@dataclass(frozen=True, slots=True)
class UnitFill:
    """How a unit comes out of the plan: its openings, those with somebody proposed, and candidates who could come."""

    unit_id: str
    openings: int
    filled: int
    reachable: int


@dataclass(frozen=True, slots=True)
class Proof:
    """That no plan is better: its worth, the bound the prices give over all eligible pairs, and what was looked at."""

    primal: int
    dual: int
    pairs: int
    edges: int
    rounds: int

    @property
    def gap(self) -> int:
        """0: proven best."""
        return self.dual - self.primal


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of one day. unplaced: eligible somewhere, but all places go to others. without: eligible nowhere."""

    rules_version: str
    travel_version: str
    today: date
    placements: tuple[Placement, ...]
    unplaced: tuple[str, ...]
    without: tuple[str, ...]
    units: tuple[UnitFill, ...]
    prices: Mapping[str, Price]
    proof: Proof

    @property
    def where(self) -> dict[str, str]:
        """Candidate id to vacancy id."""
        return {placement.candidate_id: placement.vacancy_id for placement in self.placements}

    @property
    def score(self) -> int:
        """Points of all proposals together, without bonus."""
        return sum(placement.score or 0 for placement in self.placements)

    def to_bytes(self) -> bytes:
        """Canonical JSON. Equal plans give equal bytes."""
        return canonical({**asdict(self), "today": self.today.isoformat()})

    @classmethod
    def from_bytes(cls, data: bytes) -> Plan:
        """The Plan whose `to_bytes` these are. Raises ValueError, KeyError or TypeError when they are not."""
        plain = json.loads(data)
        return cls(
            rules_version=plain["rules_version"],
            travel_version=plain["travel_version"],
            today=date.fromisoformat(plain["today"]),
            placements=tuple(Placement(**row) for row in plain["placements"]),
            unplaced=tuple(plain["unplaced"]),
            without=tuple(plain["without"]),
            units=tuple(UnitFill(**row) for row in plain["units"]),
            prices={name: Price(**price) for name, price in plain["prices"].items()},
            proof=Proof(**plain["proof"]),
        )

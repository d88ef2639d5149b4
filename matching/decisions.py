"""What people have decided before the plan is made: it plans around them and never against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Decisions:
    """pins: candidate id to the vacancy id they go to, whatever the rules say. forbids: pairs (candidate id, vacancy
    id) that must not be. held_candidates, held_vacancies: left out of this plan altogether."""

    pins: Mapping[str, str] = field(default_factory=dict)
    forbids: frozenset[tuple[str, str]] = frozenset()
    held_candidates: frozenset[str] = frozenset()
    held_vacancies: frozenset[str] = frozenset()

    def pin(self, candidate_id: str, vacancy_id: str) -> Decisions:
        """These decisions and one pin more."""
        return Decisions(
            {**self.pins, candidate_id: vacancy_id}, self.forbids, self.held_candidates, self.held_vacancies
        )

    def forbid(self, candidate_id: str, vacancy_id: str) -> Decisions:
        """These decisions and one pair more that must not be."""
        forbids = self.forbids | {(candidate_id, vacancy_id)}
        return Decisions(self.pins, forbids, self.held_candidates, self.held_vacancies)

    def clashes(self, candidates: Iterable[str], openings: Mapping[str, int]) -> list[str]:
        """What cannot be, in words for whoever decided it. openings: free posts by vacancy id."""
        known = set(candidates)
        found = [f"pin of {who}: no such candidate" for who in sorted(self.pins) if who not in known]
        wanted: dict[str, int] = {}
        for who, where in sorted(self.pins.items()):
            wanted[where] = wanted.get(where, 0) + 1
            if (who, where) in self.forbids:
                found.append(f"{who} is both pinned to and forbidden at {where}")
            if who in self.held_candidates:
                found.append(f"{who} is both pinned and held")
            if where in self.held_vacancies:
                found.append(f"{who} is pinned to {where}, which is held")
        for where, count in wanted.items():
            if where not in openings:
                found.append(f"pin to {where}: no such vacancy")
            elif count > openings[where]:
                found.append(f"{count} are pinned to {where}, which has {openings[where]} openings")
        return found

    def to_json(self) -> dict[str, Any]:
        """A mapping of plain values that `from_json` turns back into equal decisions."""
        return {
            "pins": dict(self.pins),
            "forbids": sorted(list(pair) for pair in self.forbids),
            "held_candidates": sorted(self.held_candidates),
            "held_vacancies": sorted(self.held_vacancies),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Decisions:
        """The Decisions that `to_json` described."""
        return cls(
            dict(data["pins"]),
            frozenset((who, where) for who, where in data["forbids"]),
            frozenset(data["held_candidates"]),
            frozenset(data["held_vacancies"]),
        )

"""The terms of a score: whole points for travel, role, shifts, hours, start and need, each with its value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from matching.candidate import Candidate
from matching.geography import Trip
from matching.rules import Rules
from matching.vacancy import Vacancy

NAMES = ("travel", "role", "shift", "hours", "start", "need")


@dataclass(frozen=True, slots=True)
class Term:
    """points out of `of`, and the value they were read from; explanation.py puts the value into words.

    value: travel (minutes, mode, precision) or ("unknown",) · role (post's role, candidate's role, authorisation used,
    or "not_needed") · shift (wanted and asked, asked) as comma lists · hours (tenths offered above what is wanted,
    below what is wanted; at most one is not 0) · start (days the unit waits, days the candidate waits) ·
    need (openings, days open, suggestions received).
    """

    name: str
    points: int
    of: int
    value: tuple[str | int, ...]

    def to_json(self) -> dict[str, Any]:
        """A mapping of plain values that `from_json` turns back into an equal Term."""
        return {"name": self.name, "points": self.points, "of": self.of, "value": list(self.value)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Term:
        """The Term that `to_json` described."""
        return cls(data["name"], data["points"], data["of"], tuple(data["value"]))


def all_terms(candidate: Candidate, vacancy: Vacancy, rules: Rules, trip: Trip | None, today: date) -> tuple[Term, ...]:
    """The six terms of an eligible pair, in the order of NAMES. Their points add up to the score."""
    return (
        travel_term(trip, rules),
        role_term(candidate, vacancy, rules),
        shift_term(candidate.shifts, vacancy.shifts, rules),
        hours_term(candidate, vacancy.hours_min, vacancy.hours_max, rules),
        start_term(candidate.start, vacancy.start, rules, today),
        need_term(vacancy, rules, today),
    )


def travel_term(trip: Trip | None, rules: Rules) -> Term:
    """Minutes along the bell curve; a middle value when there is no place to measure from."""
    if trip is None:
        return Term("travel", rules.travel.unknown_points, rules.weights.travel, ("unknown",))
    value = (trip.minutes, trip.mode, trip.precision)
    return Term("travel", travel_points(trip.minutes, rules), rules.weights.travel, value)


def travel_points(minutes: int, rules: Rules) -> int:
    """Points of a journey of so many minutes."""
    return rules.travel.points[min(minutes, len(rules.travel.points) - 1)]


def role_term(candidate: Candidate, vacancy: Vacancy, rules: Rules) -> Term:
    """The own trade in full, a substitution by its row; less while a needed authorisation has not been looked up."""
    row = None if vacancy.role == candidate.role else rules.substitution(candidate, vacancy)
    points = rules.weights.role if row is None else row.points
    used = authorisation_used(candidate, vacancy, rules)
    points -= {"claimed": rules.claimed_less, "pending": rules.pending_less}.get(used, 0)
    return Term("role", points, rules.weights.role, (vacancy.role, candidate.role, used))


def authorisation_used(candidate: Candidate, vacancy: Vacancy, rules: Rules) -> str:
    """claimed, pending or verified as the candidate has it when the post takes one; otherwise not_needed."""
    return candidate.authorisation if vacancy.role in rules.authorised else "not_needed"


def shift_term(wanted: frozenset[str], asked: frozenset[str], rules: Rules) -> Term:
    """The share of the shifts the post asks for that the candidate wants; all of it when either side names none."""
    covered = wanted & asked if wanted else asked
    of = rules.weights.shift
    points = (2 * of * len(covered) + len(asked)) // (2 * len(asked)) if asked else of
    return Term("shift", points, of, (",".join(sorted(covered)), ",".join(sorted(asked))))


def hours_term(candidate: Candidate, least: int | None, most: int | None, rules: Rules) -> Term:
    """The gap in hours a week. Wanting fewer than offered is a gap to show the unit, never a reason to leave out."""
    more = max(0, least - candidate.hours_max) if least is not None and candidate.hours_max is not None else 0
    fewer = max(0, candidate.hours_min - most) if most is not None and candidate.hours_min is not None else 0
    of = rules.weights.hours
    return Term("hours", max(0, of - (more + fewer) // rules.tenths_per_point), of, (more, fewer))


def start_term(candidate_start: date | None, vacancy_start: date | None, rules: Rules, today: date) -> Term:
    """Days one of the two must wait for the other, after the days of grace."""
    ready, wanted = max(candidate_start or today, today), max(vacancy_start or today, today)
    days = (ready - wanted).days
    of = rules.weights.start
    lost = -(-max(0, abs(days) - rules.start_grace_days) // rules.start_days_per_point)
    return Term("start", max(0, of - lost), of, (max(0, days), max(0, -days)))


def need_term(vacancy: Vacancy, rules: Rules, today: date) -> Term:
    """Solidarity among units: open posts and days of waiting add, suggestions already received take away."""
    need, of = rules.need, rules.weights.need
    days = max(0, (today - vacancy.opened_on).days)
    posts = min(need.openings_cap, need.per_opening * vacancy.openings)
    waited = min(need.days_cap, days // need.days_per_point)
    points = min(of, max(0, posts + waited - need.less_per_suggestion * vacancy.suggestions_received))
    return Term("need", points, of, (vacancy.openings, days, vacancy.suggestions_received))

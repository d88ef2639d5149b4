"""One candidate before all vacancies: who is eligible in which order, who is not and why, as one pure function."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from matching.candidate import Candidate
from matching.eligibility import Value, first_failure
from matching.geography import Travel, Trip
from matching.rules import Rules
from matching.terms import Term, all_terms
from matching.ties import seed, tie
from matching.vacancy import Vacancy


@dataclass(frozen=True, slots=True)
class Ranked:
    """An eligible vacancy with its score and everything the score was read from.

    minutes by `mode`; metres as the crow flies; origin and precision say where it was measured from; all five are None
    when nobody said where to measure from. estimated: no travel table knew the journey. substitution: the candidate's
    role where it stands in for another, else None. authorisation: what was used, or not_needed.
    """

    vacancy_id: str
    unit_id: str
    score: int
    terms: tuple[Term, ...]
    minutes: int | None
    metres: int | None
    origin: str | None
    precision: str | None
    mode: str | None
    estimated: bool
    substitution: str | None
    authorisation: str

    @property
    def km(self) -> float | None:
        """Kilometres as the crow flies, to the nearest tenth."""
        return None if self.metres is None else round(self.metres / 1000, 1)

    def term(self, name: str) -> Term:
        """One term by its name. Raises KeyError when there is none."""
        for term in self.terms:
            if term.name == name:
                return term
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Excluded:
    """A vacancy that is not eligible: the first rule that failed, and the two values it compared."""

    vacancy_id: str
    unit_id: str
    rule: str
    candidate: tuple[Value, ...]
    vacancy: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """All vacancies for one candidate on one day: the eligible, best first, and the others with their reason."""

    candidate_id: str
    rules_version: str
    travel_version: str
    today: date
    eligible: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]

    def find(self, vacancy_id: str) -> Ranked | Excluded | None:
        """What the ranking says about one vacancy; None if it was not among them."""
        rows: tuple[Ranked | Excluded, ...] = (*self.eligible, *self.excluded)
        return next((row for row in rows if row.vacancy_id == vacancy_id), None)

    def to_bytes(self) -> bytes:
        """Canonical JSON: keys sorted, no spaces, UTF-8. Equal rankings give equal bytes."""
        return canonical(
            {
                "candidate_id": self.candidate_id,
                "rules_version": self.rules_version,
                "travel_version": self.travel_version,
                "today": self.today.isoformat(),
                "eligible": [_ranked_json(row) for row in self.eligible],
                "excluded": [_excluded_json(row) for row in self.excluded],
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Ranking:
        """The Ranking whose `to_bytes` these are. Raises ValueError or KeyError when they are not."""
        plain = json.loads(data)
        return cls(
            candidate_id=plain["candidate_id"],
            rules_version=plain["rules_version"],
            travel_version=plain["travel_version"],
            today=date.fromisoformat(plain["today"]),
            eligible=tuple(_ranked(row) for row in plain["eligible"]),
            excluded=tuple(_excluded(row) for row in plain["excluded"]),
        )


def rank(candidate: Candidate, vacancies: Iterable[Vacancy], rules: Rules, travel: Travel, today: date) -> Ranking:
    """All vacancies for one candidate. None is left out: each is eligible in its place, or excluded with the rule.

    Order: score, then the tie of the two ids, then the vacancy's id. The order vacancies come in does not matter.
    """
    eligible: list[Ranked] = []
    excluded: list[Excluded] = []
    for vacancy in vacancies:
        row = weigh(candidate, vacancy, rules, travel, today)
        if isinstance(row, Ranked):
            eligible.append(row)
        else:
            excluded.append(row)
    own = seed(candidate.id)
    eligible.sort(key=lambda row: (-row.score, tie(own, seed(row.vacancy_id)), row.vacancy_id))
    excluded.sort(key=lambda row: row.vacancy_id)
    return Ranking(candidate.id, rules.version, travel.version, today, tuple(eligible), tuple(excluded))


def rank_candidates(
    vacancy: Vacancy, candidates: Iterable[Candidate], rules: Rules, travel: Travel, today: date
) -> tuple[tuple[str, Ranked], ...]:
    """All eligible candidates for one vacancy, best first, as (candidate id, the same Ranked that `rank` gives)."""
    rows = [(candidate.id, weigh(candidate, vacancy, rules, travel, today)) for candidate in candidates]
    own = seed(vacancy.id)
    eligible = [(candidate_id, row) for candidate_id, row in rows if isinstance(row, Ranked)]
    return tuple(sorted(eligible, key=lambda pair: (-pair[1].score, tie(own, seed(pair[0])), pair[0])))


def weigh(candidate: Candidate, vacancy: Vacancy, rules: Rules, travel: Travel, today: date) -> Ranked | Excluded:
    """One candidate and one vacancy: the terms, or the first rule that failed."""
    trip = travel.trip(candidate, vacancy, rules)
    failed = first_failure(candidate, vacancy, rules, trip, today, outside=travel.outside(vacancy.district))
    if failed is not None:
        return Excluded(vacancy.id, vacancy.unit_id, failed.rule, failed.candidate, failed.vacancy)
    return _trace(candidate, vacancy, all_terms(candidate, vacancy, rules, trip, today), trip)


def canonical(plain: Any) -> bytes:
    """Plain values as JSON in its one canonical form."""
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _trace(candidate: Candidate, vacancy: Vacancy, terms: tuple[Term, ...], trip: Trip | None) -> Ranked:
    return Ranked(
        vacancy_id=vacancy.id,
        unit_id=vacancy.unit_id,
        score=sum(term.points for term in terms),
        terms=terms,
        minutes=None if trip is None else trip.minutes,
        metres=None if trip is None else trip.metres,
        origin=None if trip is None else trip.origin,
        precision=None if trip is None else trip.precision,
        mode=None if trip is None else trip.mode,
        estimated=trip is not None and trip.estimated,
        substitution=None if candidate.role == vacancy.role else candidate.role,
        authorisation=str(terms[1].value[2]),
    )


def _ranked_json(row: Ranked) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in Ranked.__dataclass_fields__}
    plain["terms"] = [term.to_json() for term in row.terms]
    return plain


def _ranked(plain: Mapping[str, Any]) -> Ranked:
    return Ranked(**{**plain, "terms": tuple(Term.from_json(term) for term in plain["terms"])})


def _excluded_json(row: Excluded) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Excluded.__dataclass_fields__}


def _excluded(plain: Mapping[str, Any]) -> Excluded:
    return Excluded(**{**plain, "candidate": tuple(plain["candidate"]), "vacancy": tuple(plain["vacancy"])})

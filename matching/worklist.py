"""What the plan cannot solve, for people to solve: candidates with no unit and units with no candidate, by cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matching.candidate import Candidate
from matching.geography import Travel
from matching.proposals import Plan
from matching.rules import Rules
from matching.vacancy import Vacancy
from matching.what_if import one_change


@dataclass(frozen=True, slots=True)
class Stuck:
    """A candidate eligible nowhere, or a unit nobody is eligible at.

    cause: the rule that, changed alone, would open most; "several" when no single change opens anything; "nothing" when
    there is nobody or nothing to compare with. value: what the change would be. opens: how many units it would open to
    the candidate, or candidates to the unit.
    """

    id: str
    cause: str
    value: str
    opens: int


def candidates_without(
    plan: Plan, candidates: Sequence[Candidate], vacancies: Sequence[Vacancy], rules: Rules, travel: Travel, today: date
) -> tuple[Stuck, ...]:
    """The candidates the plan found eligible nowhere, by cause, the ones one change would help most first."""
    stuck = set(plan.without)
    rows = []
    for candidate in candidates:
        if candidate.id in stuck:
            asked = ((one_change(candidate, vacancy, rules, travel, today), vacancy.unit_id) for vacancy in vacancies)
            counts = Counter(found for found, _ in {pair for pair in asked if pair[0]} if found)
            rows.append(_stuck(candidate.id, counts, nothing=not vacancies))
    return _ordered(rows)


def units_without(
    plan: Plan, candidates: Sequence[Candidate], vacancies: Sequence[Vacancy], rules: Rules, travel: Travel, today: date
) -> tuple[Stuck, ...]:
    """The units nobody is eligible at, by the rule that keeps most candidates away when all others pass."""
    rows = []
    for unit in plan.units:
        if unit.reachable or unit.filled:
            continue
        posts = [vacancy for vacancy in vacancies if vacancy.unit_id == unit.unit_id]
        counts: Counter[tuple[str, str]] = Counter()
        for candidate in candidates:
            counts.update({found for post in posts if (found := one_change(candidate, post, rules, travel, today))})
        rows.append(_stuck(unit.unit_id, counts, nothing=not candidates))
    return _ordered(rows)


def _stuck(name: str, counts: Counter[tuple[str, str]], *, nothing: bool) -> Stuck:
    if not counts:
        return Stuck(name, "nothing" if nothing else "several", "", 0)
    (cause, value), opens = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return Stuck(name, cause, value, opens)


def _ordered(rows: list[Stuck]) -> tuple[Stuck, ...]:
    return tuple(sorted(rows, key=lambda row: (row.cause, -row.opens, row.id)))

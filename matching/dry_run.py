"""A change of rules tried over what was ranked before, with a look at whom it helps: by wanted area and language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from matching.candidate import Candidate
from matching.geography import Travel
from matching.ranking import Ranking, rank
from matching.rules import Rules
from matching.vacancy import Vacancy


@dataclass(frozen=True, slots=True)
class Case:
    """One ranking people have acted on: its inputs, what they chose (None: nothing), and the language of the talk.

    The language is a label to report by. The rules never see it.
    """

    candidate: Candidate
    vacancies: Sequence[Vacancy]
    travel: Travel
    today: date
    chosen: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Group:
    """How one group fares under one set of rules. somewhere: share eligible somewhere; choices: vacancies a head; best:
    mean score of the first place; chosen_first: share whose chosen vacancy stands first, of those who had one chosen."""

    people: int
    somewhere: float
    choices: float
    best: float
    chosen_first: float


@dataclass(frozen=True, slots=True)
class DryRun:
    """first_changed: cases whose first place would be another. lost, won: cases that would be left with nothing, or no
    longer be. groups: by (what it is grouped by, its value), before and after."""

    cases: int
    first_changed: int
    lost: int
    won: int
    groups: dict[tuple[str, str], tuple[Group, Group]]


def dry_run(cases: Iterable[Case], before: Rules, after: Rules) -> DryRun:
    """Every case ranked by both sets of rules, as it stood on its day."""
    pairs = [(case, _ranked(case, before), _ranked(case, after)) for case in cases]
    members: dict[tuple[str, str], list[tuple[Case, Ranking, Ranking]]] = {}
    for row in pairs:
        case = row[0]
        areas = sorted(case.candidate.areas) or ["anywhere" if case.candidate.anywhere else "not said"]
        for key in (("all", ""), ("language", case.language), *(("area", area) for area in areas)):
            members.setdefault(key, []).append(row)
    return DryRun(
        cases=len(pairs),
        first_changed=sum(_first(old) != _first(new) for _, old, new in pairs),
        lost=sum(bool(old.eligible) and not new.eligible for _, old, new in pairs),
        won=sum(bool(new.eligible) and not old.eligible for _, old, new in pairs),
        groups={
            key: (
                _group([(case, old) for case, old, _ in rows]),
                _group([(case, new) for case, _, new in rows]),
            )
            for key, rows in sorted(members.items())
        },
    )


def _ranked(case: Case, rules: Rules) -> Ranking:
    return rank(case.candidate, case.vacancies, rules, case.travel, case.today)


def _first(ranking: Ranking) -> str | None:
    return ranking.eligible[0].vacancy_id if ranking.eligible else None


def _group(rows: Sequence[tuple[Case, Ranking]]) -> Group:
    rankings = [ranking for _, ranking in rows]
    best = [ranking.eligible[0].score for ranking in rankings if ranking.eligible]
    chosen = [case.chosen == _first(ranking) for case, ranking in rows if case.chosen is not None]
    return Group(
        people=len(rows),
        somewhere=len(best) / len(rows),
        choices=fmean(len(ranking.eligible) for ranking in rankings),
        best=fmean(best) if best else 0.0,
        chosen_first=fmean(chosen) if chosen else 0.0,
    )

"""What one changed wish would open up: "with evening shifts: four more units"; and what keeps a match from being."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from matching.candidate import Candidate
from matching.geography import Travel
from matching.ranking import Excluded, Ranked, weigh
from matching.rules import Rules
from matching.vacancy import Vacancy
from wording.language import Language, pick, word
from wording.work import EMPLOYMENT, ROLES, UNIT_TYPES, shift_list

# Limits are lifted in steps people would say: 40 minutes, not 37.
MINUTES_STEP = 10


@dataclass(frozen=True, slots=True)
class More:
    """One wish changed and nothing else. rule: the rule that then passes; value: what would be added, allowed or said.

    vacancies and units: ids of what becomes eligible by it.
    """

    rule: str
    value: str
    vacancies: tuple[str, ...]
    units: tuple[str, ...]


def more(
    candidate: Candidate, vacancies: Iterable[Vacancy], rules: Rules, travel: Travel, today: date
) -> tuple[More, ...]:
    """Every single change that would make vacancies eligible, the one that opens most units first."""
    found: dict[tuple[str, str], list[Vacancy]] = {}
    for vacancy in vacancies:
        change = one_change(candidate, vacancy, rules, travel, today)
        if change is not None:
            found.setdefault(change, []).append(vacancy)
    for rule, value in list(found):
        if rule == "travel_limit":
            # Whoever travels 40 minutes reaches what 30 minutes reach as well.
            nearer = [post for (r, v), posts in found.items() if r == rule and int(v) < int(value) for post in posts]
            found[rule, value] = [*found[rule, value], *(post for post in nearer if post not in found[rule, value])]
    rows = [
        More(rule, value, tuple(sorted(post.id for post in posts)), tuple(sorted({post.unit_id for post in posts})))
        for (rule, value), posts in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row.units), -len(row.vacancies), row.rule, row.value)))


def one_change(
    candidate: Candidate, vacancy: Vacancy, rules: Rules, travel: Travel, today: date
) -> tuple[str, str] | None:
    """The rule, and the value to change it by, that alone keeps the two apart.

    None if they match, if more than one rule does, or if no wish of the candidate is at fault.
    """
    row = weigh(candidate, vacancy, rules, travel, today)
    change = lifted(candidate, vacancy, row) if isinstance(row, Excluded) else None
    if change is None or not isinstance(row, Excluded):
        return None
    value, changed = change
    return (row.rule, value) if isinstance(weigh(changed, vacancy, rules, travel, today), Ranked) else None


def lifted(candidate: Candidate, vacancy: Vacancy, failed: Excluded) -> tuple[str, Candidate] | None:
    """The candidate with the one wish changed that the failed rule compared, and the change as a code.

    None where no wish of the candidate is at fault: the vacancy is closed, or its dates are the unit's.
    """
    match failed.rule:
        case "role":
            return vacancy.role, replace(candidate, accepts_roles=candidate.accepts_roles | {vacancy.role})
        case "authorisation":
            return vacancy.role, replace(candidate, authorisation="claimed")
        case "employment":
            return vacancy.employment, replace(candidate, employment=candidate.employment | {vacancy.employment})
        case "unit_type":
            return vacancy.unit_type, replace(candidate, unit_types=candidate.unit_types | {vacancy.unit_type})
        case "unit_type_excluded":
            allowed = candidate.unit_types_excluded - {vacancy.unit_type}
            return vacancy.unit_type, replace(candidate, unit_types_excluded=allowed)
        case "shift":
            added = ",".join(sorted(vacancy.shifts - candidate.shifts))
            return added, replace(candidate, shifts=candidate.shifts | vacancy.shifts)
        case "shift_excluded":
            named = ",".join(sorted(vacancy.shifts & candidate.shifts_excluded))
            return named, replace(candidate, shifts_excluded=candidate.shifts_excluded - vacancy.shifts)
        case "area":
            return vacancy.district, replace(candidate, areas=candidate.areas | {vacancy.district})
        case "area_excluded":
            return vacancy.district, replace(candidate, areas_excluded=candidate.areas_excluded - {vacancy.district})
        case "travel_limit":
            limit = -(-int(failed.vacancy[0]) // MINUTES_STEP) * MINUTES_STEP
            return str(limit), replace(candidate, max_minutes=limit)
    return None


def in_words(change: More, language: Language) -> str:
    """ "Med aften: 2 steder mere." """
    return opened_in_words(change.rule, change.value, len(change.units), language)


def opened_in_words(rule: str, value: str, units: int, language: Language) -> str:
    """The same from the change and the number of units it opens."""
    places = pick(language, "sted" if units == 1 else "steder", "unit" if units == 1 else "units")
    wish = wish_in_words(rule, value, language)
    return pick(language, f"{wish}: {units} {places} mere.", f"{wish}: {units} more {places}.")


def wish_in_words(rule: str, value: str, language: Language) -> str:
    """The change alone: "Med aften", "Med op til 40 min."."""
    match rule:
        case "role":
            return pick(language, "Med ja til stilling som ", "By accepting a post as ") + word(ROLES, value, language)
        case "authorisation":
            return pick(language, "Med autorisation", "With an authorisation")
        case "employment":
            return pick(language, "Med ", "With ") + word(EMPLOYMENT, value, language)
        case "unit_type" | "unit_type_excluded":
            return pick(language, "Med ", "With ") + word(UNIT_TYPES, value, language)
        case "shift" | "shift_excluded":
            return pick(language, "Med ", "With ") + shift_list(value.split(","), language)
        case "travel_limit":
            return pick(language, f"Med op til {value} min.", f"With up to {value} min.")
    return pick(language, "Med ", "With ") + value

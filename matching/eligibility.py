"""The rules a candidate and a vacancy must pass together: each passes, or names itself with the two values compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from matching.candidate import Candidate
from matching.geography import Trip
from matching.rules import Rules
from matching.vacancy import Vacancy

Value = str | int

CLOCK = frozenset({"dag", "aften", "nat"})

# The order in which the rules are asked: first what concerns the vacancy alone, then the work, then time and place.
CODES = (
    "closed",
    "filled",
    "expired",
    "ad_expired",
    "role",
    "authorisation",
    "employment",
    "unit_type_excluded",
    "unit_type",
    "shift_excluded",
    "shift",
    "area_excluded",
    "area",
    "travel_limit",
    "start",
)


@dataclass(frozen=True, slots=True)
class Failed:
    """The first rule that did not pass: its code, what the candidate has or wants, what the vacancy has or asks."""

    rule: str
    candidate: tuple[Value, ...]
    vacancy: tuple[Value, ...]


def first_failure(
    candidate: Candidate, vacancy: Vacancy, rules: Rules, trip: Trip | None, today: date, *, outside: bool
) -> Failed | None:
    """The first rule the two do not pass, or None when they may be suggested to each other.

    trip: the journey, if known. outside: the vacancy lies in another municipality.
    """
    return (
        vacancy_failure(vacancy, today)
        or work_failure(candidate, vacancy, rules)
        or unit_type_failure(candidate, vacancy.unit_type)
        or shift_failure(candidate.shifts, candidate.shifts_excluded, vacancy.shifts)
        or _place_failure(candidate, vacancy, rules, trip, outside)
        or start_failure(candidate.start, vacancy.start, rules, today)
    )


def vacancy_failure(vacancy: Vacancy, today: date) -> Failed | None:
    """What alone keeps a vacancy out: closed, filled, no longer confirmed, or its public ad has run out."""
    if not vacancy.open:
        return Failed("closed", (), ())
    if vacancy.openings < 1:
        return Failed("filled", (), (vacancy.openings,))
    if vacancy.expires is not None and vacancy.expires < today:
        return Failed("expired", (today.isoformat(),), (vacancy.expires.isoformat(),))
    if vacancy.ad_valid_until is not None and vacancy.ad_valid_until < today:
        return Failed("ad_expired", (today.isoformat(),), (vacancy.ad_reference, vacancy.ad_valid_until.isoformat()))
    return None


def work_failure(candidate: Candidate, vacancy: Vacancy, rules: Rules) -> Failed | None:
    """What the work itself asks: trade (or a substitution), authorisation, kind of employment."""
    if vacancy.role != candidate.role and rules.substitution(candidate, vacancy) is None:
        return Failed("role", (candidate.role, *sorted(candidate.accepts_roles)), (vacancy.role,))
    if vacancy.role in rules.authorised and candidate.authorisation == "none":
        return Failed("authorisation", (candidate.authorisation,), (vacancy.role,))
    if candidate.employment and vacancy.employment not in candidate.employment:
        return Failed("employment", tuple(sorted(candidate.employment)), (vacancy.employment,))
    return None


def unit_type_failure(candidate: Candidate, unit_type: str) -> Failed | None:
    """The type of unit: never an excluded one; a wanted one when the candidate named any."""
    if unit_type in candidate.unit_types_excluded:
        return Failed("unit_type_excluded", tuple(sorted(candidate.unit_types_excluded)), (unit_type,))
    if candidate.unit_types and unit_type not in candidate.unit_types:
        return Failed("unit_type", tuple(sorted(candidate.unit_types)), (unit_type,))
    return None


def shift_failure(wanted: frozenset[str], excluded: frozenset[str], asked: frozenset[str]) -> Failed | None:
    """Shifts: none of the asked may be excluded, and at least one must be wanted.

    Weekend is an axis of its own: when both sides name a time of day they must share one, whatever weekends they share.
    """
    if excluded & asked:
        return Failed("shift_excluded", tuple(sorted(excluded)), tuple(sorted(asked)))
    if wanted and asked:
        clocks_differ = wanted & CLOCK and asked & CLOCK and not wanted & asked & CLOCK
        if clocks_differ or not wanted & asked:
            return Failed("shift", tuple(sorted(wanted)), tuple(sorted(asked)))
    return None


def area_failure(candidate: Candidate, district: str, outside: bool) -> Failed | None:
    """Areas: never an excluded one; a wanted one, unless the candidate will work anywhere or gave a limit from a place.

    "2100, max 30 min" means that far from 2100, across the border of Østerbro too: then the limit stands for the area.
    """
    if district in candidate.areas_excluded:
        return Failed("area_excluded", tuple(sorted(candidate.areas_excluded)), (district,))
    limited = candidate.from_place is not None and candidate.max_minutes is not None
    wished = bool(candidate.areas) or candidate.outside
    inside = district in candidate.areas or (outside and candidate.outside) or (not outside and candidate.anywhere)
    if not inside and not limited and (wished or (outside and candidate.anywhere)):
        wanted = ("anywhere",) if candidate.anywhere else tuple(sorted(candidate.areas))
        return Failed("area", wanted, (district,))
    return None


def limit_failure(candidate: Candidate, minutes: int, precision: str, rules: Rules) -> Failed | None:
    """The candidate's own limit in minutes, stretched by what the precision of the starting point may be off."""
    if candidate.max_minutes is None:
        return None
    if minutes > candidate.max_minutes + rules.travel.slack_minutes[precision]:
        return Failed("travel_limit", (candidate.max_minutes,), (minutes, candidate.mode, precision))
    return None


def start_failure(candidate_start: date | None, vacancy_start: date | None, rules: Rules, today: date) -> Failed | None:
    """Dates: a candidate who can only come long after the wanted day is not suggested (start.latest_days)."""
    ready, wanted = max(candidate_start or today, today), max(vacancy_start or today, today)
    if ready > wanted + timedelta(days=rules.start_latest_days):
        return Failed("start", (ready.isoformat(),), (wanted.isoformat(),))
    return None


def _place_failure(
    candidate: Candidate, vacancy: Vacancy, rules: Rules, trip: Trip | None, outside: bool
) -> Failed | None:
    failed = area_failure(candidate, vacancy.district, outside)
    if failed is None and trip is not None:
        failed = limit_failure(candidate, trip.minutes, trip.precision, rules)
    return failed

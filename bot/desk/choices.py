"""Every vacancy before one candidate as the page shows it: ranked with each point explained, or left out with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.desk.fact_words import start_in_words
from bot.desk.suggested import Suggested
from bot.pool.rankings import Shown
from matching.explanation import Row, full_table
from matching.ranking import Excluded, Ranked
from matching.vacancy import Vacancy
from matching.why_not import compare, why_not
from matching.words import journey_from
from wording.language import Language, Words, pick, word
from wording.numbers import days, hours_between, tenths
from wording.work import EMPLOYMENT, ROLES, UNIT_TYPES, shift_list

# The headings under which "passer ikke" is folded away, in the order the rules are asked.
RULES: Words = {
    "closed": ("Stillingen er lukket", "Closed"),
    "filled": ("Stillingen er besat", "Filled"),
    "expired": ("Enheden har ikke bekræftet stillingen", "Not confirmed by the unit"),
    "ad_expired": ("Opslaget er udløbet", "The ad has run out"),
    "role": ("Et andet fag", "Another role"),
    "authorisation": ("Kræver autorisation", "Takes an authorisation"),
    "employment": ("En anden slags ansættelse", "Another kind of employment"),
    "unit_type_excluded": ("Et sted, kandidaten ikke vil arbejde", "A kind of place the candidate does not want"),
    "unit_type": ("En anden slags sted", "Another kind of place"),
    "shift_excluded": ("Vagter, kandidaten ikke vil have", "Shifts the candidate does not want"),
    "shift": ("Andre vagter", "Other shifts"),
    "area_excluded": ("Et område, kandidaten ikke vil arbejde i", "An area the candidate does not want"),
    "area": ("Et andet område", "Another area"),
    "travel_limit": ("For langt væk", "Too far away"),
    "start": ("Kan starte for sent", "Can start too late"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One eligible vacancy. `behind`: why it is not the first, in a sentence. `earlier`: its last suggestion, if any."""

    vacancy_id: str
    unit_name: str
    kind: str
    district: str
    post: str
    needs: str
    ad: str
    score: int
    rows: tuple[Row, ...]
    journey: str
    estimated: bool
    behind: str
    earlier: Suggested | None
    first: bool
    place: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One vacancy that does not fit, and the first rule that says so."""

    unit_name: str
    post: str
    why: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What a recruiter chooses from. total: the top of the scale."""

    eligible: tuple[Choice, ...]
    left_out: tuple[tuple[str, tuple[LeftOut, ...]], ...]
    rules_version: str
    rules_author: str
    total: int

    @property
    def first(self) -> Choice | None:
        """The one suggested without a reason: the best that has not been before the unit already."""
        return next((choice for choice in self.eligible if choice.first), None)

    @property
    def left_out_count(self) -> int:
        """How many vacancies do not fit."""
        return sum(len(group) for _, group in self.left_out)

    def find(self, vacancy_id: str) -> Choice | None:
        """The eligible vacancy under this id; None if it no longer fits or never did."""
        return next((choice for choice in self.eligible if choice.vacancy_id == vacancy_id), None)


def choices_from(shown: Shown, earlier: Sequence[Suggested], language: Language) -> Choices:
    """The view of a ranking. earlier: the candidacy's suggestions, newest first; a vacancy that has one is not "first"."""
    latest: dict[str, Suggested] = {}
    for one in earlier:
        if one.state != "withdrawn":
            latest.setdefault(one.vacancy_id, one)
    ranked = shown.ranking.eligible
    fresh = next((row for row in ranked if row.vacancy_id not in latest), None)
    book = shown.rulebook.rules
    return Choices(
        eligible=tuple(
            _choice(number, row, shown.vacancies[row.vacancy_id], fresh, latest, shown.ranking.today, language)
            for number, row in enumerate(ranked, 1)
        ),
        left_out=_left_out(shown.ranking.excluded, shown.vacancies, language),
        rules_version=shown.ranking.rules_version,
        rules_author=book.author,
        total=book.weights.total,
    )


def _choice(
    number: int,
    row: Ranked,
    vacancy: Vacancy,
    fresh: Ranked | None,
    latest: Mapping[str, Suggested],
    today: date,
    language: Language,
) -> Choice:
    first = fresh is not None and row.vacancy_id == fresh.vacancy_id
    measured = row.minutes is not None and row.mode is not None and row.precision is not None
    return Choice(
        vacancy_id=row.vacancy_id,
        unit_name=vacancy.unit_name,
        kind=word(UNIT_TYPES, vacancy.unit_type, language),
        district=vacancy.district,
        post=post_in_words(vacancy, language),
        needs=_needs(vacancy, today, language),
        ad=vacancy.ad_reference,
        score=row.score,
        rows=tuple(full_table(row, language)),
        journey=(
            journey_from(row.minutes or 0, row.mode or "", row.precision or "", language)
            + (f" {row.origin}" if row.origin else "")
            if measured
            else pick(language, "afstanden kendes ikke", "distance not known")
        ),
        estimated=row.estimated,
        behind="" if first or fresh is None else why_not(compare(fresh, row), language),
        earlier=latest.get(row.vacancy_id),
        first=first,
        place=number,
    )


def post_in_words(vacancy: Vacancy, language: Language) -> str:
    """ "SOSU-assistent · fast stilling · 28-37 timer · dag · 1. februar 2027"."""
    parts = (
        word(ROLES, vacancy.role, language),
        word(EMPLOYMENT, vacancy.employment, language),
        hours_between(tenths(vacancy.hours_min), tenths(vacancy.hours_max), language),
        shift_list(vacancy.shifts, language),
        start_in_words("asap" if vacancy.start is None else vacancy.start.isoformat(), language),
    )
    return " · ".join(part for part in parts if part)


def _needs(vacancy: Vacancy, today: date, language: Language) -> str:
    waited = days(max(0, (today - vacancy.opened_on).days), language)
    return pick(
        language,
        f"mangler {vacancy.openings}, ledig i {waited}",
        f"lacks {vacancy.openings}, open for {waited}",
    )


def _left_out(
    excluded: Sequence[Excluded], vacancies: Mapping[str, Vacancy], language: Language
) -> tuple[tuple[str, tuple[LeftOut, ...]], ...]:
    by_rule: dict[str, list[LeftOut]] = {}
    for row in excluded:
        vacancy = vacancies[row.vacancy_id]
        by_rule.setdefault(row.rule, []).append(
            LeftOut(vacancy.unit_name, post_in_words(vacancy, language), why_not(row, language))
        )
    order = list(RULES)
    rules = sorted(by_rule, key=lambda rule: order.index(rule) if rule in RULES else len(order))
    return tuple((word(RULES, rule, language), tuple(by_rule[rule])) for rule in rules)

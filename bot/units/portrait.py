"""What a unit may know about a candidate before a yes: the fit in words, no name, no number, no talk."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.rankings import rank_now
from matching.candidate import Candidate
from matching.explanation import for_unit
from matching.ranking import Excluded, Ranked, Ranking
from matching.vacancy import Vacancy
from matching.why_not import why_not
from matching.words import AUTHORISATION, EMPLOYMENT, MONTHS, ROLES, Language, hours, listed, pick, shift_list, word


@dataclass(frozen=True, slots=True)
class Fit:
    """One candidate and one vacancy as the rules see them now. `row` says with which points, or by which rule not."""

    candidate: Candidate
    vacancy: Vacancy
    row: Ranked | Excluded
    ranking: Ranking

    @property
    def best(self) -> bool:
        """Whether no other vacancy ranks before this one."""
        return bool(self.ranking.eligible) and self.ranking.eligible[0].vacancy_id == self.vacancy.id

    def reason(self, language: Language) -> str:
        """Why this candidate is suggested to this unit, as a clause; empty if the rules do not allow it."""
        return for_unit(self.row, self.vacancy, language) if isinstance(self.row, Ranked) else ""

    def hindrance(self, language: Language) -> str:
        """The rule that speaks against it, in one sentence; empty if none does."""
        return why_not(self.row, language) if isinstance(self.row, Excluded) else ""


async def fit_of(connection: AsyncConnection, house: House, candidacy_id: int, vacancy_id: int) -> Fit | None:
    """How the candidacy and the vacancy fit now; None if the vacancy is closed or not of this house.

    Raises UnknownCandidacyError.
    """
    shown = await rank_now(connection, house, candidacy_id)
    name = next((name for name, number in shown.row_ids.items() if number == vacancy_id), None)
    row = None if name is None else shown.ranking.find(name)
    if name is None or row is None:
        return None
    return Fit(shown.candidate, shown.vacancies[name], row, shown.ranking)


def portrait(candidate: Candidate, district: str, language: Language) -> str:
    """ "SOSU-assistent · 32 timer · dag · kan starte 1. februar · søger i jeres område".

    district: where the unit lies. Only what the candidate said about the work is in it.
    """
    parts = [word(ROLES, candidate.role, language)]
    if candidate.authorisation != "none":
        parts.append(word(AUTHORISATION, candidate.authorisation, language))
    if wanted := _hours(candidate, language):
        parts.append(wanted)
    if candidate.shifts:
        parts.append(shift_list(candidate.shifts, language))
    if candidate.employment:
        parts.append(listed((word(EMPLOYMENT, code, language) for code in sorted(candidate.employment)), language))
    if candidate.start is None:
        parts.append(pick(language, "kan starte snarest", "can start soon"))
    else:
        month = pick(language, *MONTHS[candidate.start.month - 1])
        parts.append(pick(language, f"kan starte {candidate.start.day}. ", f"can start {candidate.start.day} ") + month)
    if candidate.anywhere:
        parts.append(pick(language, "søger i hele byen", "looks in the whole city"))
    elif district in candidate.areas:
        parts.append(pick(language, "søger i jeres område", "looks for work in your area"))
    return " · ".join(parts)


def _hours(candidate: Candidate, language: Language) -> str:
    least, most = candidate.hours_min, candidate.hours_max
    if least is not None and most is not None and least != most:
        return f"{hours(least, language).split(' ', maxsplit=1)[0]}-{hours(most, language)}"
    if least is None and most is not None:
        return pick(language, "højst ", "at most ") + hours(most, language)
    if least is not None and most is None:
        return pick(language, "mindst ", "at least ") + hours(least, language)
    return hours(least, language) if least is not None else ""

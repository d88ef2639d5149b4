"""What a unit may know about a candidate before a yes: the fit in words, no name, no number, no talk."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.rankings import rank_now
from bot.store.tables import ranking, snapshot, vacancy
from bot.units.cases import Case
from matching.candidate import Candidate
from matching.explanation import for_unit
from matching.ranking import Excluded, Ranked, Ranking
from matching.vacancy import Vacancy
from matching.why_not import why_not
from wording.language import Language, pick, word
from wording.lists import listed
from wording.numbers import hours_between, tenths
from wording.times import day
from wording.work import AUTHORISATION, EMPLOYMENT, ROLES, shift_list


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


async def reason_in(connection: AsyncConnection, house: House, case: Case, language: Language) -> str:
    """Why the candidate was suggested, in either language: off the ranking that was kept then, else as things are now."""
    if language == case.unit.language:
        return case.reason
    kept = (
        await connection.execute(
            select(ranking.c.result, snapshot.c.body, vacancy.c.public_id)
            .join(snapshot, snapshot.c.digest == ranking.c.inputs)
            .join(vacancy, vacancy.c.id == case.vacancy_id)
            .where(ranking.c.id == case.ranking_id, func.length(ranking.c.result) > 0)
        )
    ).one_or_none()
    if kept is not None:
        row = Ranking.from_bytes(bytes(kept.result)).find(kept.public_id)
        post = json.loads(kept.body)["parts"].get(f"vacancy:{kept.public_id}")
        if isinstance(row, Ranked) and post is not None:
            return for_unit(row, Vacancy.from_json(post), language)
    fit = await fit_of(connection, house, case.candidacy_id, case.vacancy_id)
    return (fit.reason(language) if fit else "") or case.reason


def portrait(candidate: Candidate, district: str, language: Language) -> str:
    """ "SOSU-assistent · 32 timer · dag · kan starte 1. februar · søger i jeres område".

    district: where the unit lies. Only what the candidate said about the work is in it.
    """
    parts = [word(ROLES, candidate.role, language)]
    if candidate.authorisation != "none":
        parts.append(word(AUTHORISATION, candidate.authorisation, language))
    if wanted := hours_between(tenths(candidate.hours_min), tenths(candidate.hours_max), language):
        parts.append(wanted)
    if candidate.shifts:
        parts.append(shift_list(candidate.shifts, language))
    if candidate.employment:
        parts.append(listed((word(EMPLOYMENT, code, language) for code in sorted(candidate.employment)), language))
    if candidate.start is None:
        parts.append(pick(language, "kan starte snarest", "can start soon"))
    else:
        first = day(candidate.start, language)
        parts.append(pick(language, f"kan starte {first}", f"can start {first}"))
    if candidate.anywhere:
        parts.append(pick(language, "søger i hele byen", "looks in the whole city"))
    elif district in candidate.areas:
        parts.append(pick(language, "søger i jeres område", "looks for work in your area"))
    return " · ".join(parts)

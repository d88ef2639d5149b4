"""Everybody and every opening the plan is made for, as the tables say it now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.candidates import Standing, candidate_from
from bot.pool.states import LIVE_INTERVIEW, LIVE_SUGGESTION
from bot.pool.vacancies import open_vacancies
from bot.store.tables import answer, candidacy, interview, suggestion, vacancy
from matching.candidate import Candidate
from matching.vacancy import Vacancy


@dataclass(frozen=True, slots=True)
class ToPlan:
    """Candidates nobody has suggested yet, vacancies less what is already before a unit, and pairs that were tried."""

    candidates: list[Candidate]
    vacancies: list[Vacancy]
    tried: frozenset[tuple[str, str]]


async def to_plan(connection: AsyncConnection, house: House, today: date) -> ToPlan:
    """Confirmed candidates who wait for a place, with the vacancies that are free for them.

    Who is before a unit, about to meet one, or set to wait is left to the people who decided that. An opening somebody
    is suggested for counts as taken. Where a suggestion ended, the plan does not propose the same again.
    """
    busy = (
        select(suggestion.c.candidacy_id)
        .where(LIVE_SUGGESTION)
        .union(select(interview.c.candidacy_id).where(LIVE_INTERVIEW))
    )
    own = candidacy.c.employer_id == house.employer.id
    rows = await connection.execute(
        select(candidacy.c.public_id, candidacy.c.door, answer.c.fact, answer.c.value, answer.c.words, answer.c.said_by)
        .outerjoin(answer, (answer.c.candidacy_id == candidacy.c.id) & answer.c.withdrawn_at.is_(None))
        .where(
            own,
            candidacy.c.stage == "confirmed",
            candidacy.c.parked_until.is_(None) | (candidacy.c.parked_until <= today),
            candidacy.c.id.not_in(busy),
        )
    )
    facts: dict[tuple[str, str], dict[str, Standing]] = defaultdict(dict)
    for row in rows:
        known = facts[row.public_id, row.door]
        if row.fact is not None:
            known[row.fact] = Standing(row.value, row.words, row.said_by)
    taken = {
        row.public_id: row.taken
        for row in await connection.execute(
            select(vacancy.c.public_id, func.count().label("taken"))
            .join(suggestion, suggestion.c.vacancy_id == vacancy.c.id)
            .where(vacancy.c.employer_id == house.employer.id, LIVE_SUGGESTION)
            .group_by(vacancy.c.public_id)
        )
    }
    tried = await connection.execute(
        select(candidacy.c.public_id, vacancy.c.public_id)
        .select_from(suggestion)
        .join(candidacy, candidacy.c.id == suggestion.c.candidacy_id)
        .join(vacancy, vacancy.c.id == suggestion.c.vacancy_id)
        .where(own, ~LIVE_SUGGESTION, suggestion.c.state != "withdrawn")
    )
    return ToPlan(
        [candidate_from(name, door, known, house.files) for (name, door), known in facts.items()],
        [
            replace(post, openings=max(0, post.openings - taken.get(post.id, 0)))
            for post in await open_vacancies(connection, house, today)
        ],
        frozenset((who, where) for who, where in tried),
    )

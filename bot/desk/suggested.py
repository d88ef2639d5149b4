"""What became of the suggestions made for a candidate, and of those a unit still has to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.states import LIVE, LIVE_SUGGESTION, UNANSWERED
from bot.store.tables import candidacy, interview, recruiter, suggestion, unit, vacancy
from wording.language import Words

STATES: Words = {
    "proposed": ("sendes nu", "being sent"),
    "sent": ("venter på svar", "waiting for an answer"),
    "accepted": ("vil gerne mødes", "wants to meet"),
    "declined": ("sagde nej", "said no"),
    "expired": ("svarede ikke i tide", "did not answer in time"),
    "withdrawn": ("trukket tilbage", "withdrawn"),
}
INTERVIEWS: Words = {
    "waiting": ("tider på vej til kandidaten", "times on their way to the candidate"),
    "offered": ("tider sendt, kandidaten vælger", "times sent, the candidate chooses"),
    "agreed": ("samtale aftalt", "interview agreed"),
    "cancelled": ("samtale aflyst", "interview cancelled"),
    "held": ("samtale holdt", "interview held"),
}


@dataclass(frozen=True, slots=True)
class Suggested:
    """A candidacy before a unit. `id` is for calls inside the house; addresses name a suggestion by its code."""

    id: int
    code: str
    state: str
    vacancy_id: str
    role: str
    unit_id: int
    unit_public_id: str
    unit_name: str
    candidate_public_id: str
    summary: Any
    by_name: str
    override: str
    decline_reason: str | None
    proposed_at: datetime
    answer_by: datetime | None
    answered_at: datetime | None
    released_at: datetime | None
    interview_id: int | None
    interview_state: str | None
    chosen: datetime | None

    @property
    def unanswered(self) -> bool:
        """Whether it can still be taken back without anybody having decided on it."""
        return self.state in UNANSWERED

    @property
    def times_wanted(self) -> bool:
        """Whether the unit said yes, the interview is off, and the unit has been asked for other times."""
        return self.state == "accepted" and self.interview_state == "cancelled" and self.released_at is None

    @property
    def owes_answer(self) -> bool:
        """Whether the unit is to answer by `answer_by`: to the suggestion, or with other times."""
        return self.unanswered or self.times_wanted

    @property
    def live(self) -> bool:
        """Whether the candidate is still before this unit."""
        return self.state in LIVE and self.released_at is None


async def of_candidacy(connection: AsyncConnection, house: House, candidacy_id: int) -> list[Suggested]:
    """Every suggestion of a candidacy, the newest first."""
    rows = await connection.execute(
        _select(house).where(suggestion.c.candidacy_id == candidacy_id).order_by(suggestion.c.id.desc())
    )
    return [Suggested(*row) for row in rows]


async def of_unit(connection: AsyncConnection, house: House, unit_id: int) -> list[Suggested]:
    """The suggestions a unit has before it now, the one to be answered first on top."""
    rows = await connection.execute(
        _select(house)
        .where(suggestion.c.unit_id == unit_id, LIVE_SUGGESTION)
        .order_by(suggestion.c.answer_by.nulls_last(), suggestion.c.id)
    )
    return [Suggested(*row) for row in rows]


async def by_code(connection: AsyncConnection, house: House, candidacy_id: int, code: str) -> Suggested | None:
    """The latest suggestion of this candidacy under a code."""
    found = [one for one in await of_candidacy(connection, house, candidacy_id) if one.code == code]
    return found[0] if found else None


def _select(house: House) -> Select[Any]:
    meeting = (
        select(interview.c.suggestion_id, interview.c.id, interview.c.state, interview.c.chosen)
        .ext(distinct_on(interview.c.suggestion_id))
        .order_by(interview.c.suggestion_id, interview.c.id.desc())
        .subquery()
    )
    return (
        select(
            suggestion.c.id,
            suggestion.c.code,
            suggestion.c.state,
            vacancy.c.public_id,
            vacancy.c.role,
            unit.c.id,
            unit.c.public_id,
            unit.c.name,
            candidacy.c.public_id,
            candidacy.c.summary,
            recruiter.c.name,
            suggestion.c.override,
            suggestion.c.decline_reason,
            suggestion.c.proposed_at,
            suggestion.c.answer_by,
            suggestion.c.answered_at,
            suggestion.c.released_at,
            meeting.c.id,
            meeting.c.state,
            meeting.c.chosen,
        )
        .select_from(
            suggestion.join(vacancy, vacancy.c.id == suggestion.c.vacancy_id)
            .join(unit, unit.c.id == suggestion.c.unit_id)
            .join(candidacy, candidacy.c.id == suggestion.c.candidacy_id)
            .join(recruiter, recruiter.c.id == suggestion.c.suggested_by)
            .outerjoin(meeting, meeting.c.suggestion_id == suggestion.c.id)
        )
        .where(suggestion.c.employer_id == house.employer.id)
    )

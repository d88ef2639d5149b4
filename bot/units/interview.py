"""An interview as it stands: read, locked together with its case, and changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.states import LIVE_INTERVIEW
from bot.store.tables import interview, suggestion
from bot.units.calendar import LENGTH
from bot.units.cases import Case, lock_talk, read_case


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview as it stands. times: what the unit offers; chosen: what the candidate took. All UTC."""

    id: int
    public_id: str
    suggestion_id: int
    candidacy_id: int
    state: str
    times: tuple[datetime, ...]
    place: str
    meets: str
    offered_at: datetime | None
    chosen: datetime | None
    agreed_at: datetime | None
    cancelled_by: str | None


def is_over(house: House, meeting: Interview) -> bool:
    """Whether an agreed interview has been held by the clock."""
    return meeting.state == "agreed" and meeting.chosen is not None and house.now() >= meeting.chosen + LENGTH


async def by_id(connection: AsyncConnection, house: House, interview_id: int) -> Interview | None:
    """An interview by its row id; None if unknown."""
    return await _read(connection, house, interview.c.id == interview_id)


async def live_of(connection: AsyncConnection, house: House, suggestion_id: int) -> Interview | None:
    """The interview that is waiting, offered or agreed for a suggestion; None if there is none."""
    return await _read(connection, house, interview.c.suggestion_id == suggestion_id, LIVE_INTERVIEW)


async def fallen_through(connection: AsyncConnection, house: House, suggestion_id: int) -> Interview | None:
    """The latest interview of a suggestion that was called off or whose times did not suit; None if there is none."""
    latest = select(func.max(interview.c.id)).where(
        interview.c.suggestion_id == suggestion_id, interview.c.state == "cancelled"
    )
    return await _read(connection, house, interview.c.id == latest.scalar_subquery())


async def lock_meeting(
    connection: AsyncConnection, house: House, interview_id: int
) -> tuple[Interview, Case, int | None] | None:
    """The interview once its candidacy's conversation is locked, its case, and that conversation; None if unknown."""
    owner = await connection.scalar(
        select(interview.c.candidacy_id).where(
            interview.c.id == interview_id, interview.c.employer_id == house.employer.id
        )
    )
    if owner is None:
        return None
    talk = await lock_talk(connection, owner)
    meeting = await by_id(connection, house, interview_id)
    if meeting is None:
        return None
    case = await read_case(connection, house, suggestion.c.id == meeting.suggestion_id)
    return None if case is None else (meeting, case, talk)


async def change(connection: AsyncConnection, interview_id: int, **values: object) -> None:
    """Sets columns of an interview that is locked."""
    await connection.execute(update(interview).where(interview.c.id == interview_id).values(**values))


async def _read(connection: AsyncConnection, house: House, *conditions: object) -> Interview | None:
    row = (
        await connection.execute(
            select(interview).where(interview.c.employer_id == house.employer.id, *conditions)  # type: ignore[arg-type]
        )
    ).one_or_none()
    if row is None:
        return None
    return Interview(
        id=row.id,
        public_id=row.public_id,
        suggestion_id=row.suggestion_id,
        candidacy_id=row.candidacy_id,
        state=row.state,
        times=tuple(row.times),
        place=row.place,
        meets=row.meets,
        offered_at=row.offered_at,
        chosen=row.chosen,
        agreed_at=row.agreed_at,
        cancelled_by=row.cancelled_by,
    )

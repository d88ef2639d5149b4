"""A recruiter mends a fact: the earlier answer is withdrawn, never overwritten, and the source says who it was."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import queue
from bot.store.tables import answer, candidacy
from bot.store.trail import Happening, record
from dialogs.facts import OPPOSITES, PROFILE_FACTS, REPLACES


class UnknownFactError(ValueError):
    """There is no such fact about a candidate."""


async def correct(
    connection: AsyncConnection, house: House, candidacy_id: int, fact: str, value: Any, recruiter_id: int
) -> None:
    """Sets a fact to what a recruiter knows; None takes it away, so that the line asks again.

    fact: a name of dialogs.facts, or about a role (`authorised:sosu_assistent`, `verified:sosu_assistent`).
    """
    if fact not in PROFILE_FACTS and fact.partition(":")[0] not in {"authorised", "verified"}:
        raise UnknownFactError(fact)
    await connection.execute(
        text("SELECT 1 FROM conversation WHERE candidacy_id = :id ORDER BY id FOR UPDATE"), {"id": candidacy_id}
    )
    actor = f"recruiter:{recruiter_id}"
    gone = [fact, *(REPLACES.get(fact, ()) if value is not None else ())]
    await connection.execute(
        update(answer)
        .where(answer.c.candidacy_id == candidacy_id, answer.c.fact.in_(gone), answer.c.withdrawn_at.is_(None))
        .values(withdrawn_at=house.now(), withdrawn_by=actor)
    )
    if value not in (None, [], {}, ""):
        await _tell(connection, house, candidacy_id, fact, value, actor)
        await _no_longer_opposite(connection, house, candidacy_id, fact, value, actor)
    await connection.execute(
        update(candidacy).where(candidacy.c.id == candidacy_id).values(profile_version=candidacy.c.profile_version + 1)
    )
    await record(
        connection, [Happening(house.employer.id, candidacy_id, actor, "corrected", house.now(), {"fact": fact})]
    )
    await queue.refresh(connection, house, candidacy_id)


async def _tell(
    connection: AsyncConnection, house: House, candidacy_id: int, fact: str, value: Any, actor: str
) -> None:
    await connection.execute(
        insert(answer).values(
            employer_id=house.employer.id,
            candidacy_id=candidacy_id,
            fact=fact,
            value=value,
            words="",
            said_by=actor,
            said_at=house.now(),
        )
    )


async def _no_longer_opposite(
    connection: AsyncConnection, house: House, candidacy_id: int, fact: str, value: Any, actor: str
) -> None:
    """What is wanted is no longer ruled out, and the reverse."""
    opposite = OPPOSITES.get(fact)
    if opposite is None:
        return
    standing = (
        await connection.execute(
            update(answer)
            .where(answer.c.candidacy_id == candidacy_id, answer.c.fact == opposite, answer.c.withdrawn_at.is_(None))
            .values(withdrawn_at=house.now(), withdrawn_by=actor)
            .returning(answer.c.value)
        )
    ).scalar_one_or_none()
    left = [item for item in standing or [] if item not in value]
    if left:
        await _tell(connection, house, candidacy_id, opposite, left, actor)

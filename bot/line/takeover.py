"""A recruiter takes a talk over: the line falls silent until it is handed back, and both are said to the candidate."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import queue
from bot.line.arrivals import lock_one
from bot.line.talk import write
from bot.store.database import notify
from bot.store.tables import conversation, recruiter
from bot.store.trail import Happening, record
from dialogs import notices


@dataclass(frozen=True, slots=True)
class Taken:
    """The talk is yours."""


@dataclass(frozen=True, slots=True)
class TakenBy:
    """Somebody was first."""

    name: str


async def take(connection: AsyncConnection, house: House, conversation_id: int, recruiter_id: int) -> Taken | TakenBy:
    """Takes the talk over, unless another recruiter holds it."""
    locked = await lock_one(connection, conversation_id)
    if locked.holder_id is not None:
        return Taken() if locked.holder_id == recruiter_id else TakenBy(await _name(connection, locked.holder_id))
    await connection.execute(
        update(conversation)
        .where(conversation.c.id == conversation_id)
        .values(holder_id=recruiter_id, held_since=house.now())
    )
    name = await _name(connection, recruiter_id)
    words = notices.TAKEN_OVER.told(locked.language, name=name.split()[0])
    await write(connection, house, conversation_id, words)
    await _happened(connection, house, locked.candidacy_id, recruiter_id, "took_over")
    await queue.settle(connection, house, locked.candidacy_id)
    return Taken()


async def hand_back(connection: AsyncConnection, house: House, conversation_id: int, recruiter_id: int) -> bool:
    """Gives the talk back to the line. False if nobody held it."""
    locked = await lock_one(connection, conversation_id)
    if locked.holder_id is None:
        return False
    await connection.execute(
        update(conversation)
        .where(conversation.c.id == conversation_id)
        .values(holder_id=None, held_since=None, misses=0)
    )
    await write(connection, house, conversation_id, notices.HANDED_BACK.told(locked.language))
    await _happened(connection, house, locked.candidacy_id, recruiter_id, "handed_back")
    await notify(connection, "queue", f"candidacy:{locked.candidacy_id}")
    return True


async def _name(connection: AsyncConnection, recruiter_id: int) -> str:
    found = await connection.execute(select(recruiter.c.name).where(recruiter.c.id == recruiter_id))
    return str(found.scalar_one())


async def _happened(connection: AsyncConnection, house: House, candidacy_id: int, recruiter_id: int, verb: str) -> None:
    actor = f"recruiter:{recruiter_id}"
    await record(connection, [Happening(house.employer.id, candidacy_id, actor, verb, house.now())])

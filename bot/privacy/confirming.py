"""A recruiter confirms a deletion: the person is told with a last text, then the address goes too."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import promises
from bot.line.talk import write
from bot.privacy.forgetting import forget_search, searches_on, stopped
from bot.store.database import enqueue, notify
from bot.store.tables import candidacy, contact_point, conversation, message
from bot.store.trail import Happening, record
from dialogs import notices
from dialogs.spoken import Spoken

FORGET = "privacy.forget"
LOOK_AGAIN = timedelta(minutes=1)


async def last_word(connection: AsyncConnection, candidacy_id: int) -> tuple[int, Spoken] | None:
    """The conversation and the text in which the person of a deleted search is told; None if they said stop."""
    own = select(candidacy.c.person_id).where(candidacy.c.id == candidacy_id).scalar_subquery()
    talk = (
        await connection.execute(
            select(conversation.c.id, conversation.c.language, conversation.c.candidacy_id)
            .join(contact_point, contact_point.c.id == conversation.c.contact_point_id)
            .where(contact_point.c.person_id == own)
            .order_by(conversation.c.last_inbound_at.desc().nulls_last(), conversation.c.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if talk is None or await stopped(connection, talk.candidacy_id):
        return None
    # Who wrote again after the deletion may still be written to: only the old search is gone.
    line = notices.OLD_ONE_GONE if await searches_on(connection, candidacy_id) else notices.ALL_GONE
    return talk.id, line.told(talk.language)


async def confirm(connection: AsyncConnection, house: House, candidacy_id: int, *, recruiter_id: int) -> bool:
    """Confirms a deletion the person asked for. False if nobody asked or a colleague was first.

    The need is settled now; a job forgets the person as soon as the last text has left.
    """
    actor = f"recruiter:{recruiter_id}"
    settled = await connection.execute(
        update(candidacy)
        .where(candidacy.c.id == candidacy_id, candidacy.c.needs == "erase")
        .values(needs=None, due_at=None)
    )
    if not settled.rowcount:
        return False
    await record(connection, [Happening(house.employer.id, candidacy_id, actor, "erasure_confirmed", house.now())])
    told = await last_word(connection, candidacy_id)
    if told is not None:
        await write(connection, house, told[0], told[1], extra={"last_word": "erased"})
    await promises.keep(connection, house, candidacy_id, "message" if told else "erased")
    await enqueue(connection, house.database, FORGET, candidacy_id=candidacy_id, actor=actor)
    await notify(connection, "queue", f"candidacy:{candidacy_id}")
    return True


async def forget_when_told(connection: AsyncConnection, house: House, candidacy_id: int, *, actor: str) -> bool:
    """Forgets the person of a confirmed deletion, unless a text to them is still on its way: then it looks again later.

    The outbox gives up on a text after some hours, so this comes to an end. Returns whether it is done.
    """
    talks = select(conversation.c.id).where(conversation.c.candidacy_id == candidacy_id)
    under_way = select(message.c.id).where(
        message.c.conversation_id.in_(talks),
        message.c.direction == "out",
        message.c.status.in_(("queued", "sending", "unknown")),
    )
    if await connection.scalar(under_way.limit(1)) is not None:
        at = house.now() + LOOK_AGAIN
        await enqueue(connection, house.database, FORGET, at=at, candidacy_id=candidacy_id, actor=actor)
        return False
    await forget_search(connection, house, candidacy_id, actor=actor)
    return True

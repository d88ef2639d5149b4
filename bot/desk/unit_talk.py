"""What a unit's leader has texted and what was answered, so that whoever has the suggestion can read it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.profile import Text, recruiter_names
from bot.house import House
from bot.store.tables import message, unit

SHOWN = 60


async def unit_talk(connection: AsyncConnection, house: House, unit_id: int) -> list[Text]:
    """The last texts to and from the leader of a unit, oldest first.

    A leader of several units has one phone, and a text is kept with the first of them: so it is read for all of them.
    """
    phone = select(unit.c.leader_phone).where(unit.c.id == unit_id).scalar_subquery()
    led = select(unit.c.id).where(
        unit.c.employer_id == house.employer.id, (unit.c.id == unit_id) | (unit.c.leader_phone == phone)
    )
    names = await recruiter_names(connection)
    rows = await connection.execute(
        select(message)
        .where(message.c.unit_id.in_(led), message.c.conversation_id.is_(None))
        .order_by(message.c.id.desc())
        .limit(SHOWN)
    )
    texts = [Text.of(row, names) for row in rows]
    return texts[::-1]

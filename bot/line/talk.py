"""Write to somebody: the message lies in the transaction, and a job sends it after the commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import promises
from bot.store.bulk import insert_rows
from bot.store.database import enqueue, notify, take_ids
from bot.store.tables import contact_point, conversation, message, unit
from wording.gsm import segments

DRAIN = "line.drain"


def outgoing(
    house: House,
    *,
    id: int,
    channel: str,
    address: str,
    author: str,
    body: str,
    conversation_id: int | None = None,
    unit_id: int | None = None,
    send_after: datetime | None = None,
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The row of a message to be sent."""
    now = house.now()
    return {
        "id": id,
        "employer_id": house.employer.id,
        "conversation_id": conversation_id,
        "unit_id": unit_id,
        "direction": "out",
        "channel": channel,
        "address": address,
        "author": author,
        "body": body,
        "extra": dict(extra) if extra else None,
        "segments": segments(body) if channel == "sms" else 1,
        "media": 0,
        "day": house.local(now).date(),
        "provider_id": None,
        "status": "queued",
        "attempts": 0,
        "at": now,
        "send_after": send_after or now,
    }


async def write(
    connection: AsyncConnection,
    house: House,
    conversation_id: int,
    body: str,
    *,
    author: str = "line",
    send_after: datetime | None = None,
    extra: Mapping[str, Any] | None = None,
) -> int:
    """Queues a text to the candidate of this conversation. Returns our message id."""
    point = (
        await connection.execute(
            select(contact_point.c.channel, contact_point.c.address, conversation.c.candidacy_id)
            .join(conversation, conversation.c.contact_point_id == contact_point.c.id)
            .where(conversation.c.id == conversation_id)
        )
    ).one()
    (number,) = await take_ids(connection, 1)
    row = outgoing(
        house,
        id=number,
        channel=point.channel,
        address=point.address,
        author=author,
        body=body,
        conversation_id=conversation_id,
        send_after=send_after,
        extra=extra,
    )
    await insert_rows(connection, message, [row])
    await enqueue(connection, house.database, DRAIN, at=send_after, talks=[conversation_id], units=[])
    if author.startswith("recruiter:"):
        await promises.keep(connection, house, point.candidacy_id, "message")
    await notify(connection, f"message:{conversation_id}", f"candidacy:{point.candidacy_id}")
    return number


async def write_to_unit(connection: AsyncConnection, house: House, unit_id: int, body: str) -> int | None:
    """Queues a text to the leader of a unit. Returns our message id; None if the unit has no number."""
    phone = (await connection.execute(select(unit.c.leader_phone).where(unit.c.id == unit_id))).scalar_one()
    if not phone:
        return None
    (number,) = await take_ids(connection, 1)
    row = outgoing(house, id=number, channel="sms", address=phone, author="line", body=body, unit_id=unit_id)
    await insert_rows(connection, message, [row])
    await enqueue(connection, house.database, DRAIN, talks=[], units=[unit_id])
    return number

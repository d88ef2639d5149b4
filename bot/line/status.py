"""Status reports of the providers: in any order, the furthest counts, and an end is an end."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.channels.door import StatusReport
from bot.house import House
from bot.line import queue
from bot.store.database import notify
from bot.store.tables import conversation, message

# How far a message has come. What has ended cannot go back: a late "sent" changes nothing about "delivered".
FAR = {
    "queued": 0,
    "sending": 1,
    "unknown": 1,
    "doubtful": 1,
    "sent": 2,
    "delivered": 3,
    "undelivered": 3,
    "failed": 3,
    "read": 4,
}


async def report(house: House, said: StatusReport) -> None:
    """Takes in one report. An unknown message is no error: it may be another installation's."""
    async with house.database.transaction() as connection:
        by = message.c.id == said.message_id if said.message_id else message.c.provider_id == said.provider_id
        row = (
            await connection.execute(
                select(message.c.id, message.c.status, message.c.conversation_id, conversation.c.candidacy_id)
                .outerjoin(conversation, conversation.c.id == message.c.conversation_id)
                .where(by, message.c.direction == "out")
                .with_for_update(of=message)
            )
        ).one_or_none()
        if row is None or FAR.get(said.status, -1) <= FAR.get(row.status, 5):
            return
        status = "failed" if said.status == "undelivered" else said.status
        await connection.execute(
            update(message)
            .where(message.c.id == row.id)
            .values(status=status, error=said.error, provider_id=said.provider_id, settled_at=house.now())
        )
        if status == "failed" and row.candidacy_id is not None:
            await queue.look(connection, row.candidacy_id, "undelivered")
            await notify(connection, "queue")
        if row.conversation_id is not None:
            await notify(connection, f"message:{row.conversation_id}", f"candidacy:{row.candidacy_id}")

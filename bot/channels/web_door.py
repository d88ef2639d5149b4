"""The way out to the web chat: what is stored for a visitor is what the visitor reads; sending is a notification."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from sqlalchemy import text

from bot.channels.door import Outbound, Outcome, Sending
from bot.channels.webchat import MessagesTo, WebMessage
from bot.house import House
from bot.store.database import Database, notify
from bot.web.live import Hub

HEARTBEAT = 20.0  # Seconds between two signs of life on a silent stream.

# What the outbox has let go, first to last, without what this page has shown already.
SAID = text(
    """
    SELECT m.body, m.at
    FROM contact_point p
    JOIN conversation v ON v.contact_point_id = p.id
    JOIN message m ON m.conversation_id = v.id
    WHERE p.employer_id = :employer AND p.channel = 'web' AND p.address = :visitor
      AND m.direction = 'out' AND m.channel = 'web' AND m.status IN ('sending', 'sent', 'delivered', 'read')
    ORDER BY m.id OFFSET :read
    """
)


class WebDoor:
    """Lets a stored message be read (a bot.channels.door.Door)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def send(self, outbound: Outbound) -> Sending:
        """Tells the visitor's open pages, in every process. Doing it twice changes nothing."""
        async with self._database.transaction() as connection:
            await notify(connection, topic(outbound.address))
        return Sending(Outcome.SENT, f"web:{outbound.id}")

    async def settle(self, outbound: Outbound) -> Sending:
        """As send: a second notification is no second message."""
        return await self.send(outbound)


def topic(visitor: str) -> str:
    """What pages of this visitor listen for."""
    return f"webchat:{visitor}"


def stored_messages(house: House, hub: Hub) -> MessagesTo:
    """What is said to a visitor, read from the database whenever the hub hears of something new."""

    async def messages(visitor: str, read: int) -> AsyncGenerator[WebMessage | None, None]:
        number = read
        with hub.subscribe(frozenset({topic(visitor)})) as listener:
            while not listener.closed:
                async with house.database.engine.connect() as connection:
                    given = {"employer": house.employer.id, "visitor": visitor, "read": number}
                    rows = (await connection.execute(SAID, given)).all()
                for row in rows:
                    number += 1
                    yield WebMessage(number, row.body, row.at)
                if not await listener.next(HEARTBEAT):
                    yield None

    return messages

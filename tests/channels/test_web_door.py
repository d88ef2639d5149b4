"""What the outbox lets go is what the visitor's page shows, over a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio
from sqlalchemy import update

from bot.channels.door import Outbound, Outcome
from bot.channels.web_door import WebDoor, stored_messages
from bot.house import House
from bot.store.database import take_ids
from bot.store.tables import candidacy, contact_point, conversation, message, person
from bot.web.live import Hub
from tests.conftest import START


@pytest_asyncio.fixture
async def hub(house: House) -> AsyncIterator[Hub]:
    hub = Hub(house.database)
    await hub.start()
    await asyncio.wait_for(hub.listening.wait(), 10)
    yield hub
    await hub.close()


async def talk_of(house: House, visitor: str, *statuses: str) -> list[int]:
    """A visitor with a conversation in which the line has said one thing for each status; the messages' ids."""
    async with house.database.transaction() as connection:
        ids = await take_ids(connection, 4 + len(statuses))
        employer = {"employer_id": house.employer.id}
        await connection.execute(person.insert().values(id=ids[0], created_at=START, **employer))
        await connection.execute(
            candidacy.insert().values(id=ids[1], person_id=ids[0], public_id=f"c{ids[1]}", created_at=START, **employer)
        )
        await connection.execute(
            contact_point.insert().values(id=ids[2], person_id=ids[0], channel="web", address=visitor, **employer)
        )
        await connection.execute(
            conversation.insert().values(
                id=ids[3], public_id=f"v{ids[3]}", contact_point_id=ids[2], candidacy_id=ids[1], **employer
            )
        )
        for number, status in zip(ids[4:], statuses, strict=True):
            await connection.execute(
                message.insert().values(
                    id=number,
                    conversation_id=ids[3],
                    direction="out",
                    channel="web",
                    address=visitor,
                    author="line",
                    body=f"message {status}",
                    day=START.date(),
                    status=status,
                    at=START + timedelta(seconds=number),
                    **employer,
                )
            )
    return ids[4:]


async def test_only_what_was_let_go_is_read_and_news_comes_at_once(house: House, hub: Hub) -> None:
    ids = await talk_of(house, "anna", "delivered", "sent", "queued")
    await talk_of(house, "bodil", "sent")
    door = WebDoor(house.database)
    messages = stored_messages(house, hub)("anna", 0)
    assert [(await anext(messages)).text for _ in range(2)] == ["message delivered", "message sent"]  # type: ignore[union-attr]
    waiting = asyncio.ensure_future(anext(messages))
    async with house.database.transaction() as connection:
        await connection.execute(update(message).where(message.c.id == ids[2]).values(status="sending"))
    sending = await door.send(Outbound(id=ids[2], channel="web", address="anna", text="message queued"))
    assert (sending.outcome, sending.provider_id) == (Outcome.SENT, f"web:{ids[2]}")
    third = await asyncio.wait_for(waiting, 10)
    assert third is not None
    assert (third.number, third.text) == (3, "message queued")
    await messages.aclose()
    assert hub.pages == 0


async def test_settling_shows_nothing_twice(house: House, hub: Hub) -> None:
    (only,) = await talk_of(house, "anna", "sent")
    messages = stored_messages(house, hub)("anna", 0)
    await anext(messages)
    waiting = asyncio.ensure_future(anext(messages))
    outbound = Outbound(id=only, channel="web", address="anna", text="message sent")
    assert (await WebDoor(house.database).settle(outbound)).outcome is Outcome.SENT
    # The next thing the page is told is the next message, and its number says that nothing came between.
    await talk_again(house, only)
    await WebDoor(house.database).send(outbound)
    told = await asyncio.wait_for(waiting, 10)
    assert told is not None
    assert (told.number, told.text) == (2, "and another")
    await messages.aclose()


async def talk_again(house: House, like: int) -> None:
    """One more message in the talk of message `like`."""
    async with house.database.transaction() as connection:
        row = (await connection.execute(message.select().where(message.c.id == like))).mappings().one()
        (number,) = await take_ids(connection, 1)
        await connection.execute(message.insert().values({**row, "id": number, "body": "and another"}))

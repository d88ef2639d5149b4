"""A text that comes in the very moment a search is deleted belongs to a new search, or is deleted with the old one."""

from __future__ import annotations

import asyncio

from sqlalchemy import select, text

from bot.channels.door import Inbound
from bot.line import calls
from bot.privacy import forgetting
from bot.privacy.forgetting import end_and_mask
from bot.store.tables import answer, candidacy, conversation, message
from tests.handset import LINE, NUMBER
from tests.privacy.everything import traces
from tests.privacy.frederikke import Stage

AGAIN = "hej igen, jeg er sygeplejerske"


def inbound(stage: Stage) -> Inbound:
    return Inbound("sms", "SMagain", NUMBER, LINE, AGAIN, stage.clock())


async def somebody_waits(stage: Stage) -> None:
    """Until another transaction waits for a row of ours."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(10):
        while (await stage.row(waiting))[0] == 0:
            pass


async def test_a_text_that_waited_for_the_deletion_begins_a_new_search(stage: Stage) -> None:
    house = stage.service.house
    old = (await stage.row(select(candidacy.c.id))).id
    async with house.database.transaction() as connection:
        await end_and_mask(connection, house, old, actor="recruiter:1")
        coming = asyncio.create_task(stage.service.inbox.receive(inbound(stage)))
        await somebody_waits(stage)
    await coming
    assert await stage.row(select(candidacy).where(candidacy.c.id != old, candidacy.c.stage == "telling"))
    assert not await stage.row(select(answer).where(answer.c.candidacy_id == old, answer.c.words != "[slettet]"))
    assert (await stage.row(select(candidacy.c.stage).where(candidacy.c.id == old))).stage == "erased"


async def test_a_text_that_waited_while_the_number_was_forgotten_is_somebody_new(stage: Stage) -> None:
    house = stage.service.house
    found = await stage.row(select(candidacy))
    async with house.database.transaction() as connection:
        await forgetting.forget(connection, house, found.person_id, actor="command")
        coming = asyncio.create_task(stage.service.inbox.receive(inbound(stage)))
        await somebody_waits(stage)
    assert (await coming).kind == "taken"
    new = await stage.row(select(candidacy).where(candidacy.c.person_id != found.person_id))
    assert new.stage == "telling"


async def test_a_call_that_waited_while_the_number_was_forgotten_is_nobodys_of_before(stage: Stage) -> None:
    house = stage.service.house
    found = await stage.row(select(candidacy))
    async with house.database.transaction() as connection:
        await forgetting.forget(connection, house, found.person_id, actor="command")
        coming = asyncio.create_task(calls.called(house, NUMBER, "CA1", False))
        await somebody_waits(stage)
    await coming
    talks = select(conversation.c.id).where(conversation.c.candidacy_id == found.id)
    left = select(message).where(message.c.conversation_id.in_(talks), message.c.address != "")
    assert await stage.row(left) is None
    assert (await stage.row(select(candidacy).where(candidacy.c.id != found.id))).needs == "call"


async def test_a_deletion_that_waited_for_a_text_takes_it_along(stage: Stage) -> None:
    house = stage.service.house
    found = await stage.row(select(candidacy))

    async def forget() -> None:
        async with house.database.transaction() as connection:
            await forgetting.forget(connection, house, found.person_id, actor="command")

    async with house.database.transaction() as connection:
        # As the inbox does: the talk is locked, then written to.
        await connection.execute(text("SELECT id FROM conversation FOR UPDATE"))
        forgetting_now = asyncio.create_task(forget())
        await somebody_waits(stage)
        row = {"employer_id": house.employer.id, "direction": "in", "channel": "sms", "address": NUMBER}
        talk = (await connection.execute(text("SELECT id FROM conversation"))).scalar_one()
        said = {"author": "candidate", "body": AGAIN, "day": stage.clock().date(), "status": "received"}
        await connection.execute(message.insert().values(**row, **said, conversation_id=talk, at=stage.clock()))
    await forgetting_now
    assert traces(stage.url, "sygeplejerske", NUMBER) == []

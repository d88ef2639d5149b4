"""The phone without a script: a form goes out, a page comes back, and everything between is the real thing."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from bot.demo.handset import PEOPLE, TRICKY
from bot.demo.known import known_of
from bot.line import takeover
from bot.line.talk import write
from bot.store.tables import conversation, message, recruiter
from dialogs.spoken import Own
from tests.demo.conftest import Town

SAMIRA = PEOPLE[0]


async def until_delivered(town: Town, number: str, count: int) -> None:
    """Waits until this many texts of the line have come to the phone and their callbacks are made."""
    async with asyncio.timeout(10):
        while sum(not kept.inbound for kept in town.demo.standin.talk(number)) < count:
            await town.demo.standin.change()
        await town.demo.standin.settled()


async def test_the_front_page_opens_three_doors(town: Town) -> None:
    page = await town.page("/")
    for door in ("/demo/phone", "/desk", "/demo/mailbox"):
        assert f'href="{door}"' in page
    assert "The queue" in await town.page("/?language=en")


async def test_a_whole_application_in_one_text(town: Town) -> None:
    answer = await town.post("/demo/phone/samira", body=SAMIRA.first.body)
    assert answer.url.path == "/demo/phone/samira"
    await until_delivered(town, SAMIRA.number, 1)
    page = await town.page("/demo/phone/samira")
    assert "SOSU-assistent" in page
    assert "8 af 8" in page
    assert "leveret" in page
    assert 'data-facts="hours_per_week"' in page
    assert "Passer det?" in page


async def test_a_correction_keeps_what_was_there_before(town: Town) -> None:
    await town.post("/demo/phone/samira", body=SAMIRA.first.body)
    await town.post("/demo/phone/samira", body="nej, 30 timer")
    async with town.house.database.engine.connect() as connection:
        known = await known_of(connection, town.house, SAMIRA.number, "en")
    (hours,) = [line for line in known.lines if line.fact == "hours_per_week"]
    assert (hours.value, hours.before, hours.words) == ("30 hours", "32 hours", "30 timer")
    assert hours.anchor
    assert known.asked_for == ("om det hele passer",)
    assert f'id="{hours.anchor}"' in await town.page("/demo/phone/samira")


async def test_what_must_not_be_kept_is_on_the_phone_only(town: Town) -> None:
    await town.post("/demo/phone/birthe", body=TRICKY.body)
    page = await town.page("/demo/phone/birthe")
    assert "Gemt som:" in page
    async with town.house.database.engine.connect() as connection:
        bodies = (await connection.scalars(select(message.c.body))).all()
    assert not any("010203" in body for body in bodies)


async def test_a_text_that_is_delivered_twice_is_answered_once(town: Town) -> None:
    await town.post("/demo/phone/jonas", body="hej søger job")
    await until_delivered(town, PEOPLE[1].number, 1)
    await town.post("/demo/phone/jonas/tricks", page="/demo/phone/jonas", trick="repeat")
    async with town.house.database.engine.connect() as connection:
        count = await connection.scalar(select(func.count()).select_from(message).where(message.c.direction == "in"))
    assert count == 1


async def test_a_phone_that_is_off_gets_nothing(town: Town) -> None:
    off, number = {"page": "/demo/phone/jonas", "trick": "off"}, PEOPLE[1].number
    await town.post("/demo/phone/jonas/tricks", **off)
    await town.post("/demo/phone/jonas", body="hej søger job")
    await until_delivered(town, number, 1)
    page = await town.page("/demo/phone/jonas")
    assert "kom ikke frem" in page
    assert "Tænd telefonen igen" in page
    await town.post("/demo/phone/jonas/tricks", page="/demo/phone/jonas", trick="on")
    assert "Sluk telefonen" in await town.page("/demo/phone/jonas")


async def test_who_holds_the_talk_is_seen(town: Town) -> None:
    await town.post("/demo/phone/jonas", body="hej søger job")
    await town.page("/sign-in?next=/")
    async with town.house.database.transaction() as connection:
        talk = (await connection.execute(select(conversation.c.id))).scalar_one()
        anja = (await connection.execute(select(recruiter.c.id))).scalar_one()
        await takeover.take(connection, town.house, talk, anja)
        await write(connection, town.house, talk, Own("Hvornår må jeg ringe?"), author=f"recruiter:{anja}")
    page = await town.page("/demo/phone/jonas")
    assert "Skrevet af Anja Krag" in page
    assert "En rekrutteringskonsulent har samtalen" in page


async def test_after_stop_the_line_is_silent_and_the_page_says_so(town: Town) -> None:
    await town.post("/demo/phone/jonas", body="hej søger job")
    await town.post("/demo/phone/jonas", body="STOP")
    page = await town.page("/demo/phone/jonas")
    assert "der er skrevet STOP" in page
    assert "/demo/phone/new" in page


async def test_an_empty_text_is_not_sent(town: Town) -> None:
    await town.post("/demo/phone/jonas", body="  \r\n ")
    assert town.demo.standin.messages == []


async def test_every_phone_is_a_talk_of_its_own(town: Town) -> None:
    await town.post("/demo/phone/n4711", body="hej søger job")
    page = await town.page("/demo/phone/samira")
    assert "20 40 47 11" in page
    assert "Ingen sms&#39;er endnu" in page


@pytest.mark.parametrize("key", ["nobody", "n0001", "n47111"])
async def test_a_phone_that_is_none(town: Town, key: str) -> None:
    async with town.visitor.get(f"{town.base}/demo/phone/{key}") as answer:
        assert answer.status == 404


async def test_another_site_cannot_text(town: Town) -> None:
    async with town.visitor.post(f"{town.base}/demo/phone/jonas", data={"body": "STOP"}) as answer:
        assert answer.status == 403
    assert town.demo.standin.messages == []


async def test_the_page_is_told_when_something_moves(town: Town) -> None:
    async with town.visitor.get(f"{town.base}/demo/events") as events:
        assert events.content_type == "text/event-stream"
        assert await events.content.readuntil(b"connected\n\n")
        await town.post("/demo/phone/jonas", body="hej søger job")
        async with asyncio.timeout(10):
            assert await events.content.readuntil(b"data: moved\n\n")

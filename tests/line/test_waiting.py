"""A promise is put off in the open, a few times; then a person must act. A pause that is over is said to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, text

from bot.app import Service
from bot.line import promises, queue, takeover, talk
from bot.store.tables import candidacy, conversation, recruiter
from dialogs.spoken import Own
from tests.conftest import Clock
from tests.due import run_due
from tests.handset import Network, text_in

APPLICATION = "Hej, jeg er sosu-hjælper og vil arbejde på Amager, 32 timer, dag, fast, hurtigst muligt"
NOT_YET, STILL_WAITING = "Vi har ikke glemt dig", "Vil du stadig vente?"


@dataclass
class Waiting:
    """Ole, who was promised to hear within two working days."""

    service: Service
    network: Network
    clock: Clock

    async def text(self, body: str) -> list[str]:
        before = len(self.network.sent)
        self.clock.pass_(minutes=1)
        await text_in(self.service, body)
        return [sent.text for sent in self.network.sent[before:]]

    async def days(self, number: int) -> list[str]:
        """Days pass, hour by hour. Returns what was sent."""
        before = len(self.network.sent)
        for _ in range(24 * number):
            self.clock.pass_(hours=1)
            await run_due(self.service)
        return [sent.text for sent in self.network.sent[before:]]

    async def search(self) -> Any:
        async with self.service.house.database.engine.connect() as connection:
            return (await connection.execute(select(candidacy))).one()

    async def happened(self, verb: str) -> int:
        async with self.service.house.database.engine.connect() as connection:
            found = await connection.execute(text("SELECT count(*) FROM event WHERE verb = :verb"), {"verb": verb})
            return int(found.scalar_one())

    async def writes(self, body: str) -> None:
        """A recruiter writes to Ole."""
        async with self.service.house.database.transaction() as connection:
            number = int(await connection.scalar(select(conversation.c.id)) or 0)
            await talk.write(connection, self.service.house, number, Own(body), author="recruiter:1")
            await queue.rethink(connection, [int(await connection.scalar(select(candidacy.c.id)) or 0)])
        await run_due(self.service)

    async def promise(self, kind: str, due: datetime | None = None) -> None:
        async with self.service.house.database.transaction() as connection:
            await promises.make(connection, self.service.house, (await self.search()).id, kind, due)


@pytest_asyncio.fixture
async def ole(service: Service, network: Network, clock: Clock) -> Waiting:
    async with service.house.database.transaction() as connection:
        who = {"issuer": "t", "subject": "t", "name": "Anne Lind", "role": "recruiter"}
        await connection.execute(recruiter.insert().values(id=1, employer_id=service.house.employer.id, **who))
    waiting = Waiting(service, network, clock)
    for body in (APPLICATION, "Ole", "ja"):
        await waiting.text(body)
    return waiting


async def test_put_off_twice_then_asked_once_and_first_in_the_queue(ole: Waiting) -> None:
    sent = await ole.days(30)
    assert [NOT_YET in words for words in sent] == [True, True, False]
    assert STILL_WAITING in sent[2]
    assert "senest" not in sent[2]
    search = await ole.search()
    assert (search.stage, search.needs) == ("confirmed", "match")
    assert search.due_at < ole.clock.at - timedelta(days=14)
    assert await ole.happened("asked_to_wait") == 1


async def test_no_answer_ends_nothing(ole: Waiting) -> None:
    await ole.days(60)
    assert (await ole.search()).stage == "confirmed"


async def test_a_yes_makes_no_new_day_up(ole: Waiting) -> None:
    await ole.days(10)
    due = (await ole.search()).due_at
    assert await ole.text("ja") == ["Tak. Så bliver du i køen."]
    assert (await ole.search()).due_at == due
    (where,) = await ole.text("STATUS")
    assert "øverst hos en kollega" in where
    assert "senest" not in where
    assert await ole.days(20) == []


async def test_a_no_is_a_goodbye(ole: Waiting) -> None:
    await ole.days(10)
    assert await ole.text("nej tak") == ["Det er i orden. Vi tager dig ud af køen."]
    assert (await ole.search()).stage == "withdrawn"
    (thanked,) = await ole.text("tak")
    assert "senest" not in thanked


async def test_a_persons_word_begins_the_count_anew(ole: Waiting) -> None:
    await ole.days(10)
    await ole.writes("Hej Ole, jeg ringer på mandag. Anne")
    assert (await ole.search()).due_at is None
    assert await ole.text("ja tak") != ["Tak. Så bliver du i køen."]  # That was said to Anne.
    await ole.promise("hear_from_us")
    sent = await ole.days(30)
    assert [NOT_YET in words for words in sent] == [True, True, False]


async def test_two_promises_at_once_are_put_off_together_and_asked_about_once(ole: Waiting) -> None:
    await ole.promise("call_back")
    sent = await ole.days(30)
    assert sum(NOT_YET in words for words in sent) == 2
    assert sum(STILL_WAITING in words for words in sent) == 1


async def test_the_line_is_silent_while_a_person_holds_the_talk(ole: Waiting) -> None:
    async with ole.service.house.database.transaction() as connection:
        number = int(await connection.scalar(select(conversation.c.id)) or 0)
        await takeover.take(connection, ole.service.house, number, 1)
    await run_due(ole.service)
    assert await ole.days(10) == []
    assert (await ole.search()).due_at < ole.clock.at


@pytest.mark.parametrize("ended", ["withdrawn", "lapsed", "hired", "erased"])
async def test_nobody_whose_search_is_over_is_promised_anything(ole: Waiting, ended: str) -> None:
    async with ole.service.house.database.transaction() as connection:
        await connection.execute(text("UPDATE candidacy SET stage = :stage"), {"stage": ended})
    assert await ole.days(10) == []


async def test_a_pause_that_is_over_is_told_with_a_promise(ole: Waiting) -> None:
    assert "pause til 1. december" in (await ole.text("pause til 1. december"))[0]
    sent = await ole.days(9)
    assert len(sent) == 1
    assert sent[0].startswith("Hej Ole. Din pause er slut, og du er i køen igen. Du hører fra os senest")
    assert (await ole.search()).needs == "match"


async def test_who_is_paused_and_says_thanks_is_promised_nothing(ole: Waiting) -> None:
    await ole.text("PAUSE")
    assert await ole.text("tak") == ["Selv tak! Du er på pause. Skriv JOB, når du vil i gang igen."]


async def test_thanks_after_a_persons_text_names_no_day_nobody_wrote_down(ole: Waiting) -> None:
    await ole.writes("Hej Ole, vi tales ved. Anne")
    (thanked,) = await ole.text("tak")
    assert "senest" not in thanked
    (where,) = await ole.text("STATUS")
    assert "senest" in where
    assert (await ole.search()).due_at is not None  # Asked for and said, so written down.

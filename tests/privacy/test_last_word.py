"""The answer to SLET is the last word: nothing that was queued, in flight or decided later reaches the person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import insert, select, text, update

import bot.units
import bot.web
from bot.channels.door import Outbound, Outcome, Sending
from bot.house import HOUSE
from bot.line import takeover, talk
from bot.privacy import confirming, forgetting
from bot.store.tables import candidacy, conversation, interview, message, promise, suggestion
from bot.units import decisions
from bot.units.cases import Refused
from bot.units.links import address_of
from dialogs import notices
from dialogs.spoken import Own
from tests.due import run_due
from tests.handset import text_in
from tests.privacy.frederikke import Stage

RETRY, UNKNOWN = Sending(Outcome.RETRY, error="busy"), Sending(Outcome.UNKNOWN, error="timeout")
DELETED = "Dine svar er slettet"


async def write(stage: Stage, words: str = "Noget om Frederikke.") -> None:
    async with stage.service.house.database.transaction() as connection:
        number = int(await connection.scalar(select(conversation.c.id)) or 0)
        await talk.write(connection, stage.service.house, number, Own(words))


async def later(stage: Stage, **span: float) -> list[str]:
    """Time passes in steps in which jobs run. Returns what was sent."""
    before, end = len(stage.network.sent), stage.clock.at + timedelta(**span)
    while stage.clock.at < end:
        stage.clock.pass_(minutes=min(30, max(1, (end - stage.clock.at).total_seconds() / 60)))
        await run_due(stage.service)
    return [sent.text for sent in stage.network.sent[before:]]


async def offered(stage: Stage) -> int:
    """The unit says yes, and its times are before her."""
    times = [stage.clock.at + timedelta(days=3), stage.clock.at + timedelta(days=4)]
    async with stage.service.house.database.transaction() as connection:
        number = int(await connection.scalar(select(suggestion.c.id)) or 0)
        ended = await decisions.say_yes(connection, stage.service.house, number, times=times, how="link")
        assert not isinstance(ended, Refused), ended
    await later(stage, minutes=5)
    return number


@pytest.mark.parametrize("doubt", [RETRY, UNKNOWN])
async def test_a_text_that_was_to_be_tried_again_is_not(stage: Stage, doubt: Sending) -> None:
    stage.network.ends, stage.network.settles = [doubt], [RETRY, RETRY, RETRY]
    await write(stage)
    await run_due(stage.service)
    (answered,) = await stage.text("SLET")
    assert answered.startswith(DELETED)
    assert await later(stage, hours=6) == []


@dataclass
class InFlight:
    """A door that asks to be deleted in the middle of sending, and answers when that is done."""

    stage: Stage
    ending: Sending
    sent: list[str] = field(default_factory=list)
    asked: bool = False

    async def send(self, outbound: Outbound) -> Sending:
        self.sent.append(outbound.text)
        if not self.asked:
            self.asked = True
            await text_in(self.stage.service, "SLET")
            return self.ending
        return Sending(Outcome.SENT, provider_id=f"SM{outbound.id}")

    async def settle(self, outbound: Outbound) -> Sending:
        return RETRY


@pytest.mark.parametrize("ending", [RETRY, UNKNOWN, Sending(Outcome.SENT, provider_id="SM1")])
@pytest.mark.parametrize("writes_again", [False, True])
async def test_a_text_in_flight_is_tried_once_and_the_answer_comes_behind_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, ending: Sending, writes_again: bool
) -> None:
    door = InFlight(stage, ending)
    monkeypatch.setattr(stage.network, "send", door.send)
    monkeypatch.setattr(stage.network, "settle", door.settle)
    await write(stage)
    async with stage.service.house.database.engine.connect() as connection:
        number = int(await connection.scalar(select(conversation.c.id)) or 0)
    await stage.service.outbox.drain([number], [])
    if writes_again:
        await stage.text("hej, jeg er sygeplejerske")
    await later(stage, hours=6)
    assert door.sent[0] == "Noget om Frederikke."
    assert door.sent[1].startswith(DELETED)
    assert len(door.sent) == 3 if writes_again else 2
    assert not [words for words in door.sent if "[slettet]" in words]


async def test_a_process_that_died_while_it_sent_leaves_nothing_to_send(stage: Stage) -> None:
    await write(stage)
    now = stage.clock.at
    async with stage.service.house.database.transaction() as connection:
        last = select(message.c.id).where(message.c.direction == "out").order_by(message.c.id.desc()).limit(1)
        dead = update(message).where(message.c.id == last.scalar_subquery())
        await connection.execute(dead.values(status="sending", settled_at=now, tried_at=now))
    stage.network.settles = [RETRY, RETRY]
    await text_in(stage.service, "SLET")
    sent = await later(stage, hours=6)
    assert len(sent) == 1
    assert sent[0].startswith(DELETED)


async def test_a_repeat_of_the_text_begins_nothing(stage: Stage) -> None:
    await text_in(stage.service, "SLET", provider_id="SM-slet")
    assert (await text_in(stage.service, "SLET", provider_id="SM-slet")).kind == "repeated"
    assert (await stage.row(text("SELECT count(*) AS number FROM candidacy"))).number == 1


async def test_a_units_yes_after_it_is_refused_and_its_link_says_why(stage: Stage) -> None:
    await text_in(stage.service, "SLET")
    case = await stage.row(select(suggestion))
    async with stage.service.house.database.transaction() as connection:
        times = [stage.clock.at + timedelta(days=3)]
        ended = await decisions.say_yes(connection, stage.service.house, case.id, times=times, how="link")
    assert isinstance(ended, Refused)
    assert await later(stage, hours=6) == []
    app = web.Application()
    app[HOUSE] = stage.service.house
    bot.web.install(app, stage.service.house)
    app.add_routes(bot.units.routes(stage.service.house))
    async with TestClient(TestServer(app)) as client:
        link = address_of(stage.service.house, case.id, case.proposed_at)
        answer = await client.get("/u/" + link.rpartition("/")[2])
        page = await answer.text()
    assert answer.status == 410
    assert "Kandidaten søger ikke mere." in page
    assert "slette" not in page


async def test_an_offer_that_is_out_is_taken_back_in_silence(stage: Stage) -> None:
    await offered(stage)
    (answered,) = await stage.text("SLET")
    assert answered.startswith(DELETED)
    assert await later(stage, days=5) == []
    assert (await stage.row(select(interview))).state == "cancelled"


async def test_a_reminder_is_not_sent_and_the_unit_is_asked_to_forget(stage: Stage) -> None:
    await offered(stage)
    assert "Aftalt" in (await stage.text("1"))[0]
    await stage.text("SLET")
    assert await later(stage, days=5) == []
    letter = stage.box.mails[-1].get_body(("plain",))
    assert letter is not None
    assert "Kandidaten søger ikke mere. Slet mailen med fornavn og nummer" in " ".join(letter.get_content().split())


@pytest.mark.parametrize("by", ["command", "line"])
async def test_deleted_by_somebody_else_with_an_offer_out_nothing_is_said(stage: Stage, by: str) -> None:
    await offered(stage)
    async with stage.service.house.database.transaction() as connection:
        person_id = int(await connection.scalar(select(candidacy.c.person_id)) or 0)
        await forgetting.forget(connection, stage.service.house, person_id, actor=by)
    assert await later(stage, days=5) == []


async def test_a_recruiter_who_held_the_talk_holds_it_no_more(stage: Stage) -> None:
    async with stage.service.house.database.transaction() as connection:
        number = int(await connection.scalar(select(conversation.c.id)) or 0)
        await takeover.take(connection, stage.service.house, number, 1)
    await run_due(stage.service)
    (answered,) = await stage.text("SLET")
    assert answered.startswith(DELETED)
    assert (await stage.row(select(conversation))).holder_id is None
    await write(stage, "Hej, er du der?")
    async with stage.service.house.database.transaction() as connection:
        await talk.write(connection, stage.service.house, number, notices.HANDED_BACK.told("da"))
    assert await later(stage, hours=6) == []


async def test_what_was_promised_is_not_said_again_and_stays_first_in_the_queue(stage: Stage) -> None:
    await stage.text("SLET")
    assert await later(stage, days=5) == []
    promised = await stage.row(select(promise).where(promise.c.kept_at.is_(None)))
    search = await stage.row(select(candidacy))
    assert search.needs == "erase"
    assert search.due_at == promised.due_at < stage.clock.at
    async with stage.service.house.database.transaction() as connection:
        assert await confirming.confirm(connection, stage.service.house, search.id, recruiter_id=1)
    assert await later(stage, hours=1) == ["Alt om dig er nu slettet hos joblinjen."]


async def test_a_note_about_a_deleted_person_is_nobodys_text(stage: Stage) -> None:
    """What another room queues by hand, straight into the table, is held back at the moment of sending too."""
    await stage.text("SLET")
    async with stage.service.house.database.transaction() as connection:
        number = int(await connection.scalar(select(conversation.c.id)) or 0)
        row: dict[str, Any] = talk.outgoing(
            stage.service.house,
            id=10**15,
            channel="sms",
            address="+4520304050",
            author="line",
            body=Own("x"),
            conversation_id=number,
        )
        await connection.execute(insert(message).values(**row))
    before = len(stage.network.sent)
    await stage.service.outbox.drain([number], [])
    assert len(stage.network.sent) == before

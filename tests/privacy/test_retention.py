"""Silence is asked about once; an answer counts, none ends the search; what ended long ago is forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, text, update

from bot.app import REGULAR, Service
from bot.demo.city import load_city
from bot.line import takeover
from bot.privacy.retention import DAYS_TO_ANSWER, question
from bot.store import trail
from bot.store.tables import candidacy, conversation, recruiter, suppression
from tests.conftest import Clock, make_settings
from tests.due import run_due
from tests.handset import NUMBER, Network, running, text_in
from tests.privacy.everything import traces
from wording.gsm import foreign, segments

APPLICATION = "Hej, jeg er sosu-hjælper og vil arbejde på Amager, 32 timer, dag, fast, hurtigst muligt"
ASKED = (
    "Hej Mille. Vil du stadig gerne blive i køen? Svar JA eller NEJ. Hører vi ikke fra dig inden 8. juni, "
    "slutter din søgning."
)
SIX_MONTHS_ON = datetime(2027, 5, 25, 9, 10, tzinfo=UTC)


@dataclass
class Line:
    """The line in one person's hand, and its daily jobs."""

    service: Service
    network: Network
    url: str
    clock: Clock

    async def text(self, body: str) -> list[str]:
        """What the line answers."""
        self.clock.pass_(minutes=1)
        before = len(self.network.sent)
        await text_in(self.service, body)
        return [sent.text for sent in self.network.sent[before:]]

    async def day(self) -> list[str]:
        """The daily jobs run by the clock's day. Returns what was sent."""
        before = len(self.network.sent)
        for name in ("privacy.purge", "privacy.lapse", "privacy.ask_again"):
            await self.service.house.database.jobs.tasks[name].func()
        await run_due(self.service)
        return [sent.text for sent in self.network.sent[before:]]

    async def search(self) -> Any:
        async with self.service.house.database.engine.connect() as connection:
            return (await connection.execute(select(candidacy))).one()

    async def change(self, statement: Any) -> None:
        async with self.service.house.database.transaction() as connection:
            await connection.execute(statement)

    async def happened(self, verb: str) -> int:
        async with self.service.house.database.engine.connect() as connection:
            found = await connection.execute(text("SELECT count(*) FROM event WHERE verb = :verb"), {"verb": verb})
            return int(found.scalar_one())


@asynccontextmanager
async def _line(tmp_path: Path, url: str, clock: Clock) -> AsyncIterator[Line]:
    network = Network()
    async with running(make_settings(tmp_path), url, clock, network) as service:
        yield Line(service, network, url, clock)


@pytest_asyncio.fixture
async def line(tmp_path: Path, url: str, clock: Clock) -> AsyncIterator[Line]:
    """Mille is in the queue since November, and has been promised nothing since."""
    async with _line(tmp_path, url, clock) as line:
        async with line.service.house.database.transaction() as connection:
            await load_city(connection, "kbh", clock().date())
            who = {"issuer": "t", "subject": "t", "name": "Anne Lind", "role": "recruiter"}
            await connection.execute(recruiter.insert().values(id=1, employer_id=line.service.house.employer.id, **who))
        await line.text(APPLICATION)
        await line.text("Mille")
        await line.text("ja")
        assert (await line.search()).stage == "confirmed"
        # Promises renew themselves for as long as nobody keeps them; that is another story.
        await line.change(text("UPDATE promise SET kept_at = now(), kept_how = 'call'"))
        await line.change(text("DELETE FROM procrastinate_jobs"))
        yield line


def test_the_jobs_run_every_day() -> None:
    assert {"privacy.ask_again", "privacy.lapse", "privacy.purge"} <= REGULAR.keys()


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", ["", "Mille", "Zoë-Ołena Ślązak", "M" * 200])
def test_the_question_fits_two_texts(language: str, name: str) -> None:
    shown = question(name, date(2027, 9, 30), language, today=date(2027, 9, 16))
    assert segments(shown) <= 2
    assert not foreign(shown)
    assert "30" in shown


async def test_silence_is_asked_about_once(line: Line) -> None:
    assert await line.day() == []
    line.clock.at = SIX_MONTHS_ON
    assert await line.day() == [ASKED]
    assert await line.day() == []
    assert await line.happened("asked_again") == 1


@pytest.mark.parametrize("stage", ["confirmed", "paused", "telling"])
async def test_a_yes_keeps_the_place(line: Line, stage: str) -> None:
    await line.change(update(candidacy).values(stage=stage))
    line.clock.at = SIX_MONTHS_ON
    await line.day()
    answered = await line.text("Ja")
    assert answered[0].startswith("Tak. Så bliver du i køen.")
    search = await line.search()
    assert (search.stage, search.needs) == ("confirmed", "match")
    line.clock.pass_(days=30)
    await line.day()
    assert await line.happened("asked_again") == 1
    assert (await line.search()).stage == "confirmed"


async def test_a_no_takes_it_back_and_a_yes_after_all(line: Line) -> None:
    line.clock.at = SIX_MONTHS_ON
    await line.day()
    assert await line.text("nej tak") == ["Det er i orden. Vi tager dig ud af køen."]
    assert (await line.search()).stage == "withdrawn"
    assert (await line.text("JA"))[0].startswith("Tak. Så bliver du i køen.")
    assert (await line.search()).stage == "confirmed"


async def test_no_answer_ends_the_search(line: Line) -> None:
    line.clock.at = SIX_MONTHS_ON
    await line.day()
    line.clock.pass_(days=DAYS_TO_ANSWER)
    await line.day()
    assert (await line.search()).stage == "confirmed"  # The last day is theirs to its end.
    line.clock.pass_(days=1)
    assert await line.day() == []
    search = await line.search()
    assert (search.stage, search.needs, search.due_at) == ("lapsed", None, None)
    assert await line.happened("lapsed") == 1
    # Late is not never.
    assert (await line.text("ja"))[0].startswith("Tak. Så bliver du i køen.")
    assert (await line.search()).stage == "confirmed"


async def test_any_text_is_a_sign_of_life(line: Line) -> None:
    line.clock.at = SIX_MONTHS_ON
    await line.day()
    await line.text("nu vil jeg hellere have nat")
    line.clock.pass_(days=30)
    assert await line.day() == []
    assert (await line.search()).stage == "confirmed"
    line.clock.pass_(days=170)
    assert len(await line.day()) == 1


async def test_who_is_talked_to_is_left_alone(line: Line) -> None:
    line.clock.at = SIX_MONTHS_ON
    async with line.service.house.database.transaction() as connection:
        talk = int(await connection.scalar(select(conversation.c.id)) or 0)
        await takeover.take(connection, line.service.house, talk, 1)
    assert not any("blive i køen" in sent for sent in await line.day())


async def test_a_named_day_is_waited_for(line: Line) -> None:
    await line.change(update(candidacy).values(stage="paused", parked_until=date(2027, 8, 1)))
    line.clock.at = SIX_MONTHS_ON
    assert await line.day() == []


async def test_nobody_lapses_while_a_person_is_to_look(line: Line) -> None:
    line.clock.at = SIX_MONTHS_ON
    await line.day()
    await line.change(update(candidacy).values(needs="human"))
    line.clock.pass_(days=20)
    await line.day()
    assert (await line.search()).stage == "confirmed"


async def test_the_documentation_goes_in_time(line: Line) -> None:
    line.clock.at = SIX_MONTHS_ON
    await line.text("jeg har fået job et andet sted")
    assert (await line.search()).stage == "withdrawn"
    line.clock.at = datetime(2030, 5, 24, 3, 25, tzinfo=UTC)
    await line.day()
    assert (await line.search()).stage == "withdrawn"
    line.clock.pass_(days=3)
    assert await line.day() == []
    assert (await line.search()).stage == "erased"
    assert traces(line.url, NUMBER, NUMBER.removeprefix("+45"), "Mille", "sosu-hjælper", "32 timer") == []
    assert await line.happened("forgotten") == 1
    await line.day()
    assert await line.happened("forgotten") == 1
    async with line.service.house.database.transaction() as connection:
        assert await trail.verify(connection) == []


async def test_a_stop_is_kept_when_the_rest_goes(line: Line) -> None:
    await line.text("STOP")
    line.clock.at = datetime(2030, 1, 1, 3, 25, tzinfo=UTC)
    await line.day()
    async with line.service.house.database.engine.connect() as connection:
        assert await connection.scalar(select(suppression.c.address)) == NUMBER
    assert len(traces(line.url, NUMBER)) == 1

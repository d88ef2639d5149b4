"""Frederikke has told the line everything, was suggested to a unit, and a recruiter has written about her."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest_asyncio
from sqlalchemy import select, update

from bot.app import Service
from bot.demo.city import load_city
from bot.pool import rankings
from bot.privacy import confirming
from bot.store import trail
from bot.store.tables import candidacy, contact_point, note, recruiter
from bot.units import suggestions
from bot.units.suggestions import Suggested
from tests.conftest import Clock, make_settings
from tests.due import run_due
from tests.handset import Network, running, text_in
from tests.post import Mailbox, mailbox

APPLICATION = "Hej, jeg er sosu-assistent med autorisation og vil arbejde på Amager, 32 timer, dag, fast, fra 1/2"


@dataclass
class Stage:
    """Frederikke has told everything, was suggested to a unit, and a recruiter has written about her."""

    service: Service
    network: Network
    url: str
    clock: Clock
    box: Mailbox

    async def text(self, body: str) -> list[str]:
        """What the line answers."""
        before = len(self.network.sent)
        self.clock.pass_(minutes=1)
        await text_in(self.service, body)
        return [sent.text for sent in self.network.sent[before:]]

    async def confirm(self, candidacy_id: int, *, run: bool = True) -> bool:
        async with self.service.house.database.transaction() as connection:
            done = await confirming.confirm(connection, self.service.house, candidacy_id, recruiter_id=1)
        if run:
            await run_due(self.service)
        return done

    async def row(self, query: Any) -> Any:
        async with self.service.house.database.engine.connect() as connection:
            return (await connection.execute(query)).first()

    async def whole(self) -> bool:
        """Whether the audit trail is as it was written."""
        async with self.service.house.database.transaction() as connection:
            return await trail.verify(connection) == []


@pytest_asyncio.fixture
async def stage(tmp_path: Path, url: str, clock: Clock) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        box = stack.enter_context(mailbox())
        network = Network()
        service = await stack.enter_async_context(
            running(make_settings(tmp_path, SMTP_PORT=box.port), url, clock, network)
        )
        stage = Stage(service, network, url, clock, box)
        house = service.house
        async with house.database.transaction() as connection:
            await load_city(connection, "kbh", clock().date())
            who = {"issuer": "t", "subject": "t", "name": "Anne Lind", "role": "recruiter"}
            await connection.execute(recruiter.insert().values(id=1, employer_id=house.employer.id, **who))
        await stage.text(APPLICATION)
        await stage.text("Frederikke")
        await stage.text("ja")
        async with house.database.transaction() as connection:
            number = int(await connection.scalar(select(candidacy.c.id)) or 0)
            shown = await rankings.rank_now(connection, house, number)
            ranking_id = await rankings.keep(connection, house, number, shown)
            ended = await suggestions.suggest(
                connection,
                house,
                candidacy_id=number,
                vacancy_id=shown.row_ids[shown.ranking.eligible[-1].vacancy_id],
                ranking_id=ranking_id,
                recruiter_id=1,
                override="en begrundelse om Frederikke",
            )
            assert isinstance(ended, Suggested), ended
            written = {"recruiter_id": 1, "body": "note om Frederikke", "at": house.now()}
            await connection.execute(
                note.insert().values(employer_id=house.employer.id, candidacy_id=number, **written)
            )
            await connection.execute(
                update(contact_point).values(reply_to={"user": {"id": "29:x", "name": "Frederikke F"}})
            )
        await run_due(service)
        yield stage

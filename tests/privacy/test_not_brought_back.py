"""The provider's log still knows the texts of whoever was forgotten: looking through it brings nobody back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import func, select

from bot.channels.door import Inbound
from bot.line.tasks import tasks
from bot.privacy import forgetting
from bot.store.tables import candidacy, message, person
from tests.due import run_due
from tests.handset import LINE, NUMBER
from tests.privacy.everything import traces
from tests.privacy.frederikke import APPLICATION, Stage

OTHER = "+4521304050"


async def look_through(stage: Stage, log: list[Inbound]) -> None:
    """As the job does every five minutes; the newest comes first in a provider's log."""

    async def listing(since: datetime) -> AsyncIterator[Inbound]:
        for inbound in reversed(log):
            yield inbound

    service = stage.service
    jobs = tasks(service.house, service.voice, service.outbox, service.inbox, listing)
    await jobs["line.reconcile"]()
    await run_due(service)


async def log_of(stage: Stage) -> list[Inbound]:
    """What the provider has from her."""
    kept = select(message.c.provider_id, message.c.body).where(message.c.direction == "in").order_by(message.c.id)
    async with stage.service.house.database.engine.connect() as connection:
        rows = (await connection.execute(kept)).all()
    assert len(rows) == 3
    return [Inbound("sms", row.provider_id, NUMBER, LINE, row.body, stage.clock()) for row in rows]


async def count(stage: Stage) -> int:
    return int((await stage.row(select(func.count()).select_from(person)))[0])


async def test_who_was_forgotten_is_not_met_again(stage: Stage) -> None:
    house, log = stage.service.house, await log_of(stage)
    owner = (await stage.row(select(candidacy.c.person_id))).person_id
    async with house.database.transaction() as connection:
        await forgetting.forget(connection, house, owner, actor="command")
    sent = len(stage.network.sent)
    await look_through(stage, log)
    assert await count(stage) == 1
    assert stage.network.sent[sent:] == []
    assert traces(stage.url, NUMBER, *(inbound.provider_id for inbound in log)) == []
    # Forgotten twice is still forgotten, and whoever writes again is heard.
    async with house.database.transaction() as connection:
        await forgetting.forget(connection, house, owner, actor="command")
    await look_through(stage, [*log, Inbound("sms", "SMnew", NUMBER, LINE, "hej igen, søger job", stage.clock())])
    assert await count(stage) == 2
    assert len(stage.network.sent) == sent + 1


async def test_what_no_webhook_brought_is_heard_in_the_order_it_was_written(stage: Stage) -> None:
    await look_through(
        stage,
        [
            Inbound("sms", "SMa", OTHER, LINE, APPLICATION, stage.clock()),
            Inbound("sms", "SMb", OTHER, LINE, "Gerda", stage.clock()),
        ],
    )
    assert stage.network.sent[-1].text.startswith("Gerda, jeg har skrevet:")

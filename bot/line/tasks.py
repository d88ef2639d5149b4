"""The line's jobs: sending, promises that fall due, people who come back, messages a webhook missed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import text

from bot.channels.door import Inbound
from bot.house import House
from bot.line import acts, promises, waiting
from bot.line.forgotten import without_forgotten
from bot.line.inbox import Inbox
from bot.line.outbox import Outbox
from bot.line.talk import DRAIN
from bot.line.turns import ADVANCE, Voice, advance_now

log = structlog.get_logger(__name__)

Job = Callable[..., Awaitable[None]]
Listing = Callable[[datetime], AsyncIterator[Inbound]]

LOOK_BACK = timedelta(hours=2)  # How far reconciliation reads the provider's log; an hour's outage fits in twice.


def tasks(house: House, voice: Voice, outbox: Outbox, inbox: Inbox, listing: Listing | None = None) -> dict[str, Job]:
    """The jobs by name. listing: what the provider received for us since a moment, to find what no webhook brought."""

    async def advance(conversation_id: int) -> None:
        async with house.database.transaction() as connection:
            going = await advance_now(connection, house, voice, conversation_id)
        outbox.let_go(going)

    async def due(promise_id: int) -> None:
        await waiting.promise_due(house, promise_id)

    async def back(candidacy_id: int) -> None:
        await waiting.pause_over(house, candidacy_id)

    async def reconcile() -> None:
        if listing is None:
            return
        # The provider says the newest first; who wrote twice is heard in the order they wrote.
        listed = [inbound async for inbound in listing(house.now() - LOOK_BACK)][::-1]
        async with house.database.transaction() as connection:
            listed = await without_forgotten(connection, listed, house.now())
        for inbound in listed:
            receipt = await inbox.receive(inbound)
            if receipt.kind == "taken":
                log.warning("found_in_providers_log", conversation=receipt.conversation_id)

    async def sweep() -> None:
        await sweep_outbox(house, outbox)

    return {
        DRAIN: outbox.drain,
        ADVANCE: advance,
        promises.DUE: due,
        acts.RESUME: back,
        "line.reconcile": reconcile,
        "line.sweep": sweep,
    }


async def sweep_outbox(house: House, outbox: Outbox) -> None:
    """Sends what lies in the outbox without a job: the job of a worker that was killed while it ran."""
    async with house.database.engine.connect() as connection:
        rows = await connection.execute(
            text(
                "SELECT DISTINCT conversation_id, unit_id FROM message WHERE direction = 'out' "
                "AND status IN ('queued', 'sending', 'unknown') AND send_after < :late LIMIT 500"
            ),
            {"late": house.now() - timedelta(minutes=1)},
        )
        found = [(row.conversation_id, row.unit_id) for row in rows]
    for talk, unit in found:
        await outbox.drain([talk] if talk is not None else [], [unit] if unit is not None else [])

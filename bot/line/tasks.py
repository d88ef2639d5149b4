"""The line's jobs: sending, promises that fall due, people who come back, messages a webhook missed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, text, update

from bot.channels.door import Doors, Inbound
from bot.house import House
from bot.line import promises, queue
from bot.line.inbox import Inbox
from bot.line.outbox import Outbox
from bot.line.talk import DRAIN, write
from bot.line.turns import ADVANCE, Voice, advance_now
from bot.store.database import notify
from bot.store.tables import candidacy, conversation, promise
from bot.store.trail import Happening, record
from wording import times

log = structlog.get_logger(__name__)

Job = Callable[..., Awaitable[None]]
Listing = Callable[[datetime], AsyncIterator[Inbound]]

NOT_YET = {
    "da": "Hej {name}. Vi har ikke glemt dig, men vi er ikke færdige endnu. Du hører fra os senest {due}.",
    "en": "Hi {name}. We have not forgotten you, but we are not done yet. You hear from us by {due}.",
}
LOOK_BACK = timedelta(hours=2)  # How far reconciliation reads the provider's log; an hour's outage fits in twice.


def tasks(house: House, voice: Voice, doors: Doors, inbox: Inbox, listing: Listing | None = None) -> dict[str, Job]:
    """The jobs by name. listing: what the provider received for us since a moment, to find what no webhook brought."""
    outbox = Outbox(house, doors)

    async def advance(conversation_id: int) -> None:
        async with house.database.transaction() as connection:
            await advance_now(connection, house, voice, conversation_id)

    async def due(promise_id: int) -> None:
        await promise_due(house, promise_id)

    async def back(candidacy_id: int) -> None:
        await come_back(house, candidacy_id)

    async def reconcile() -> None:
        if listing is None:
            return
        async for inbound in listing(house.now() - LOOK_BACK):
            receipt = await inbox.receive(inbound)
            if receipt.kind == "taken":
                log.warning("found_in_providers_log", conversation=receipt.conversation_id)

    async def sweep() -> None:
        await sweep_outbox(house, outbox)

    return {
        DRAIN: outbox.drain,
        ADVANCE: advance,
        promises.DUE: due,
        "line.resume": back,
        "line.reconcile": reconcile,
        "line.sweep": sweep,
    }


async def promise_due(house: House, promise_id: int) -> None:
    """A promise that was not kept in time: the candidate is told so and when now; the recruiter sees that it is late."""
    async with house.database.transaction() as connection:
        row = (
            await connection.execute(
                select(promise, candidacy.c.stage, candidacy.c.summary)
                .join(candidacy, candidacy.c.id == promise.c.candidacy_id)
                .where(promise.c.id == promise_id)
                .with_for_update(of=promise)
            )
        ).one_or_none()
        if row is None or row.kept_at is not None or row.due_at > house.now():
            return
        talk = (
            await connection.execute(
                select(conversation.c.id, conversation.c.language)
                .where(conversation.c.candidacy_id == row.candidacy_id)
                .order_by(conversation.c.last_inbound_at.desc().nulls_last())
                .limit(1)
            )
        ).one_or_none()
        await connection.execute(
            update(promise).where(promise.c.id == promise_id).values(kept_at=house.now(), kept_how="renewed")
        )
        event = Happening(
            house.employer.id, row.candidacy_id, "line", "promise_late", house.now(), {"promise": promise_id}
        )
        await record(connection, [event])
        if talk is None or row.stage not in {"telling", "confirmed"}:
            return
        again = await promises.make(connection, house, row.candidacy_id, row.kind)
        language = "da" if talk.language == "da" else "en"
        name = (row.summary or {}).get("first_name") or ("igen" if language == "da" else "again")
        words = NOT_YET[language].format(name=name, due=times.in_full(house.local(again), language))
        await write(connection, house, talk.id, words)
        await queue.rethink(connection, [row.candidacy_id])
        await notify(connection, "queue", f"candidacy:{row.candidacy_id}")


async def come_back(house: House, candidacy_id: int) -> None:
    """The day a pause was to end: the candidate is in the queue again, unless they came back or left before."""
    async with house.database.transaction() as connection:
        today = house.local(house.now()).date()
        back = await connection.execute(
            update(candidacy)
            .where(candidacy.c.id == candidacy_id, candidacy.c.stage == "paused", candidacy.c.parked_until <= today)
            .values(stage=text("CASE WHEN confirmed_at IS NULL THEN 'telling' ELSE 'confirmed' END"), parked_until=None)
            .returning(candidacy.c.id)
        )
        if back.one_or_none() is None:
            return
        await record(connection, [Happening(house.employer.id, candidacy_id, "line", "came_back", house.now())])
        await promises.make(connection, house, candidacy_id, "hear_from_us")
        await queue.rethink(connection, [candidacy_id])
        await notify(connection, "queue", f"candidacy:{candidacy_id}")


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

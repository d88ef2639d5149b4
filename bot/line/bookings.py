"""What became of an attempt to send, written down: gone, to be tried again, or never; and who is told."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Outcome, Sending
from bot.house import House
from bot.line import queue, suppression
from bot.line.talk import DRAIN, InHand
from bot.store.database import enqueue, notify
from bot.store.driver import run
from bot.store.tables import message

log = structlog.get_logger(__name__)

ATTEMPTS = 8  # Spread over about four hours; then a person is told.
LONGEST_WAIT = timedelta(hours=2)
# A status report may have come before the answer to our own request: what is further stays.
SENT = """
    UPDATE message SET provider_id = new.provider_id, settled_at = %(now)s,
      status = CASE WHEN status IN ('sending', 'queued', 'unknown') THEN 'sent' ELSE status END, error = NULL
    FROM unnest(CAST(%(ids)s AS bigint[]), CAST(%(provider_ids)s AS text[])) AS new(id, provider_id)
    WHERE message.id = new.id
    """


@dataclass(frozen=True, slots=True)
class Tried:
    """A message and how the attempt to send it ended."""

    one: InHand
    sending: Sending


async def sent(connection: AsyncConnection, house: House, gone: Sequence[Tried]) -> None:
    """They are gone, and the provider calls them so."""
    if gone:
        ids = [tried.one.outbound.id for tried in gone]
        provider_ids = [tried.sending.provider_id for tried in gone]
        await run(connection, SENT, {"ids": ids, "provider_ids": provider_ids, "now": house.now()})
        await _told(connection, *(tried.one for tried in gone))


async def not_sent(connection: AsyncConnection, house: House, tried: Tried) -> bool:
    """It is not gone, or nobody knows. True if nothing more is done about it, and what lies behind may follow."""
    if tried.sending.outcome is not Outcome.FINAL:
        return await _again(connection, house, tried.one, tried.sending)
    await end(connection, house, tried.one, "failed", tried.sending.error)
    if tried.sending.opted_out:
        await suppression.stop(connection, house, tried.one.outbound.channel, tried.one.outbound.address, "provider")
    else:
        await _shown(connection, tried.one)
    return True


async def _again(connection: AsyncConnection, house: House, one: InHand, sending: Sending) -> bool:
    """Tries or looks again later. True if that was the last time."""
    attempts = one.attempts + 1
    doubtful = sending.outcome is Outcome.UNKNOWN
    if attempts >= ATTEMPTS:
        await end(connection, house, one, "doubtful" if doubtful else "failed", sending.error)
        await _shown(connection, one)
        return True
    at = house.now() + _wait(attempts, sending.wait)
    await connection.execute(
        update(message)
        .where(message.c.id == one.outbound.id, message.c.status == "sending")
        .values(
            status="unknown" if doubtful else "queued",
            error=sending.error,
            send_after=at,
            settled_at=None,
            attempts=attempts,
        )
    )
    await later(connection, house, one, at)
    log.info("send_later", message=one.outbound.id, attempts=attempts, outcome=sending.outcome.value)
    return False


def _wait(attempts: int, asked: float | None) -> timedelta:
    """Doubling from five seconds, with jitter so that a provider's bad minute does not end in a crowd."""
    seconds = max(asked or 0, 5 * 2 ** (attempts - 1))
    jitter = random.uniform(0.8, 1.3)  # noqa: S311 - spreads load, hides nothing.
    return min(timedelta(seconds=seconds * jitter), LONGEST_WAIT)


async def later(connection: AsyncConnection, house: House, one: InHand, at: datetime) -> None:
    """A job looks after this talk then."""
    talks = [one.talk] if one.unit_id is None else []
    units = [one.unit_id] if one.unit_id is not None else []
    await enqueue(connection, house.database, DRAIN, at=at, talks=talks, units=units)


async def end(connection: AsyncConnection, house: House, one: InHand, status: str, error: str | None) -> None:
    """Nothing more is done about it. status: failed, doubtful, withheld."""
    await connection.execute(
        update(message)
        .where(message.c.id == one.outbound.id)
        .values(status=status, error=error, settled_at=house.now())
    )
    await _told(connection, one)


async def _shown(connection: AsyncConnection, one: InHand) -> None:
    """A candidate who cannot be reached is a person's to call."""
    if one.candidacy_id is not None:
        await queue.look(connection, one.candidacy_id, "undelivered")
        await notify(connection, "queue")


async def _told(connection: AsyncConnection, *ones: InHand) -> None:
    """Pages that show these talks show what became of the messages."""
    ours = [one for one in ones if one.candidacy_id is not None]
    await notify(
        connection, *(f"message:{one.talk}" for one in ours), *(f"candidacy:{one.candidacy_id}" for one in ours)
    )

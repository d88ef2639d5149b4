"""The outbox: a job per talk sends what is queued, in order, through the door; every doubt is marked and settled."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Doors, Outbound, Outcome, Sending
from bot.house import House
from bot.line import queue
from bot.line.talk import DRAIN
from bot.store.database import enqueue, notify
from bot.store.tables import message
from bot.web import metrics

log = structlog.get_logger(__name__)

ATTEMPTS = 8  # Spread over about four hours; then a person is told.
LONGEST_WAIT = timedelta(hours=2)
LEASE = timedelta(minutes=2)  # A message in hand longer than this was in hand when its process died.

# The next message of one talk: the oldest that has not ended. FOR UPDATE SKIP LOCKED: two workers never hold the same one.
NEXT = text(
    """
    SELECT m.id, m.channel, m.address, m.body, m.extra, m.status, m.attempts, m.at, m.day, m.send_after, m.conversation_id,
      m.unit_id, m.author, m.settled_at, m.tried_at, p.reply_to, v.candidacy_id,
      EXISTS (SELECT 1 FROM suppression s WHERE s.employer_id = m.employer_id AND s.channel = m.channel
                AND s.address = m.address AND s.lifted_at IS NULL)
        AND coalesce(m.extra ->> 'last_word', '') = '' AS stopped
    FROM message m
    LEFT JOIN conversation v ON v.id = m.conversation_id
    LEFT JOIN contact_point p ON p.id = v.contact_point_id
    WHERE m.direction = 'out' AND m.status IN ('queued', 'sending', 'unknown')
      AND (m.conversation_id = :talk OR m.unit_id = :unit)
    ORDER BY m.id LIMIT 1 FOR UPDATE OF m SKIP LOCKED
    """
)


@dataclass(frozen=True)
class Outbox:
    """Sends what the rooms have queued."""

    house: House
    doors: Doors

    async def drain(self, talks: list[int], units: list[int]) -> None:
        """Sends what is queued in these talks, each in order. A talk that must wait gets a job of its own for later."""
        for talk in talks:
            await self._drain(talk=talk, unit=None)
        for unit in units:
            await self._drain(talk=None, unit=unit)

    async def _drain(self, *, talk: int | None, unit: int | None) -> None:
        while await self._send_next(talk, unit):
            pass

    async def _send_next(self, talk: int | None, unit: int | None) -> bool:
        """Sends one message. False if there is none to send now."""
        async with self.house.database.transaction() as connection:
            # One drain per talk at a time, so that a second text never overtakes the first one.
            key = f"drain:{talk}:{unit}"
            free = await connection.execute(text("SELECT pg_try_advisory_xact_lock(hashtext(:key))"), {"key": key})
            if not free.scalar_one():
                await self._later(connection, talk, unit, self.house.now() + timedelta(seconds=1))
                return False
            row = (await connection.execute(NEXT, {"talk": talk, "unit": unit})).one_or_none()
            if row is None:
                return False
            now = self.house.now()
            if row.stopped:
                await self._end(connection, row, "withheld", "stopped")
                return True
            if row.send_after is not None and row.send_after > now:
                await self._later(connection, talk, unit, row.send_after)
                return False
            if row.status == "sending" and row.settled_at is not None and now - row.settled_at < LEASE:
                await self._later(connection, talk, unit, row.settled_at + LEASE)
                return False
            doubtful = row.status in {"sending", "unknown"}
            # Written and committed before the door is tried: a process that dies here leaves a doubt, never a loss.
            await connection.execute(
                update(message)
                .where(message.c.id == row.id)
                .values(status="sending", settled_at=now, **({} if doubtful else {"tried_at": now}))
            )
            known = await self._others(connection, row) if doubtful else frozenset()
        sending = await self._through_door(row, known, settle=doubtful)
        async with self.house.database.transaction() as connection:
            return await self._book(connection, row, sending, talk, unit)

    @staticmethod
    async def _others(connection: AsyncConnection, row: Any) -> frozenset[str]:
        """What the provider calls our other messages to this address: a doubt must not be settled by one of them."""
        rows = await connection.execute(
            select(message.c.provider_id).where(
                message.c.direction == "out",
                message.c.address == row.address,
                message.c.id != row.id,
                message.c.day >= row.day,
                message.c.provider_id.is_not(None),
            )
        )
        return frozenset(rows.scalars())

    async def _through_door(self, row: Any, known: frozenset[str], *, settle: bool) -> Sending:
        door = self.doors.of(row.channel)
        if door is None:
            return Sending(Outcome.FINAL, error="no_door")
        outbound = Outbound(
            id=row.id,
            channel=row.channel,
            address=row.address,
            text=row.body,
            conversation_id=row.conversation_id,
            reply_to=row.reply_to,
            extra=row.extra,
            queued_at=row.at,
            tried_at=row.tried_at,
            known=known,
        )
        sending = await (door.settle(outbound) if settle else door.send(outbound))
        metrics.message_went(row.channel, sending.outcome.value)
        return sending

    async def _book(
        self, connection: AsyncConnection, row: Any, sending: Sending, talk: int | None, unit: int | None
    ) -> bool:
        """Writes down how the attempt ended. True if the next message may follow at once."""
        now = self.house.now()
        if sending.outcome is Outcome.SENT:
            # A status report may have come before the answer to our own request: what is further stays.
            await connection.execute(
                update(message)
                .where(message.c.id == row.id, message.c.status.in_(["sending", "queued", "unknown"]))
                .values(status="sent", settled_at=now, error=None)
            )
            await connection.execute(
                update(message).where(message.c.id == row.id).values(provider_id=sending.provider_id)
            )
            await self._told(connection, row)
            return True
        if sending.outcome is Outcome.FINAL:
            await self._end(connection, row, "failed", sending.error)
            if sending.opted_out:
                await self._opted_out(connection, row)
            if row.candidacy_id is not None and not sending.opted_out:
                await queue.look(connection, row.candidacy_id, "undelivered")
                await notify(connection, "queue")
            return True
        return await self._retry(connection, row, sending, talk, unit)

    async def _retry(
        self, connection: AsyncConnection, row: Any, sending: Sending, talk: int | None, unit: int | None
    ) -> bool:
        attempts = row.attempts + 1
        doubtful = sending.outcome is Outcome.UNKNOWN
        if attempts >= ATTEMPTS:
            await self._end(connection, row, "doubtful" if doubtful else "failed", sending.error)
            if row.candidacy_id is not None:
                await queue.look(connection, row.candidacy_id, "undelivered")
            return True
        at = self.house.now() + self._wait(attempts, sending.wait)
        await connection.execute(
            update(message)
            .where(message.c.id == row.id)
            .values(
                status="unknown" if doubtful else "queued",
                error=sending.error,
                send_after=at,
                settled_at=None,
                attempts=attempts,
            )
        )
        await self._later(connection, talk, unit, at)
        log.info("send_later", message=row.id, attempts=attempts, outcome=sending.outcome.value)
        return False

    @staticmethod
    def _wait(attempts: int, asked: float | None) -> timedelta:
        """Doubling from five seconds, with jitter so that a provider's bad minute does not end in a crowd."""
        seconds = max(asked or 0, 5 * 2 ** (attempts - 1))
        jitter = random.uniform(0.8, 1.3)  # noqa: S311 - spreads load, hides nothing.
        return min(timedelta(seconds=seconds * jitter), LONGEST_WAIT)

    async def _later(self, connection: AsyncConnection, talk: int | None, unit: int | None, at: datetime) -> None:
        talks, units = [talk] if talk is not None else [], [unit] if unit is not None else []
        await enqueue(connection, self.house.database, DRAIN, at=at, talks=talks, units=units)

    async def _end(self, connection: AsyncConnection, row: Any, status: str, error: str | None) -> None:
        await connection.execute(
            update(message)
            .where(message.c.id == row.id)
            .values(status=status, error=error, settled_at=self.house.now())
        )
        await self._told(connection, row)

    async def _told(self, connection: AsyncConnection, row: Any) -> None:
        if row.conversation_id is not None:
            await notify(connection, f"message:{row.conversation_id}", f"candidacy:{row.candidacy_id}")

    async def _opted_out(self, connection: AsyncConnection, row: Any) -> None:
        """The provider says this number opted out: ours follows (Twilio's error 21610)."""
        await connection.execute(
            text(
                "INSERT INTO suppression (employer_id, channel, address, kind, since) "
                "VALUES (:employer, :channel, :address, 'provider', :now) ON CONFLICT DO NOTHING"
            ),
            {
                "employer": self.house.employer.id,
                "channel": row.channel,
                "address": row.address,
                "now": self.house.now(),
            },
        )

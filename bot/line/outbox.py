"""The outbox: a job sends what is queued in some talks, in each in order, through the door; every doubt is settled."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Doors, Outbound, Outcome, Sending
from bot.house import House
from bot.line import queue, suppression
from bot.line.suppression import SILENCES
from bot.line.talk import DRAIN
from bot.store.database import enqueue, notify
from bot.store.driver import fetch, run, together
from bot.store.tables import message
from bot.web import metrics

log = structlog.get_logger(__name__)

ATTEMPTS = 8  # Spread over about four hours; then a person is told.
LONGEST_WAIT = timedelta(hours=2)
LEASE = timedelta(minutes=2)  # A message in hand longer than this was in hand when its process died.

# One at a time looks what comes next in a talk. Without it, one worker could end its look just before a message is
# committed and another begin its own just before the one ahead of it is booked: the message would lie there unseen.
TURN = """
    SELECT pg_advisory_xact_lock(%(kind)s, talk) FROM (
      SELECT DISTINCT hashint8(number) AS talk FROM unnest(CAST(%(numbers)s AS bigint[])) AS number ORDER BY 1) AS talks
    """
KIND = 0x6F757462  # Of advisory locks: ours are about the outbox.
# The next message of each talk: the oldest that has not ended, so that a second text never overtakes the first.
NEXT = f"""
    SELECT m.id, m.channel, m.address, m.body, m.extra, m.status, m.attempts, m.at, m.day, m.send_after, m.conversation_id,
      m.unit_id, m.settled_at, m.tried_at, p.reply_to, v.candidacy_id,
      EXISTS (SELECT 1 FROM suppression s WHERE s.employer_id = m.employer_id AND s.channel = m.channel
                AND s.address = m.address AND {SILENCES})
        AND coalesce(m.extra ->> 'last_word', '') = '' AS stopped
    FROM message m
    LEFT JOIN conversation v ON v.id = m.conversation_id
    LEFT JOIN contact_point p ON p.id = v.contact_point_id
    WHERE m.direction = 'out' AND m.status IN ('queued', 'sending', 'unknown') AND m.id IN (
      SELECT min(id) FROM message WHERE direction = 'out' AND status IN ('queued', 'sending', 'unknown')
        AND conversation_id = ANY(CAST(%(talks)s AS bigint[])) GROUP BY conversation_id
      UNION ALL
      SELECT min(id) FROM message WHERE direction = 'out' AND status IN ('queued', 'sending', 'unknown')
        AND unit_id = ANY(CAST(%(units)s AS bigint[])) GROUP BY unit_id)
    ORDER BY m.id FOR UPDATE OF m
    """  # noqa: S608 - put together from constants of our own.
# Written and committed before the door is tried: a process that dies there leaves a doubt, never a loss.
IN_HAND = """
    UPDATE message SET status = 'sending', settled_at = %(now)s,
      tried_at = CASE WHEN status = 'queued' THEN %(now)s ELSE tried_at END
    WHERE id = ANY(CAST(%(ids)s AS bigint[]))
    """
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

    row: Any
    sending: Sending


@dataclass(frozen=True)
class Outbox:
    """Sends what the rooms have queued."""

    house: House
    doors: Doors

    async def drain(self, talks: Sequence[int], units: Sequence[int]) -> None:
        """Sends what is queued in these talks and to these units, each in order, all of them side by side.

        What must wait gets a job of its own for later.
        """
        tried: list[Tried] = []
        while talks or units or tried:
            async with self.house.database.transaction() as connection:
                tried_in = [one.row.conversation_id or one.row.unit_id for one in tried]
                async with together(connection):
                    await run(connection, TURN, {"kind": KIND, "numbers": [*talks, *units, *tried_in]})
                    more = await self._book(connection, tried)
                    if tried:
                        talks = [row.conversation_id for row in more if row.conversation_id is not None]
                        units = [row.unit_id for row in more if row.unit_id is not None]
                    send, settle = await self._take(connection, talks, units)
                others = {row.id: await self._others(connection, row) for row in settle}
            sendings = await asyncio.gather(
                *(self._through_door(row, frozenset(), settle=False) for row in send),
                *(self._through_door(row, others[row.id], settle=True) for row in settle),
            )
            tried = [Tried(row, sending) for row, sending in zip([*send, *settle], sendings, strict=True)]
            talks, units = [], []

    async def _take(
        self, connection: AsyncConnection, talks: Sequence[int], units: Sequence[int]
    ) -> tuple[list[Any], list[Any]]:
        """Takes the next message of each talk in hand: those to be sent, and those whose last sending is in doubt."""
        send: list[Any] = []
        settle: list[Any] = []
        while talks or units:
            rows = await fetch(connection, NEXT, {"talks": list(talks), "units": list(units)})
            now = self.house.now()
            talks, units = [], []
            for row in rows:
                if row.stopped:
                    await self._end(connection, row, "withheld", "stopped")
                    talks += [row.conversation_id] if row.conversation_id is not None else []
                    units += [row.unit_id] if row.unit_id is not None else []
                elif row.send_after is not None and row.send_after > now:
                    await self._later(connection, row, row.send_after)
                elif row.status == "sending" and row.settled_at is not None and now - row.settled_at < LEASE:
                    await self._later(connection, row, row.settled_at + LEASE)
                else:
                    (send if row.status == "queued" else settle).append(row)
        if in_hand := [row.id for row in (*send, *settle)]:
            await run(connection, IN_HAND, {"ids": in_hand, "now": self.house.now()})
        return send, settle

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

    async def _book(self, connection: AsyncConnection, tried: Sequence[Tried]) -> list[Any]:
        """Writes down how attempts ended. Returns the messages behind which the next one may follow at once."""
        sent = [one for one in tried if one.sending.outcome is Outcome.SENT]
        if sent:
            await run(
                connection,
                SENT,
                {
                    "ids": [one.row.id for one in sent],
                    "provider_ids": [one.sending.provider_id for one in sent],
                    "now": self.house.now(),
                },
            )
            await self._told(connection, [one.row for one in sent])
        more = [one.row for one in sent]
        for one in tried:
            if one.sending.outcome is Outcome.FINAL:
                await self._failed(connection, one.row, one.sending)
                more.append(one.row)
            elif one.sending.outcome is not Outcome.SENT and await self._retry(connection, one.row, one.sending):
                more.append(one.row)
        return more

    async def _failed(self, connection: AsyncConnection, row: Any, sending: Sending) -> None:
        """Never to be sent: a person is told, unless the number said it wants nothing."""
        await self._end(connection, row, "failed", sending.error)
        if sending.opted_out:
            await suppression.stop(connection, self.house, row.channel, row.address, "provider")
        elif row.candidacy_id is not None:
            await queue.look(connection, row.candidacy_id, "undelivered")
            await notify(connection, "queue")

    async def _retry(self, connection: AsyncConnection, row: Any, sending: Sending) -> bool:
        """Tries or looks again later. True if that was the last time, and what lies behind may follow."""
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
            .where(message.c.id == row.id, message.c.status == "sending")
            .values(
                status="unknown" if doubtful else "queued",
                error=sending.error,
                send_after=at,
                settled_at=None,
                attempts=attempts,
            )
        )
        await self._later(connection, row, at)
        log.info("send_later", message=row.id, attempts=attempts, outcome=sending.outcome.value)
        return False

    @staticmethod
    def _wait(attempts: int, asked: float | None) -> timedelta:
        """Doubling from five seconds, with jitter so that a provider's bad minute does not end in a crowd."""
        seconds = max(asked or 0, 5 * 2 ** (attempts - 1))
        jitter = random.uniform(0.8, 1.3)  # noqa: S311 - spreads load, hides nothing.
        return min(timedelta(seconds=seconds * jitter), LONGEST_WAIT)

    async def _later(self, connection: AsyncConnection, row: Any, at: datetime) -> None:
        talks = [row.conversation_id] if row.conversation_id is not None else []
        units = [row.unit_id] if row.unit_id is not None else []
        await enqueue(connection, self.house.database, DRAIN, at=at, talks=talks, units=units)

    async def _end(self, connection: AsyncConnection, row: Any, status: str, error: str | None) -> None:
        await connection.execute(
            update(message)
            .where(message.c.id == row.id)
            .values(status=status, error=error, settled_at=self.house.now())
        )
        await self._told(connection, [row])

    @staticmethod
    async def _told(connection: AsyncConnection, rows: Sequence[Any]) -> None:
        """Pages that show these talks show what became of the messages."""
        talks = [row for row in rows if row.conversation_id is not None]
        topics = [f"message:{row.conversation_id}" for row in talks] + [
            f"candidacy:{row.candidacy_id}" for row in talks
        ]
        await notify(connection, *topics)

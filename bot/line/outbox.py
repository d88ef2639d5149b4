"""The outbox: sends through the door what commits let go and what is queued, in each talk in order; every doubt is settled.

What a turn says is in hand when it is committed, and this process sends it at once. What people write, and what must wait,
is queued, and a job of any worker takes it up. A process that dies leaves messages in hand: the sweep settles them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Doors, Outbound, Outcome, Sending
from bot.house import House
from bot.line import bookings
from bot.line.bookings import Tried
from bot.line.suppression import SILENCES
from bot.line.talk import Going, InHand
from bot.store.driver import Asked, ask, run, together
from bot.store.group_commit import GroupCommit
from bot.store.tables import message
from bot.web import metrics

log = structlog.get_logger(__name__)

BATCH = 64
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
      (c.stage IS NOT DISTINCT FROM 'erased' OR EXISTS (SELECT 1 FROM suppression s
         WHERE s.employer_id = m.employer_id AND s.channel = m.channel AND s.address = m.address AND {SILENCES}))
        AND coalesce(m.extra ->> 'last_word', '') = '' OR m.extra ->> 'withheld' IS NOT NULL AS stopped
    FROM message m
    LEFT JOIN conversation v ON v.id = m.conversation_id
    LEFT JOIN contact_point p ON p.id = v.contact_point_id
    LEFT JOIN candidacy c ON c.id = v.candidacy_id
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


class Outbox:
    """Sends what the rooms have said: each message by itself; what became of those that end together is booked together."""

    def __init__(self, house: House, doors: Doors) -> None:
        self.house = house
        self.doors = doors
        self._bookings = GroupCommit("outbox", self._book, key=lambda tried: tried.one.talk, most=BATCH)
        self._under_way: set[asyncio.Task[None]] = set()
        self._carried: set[int] = set()
        # Of these sent, and not booked yet: what is said next to somebody who answers at once need not wait for that.
        self.gone: set[int] = set()

    def let_go(self, going: Going) -> None:
        """To be called after the commit that let them go: sends them in the background."""
        for one in going.in_hand:
            self._start(self._carry(one))
        if going.talks:
            self._start(self.drain(going.talks, []))

    async def drain(self, talks: Sequence[int], units: Sequence[int]) -> None:
        """Sends what is queued in these talks and to these units, each in order, all of them side by side.

        What must wait gets a job of its own for later.
        """
        async with self.house.database.transaction() as connection:
            async with together(connection):
                await self._turn(connection, [*talks, *units])
                asked = await self._ask(connection, talks, units)
            in_hand = await self._take(connection, await asked.rows())
        await asyncio.gather(*(self._carry(one) for one in in_hand))

    async def idle(self) -> None:
        """Waits for what is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="outbox")
        self._under_way.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("sending_broke_off", error=type(error).__name__)  # The sweep takes it up again.

    async def _carry(self, one: InHand) -> None:
        """Sends a message, and then what follows it in its talk, to the end of it."""
        following: InHand | None = one
        while following is not None:
            number = following.outbound.id
            self._carried.add(number)
            try:
                sending = await self._through_door(following)
                if sending.outcome is Outcome.SENT:
                    self.gone.add(number)
                following = await self._bookings.add(Tried(following, sending))
            finally:
                self.gone.discard(number)
                self._carried.discard(number)

    async def _through_door(self, one: InHand) -> Sending:
        outbound = one.outbound
        door = self.doors.of(outbound.channel)
        if door is None:
            return Sending(Outcome.FINAL, error="no_door")
        sending = await (door.settle(outbound) if one.doubtful else door.send(outbound))
        metrics.message_went(outbound.channel, sending.outcome.value)
        return sending

    async def _book(self, tried: Sequence[Tried]) -> list[InHand | None]:
        """Writes down how attempts ended. Returns for each what follows in its talk, in hand by then."""
        gone = [one for one in tried if one.sending.outcome is Outcome.SENT]
        async with self.house.database.transaction() as connection:
            async with together(connection):
                await self._turn(connection, [one.one.talk for one in tried])
                await bookings.sent(connection, self.house, gone)
                asked = await self._ask_after(connection, gone)
            following = await self._take(connection, await asked.rows())
            over = [one for one in tried if one not in gone and await bookings.not_sent(connection, self.house, one)]
            if over:
                asked = await self._ask_after(connection, over)
                following += await self._take(connection, await asked.rows())
        by_talk = {one.talk: one for one in following}
        return [by_talk.get(one.one.talk) for one in tried]

    @staticmethod
    async def _turn(connection: AsyncConnection, talks: Sequence[int]) -> None:
        await run(connection, TURN, {"kind": KIND, "numbers": talks})

    @staticmethod
    async def _ask(connection: AsyncConnection, talks: Sequence[int], units: Sequence[int]) -> Asked:
        return await ask(connection, NEXT, {"talks": list(talks), "units": list(units)})

    async def _ask_after(self, connection: AsyncConnection, over: Sequence[Tried]) -> Asked:
        """What comes next where these have ended."""
        talks = [one.one.talk for one in over if one.one.unit_id is None]
        return await self._ask(connection, talks, [one.one.unit_id for one in over if one.one.unit_id is not None])

    async def _take(self, connection: AsyncConnection, rows: Sequence[Any]) -> list[InHand]:
        """Takes these in hand, if it is time: those to be sent, and those whose last sending is in doubt."""
        taken: list[InHand] = []
        while rows:
            now = self.house.now()
            withheld: list[InHand] = []
            for row in rows:
                if row.id in self._carried:
                    continue  # Whoever carries it looks for what follows.
                one = await self._read(connection, row)
                if row.status == "sending" and row.settled_at is not None and now - row.settled_at < LEASE:
                    # In the provider's hands: even the answer to a stop waits, so that it is the last word.
                    await bookings.later(connection, self.house, one, row.settled_at + LEASE)
                elif row.stopped:
                    await bookings.end(connection, self.house, one, "withheld", "stopped")
                    withheld.append(one)
                elif row.send_after is not None and row.send_after > now:
                    await bookings.later(connection, self.house, one, row.send_after)
                else:
                    taken.append(one)
            talks = [one.talk for one in withheld if one.unit_id is None]
            units = [one.unit_id for one in withheld if one.unit_id is not None]
            rows = await (await self._ask(connection, talks, units)).rows() if withheld else []
        if taken:
            await run(connection, IN_HAND, {"ids": [one.outbound.id for one in taken], "now": self.house.now()})
        return taken

    async def _read(self, connection: AsyncConnection, row: Any) -> InHand:
        doubtful = row.status != "queued"
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
            known=await self._others(connection, row) if doubtful else frozenset(),
        )
        return InHand(outbound, row.candidacy_id, row.unit_id, row.attempts, doubtful)

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

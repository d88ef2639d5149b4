"""The inbox: what waits together is taken in together, in one transaction, and answered after the commit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from time import perf_counter

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound, Receipt
from bot.house import House
from bot.line.arrivals import lock_conversations
from bot.line.talk import write_to_unit
from bot.line.turns import Voice, take
from bot.store.bulk import insert_rows
from bot.store.database import take_ids
from bot.store.driver import fetch
from bot.store.tables import message, unit
from bot.web import metrics
from dialogs.hearing import Ears

log = structlog.get_logger(__name__)

BATCH = 64
LOOK_BACK = 8  # Days in which a repeat is recognised; no provider tries for longer.
# Gives the reply to a leader's "JA 4711", or None if the text is not one.
UnitAnswer = Callable[[AsyncConnection, House, Inbound], Awaitable[str | None]]


class Inbox:
    """Takes messages from the doors. One writer a process; any number of processes.

    One message, one transaction's whole effect: it is stored, read, answered and its jobs are queued, or nothing is.
    """

    def __init__(self, house: House, voice: Voice, unit_answer: UnitAnswer | None = None) -> None:
        self.house = house
        self.voice = voice
        self.unit_answer = unit_answer
        self._waiting: list[tuple[Inbound, asyncio.Future[Receipt]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def receive(self, inbound: Inbound) -> Receipt:
        """Returns once the message is durable. Raises what the database raised if it could not be made so."""
        arrived = perf_counter()
        future: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((inbound, future))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all(), name="inbox")
        receipt = await future
        metrics.committed(inbound.channel, perf_counter() - arrived)
        metrics.message_came(inbound.channel)
        return receipt

    async def close(self) -> None:
        """Waits for what is under way."""
        if self._writer is not None:
            await self._writer

    async def _write_all(self) -> None:
        while self._waiting:
            batch = self._next_batch()
            try:
                receipts = await self._take([inbound for inbound, _ in batch])
            except Exception as error:
                log.warning("batch_failed", size=len(batch), error=type(error).__name__)
                await self._one_by_one(batch)
            else:
                for (_, future), receipt in zip(batch, receipts, strict=True):
                    if not future.done():
                        future.set_result(receipt)

    def _next_batch(self) -> list[tuple[Inbound, asyncio.Future[Receipt]]]:
        """The next messages, at most one a sender: a second text of somebody reads what the first one left."""
        batch: list[tuple[Inbound, asyncio.Future[Receipt]]] = []
        rest: list[tuple[Inbound, asyncio.Future[Receipt]]] = []
        senders: set[tuple[str, str]] = set()
        for waiting in self._waiting:
            sender = (waiting[0].channel, waiting[0].sender)
            if len(batch) < BATCH and sender not in senders:
                senders.add(sender)
                batch.append(waiting)
            else:
                rest.append(waiting)
        self._waiting = rest
        return batch

    async def _one_by_one(self, batch: Sequence[tuple[Inbound, asyncio.Future[Receipt]]]) -> None:
        for inbound, future in batch:
            try:
                (receipt,) = await self._take([inbound])
            except Exception as error:
                log.error("message_failed", channel=inbound.channel, error=type(error).__name__)
                if not future.done():
                    future.set_exception(error)
            else:
                if not future.done():
                    future.set_result(receipt)

    async def _take(self, batch: Sequence[Inbound]) -> list[Receipt]:
        """Takes the batch in. Where leaders of units are among the senders, their texts are tried as answers first."""
        async with self.house.database.transaction() as connection:
            leaders = await self._leaders(connection, batch)
            if not leaders:
                return await self._take_people(connection, batch)
        receipts = {
            id(inbound): await self._from_leader(inbound) if inbound.sender in leaders else None for inbound in batch
        }
        people = [inbound for inbound in batch if receipts[id(inbound)] is None]
        if people:
            async with self.house.database.transaction() as connection:
                taken = await self._take_people(connection, people)
            receipts |= {id(inbound): receipt for inbound, receipt in zip(people, taken, strict=True)}
        return [receipt for inbound in batch if (receipt := receipts[id(inbound)]) is not None]

    async def _take_people(self, connection: AsyncConnection, people: Sequence[Inbound]) -> list[Receipt]:
        locked = await lock_conversations(connection, self.house, people)
        repeated = await self._repeated(connection, people)
        fresh = [inbound for inbound in people if (inbound.channel, inbound.provider_id) not in repeated]
        texts = [(locked[inbound.channel, inbound.sender], inbound) for inbound in fresh]
        await take(connection, self.house, self.voice, texts)
        return [
            Receipt(
                "repeated" if (inbound.channel, inbound.provider_id) in repeated else "taken",
                locked[inbound.channel, inbound.sender].id,
            )
            for inbound in people
        ]

    async def _repeated(self, connection: AsyncConnection, batch: Sequence[Inbound]) -> set[tuple[str, str]]:
        """Which of these a provider has sent before. Asked under the lock of their conversations, so nobody is between."""
        today = self.house.local(self.house.now()).date()
        rows = await fetch(
            connection,
            "SELECT channel, provider_id FROM message WHERE direction = 'in' AND day = ANY(%(days)s) "
            "AND channel = ANY(%(channels)s) AND provider_id = ANY(%(ids)s)",
            {
                "days": [today - timedelta(days=back) for back in range(LOOK_BACK)],
                "ids": [inbound.provider_id for inbound in batch],
                "channels": list({inbound.channel for inbound in batch}),
            },
        )
        return {(row.channel, row.provider_id) for row in rows}

    async def _leaders(self, connection: AsyncConnection, batch: Sequence[Inbound]) -> frozenset[str]:
        """Which of these numbers belong to leaders of units."""
        senders = [inbound.sender for inbound in batch if inbound.channel == "sms"]
        if self.unit_answer is None or not senders:
            return frozenset()
        found = await fetch(
            connection,
            "SELECT leader_phone FROM unit WHERE leader_phone = ANY(%(senders)s) AND employer_id = %(employer)s",
            {"senders": senders, "employer": self.house.employer.id},
        )
        return frozenset(row.leader_phone for row in found)

    async def _from_leader(self, inbound: Inbound) -> Receipt | None:
        """Takes a leader's answer by text ("JA 4711") in a transaction of its own; None if it is not one."""
        if self.unit_answer is None or inbound.channel != "sms":
            return None
        async with self.house.database.transaction() as connection:
            leads = await connection.execute(
                select(unit.c.id)
                .where(unit.c.employer_id == self.house.employer.id, unit.c.leader_phone == inbound.sender)
                .order_by(unit.c.id)
                .with_for_update(key_share=True)
            )
            units = list(leads.scalars())
            if not units:
                return None
            if await self._repeated(connection, [inbound]):
                return Receipt("repeated")
            reply = await self.unit_answer(connection, self.house, inbound)
            if reply is None:
                return None
            await self._keep_leaders(connection, inbound, units[0])
            await write_to_unit(connection, self.house, units[0], reply)
            return Receipt("taken")

    def _masked(self, inbound: Inbound) -> str:
        day = self.house.local(self.house.now()).date()
        return Ears(self.voice.lexicon, day).read(inbound.text, None, {}, "da").masked

    async def _keep_leaders(self, connection: AsyncConnection, inbound: Inbound, unit_id: int) -> None:
        (number,) = await take_ids(connection, 1)
        now = self.house.now()
        await insert_rows(
            connection,
            message,
            [
                {
                    "id": number,
                    "employer_id": self.house.employer.id,
                    "unit_id": unit_id,
                    "direction": "in",
                    "channel": inbound.channel,
                    "address": inbound.sender,
                    "author": "unit",
                    # A leader may write what a unit must not know either: the same mask as for everybody.
                    "body": self._masked(inbound)[:160],
                    "media": inbound.media,
                    "day": self.house.local(now).date(),
                    "provider_id": inbound.provider_id,
                    "status": "received",
                    "attempts": 0,
                    "at": now,
                }
            ],
        )

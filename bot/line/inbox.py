"""The inbox: what waits together is taken in together, in one transaction, and answered after the commit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from time import perf_counter

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound, Receipt
from bot.house import House
from bot.line.arrivals import sender_of
from bot.line.outbox import Outbox
from bot.line.recall import LOOK_BACK, meet
from bot.line.talk import write_to_unit
from bot.line.turns import Voice, take
from bot.store.bulk import insert_rows
from bot.store.database import take_ids
from bot.store.group_commit import GroupCommit
from bot.store.tables import message, unit
from bot.web import metrics
from dialogs.hearing import Ears

BATCH = 64
# Gives the reply to a leader's "JA 4711", or None if the text is not one.
UnitAnswer = Callable[[AsyncConnection, House, Inbound], Awaitable[str | None]]


class Inbox:
    """Takes messages from the doors. One writer a process; any number of processes.

    One message, one transaction's whole effect: it is stored, read, answered and its jobs are queued, or nothing is. What
    the line says to it is let go by the outbox after the commit.
    """

    def __init__(self, house: House, voice: Voice, outbox: Outbox, unit_answer: UnitAnswer | None = None) -> None:
        self.house = house
        self.voice = voice
        self.outbox = outbox
        self.unit_answer = unit_answer
        # At most one text of a sender in a batch: a second one of somebody reads what the first one left.
        self._commit = GroupCommit("inbox", self._take, key=sender_of, most=BATCH)

    async def receive(self, inbound: Inbound) -> Receipt:
        """Returns once the message is durable. Raises what the database raised if it could not be made so."""
        arrived = perf_counter()
        receipt = await self._commit.add(inbound)
        metrics.committed(inbound.channel, perf_counter() - arrived)
        metrics.message_came(inbound.channel)
        return receipt

    async def close(self) -> None:
        """Waits for what is under way."""
        await self._commit.close()

    async def _take(self, batch: Sequence[Inbound]) -> list[Receipt]:
        """Takes the batch in. Where leaders of units are among the senders, their texts are tried as answers first."""
        receipts, leaders = await self._take_people(batch, mind_leaders=self.unit_answer is not None)
        if not leaders:
            return receipts
        answered = [await self._from_leader(inbound) if inbound.sender in leaders else None for inbound in batch]
        people = [inbound for inbound, receipt in zip(batch, answered, strict=True) if receipt is None]
        taken = iter((await self._take_people(people, mind_leaders=False))[0] if people else ())
        return [receipt or next(taken) for receipt in answered]

    async def _take_people(
        self, people: Sequence[Inbound], *, mind_leaders: bool
    ) -> tuple[list[Receipt], frozenset[str]]:
        """One round trip to lock and recall, pure turns, one to write, the commit; or nothing, if there are leaders to mind."""
        async with self.house.database.transaction() as connection:
            known = await meet(connection, self.house, people, self.voice, mind_leaders=mind_leaders)
            if known.leaders:
                return [], known.leaders
            fresh = [inbound for inbound in people if not known.recalled[sender_of(inbound)].repeated]
            going = await take(connection, self.house, self.voice, known, fresh, self.outbox.gone)
        self.outbox.let_go(going)
        receipts = [
            Receipt("repeated" if known.recalled[sender].repeated else "taken", known.locked[sender].id)
            for sender in map(sender_of, people)
        ]
        return receipts, frozenset()

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
            if await self._repeated(connection, inbound):
                return Receipt("repeated")
            reply = await self.unit_answer(connection, self.house, inbound)
            if reply is None:
                return None
            await self._keep_leaders(connection, inbound, units[0])
            await write_to_unit(connection, self.house, units[0], reply)
            return Receipt("taken")

    async def _repeated(self, connection: AsyncConnection, inbound: Inbound) -> bool:
        """Whether the provider has sent this before. Asked under the lock of the leader's units, so nobody is between."""
        since = self.house.local(self.house.now()).date() - timedelta(days=LOOK_BACK)
        found = await connection.execute(
            select(message.c.id).where(
                message.c.direction == "in",
                message.c.day > since,
                message.c.channel == inbound.channel,
                message.c.provider_id == inbound.provider_id,
            )
        )
        return found.first() is not None

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
                    "body": self._masked(inbound),
                    "media": inbound.media,
                    "day": self.house.local(now).date(),
                    "provider_id": inbound.provider_id,
                    "status": "received",
                    "attempts": 0,
                    "at": now,
                }
            ],
        )

"""A handset and its network for tests: texts go straight to the inbox, answers are what the outbox hands to the door."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.app import Service, open_service
from bot.channels.door import Doors, Inbound, Outbound, Outcome, Receipt, Sending
from bot.line.tasks import tasks
from bot.store.database import Database
from config.settings import Settings
from tests.conftest import Clock
from tests.due import run_due

LINE = "+4570201530"
NUMBER = "+4520304050"


@dataclass
class Network:
    """A door that delivers everything and remembers it, or fails the way it is told to."""

    sent: list[Outbound] = field(default_factory=list)
    ends: list[Sending] = field(default_factory=list)
    settles: list[Sending] = field(default_factory=list)

    async def send(self, outbound: Outbound) -> Sending:
        ending = self.ends.pop(0) if self.ends else Sending(Outcome.SENT, provider_id=f"SM{outbound.id}")
        if ending.outcome is Outcome.SENT:
            self.sent.append(outbound)
        return ending

    async def settle(self, outbound: Outbound) -> Sending:
        return self.settles.pop(0) if self.settles else Sending(Outcome.UNKNOWN)


@asynccontextmanager
async def running(settings: Settings, url: str, clock: Clock, network: Network) -> AsyncIterator[Service]:
    """A service as after a restart, with the network for its only door."""
    database = Database(url, pool=5)
    async with database.jobs.open_async():
        service = await open_service(settings, database, clock=clock)
        service.outbox.doors = Doors({"sms": network, "web": network, "teams": network})
        jobs = tasks(service.house, service.voice, service.outbox, service.inbox)
        for name, function in jobs.items():
            if name in database.jobs.tasks:
                database.jobs.tasks[name].func = function
        try:
            yield service
        finally:
            await service.close()
    await database.close()


_numbers = itertools.count(1)


async def text_in(
    service: Service, body: str, *, sender: str = NUMBER, provider_id: str | None = None, media: int = 0
) -> Receipt:
    """A text from a candidate; the answer is sent before this returns."""
    inbound = Inbound(
        channel="sms",
        provider_id=provider_id or f"SM{next(_numbers):032d}",
        sender=sender,
        recipient=LINE,
        text=body,
        received=service.house.now(),
        media=media,
    )
    receipt = await service.inbox.receive(inbound)
    await run_due(service)
    return receipt

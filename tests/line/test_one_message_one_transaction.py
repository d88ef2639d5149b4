"""Rule 2: a process may die at any statement and at any send; no reply is lost and none is doubled."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event

from bot.channels.door import Inbound, Outbound, Outcome, Sending
from config.settings import Settings
from tests.conftest import START, Clock
from tests.due import run_due
from tests.handset import LINE, NUMBER, Network, running

TEXT = "hej søger job"
KILLED = 137

# This process has threads, and a copy of a process with threads may find a lock held that nobody will ever release: the
# copies are made of a clean one.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])


@dataclass
class Provider(Network):
    """Keeps what it was given in a file, as a provider keeps it outside the process that may die."""

    file: Path = Path()
    die_at: str = ""

    async def send(self, outbound: Outbound) -> Sending:
        if self.die_at == "before the send":
            os._exit(KILLED)
        with self.file.open("a") as kept:
            kept.write(f"{outbound.id}\t{outbound.text[:40]}\n")
        if self.die_at == "after the send":
            os._exit(KILLED)
        return Sending(Outcome.SENT, provider_id=f"SM{outbound.id}")

    async def settle(self, outbound: Outbound) -> Sending:
        known = self.file.exists() and f"{outbound.id}\t" in self.file.read_text()
        return Sending(Outcome.SENT if known else Outcome.RETRY, provider_id=f"SM{outbound.id}")

    def delivered(self) -> list[str]:
        return self.file.read_text().splitlines() if self.file.exists() else []


async def live(settings: Settings, url: str, clock: Clock, provider: Provider, die_at_statement: int) -> None:
    """One process: a text comes, its jobs run. Dies at the statement of that number, if there are so many."""
    async with running(settings, url, clock, provider) as service:
        counted = 0
        execute = psycopg.AsyncCursor.execute

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1
            if counted == die_at_statement:
                os._exit(KILLED)

        async def dying(cursor: Any, *args: Any, **kwargs: Any) -> Any:
            count()
            return await execute(cursor, *args, **kwargs)

        # Every statement goes through here in the end, SQLAlchemy's and the driver's own; and so this process alone.
        psycopg.AsyncCursor.execute = dying  # type: ignore[method-assign]
        event.listen(service.house.database.engine.sync_engine, "commit", count)
        inbound = Inbound("sms", "SM1", NUMBER, LINE, TEXT, service.house.now())
        await service.inbox.receive(inbound)
        await run_due(service)


def in_a_process(settings: Settings, url: str, clock: Clock, provider: Provider, die_at_statement: int = 0) -> int:
    """Runs `live` in a process of its own and returns its exit status."""
    process = PROCESSES.Process(target=one_life, args=(settings, url, clock, provider, die_at_statement), daemon=True)
    process.start()
    process.join(timeout=60)
    assert process.exitcode is not None, f"hangs at statement {die_at_statement}"
    return process.exitcode


def one_life(settings: Settings, url: str, clock: Clock, provider: Provider, die_at_statement: int) -> None:
    """What that process does."""
    asyncio.run(live(settings, url, clock, provider, die_at_statement))


def aftermath(settings: Settings, url: str, clock: Clock, provider: Provider) -> tuple[int, int, list[str]]:
    """The provider repeats itself to a new process, time passes, and everything settles.

    Returns how many inbound and outbound messages stand, and what the provider delivered.
    """
    provider.die_at = ""

    async def recover() -> None:
        async with running(settings, url, clock, provider) as service:
            await service.inbox.receive(Inbound("sms", "SM1", NUMBER, LINE, TEXT, service.house.now()))
            await run_due(service)
            for _ in range(3):
                clock.at += timedelta(minutes=5)
                await service.house.database.jobs.tasks["line.sweep"].func()
                await run_due(service)

    asyncio.run(recover())
    with psycopg.connect(url) as connection:
        counts = connection.execute(
            "SELECT count(*) FILTER (WHERE direction = 'in'), count(*) FILTER (WHERE direction = 'out' AND status = 'sent') "
            "FROM message"
        ).fetchone()
    assert counts is not None
    return counts[0], counts[1], provider.delivered()


def clean(url: str) -> None:
    """An empty line again."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "TRUNCATE message, answer, conversation, candidacy, contact_point, person, event, stream, promise, "
            "procrastinate_jobs CASCADE"
        )


def test_killed_at_every_statement(settings: Settings, url: str, tmp_path: Path) -> None:
    statement, endings = 0, []
    while not endings or endings[-1] != 0:
        statement += 1
        clean(url)
        clock, provider = Clock(START), Provider(file=tmp_path / f"provider{statement}")
        endings.append(in_a_process(settings, url, clock, provider, statement))
        assert endings[-1] in {0, KILLED}
        assert aftermath(settings, url, clock, provider) == (1, 1, provider.delivered()), (
            f"killed at statement {statement}"
        )
        assert len(provider.delivered()) == 1, f"killed at statement {statement}"
    assert statement > 15, "the test no longer sees the statements"


def test_killed_before_and_after_the_send(settings: Settings, url: str, tmp_path: Path) -> None:
    for moment in ("before the send", "after the send"):
        clean(url)
        clock, provider = Clock(START), Provider(file=tmp_path / moment.replace(" ", "_"), die_at=moment)
        assert in_a_process(settings, url, clock, provider) == KILLED
        assert aftermath(settings, url, clock, provider)[:2] == (1, 1), moment
        assert len(provider.delivered()) == 1, moment

"""The one way to the database: transactions, notifications, and jobs that commit or vanish with them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.driver import fetch, run

CHANNEL = "jobline"  # The LISTEN/NOTIFY channel of everything that pages show live.
NOTIFICATION = 7000  # Characters of topics in one, a line each. PostgreSQL takes 8,000 bytes.


def sqlalchemy_url(url: str) -> str:
    """The address as SQLAlchemy wants it, whichever of the usual spellings it came in."""
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    raise ValueError("DATABASE_URL must begin with postgresql://")


def psycopg_url(url: str) -> str:
    """The address as psycopg and PostgreSQL's own programs want it."""
    return "postgresql://" + sqlalchemy_url(url).removeprefix("postgresql+psycopg://")


class Database:
    """Connections to one PostgreSQL, and the queue of jobs that lives in it.

    url: postgresql://...; pool: how many connections this process may hold.
    """

    def __init__(self, url: str, *, pool: int = 10) -> None:
        self.url = psycopg_url(url)
        self.engine: AsyncEngine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=pool,
            max_overflow=pool,
            pool_pre_ping=False,
            pool_recycle=1800,
            # The connection used last is used next: what it has prepared need not be prepared on all the others.
            pool_use_lifo=True,
        )
        self.jobs = App(connector=PsycopgConnector(conninfo=self.url, min_size=1, max_size=4))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction that commits at the end of the block and rolls back on any exception."""
        async with self.engine.begin() as connection:
            yield connection

    async def close(self) -> None:
        """Gives every connection back."""
        await self.engine.dispose()


async def take_ids(connection: AsyncConnection, count: int) -> list[int]:
    """`count` fresh ids, ascending; taken after the conversation's lock they order what happens in it."""
    if count == 0:
        return []
    rows = await fetch(
        connection, "SELECT nextval('jobline_id') AS id FROM generate_series(1, %(count)s)", {"count": count}
    )
    return sorted(row.id for row in rows)


async def notify(connection: AsyncConnection, *topics: str) -> None:
    """Tells every process, after the commit, that pages about these topics have something new.

    topics: "queue", "candidacy:<id>", "unit:<id>", "message:<conversation id>". They carry ids only.
    """
    # As many as fit go in one notification: each of them wakes every process that listens.
    told: list[str] = []
    for topic in sorted(set(topics)):
        if not told or len(told[-1]) + len(topic) >= NOTIFICATION:
            told.append(topic)
        else:
            told[-1] += f"\n{topic}"
    for words in told:
        await run(connection, "SELECT pg_notify(%(channel)s, %(words)s)", {"channel": CHANNEL, "words": words})


async def enqueue(
    connection: AsyncConnection,
    database: Database,
    task: str,
    *,
    at: datetime | None = None,
    queue: str = "default",
    lock: str | None = None,
    **arguments: Any,
) -> None:
    """Puts a job into the same transaction: it starts after the commit, or never was.

    task: the name under which a room registered its function; at: not before this moment.
    """
    raw = await connection.get_raw_connection()
    deferrer = database.jobs.configure_task(
        task, queue=queue, lock=lock, schedule_at=at, connection=raw.driver_connection
    )
    await deferrer.defer_async(**arguments)


async def enqueue_all(
    connection: AsyncConnection, database: Database, task: str, at: datetime, arguments: Sequence[dict[str, Any]]
) -> None:
    """Puts a job for each of the arguments into the transaction, in one statement."""
    raw = await connection.get_raw_connection()
    deferrer = database.jobs.configure_task(task, schedule_at=at, connection=raw.driver_connection)
    await deferrer.batch_defer_async(*arguments)


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def as_json(value: object) -> str:
    """JSON that is the same for the same value, in every process."""
    return _JSON.encode(value)


async def wait_for_notifications(database: Database, topics: Sequence[str] = ()) -> AsyncIterator[str]:
    """Every topic other transactions committed, as they come; `topics` keeps those with one of these beginnings."""
    # Cancelled while it opens, a connection would be left open to the garbage collector: it opens first, and is then closed.
    opening = asyncio.create_task(psycopg.AsyncConnection.connect(database.url, autocommit=True))
    try:
        opened = await asyncio.shield(opening)
    except asyncio.CancelledError:
        with suppress(psycopg.Error):
            await (await opening).close()
        raise
    async with opened as connection:
        await connection.execute(f"LISTEN {CHANNEL}".encode())
        async for notification in connection.notifies():
            for topic in notification.payload.split("\n"):
                if not topics or topic.startswith(tuple(topics)):
                    yield topic

"""Statements of the hot path, handed straight to the driver inside SQLAlchemy's own transaction.

A statement through SQLAlchemy costs this process four to five times as much as through psycopg (docs/benchmarks.md). What a
text passes through is worth that; everything else is written the ordinary way.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection as Driver
from psycopg import AsyncCursor
from psycopg.rows import namedtuple_row
from sqlalchemy.ext.asyncio import AsyncConnection


async def driver_of(connection: AsyncConnection) -> Driver[Any]:
    """The psycopg connection under a connection of SQLAlchemy, with the transaction begun."""
    if not connection.in_transaction():
        await connection.begin()
    # The way round through `get_raw_connection` switches greenlets for every statement.
    driver: Driver[Any] = connection.sync_connection.connection.driver_connection  # type: ignore[assignment, union-attr]
    return driver


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement on its way. In a block of `together` its rows are there after the block, or when somebody waits."""

    _cursor: AsyncCursor[Any]

    async def rows(self) -> list[Any]:
        """Its rows by column name."""
        return await self._cursor.fetchall()


async def ask(connection: AsyncConnection, statement: str, values: Mapping[str, Any]) -> Asked:
    """Sends a statement with %(name)s places whose rows are wanted later."""
    driver = await driver_of(connection)
    cursor = driver.cursor(row_factory=namedtuple_row)
    await cursor.execute(statement.encode(), values)
    return Asked(cursor)


async def fetch(connection: AsyncConnection, statement: str, values: Mapping[str, Any]) -> list[Any]:
    """Runs a statement with %(name)s places and returns its rows by column name."""
    return await (await ask(connection, statement, values)).rows()


async def run(connection: AsyncConnection, statement: str, values: Mapping[str, Any]) -> None:
    """Runs a statement that returns nothing of interest."""
    driver = await driver_of(connection)
    await driver.execute(statement.encode(), values)


@asynccontextmanager
async def together(connection: AsyncConnection) -> AsyncIterator[None]:
    """Statements in this block go out without waiting for one another; what one of them raises, the end of it raises.

    Each still begins when the one before has ended, and sees what it did. A `fetch` in the block waits for its own rows and
    so for all before it; with `ask` a whole block is one round trip.
    """
    driver = await driver_of(connection)
    async with driver.pipeline():
        yield

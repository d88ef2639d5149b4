"""Many rows in one statement: what a batch writes costs one round trip a table, however many people it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import as_json
from bot.store.driver import run


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


async def insert_rows(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that all name the same columns."""
    if not rows:
        return
    columns = ", ".join(rows[0])
    await run(
        connection,
        f"INSERT INTO {table.name} ({columns}) SELECT {columns} "  # noqa: S608 - names of our own tables only
        f"FROM jsonb_populate_recordset(NULL::{table.name}, CAST(%(rows)s AS jsonb))",
        {"rows": as_json([{name: _plain(value) for name, value in row.items()} for row in rows])},
    )


async def update_rows(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Sets the named columns of the rows with these ids; every row names `id` and the same columns."""
    if not rows:
        return
    columns = ", ".join(f"{name} = new.{name}" for name in rows[0] if name != "id")
    await run(
        connection,
        f"UPDATE {table.name} SET {columns} "  # noqa: S608 - names of our own tables only
        f"FROM jsonb_populate_recordset(NULL::{table.name}, CAST(%(rows)s AS jsonb)) AS new "
        f"WHERE {table.name}.id = new.id",
        {"rows": as_json([{name: _plain(value) for name, value in row.items()} for row in rows])},
    )

"""Many rows in one statement: what a batch writes costs one round trip a table, however many people it is for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.driver import run


def _as_rows(rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> str:
    """What JSON has no form for, as PostgreSQL reads it."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"no column takes a {type(value).__name__}")


async def insert_rows(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that all name the same columns."""
    if not rows:
        return
    columns = ", ".join(rows[0])
    await run(
        connection,
        f"INSERT INTO {table.name} ({columns}) SELECT {columns} "  # noqa: S608 - names of our own tables only
        f"FROM jsonb_populate_recordset(NULL::{table.name}, CAST(%(rows)s AS jsonb))",
        {"rows": _as_rows(rows)},
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
        {"rows": _as_rows(rows)},
    )
